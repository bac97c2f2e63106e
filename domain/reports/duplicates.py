"""Finds events that a region seems to have reported twice, by a fuzzy comparison of their texts."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import lru_cache

from rapidfuzz import fuzz, process

from domain.reports.reported_event import ReportedEvent
from domain.text.cleaning import fold

# How alike, in percent, each of name, city and organisation are when they mean the same.
_ALIKE = 90
_WORD = re.compile(r"\w+")
# Numbers, single letters and Roman figures: «5 «А»» is not «5 «Б»», whatever else is alike.
_DISTINGUISHING = re.compile(r"\w*\d\w*|\w|[ivx]+")
_STOP_WORDS = frozenset({"г", "город", "имени", "им"})


# An event's name, city and organisation, as `_words` gives them.
_Parts = tuple[str, str, str]


def duplicates(events: Iterable[ReportedEvent]) -> dict[int, ReportedEvent]:
    """By the id of each event that seems to be a duplicate, the first one like it in its region and
    of its kind."""
    # Compared only within such a group: it is the fuzzy comparison that takes time.
    groups = defaultdict[object, list[tuple[_Parts, ReportedEvent]]](list)
    for event in sorted(events, key=lambda event: event.number):
        name = _words(event.name)
        city, organisation = _place(event.city), _place(event.organisation)
        distinguishing = tuple(sorted(name[1] + city[1] + organisation[1]))
        parts = name[0], city[0], organisation[0]
        groups[event.region_code, event.kind, distinguishing].append((parts, event))
    originals = {}
    for group in groups.values():
        distinct = _DistinctEvents()
        for parts, event in group if len(group) > 1 else ():
            original = distinct.find_or_add(parts, event)
            if original is not None:
                originals[event.id] = original
    return originals


class _DistinctEvents:
    """Events of which none is a duplicate of another. Names, which are long, are compared only of
    events at the same place."""

    def __init__(self) -> None:
        self._cities = _Texts()
        self._organisations = defaultdict[str, _Texts](_Texts)  # by city
        self._events = defaultdict[tuple[str, str], dict[str, ReportedEvent]](dict)  # by name

    def find_or_add(self, parts: _Parts, event: ReportedEvent) -> ReportedEvent | None:
        """The first event that this one duplicates; None if this one has been added."""
        name, city, organisation = parts
        found = [
            there[original]
            for like_city in self._cities.like(city)
            for place in self._organisations[like_city].like(organisation)
            if (there := self._events.get((like_city, place)))
            for original in _alike(name, list(there))
        ]
        if found:
            return min(found, key=lambda original: original.number)
        self._events[city, organisation][name] = event
        return None


class _Texts:
    """Finds those that are alike among the texts that it has been asked for."""

    def __init__(self) -> None:
        self._texts: list[str] = []
        self._like: dict[str, list[str]] = {}

    def like(self, text: str) -> list[str]:
        """Itself, too."""
        found = self._like.get(text)
        if found is None:
            others = _alike(text, self._texts)
            for other in others:
                self._like[other].append(text)
            self._texts.append(text)
            found = self._like[text] = [*others, text]
        return found


def _alike(text: str, others: Sequence[str]) -> list[str]:
    if not others:
        return []
    found = process.extract(text, others, scorer=fuzz.ratio, score_cutoff=_ALIKE, limit=None)
    return [other for other, _, _ in found]


@lru_cache(maxsize=256)  # places come again and again, and names hardly
def _place(text: str) -> tuple[str, tuple[str, ...]]:
    return _words(text)


def _words(text: str) -> tuple[str, tuple[str, ...]]:
    """The text without case, punctuation, stop words and the order of words; and those of its words
    that duplicates must share exactly."""
    words = _WORD.findall(fold(text).replace("_", " "))
    if not _STOP_WORDS.isdisjoint(words):
        words = [word for word in words if word not in _STOP_WORDS]
    words.sort()
    return " ".join(words), tuple(word for word in words if _distinguishes(word))


@lru_cache(maxsize=4096)  # words do
def _distinguishes(word: str) -> bool:
    return _DISTINGUISHING.fullmatch(word) is not None
