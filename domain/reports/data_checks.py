"""Checks of the reported data: finds outliers, duplicates and missing links for the ministry. A
remark blocks nothing, because the region may well be right."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from domain.events.doubts import Doubt, DoubtKind, is_few, number_doubts
from domain.events.fields import KINDS, field
from domain.reports.duplicates import duplicates
from domain.reports.reported_event import ReportedEvent
from domain.reports.usual_sizes import Usual, UsualRange, usual_by_kind
from domain.text.counting import figure

# A report of fewer events without a link says nothing.
_MANY_WITHOUT_LINKS = 3


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
    reports = defaultdict(list)
    for event in events:
        reports[event.region_code].append(event)
    bare = {code for code, report in reports.items() if _is_bare(report)}
    return [
        remark
        for event in events
        for remark in (
            *_on_links(event, reports[event.region_code], is_bare=event.region_code in bare),
            *_on_numbers(event, usual.get(event.kind)),
            *_on_repetition(event, originals.get(event.id)),
        )
    ]


def _is_bare(report: Sequence[ReportedEvent]) -> bool:
    return len(report) >= _MANY_WITHOUT_LINKS and not any(event.links for event in report)


def _on_links(
    event: ReportedEvent, report: Sequence[ReportedEvent], *, is_bare: bool
) -> Iterator[Remark]:
    """Most events do without a link. Remarked on is one that is itself a publication; and a report
    that has none at all, once, at its first event."""
    if is_bare:
        if event is report[0]:
            text = f"Во всём отчёте региона (мероприятий: {len(report)}) нет ни одной ссылки."
            yield Remark(event, RemarkCategory.NO_LINKS, text)
    elif not event.links and field("publication_links").worded(event.kind).expected:
        text = f"Вид – «{KINDS[event.kind]}», но нет ни одной ссылки."
        yield Remark(event, RemarkCategory.NO_LINKS, text)


def _on_repetition(event: ReportedEvent, original: ReportedEvent | None) -> Iterator[Remark]:
    if original is None:
        return
    figures = [(each.times_held, each.participants) for each in (event, original)]
    same = "те же" if figures[0] == figures[1] else "другие"
    text = f"Похоже на мероприятие № {original.number} того же региона, числа {same}."
    yield Remark(event, RemarkCategory.REPEATED, text)


def _on_numbers(event: ReportedEvent, usual: Usual | None) -> Iterator[Remark]:
    """What is far out among the events of this year; where they are too few to say, what the form
    asks about."""
    few = is_few(event.kind, event.times_held, event.participants)
    if few:
        text = (
            f"Участников ({figure(event.participants)}) меньше, чем проведений "
            f"({figure(event.times_held)})."
        )
        yield Remark(event, RemarkCategory.FEW_PARTICIPANTS, text)
    times, attendance = (usual.times_held, usual.attendance) if usual else (None, None)
    doubts = _doubts(event) if times is None or attendance is None else {}
    # Nothing is held too seldom: an event that took place once is in order.
    if times is not None and event.times_held > times.too_high:
        text = f"Проведений: {figure(event.times_held)}, {_usually(times)}."
        yield Remark(event, RemarkCategory.UNUSUAL, text)
    elif times is None and (doubt := doubts.get(DoubtKind.MANY_TIMES)):
        text = f"Проведений: {figure(event.times_held)}, {_at_most(doubt)}."
        yield Remark(event, RemarkCategory.UNUSUAL, text)
    mean = event.participants / event.times_held
    if attendance is not None and event.participants and _is_far_out(mean, attendance, few=few):
        text = f"Участников на одно проведение: {figure(round(mean))}, {_usually(attendance)}."
        yield Remark(event, RemarkCategory.UNUSUAL, text)
    elif attendance is None and (doubt := doubts.get(DoubtKind.MANY_PARTICIPANTS)):
        text = f"Участников: {figure(event.participants)}, {_at_most(doubt)}."
        yield Remark(event, RemarkCategory.UNUSUAL, text)


def _doubts(event: ReportedEvent) -> dict[DoubtKind, Doubt]:
    numbers = {"times_held": event.times_held, "participants": event.participants}
    return {doubt.kind: doubt for doubt in number_doubts({"kind": event.kind, **numbers})}


def _is_far_out(mean: float, usual: UsualRange, *, few: bool) -> bool:
    return mean > usual.too_high or (mean < usual.too_low and not few)


def _at_most(doubt: Doubt) -> str:
    return f"обычно не больше {figure(doubt.figures[-1])}"


def _usually(usual: UsualRange) -> str:
    return f"обычно от {figure(_rounded(usual.low))} до {figure(_rounded(usual.high))}"


def _rounded(number: float) -> int:
    """To two significant digits."""
    whole = round(number)
    return round(whole, 2 - len(str(whole)))
