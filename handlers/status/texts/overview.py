"""Where the regions stand: the overview."""

from collections.abc import Mapping, Sequence
from datetime import datetime, tzinfo
from html import escape

from babel.dates import format_datetime

from domain.campaigns.deadlines import has_passed
from domain.reports.state import ReportStatus
from domain.reports.status import RegionStatus, Silence
from domain.reports.status_groups import Group, StatusSummary, by_district, regions_in, summarize
from handlers.formatting import RUSSIAN, counted, figure, short_deadline, short_moment, time_left
from handlers.phrases import counted_as, events_apart, expired, nobody_to_write_to
from handlers.region_picker import neither_region_nor_district
from models import Campaign

REFRESH, DISTRICTS = "Обновить", "Округа"
NO_SUCH_YEAR = "Отчётов за этот год бот не собирал."
NO_DISTRICT = "Вне округов"
CHANGED = "Изменены после приёмки"
OVERDUE, EXTENDED = "Срок прошёл", "Срок продлён"
WHY_SILENT = "Почему не начали"
REGION_NOT_FOUND = neither_region_nor_district("status")

# The colours of the map's tiles.
MARKS: Mapping[ReportStatus, str] = {
    ReportStatus.SUBMITTED: "🟦",
    ReportStatus.ZERO: "🟪",
    ReportStatus.IN_PROGRESS: "🟨",
    ReportStatus.RETURNED: "🟥",
    ReportStatus.NOT_BEGUN: "⬜",
}


def overview(
    statuses: Sequence[RegionStatus],
    *,
    campaign: Campaign,
    now: datetime,
    zone: tzinfo,
    past: bool,
) -> str:
    """`past`: there is a newer campaign, and why a region was silent is no longer known."""
    found = summarize(statuses)
    parts = [
        f"<b>{escape(campaign.title)}: кто отчитался</b>\n"
        f"{short_moment(now, zone)}. {term(campaign, now, zone)}",
        f"<b>{reported(found.reported, found.regions)}</b>\n{events_apart(found.sums)}\n"
        f"{counts(found, closed=campaign.closed_at is not None)}",
        _across(statuses, found, now, past=past),
        "" if past else _reasons(statuses),
    ]
    return "\n\n".join(part for part in parts if part)


def as_of(now: datetime, zone: tzinfo) -> str:
    """For a toast: what is shown has been read again, even if nothing of it has changed."""
    return f"Данные на {short_moment(now, zone)}"


def reported(number: int, of: int) -> str:
    return f"Отчитались: {figure(number)} из {figure(of)}"


def term(campaign: Campaign, now: datetime, zone: tzinfo) -> str:
    """How much time is left."""
    if campaign.closed_at is not None:
        return f"Приём закрыт {short_moment(campaign.closed_at, zone)}."
    if has_passed(campaign.deadline, now):
        return expired(campaign.deadline, zone)
    left = time_left(campaign.deadline - now)
    return f"Отчёты принимаются до {short_deadline(campaign.deadline, zone)}, осталось {left}."


def counts(found: StatusSummary, *, closed: bool) -> str:
    """A line for each status."""
    return "\n".join(
        f"{mark} {counted_as(state, closed=closed)}: {figure(found.by_status[state])}"
        for state, mark in MARKS.items()
    )


def _across(
    statuses: Sequence[RegionStatus], found: StatusSummary, now: datetime, *, past: bool
) -> str:
    """The counts that overlap with the statuses; none that is zero."""
    return " ".join(
        say(count)
        for say, count in (
            (accepted, found.accepted),
            (changed, len(regions_in(statuses, Group.CHANGED, now))),
            (late, found.late),
            (overdue, len(regions_in(statuses, Group.OVERDUE, now))),
            (extended, len(regions_in(statuses, Group.EXTENDED, now))),
            (unreachable, 0 if past else len(regions_in(statuses, Group.UNREACHABLE, now))),
        )
        if count
    )


def accepted(reports: int) -> str:
    return f"Принято министерством: {figure(reports)}."


def changed(reports: int) -> str:
    return f"{CHANGED}: {figure(reports)}."


def late(reports: int) -> str:
    return f"Сдано с опозданием: {figure(reports)}."


def overdue(regions: int) -> str:
    return f"{OVERDUE} у {counted(regions, 'региона', 'регионов', 'регионов')}."


def extended(regions: int) -> str:
    return f"{EXTENDED} {counted(regions, 'региону', 'регионам', 'регионам')}."


def unreachable(regions: int) -> str:
    return f"{nobody_to_write_to(regions)}."


def _reasons(statuses: Sequence[RegionStatus]) -> str:
    """Why the silent are silent, in figures; the names stand behind a button."""
    found = [status.silence for status in statuses]
    reasons = [f"{reason} – {figure(found.count(reason))}" for reason in Silence if reason in found]
    return f"{WHY_SILENT}: {', '.join(reasons)}." if reasons else ""


def districts(statuses: Sequence[RegionStatus], campaign: Campaign) -> str:
    """A line for each federal district, with those statuses that a region of it has."""
    found = by_district(statuses).items()
    lines = [district_line(district, summary) for district, summary in found]
    closed = campaign.closed_at is not None
    legend = ", ".join(
        f"{mark} – {counted_as(state, closed=closed).lower()}" for state, mark in MARKS.items()
    )
    return "\n".join(
        [f"<b>{escape(campaign.title)}: отчёты по округам</b>", "", *lines, "", f"{legend}."]
    )


def district_line(district: str | None, found: StatusSummary) -> str:
    marks = " ".join(
        f"{mark} {figure(found.by_status[state])}"
        for state, mark in MARKS.items()
        if found.by_status[state]
    )
    return (
        f"<b>{district or NO_DISTRICT}</b> – {figure(found.reported)} из "
        f"{figure(found.regions)}: {marks}"
    )


def until(status: RegionStatus, zone: tzinfo) -> str:
    """The region and its own deadline."""
    return f"{escape(status.region.name)} – до {day_and_time(status.deadline, zone)}"


def day_and_time(at: datetime, zone: tzinfo) -> str:
    """«29.11, 23:59», after «до»."""
    return str(format_datetime(at, "dd.MM, HH:mm", tzinfo=zone, locale=RUSSIAN))
