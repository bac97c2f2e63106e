"""What people did and what the bot told them, to be held against the database afterwards."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date

CLOCK = "clock wrong"  # the fault that may have reminders repeated


@dataclass(slots=True)
class Told:
    """An event that the bot has said to be saved, with the numbers it was last said to have."""

    region: str
    number: int
    name: str
    participants: int


@dataclass(slots=True)
class Books:
    """`waits` are the seconds from each act to its answer. `forgotten` counts the presses that were
    done, but not answered while Telegram remembered them."""

    told: list[Told] = field(default_factory=list)
    waits: list[float] = field(default_factory=list)
    unanswered: list[str] = field(default_factory=list)
    forgotten: int = 0
    acts: int = 0
    files: int = 0
    broadcasts: list[str] = field(default_factory=list)
    reminder_days: list[date] = field(default_factory=list)
    faults: Counter[str] = field(default_factory=Counter)
