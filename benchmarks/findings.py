"""What a measure is given, and what it gives back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.figures import Figure


@dataclass(frozen=True, slots=True)
class Setting:
    """`quick` asks for the least that shows that the measure runs. Bots run on the cores `bots`,
    all else on `rest`. `folder` is for the measure's files."""

    quick: bool
    folder: Path
    bots: set[int]
    rest: set[int]

    @property
    def rounds(self) -> int:
        return 1 if self.quick else 5


@dataclass(frozen=True, slots=True)
class Table:
    title: str
    head: Sequence[str]
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class Curve:
    """Of one bot, by the number of people who write at once: answers a second, and the
    milliseconds that half of them and 99 of 100 wait at most."""

    name: str
    people: tuple[int, ...]
    rates: tuple[float, ...]
    half: tuple[float, ...]
    nearly_all: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Findings:
    """`figures` are by the keys of the targets."""

    figures: Mapping[str, Figure]
    tables: Sequence[Table] = ()
    curves: Sequence[Curve] = ()
