"""Finds events that a region seems to have reported twice, by a fuzzy comparison of their texts."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

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
    """Events of which none is a duplicate of another."""

    def __init__(self) -> None:
        self._joined: list[str] = []
        self._events: list[tuple[_Fingerprint, ReportedEvent]] = []

    def find_or_add(self, fingerprint: _Fingerprint, event: ReportedEvent) -> ReportedEvent | None:
        """The event that this one duplicates; None if this one has been added."""
        joined = " ".join(fingerprint.parts)
        # If each part is alike to that degree, so is the whole, which is compared fast.
        candidates = process.extract_iter(
            joined, self._joined, scorer=fuzz.ratio, processor=None, score_cutoff=_ALIKE
        )
        for _, _, index in candidates:
            other, original = self._events[index]
            if all(map(_is_like, fingerprint.parts, other.parts)):
                return original
        self._joined.append(joined)
        self._events.append((fingerprint, event))
        return None


def _fingerprint(event: ReportedEvent) -> _Fingerprint:
    words = [
        [word for word in _WORD.findall(fold(text).replace("_", " ")) if word not in _STOP_WORDS]
        for text in (event.name, event.city, event.organisation)
    ]
    name, city, organisation = (" ".join(sorted(part)) for part in words)
    distinguishing = sorted(
        word for part in words for word in part if _DISTINGUISHING.fullmatch(word)
    )
    return _Fingerprint((name, city, organisation), tuple(distinguishing))


def _is_like(one: str, other: str) -> bool:
    return one == other or fuzz.ratio(one, other) >= _ALIKE
