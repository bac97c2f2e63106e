"""What sizes are usual for events of each kind, by this year's own events."""

from array import array
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import expm1, log, log1p
from statistics import median

# How many events of a kind it takes to say what is usual.
SMALLEST_SAMPLE = 20
# An outlier is that many robust standard deviations from the median of the logarithms, and never
# within ten times the median, however alike the other figures are.
_OUTLIER = 3.5
_LEAST_DEVIATION = log(10) / _OUTLIER
# The standard deviation of a normal distribution, in median absolute deviations.
_DEVIATIONS_IN_MAD = 1.4826


@dataclass(frozen=True, slots=True)
class UsualRange:
    """From `low` to `high` are nine tenths of the figures that are not outliers; below `too_low`
    and above `too_high` are the outliers."""

    low: float
    high: float
    too_low: float
    too_high: float


@dataclass(frozen=True, slots=True)
class Usual:
    """Of one kind of event: times held, and participants each time; None where too few events
    have any participants."""

    times_held: UsualRange
    attendance: UsualRange | None


def usual_by_kind(events: Iterable[tuple[str, int, int]]) -> dict[str, Usual]:
    """From the kind, times held and participants of all events of a campaign. Kinds with fewer
    than SMALLEST_SAMPLE events are left out."""
    # Arrays, because there is a figure for every event.
    times: defaultdict[str, array[float]] = defaultdict(lambda: array("d"))
    attendance: defaultdict[str, array[float]] = defaultdict(lambda: array("d"))
    for kind, times_held, participants in events:
        times[kind].append(times_held)
        if participants:  # publications have none: zeros say nothing of how many come
            attendance[kind].append(participants / times_held)
    ranges = {kind: _usual_range(figures) for kind, figures in times.items()}
    return {
        kind: Usual(usual, _usual_range(attendance[kind]))
        for kind, usual in ranges.items()
        if usual is not None
    }


def _usual_range(figures: Sequence[float]) -> UsualRange | None:
    """None of fewer than SMALLEST_SAMPLE figures. By the median and the median absolute deviation
    of the logarithms: sizes of events differ by factors, and the median is not moved by a few
    figures with a zero too many."""
    if len(figures) < SMALLEST_SAMPLE:
        return None
    logs = [log1p(figure) for figure in figures]
    middle = median(logs)
    mad = median(abs(value - middle) for value in logs)
    margin = _OUTLIER * max(mad * _DEVIATIONS_IN_MAD, _LEAST_DEVIATION)
    too_low, too_high = expm1(middle - margin), expm1(middle + margin)
    inliers = sorted(figure for figure in figures if too_low <= figure <= too_high)
    rare = len(inliers) // 20
    return UsualRange(
        low=inliers[rare], high=inliers[-1 - rare], too_low=too_low, too_high=too_high
    )
