"""Where the regions stand: the overview."""

from collections.abc import Mapping, Sequence
from datetime import datetime, tzinfo
from html import escape

from babel.dates import format_datetime

from domain.campaigns.deadlines import has_passed
from domain.reports.state import ReportStatus
from domain.reports.status import RegionStatus, Silence
from domain.reports.status_groups import Group, StatusSummary, by_district, regions_in, summarize
from handlers.formatting import RUSSIAN, figure, short_deadline, short_moment, time_left
from handlers.phrases import COUNTED, expired
from handlers.region_picker import neither_region_nor_district
from models import Campaign

REFRESH, REMIND_UNREPORTED = "Обновить", "Напомнить не сдавшим"
NO_SUCH_YEAR = "Кампании за этот год нет."
NO_DISTRICT = "Вне ФО"
ACCEPTED, LATE, OVERDUE = "Принято министерством", "Сдано после срока", "Просрочили"
WHY_SILENT = "Почему молчат"
REGION_NOT_FOUND = neither_region_nor_district("status")
EXTENSIONS_SHOWN = 5  # in the overview; all of them stand behind a button

# The colours of the map's tiles.
MARKS: Mapping[ReportStatus, str] = {
    ReportStatus.SUBMITTED: "🟦",
    ReportStatus.ZERO: "🟪",
    ReportStatus.IN_PROGRESS: "🟨",
    ReportStatus.RETURNED: "🟥",
    ReportStatus.SILENT: "⬜",
}
# The table's columns; as narrow as a phone needs them.
_COLUMNS: Mapping[ReportStatus, str] = {
    ReportStatus.SUBMITTED: "сд",
    ReportStatus.ZERO: "нет",
    ReportStatus.IN_PROGRESS: "зап",
    ReportStatus.RETURNED: "воз",
    ReportStatus.SILENT: "мол",
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
        f"<b>{escape(campaign.title)}: состояние отчётов</b>\n"
        f"{short_moment(now, zone)}. {term(campaign, now, zone)}",
        f"<b>{reported(found.reported, found.regions)}</b>, {events(found.events)}\n"
        f"{counts(found)}",
        _across(statuses, found, now, zone),
        "" if past else _reasons(statuses),
        f"<pre>{_table(statuses, found)}</pre>",
    ]
    return "\n\n".join(part for part in parts if part)


def reported(number: int, of: int) -> str:
    return f"Отчитались {figure(number)} из {figure(of)}"


def events(number: int) -> str:
    return f"мероприятий: {figure(number)}"


def term(campaign: Campaign, now: datetime, zone: tzinfo) -> str:
    """How much time is left."""
    if campaign.closed_at is not None:
        return f"Приём закрыт {short_moment(campaign.closed_at, zone)}."
    if has_passed(campaign.deadline, now):
        return expired(campaign.deadline, zone)
    left = time_left(campaign.deadline - now)
    return f"До срока {left}: {short_deadline(campaign.deadline, zone)}."


def counts(found: StatusSummary) -> str:
    """A line for each status, and that they add up."""
    counted = [(state, figure(found.by_status[state])) for state in MARKS]
    lines = [f"{MARKS[state]} {COUNTED[state]}: {count}" for state, count in counted]
    added = " + ".join(count for _, count in counted)
    return "\n".join([*lines, f"{added} = {figure(found.regions)}"])


def _across(
    statuses: Sequence[RegionStatus], found: StatusSummary, now: datetime, zone: tzinfo
) -> str:
    """The counts that overlap with the statuses; none that is zero."""
    overdue = len(regions_in(statuses, Group.OVERDUE, now))
    lines = [
        f"{words}: {figure(count)}"
        for words, count in (
            (ACCEPTED, found.accepted),
            (LATE, found.late),
            (OVERDUE, overdue),
        )
        if count
    ]
    if found.extended:
        extended = regions_in(statuses, Group.EXTENDED, now)
        shown = [until(status, zone) for status in extended[:EXTENSIONS_SHOWN]]
        more = len(extended) - len(shown)
        rest = f" и ещё {figure(more)}" if more else ""
        lines.append(f"Срок продлён: {', '.join(shown)}{rest}")
    return "\n".join(lines)


def _reasons(statuses: Sequence[RegionStatus]) -> str:
    """Why the silent are silent, in figures; the names stand behind a button."""
    found = [status.silence for status in statuses]
    reasons = [f"{reason} – {figure(found.count(reason))}" for reason in Silence if reason in found]
    return f"{WHY_SILENT}: {', '.join(reasons)}." if reasons else ""


def _table(statuses: Sequence[RegionStatus], found: StatusSummary) -> str:
    districts = [
        _row(district or "Вне", _cells(summary))
        for district, summary in by_district(statuses).items()
    ]
    return "\n".join(
        [_row("", [*_COLUMNS.values(), "все"]), *districts, _row("Всего", _cells(found))]
    )


def _cells(found: StatusSummary) -> list[str]:
    # A dot for none: what there is stands out.
    return [*(str(found.by_status[state] or "·") for state in _COLUMNS), str(found.regions)]


def _row(name: str, cells: Sequence[str]) -> str:
    return f"{name:<5}{''.join(f'{cell:>4}' for cell in cells)}"


def until(status: RegionStatus, zone: tzinfo) -> str:
    """The region and its own deadline."""
    return f"{escape(status.region.name)} – до {day_and_time(status.deadline, zone)}"


def day_and_time(at: datetime, zone: tzinfo) -> str:
    """«29.11 23:59»."""
    return str(format_datetime(at, "dd.MM HH:mm", tzinfo=zone, locale=RUSSIAN))
