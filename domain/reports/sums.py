"""The sums of reported events, those of submitted reports apart from the others."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum


class Part(StrEnum):
    """Whether an event's report counts as submitted, with the words that tables show."""

    SUBMITTED = "Сдано"
    UNSUBMITTED = "Не сдано"


@dataclass(frozen=True, slots=True)
class Sums:
    events: int = 0
    times_held: int = 0
    participants: int = 0


PartSums = Mapping[Part, Sums]


def total(parts: Iterable[Sums]) -> Sums:
    each = list(parts)
    return Sums(
        events=sum(sums.events for sums in each),
        times_held=sum(sums.times_held for sums in each),
        participants=sum(sums.participants for sums in each),
    )


def apart(found: Iterable[tuple[Part, Sums]]) -> PartSums:
    """Both parts, also if nothing belongs to one. What is not submitted may still change, so the
    two are never added up."""
    pairs = list(found)
    return {part: total(sums for of, sums in pairs if of == part) for part in Part}
