"""The region's events and its report."""

from collections.abc import Sequence
from datetime import datetime, tzinfo
from html import escape
from zoneinfo import ZoneInfo

from domain.regions.directory import Region
from domain.reports.review import Correction, correction_of, has_ignored_comments
from domain.reports.state import ReportStatus, ReportSummary
from handlers.formatting import (
    figure,
    numbered_events,
    quoted,
    short_moment,
    sums,
    until,
    with_note,
)
from models import Campaign, Event, ReportState

SUBMIT, ZERO_REPORT, ZERO_SURE, REOPEN = (
    "Сдать отчёт",
    "Мероприятия не проводились",
    "Да, не проводились",
    "Открыть снова",
)
SUBMIT_ANYWAY = "Сдать без исправлений"
REPORT_CHANGED = "Отчёт изменился, проверьте ещё раз."
CONFIRM_ZERO = "Подтвердите: в регионе не проводилось ни одного мероприятия к Неделе качества."
NO_CHANGE = "Уже сделано."


def report(
    seen: ReportSummary,
    *,
    region: Region,
    campaign: Campaign,
    deadline: datetime,
    zone: tzinfo,
    returned: Sequence[Event] = (),
    note: str = "",
) -> str:
    when = (
        f" ({short_moment(seen.changed_at, ZoneInfo(region.time_zone))}, {escape(seen.by or '')})"
        if seen.changed_at and seen.report_status.reported
        else ""
    )
    drafts = seen.drafts and not seen.report_status.reported
    text = (
        f"<b>Отчёт: {escape(region.name)}, {campaign.year}</b>\n"
        f"Состояние: <b>{seen.report_status}</b>{when}\n"
        f"{sums(seen.events, seen.times_held, seen.participants)}\n"
        f"Срок: {until(deadline, zone, region)}{_decisions(seen, returned, region)}"
    )
    return with_note(note, f"{text}\n\n{unfinished(seen.drafts)}" if drafts else text)


def unfinished(drafts: int) -> str:
    return (
        f"Незаконченных мероприятий в регионе: {figure(drafts)}. Они не войдут в отчёт, "
        "пока их не сохранят."
    )


def _decisions(seen: ReportSummary, returned: Sequence[Event], region: Region) -> str:
    """What the ministry has accepted or given back."""
    zone = ZoneInfo(region.time_zone)
    if seen.accepted_at is not None:
        return f"\n<b>Принят министерством</b> {short_moment(seen.accepted_at, zone)}"
    lines = []
    if seen.return_comment and seen.returned_at is not None:
        again = "" if seen.report_status == ReportStatus.RETURNED else ", сдан снова"
        when = short_moment(seen.returned_at, zone)
        lines.append(f"Министерство вернуло отчёт {when}{again}\n{quoted(seen.return_comment)}")
    for mark in Correction:
        numbers = [event.number for event in returned if correction_of(event) == mark]
        if numbers:
            lines.append(f"{mark.capitalize()}: {numbered_events(numbers)}")
    return "".join(f"\n{line}" for line in lines)


def still_returned(returned: Sequence[Event]) -> str:
    """Before a report is submitted in which nothing was done about the ministry's comments."""
    numbers = [event.number for event in returned if correction_of(event) == Correction.RETURNED]
    which = numbered_events(numbers) if numbers else "отчёт не изменился"
    return (
        f"<b>Замечание министерства не исправлено</b>: {which}.\nСдать отчёт так? Если исправлять "
        "нечего, сдавайте: министерство увидит, что изменений нет."
    )


def report_now(state: ReportState) -> str:
    return {
        ReportState.SUBMITTED: "Отчёт сдан. Спасибо!",
        ReportState.ZERO: "Принято: мероприятия не проводились. Спасибо!",
        ReportState.OPEN: "Отчёт снова открыт. После правок сдайте его ещё раз.",
    }[state]


def resubmitted(seen: ReportSummary, returned: Sequence[Event], *, region: Region) -> str:
    """To the admin who had returned it."""
    corrected = [event.number for event in returned if correction_of(event) == Correction.CORRECTED]
    as_it_was = [event.number for event in returned if correction_of(event) == Correction.RETURNED]
    where = f"<b>{escape(region.name)}</b>"
    if not has_ignored_comments(seen, returned):
        head = f"Исправлено: {where}, отчёт сдан снова."
    elif corrected:
        head = f"Исправлено не всё: {where}, отчёт сдан снова."
    else:
        head = f"Отчёт сдан снова без исправлений: {where}."
    lines = [head]
    if corrected:
        lines.append(f"Исправлено: {numbered_events(corrected)}.")
    if as_it_was:
        lines.append(f"Не исправлено: {numbered_events(as_it_was)}.")
    return "\n".join(lines)
