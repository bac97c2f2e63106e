"""Checks of the reported data: finds outliers, duplicates and missing links for the ministry. A
remark blocks nothing, because the region may well be right."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import expm1, log, log1p
from statistics import median

from babel.numbers import format_decimal

from domain.events.doubts import is_few
from domain.reports.duplicates import duplicates
from domain.reports.reported_event import ReportedEvent

# How many events of a kind it takes to say what is usual.
SMALLEST_SAMPLE = 20
# An outlier is that many robust standard deviations from the median of the logarithms, and never
# within ten times the median, however alike the other figures are.
_OUTLIER = 3.5
_LEAST_DEVIATION = log(10) / _OUTLIER
# The standard deviation of a normal distribution, in median absolute deviations.
_DEVIATIONS_IN_MAD = 1.4826


class RemarkCategory(StrEnum):
    """What a remark is about, with the words that tables show."""

    NO_LINKS = "Нет ссылок"
    FEW_PARTICIPANTS = "Мало участников"
    REPEATED = "Возможный повтор"
    UNUSUAL = "Необычные числа"


@dataclass(frozen=True, slots=True)
class Remark:
    """`text` is a plain sentence, to be understood without the category."""

    event: ReportedEvent
    category: RemarkCategory
    text: str


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
    times: defaultdict[str, list[float]] = defaultdict(list)
    attendance: defaultdict[str, list[float]] = defaultdict(list)
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


def remarks(
    events: Sequence[ReportedEvent], usual: Mapping[str, Usual] | None = None
) -> list[Remark]:
    """In the order of the events. `usual` is that of the whole campaign, where `events` are only a
    part of it. Duplicates are looked for among `events`, within a region and kind."""
    if usual is None:
        usual = usual_by_kind(
            (event.kind, event.times_held, event.participants) for event in events
        )
    originals = duplicates(events)
    return [
        remark
        for event in events
        for remark in _remarks_on(event, usual.get(event.kind), originals)
    ]


def _remarks_on(
    event: ReportedEvent, usual: Usual | None, originals: Mapping[int, ReportedEvent]
) -> Iterator[Remark]:
    few = is_few(event.kind, event.times_held, event.participants)
    if not event.links:
        yield Remark(event, RemarkCategory.NO_LINKS, "Нет ни одной ссылки на публикации и видео.")
    if few:
        text = (
            f"Участников ({_figure(event.participants)}) меньше, чем проведений "
            f"({_figure(event.times_held)})."
        )
        yield Remark(event, RemarkCategory.FEW_PARTICIPANTS, text)
    if event.id in originals:
        text = f"Похоже на мероприятие № {originals[event.id].number} того же региона."
        yield Remark(event, RemarkCategory.REPEATED, text)
    if usual is None:
        return
    times, attendance = usual.times_held, usual.attendance
    # Nothing is held too seldom: an event that took place once is in order.
    if event.times_held > times.too_high:
        text = f"Проведений: {_figure(event.times_held)}, {_usually(times)}."
        yield Remark(event, RemarkCategory.UNUSUAL, text)
    if attendance is None or not event.participants:
        return  # nothing to compare with, few, or as it should be
    mean = event.participants / event.times_held
    if mean > attendance.too_high or (mean < attendance.too_low and not few):
        text = f"Участников на одно проведение: {_figure(round(mean))}, {_usually(attendance)}."
        yield Remark(event, RemarkCategory.UNUSUAL, text)


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


def _usually(usual: UsualRange) -> str:
    return f"обычно от {_figure(_rounded(usual.low))} до {_figure(_rounded(usual.high))}"


def _rounded(number: float) -> int:
    """To two significant digits."""
    whole = round(number)
    return round(whole, 2 - len(str(whole)))


def _figure(number: int) -> str:
    return str(format_decimal(number, locale="ru"))
