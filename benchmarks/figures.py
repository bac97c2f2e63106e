"""The arithmetic: medians and spread of rounds, ratios within a round, percentiles."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True, slots=True)
class Figure:
    """One value for each round."""

    rounds: tuple[float, ...]

    @property
    def median(self) -> float:
        return median(self.rounds)

    def __str__(self) -> str:
        """The median, and in brackets the least and the most of the rounds, if they differ."""
        least, most = rounded(min(self.rounds)), rounded(max(self.rounds))
        return rounded(self.median) + ("" if least == most else f" ({least}–{most})")


def figure(values: Iterable[float]) -> Figure:
    return Figure(tuple(values))


def ratio(ours: Figure, theirs: Figure) -> Figure:
    """Each round by itself: what the machine was busy with then has slowed down both."""
    return figure(one / other for one, other in zip(ours.rounds, theirs.rounds, strict=True))


def percentile(values: Sequence[float], percent: float) -> float:
    """The value that so many percent of the sorted values do not exceed."""
    return values[max(math.ceil(len(values) * percent / 100) - 1, 0)]


def rounded(value: float) -> str:
    """To three digits, without losing those before the point."""
    if value == 0:
        return "0"
    digits = max(2 - math.floor(math.log10(abs(value))), 0)
    return f"{value:,.{digits}f}"
