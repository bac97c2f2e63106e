"""What «Отчёт региона» says, and what admins hear when a report is submitted again."""

from collections.abc import Sequence
from datetime import datetime, tzinfo
from html import escape
from zoneinfo import ZoneInfo

from domain.regions.directory import Region
from domain.reports.review import Correction, correction_of, has_ignored_comments
from domain.reports.state import ReportStatus
from domain.reports.status import RegionStatus
from handlers.formatting import figure, numbered_events, quoted, short_moment, sums, until
from handlers.phrases import corrections, report_heading
from models import Campaign, Event, ReportState

SUBMIT = "Сдать отчёт"
ZERO_REPORT = "Мероприятий не было"
ZERO_SURE = "Да, мероприятий не было"
SUBMIT_ANYWAY = "Сдать без исправлений"
REPORT_CHANGED = "Отчёт изменился, проверьте ещё раз."
CONFIRM_ZERO = "Подтвердите: в регионе не проводилось ни одного мероприятия к Неделе качества."
NO_CHANGE = "Уже сделано."


def report(
    status: RegionStatus,
    *,
    region: Region,
    campaign: Campaign,
    deadline: datetime,
    zone: tzinfo,
    returned: Sequence[Event] = (),
) -> str:
    reported = status.report_status.reported
    when = (
        f" ({short_moment(status.changed_at, ZoneInfo(region.time_zone))}, "
        f"{escape(status.changed_by or '')})"
        if status.changed_at and reported
        else ""
    )
    text = (
        f"{report_heading(region, campaign)}\n"
        f"Состояние: <b>{status.report_status}</b>{when}\n"
        f"{sums(status.events, status.times_held, status.participants)}\n"
        f"Срок: {until(deadline, zone, region)}{_decisions(status, returned, region)}"
    )
    if status.drafts and not reported:
        text = f"{text}\n\n{unfinished(status.drafts)}"
    return text


def unfinished(drafts: int) -> str:
    return (
        f"Незаконченных мероприятий в регионе: {figure(drafts)}. Они не войдут в отчёт, "
        "пока их не сохранят."
    )


def _decisions(status: RegionStatus, returned: Sequence[Event], region: Region) -> str:
    """What the ministry has accepted or returned."""
    zone = ZoneInfo(region.time_zone)
    if status.accepted_at is not None:
        return f"\n<b>Принят министерством</b> {short_moment(status.accepted_at, zone)}"
    lines = []
    if status.return_comment and status.returned_at is not None:
        again = "" if status.report_status == ReportStatus.RETURNED else ", сдан снова"
        when = short_moment(status.returned_at, zone)
        lines.append(f"Министерство вернуло отчёт {when}{again}\n{quoted(status.return_comment)}")
    return "".join(f"\n{line}" for line in [*lines, *corrections(returned)])


def still_returned(returned: Sequence[Event]) -> str:
    """Before a report is submitted in which nothing was done about the ministry's comments."""
    numbers = _numbers(returned, Correction.RETURNED)
    what = numbered_events(numbers) if numbers else "отчёт не изменился"
    return (
        f"<b>Замечание министерства не исправлено</b>: {what}.\nСдать отчёт так? Если исправлять "
        "нечего, сдавайте: министерство увидит, что изменений нет."
    )


def _numbers(returned: Sequence[Event], mark: Correction) -> list[int]:
    return [event.number for event in returned if correction_of(event) == mark]


def report_now(state: ReportState) -> str:
    return {
        ReportState.SUBMITTED: "Отчёт сдан. Спасибо!",
        ReportState.ZERO: "Принято: мероприятия не проводились. Спасибо!",
        ReportState.OPEN: "Отчёт снова открыт. После правок сдайте его ещё раз.",
    }[state]


def resubmitted(status: RegionStatus, returned: Sequence[Event], *, region: Region) -> str:
    """To the admin who had returned it."""
    corrected = _numbers(returned, Correction.CORRECTED)
    unchanged = _numbers(returned, Correction.RETURNED)
    where = f"<b>{escape(region.name)}</b>"
    if not has_ignored_comments(status, returned):
        lines = [f"Исправлено: {where}, отчёт сдан снова."]
    elif corrected:
        lines = [f"Исправлено не всё: {where}, отчёт сдан снова."]
    else:
        lines = [f"Отчёт сдан снова без исправлений: {where}."]
    if corrected:
        lines.append(f"Исправлено: {numbered_events(corrected)}.")
    if unchanged:
        lines.append(f"Не исправлено: {numbered_events(unchanged)}.")
    return "\n".join(lines)
