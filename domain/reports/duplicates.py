"""Finds events that a region seems to have reported twice, by a fuzzy comparison of their texts."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class _Fingerprint:
    """An event's name, city and organisation without case, punctuation, stop words and the order
    of words; `distinguishing` are the words that duplicates must share exactly."""

    parts: tuple[str, str, str]
    distinguishing: tuple[str, ...]


def duplicates(events: Iterable[ReportedEvent]) -> dict[int, ReportedEvent]:
    """By the id of each event that seems to be a duplicate, the first one like it in its region and
    of its kind."""
    distinct: defaultdict[tuple[str, str, tuple[str, ...]], _DistinctEvents]
    distinct = defaultdict(_DistinctEvents)
    originals = {}
    for event in sorted(events, key=lambda event: event.number):
        fingerprint = _fingerprint(event)
        # Compared only within such a group: it is the fuzzy comparison that takes time.
        group = distinct[event.region_code, event.kind, fingerprint.distinguishing]
        original = group.find_or_add(fingerprint, event)
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

    def find_or_add(self, fingerprint: _Fingerprint, event: ReportedEvent) -> ReportedEvent | None:
        """The first event that this one duplicates; None if this one has been added."""
        name, city, organisation = fingerprint.parts
        found = [
            there[original]
            for like_city in self._cities.like(city)
            for place in self._organisations[like_city].like(organisation)
            for there in [self._events[like_city, place]]
            for original in _alike(name, there)
        ]
        if found:
            return min(found, key=lambda original: original.number)
        self._events[city, organisation][name] = event
        return None


class _Texts:
    """Finds those that are alike among the texts that it has been asked for."""

    def __init__(self) -> None:
        self._like: dict[str, list[str]] = {}

    def like(self, text: str) -> list[str]:
        """Itself, too."""
        if text not in self._like:
            others = _alike(text, self._like)
            for other in others:
                self._like[other].append(text)
            self._like[text] = [*others, text]
        return self._like[text]


def _alike(text: str, others: Collection[str]) -> list[str]:
    found = process.extract_iter(text, list(others), scorer=fuzz.ratio, score_cutoff=_ALIKE)
    return [other for other, _, _ in found]


def _fingerprint(event: ReportedEvent) -> _Fingerprint:
    words = [_words(event.name), _words(event.city), _words(event.organisation)]
    name, city, organisation = map(" ".join, words)
    distinguishing = [word for part in words for word in part if _distinguishes(word)]
    return _Fingerprint((name, city, organisation), tuple(sorted(distinguishing)))


@lru_cache(maxsize=1024)  # places come again and again
def _words(text: str) -> list[str]:
    words = _WORD.findall(fold(text).replace("_", " "))
    return sorted(word for word in words if word not in _STOP_WORDS)


@lru_cache(maxsize=4096)  # so do words
def _distinguishes(word: str) -> bool:
    return _DISTINGUISHING.fullmatch(word) is not None
