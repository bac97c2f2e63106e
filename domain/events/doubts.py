"""What is so unusual in an event that its coordinator is asked about it, once, before saving."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from domain.events.fields import field


class DoubtKind(StrEnum):
    FEW_PARTICIPANTS = "few"
    MANY_TIMES = "times"
    MANY_PARTICIPANTS = "participants"
    NO_LINKS = "links"


@dataclass(frozen=True, slots=True)
class Doubt:
    """`figures` are those that it is about; with others it is another doubt. `about` are the keys
    of the fields to correct."""

    kind: DoubtKind
    about: tuple[str, ...]
    figures: tuple[int, ...] = ()

    @property
    def token(self) -> str:
        """What a form remembers of a doubt that has been answered."""
        return ":".join((self.kind, *map(str, self.figures)))


def number_doubts(answers: Mapping[str, Any]) -> list[Doubt]:
    """About times held and participants; none while one of them is not answered."""
    times, participants = answers.get("times_held"), answers.get("participants")
    if times is None or participants is None:
        return []
    doubts = []
    kind = answers.get("kind")
    if is_few(kind, times, participants):
        about = ("times_held", "participants")
        doubts.append(Doubt(DoubtKind.FEW_PARTICIPANTS, about, (participants, times)))
    for doubt, key, number in (
        (DoubtKind.MANY_TIMES, "times_held", times),
        (DoubtKind.MANY_PARTICIPANTS, "participants", participants),
    ):
        usual = field(key).worded(kind).usual
        if usual is not None and number > usual:
            doubts.append(Doubt(doubt, (key,), (number, usual)))
    return doubts


def link_doubts(answers: Mapping[str, Any]) -> list[Doubt]:
    """About a publication without a link to it."""
    key = "publication_links"
    if not answers.get(key) and field(key).worded(answers.get("kind")).expected:
        return [Doubt(DoubtKind.NO_LINKS, (key,))]
    return []


def is_few(kind: str | None, times_held: int, participants: int) -> bool:
    """Fewer participants than times held, where there should be some each time."""
    return participants < times_held and not field("participants").worded(kind).none_is_usual
