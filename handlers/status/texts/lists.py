"""The lists behind the figures of /status: groups and districts, every region by name."""

from collections.abc import Mapping, Sequence
from datetime import datetime, tzinfo
from html import escape

from babel.dates import format_datetime

from domain.events.fields import FIELDS
from domain.events.form import DOUBT, LINKS_DOUBT, REVIEW
from domain.regions.directory import FEDERAL_DISTRICTS
from domain.reports.state import ReportStatus
from domain.reports.status import RegionStatus, Silence
from domain.reports.status_groups import Group, summarize
from handlers.formatting import RUSSIAN, capital, figure
from handlers.phrases import IN_PROGRESS_WHEN_CLOSED, NOBODY_TO_WRITE_TO, not_submitted
from handlers.status.texts.overview import (
    CHANGED,
    EXTENDED,
    MARKS,
    NO_DISTRICT,
    OVERDUE,
    day_and_time,
    reported,
    until,
)

OVERVIEW = "Кто отчитался"
REMIND_NOT_BEGUN, REMIND_DISTRICT = "Напомнить тем, кто не начал", "Напомнить округу"
SUBMITTED_IN_TIME, ZERO_IN_TIME = "Сдали в срок", "Мероприятий не было, в срок"
AFTER_DEADLINE = "С опозданием"
INVITE = "Пригласить: /invitations."
NONE_FOUND = "Таких регионов нет."

GROUPS: Mapping[Group, str] = {
    Group.NOT_BEGUN: "Не начали",
    Group.IN_PROGRESS: "Заполняют",
    Group.RETURNED: "Возвращены",
    Group.REPORTED: "Отчитались",
    Group.CHANGED: CHANGED,
    Group.OVERDUE: OVERDUE,
    Group.EXTENDED: EXTENDED,
    Group.UNREACHABLE: NOBODY_TO_WRITE_TO,
}


def group_title(group: Group, *, closed: bool) -> str:
    """`closed`: the campaign is, so that nobody is filling in a report any more."""
    return IN_PROGRESS_WHEN_CLOSED if closed and group == Group.IN_PROGRESS else GROUPS[group]


def group_button(group: Group, count: int, *, closed: bool = False) -> str:
    return f"{group_title(group, closed=closed)} ({count})"


def district_button(district: str | None) -> str:
    return NO_DISTRICT if district is None else district


def region_button(status: RegionStatus) -> str:
    """With the letters of the region that the map has, too: the name stands in the list above."""
    return f"{MARKS[status.report_status]} {status.region.short}"


def remind_button(unreported: int) -> str:
    return f"Напомнить ({figure(unreported)})"


def accept_button(waiting: int) -> str:
    return f"Принять отчёты ({figure(waiting)})"


def group_list(
    statuses: Sequence[RegionStatus],
    group: Group,
    *,
    zone: tzinfo,
    past: bool,
    closed: bool = False,
) -> str:
    """The members of the group, named."""
    head = f"<b>{group_title(group, closed=closed)}: {figure(len(statuses))}</b>"
    if not statuses:
        return f"{head}\n\n{NONE_FOUND}"
    match group:
        case Group.NOT_BEGUN if not past:
            parts = _by_reason(statuses)
        case Group.REPORTED:
            parts = _reported(statuses, zone)
        case Group.OVERDUE:
            parts = not_submitted(statuses)
        case Group.EXTENDED:
            parts = ["\n".join(until(status, zone) for status in statuses)]
        case Group.UNREACHABLE:
            nobody = [status for status in statuses if not status.coordinators]
            blocked = [status for status in statuses if status.coordinators]
            parts = [
                _named(capital(Silence.NO_COORDINATOR), nobody),
                _named(capital(Silence.BLOCKED), blocked),
                INVITE,
            ]
        case Group.IN_PROGRESS:
            names = [f"{_name(status)} ({figure(status.events)})" for status in statuses]
            parts = [", ".join(names), "В скобках – сколько мероприятий внесено."]
        case Group.RETURNED:
            names = [f"{_name(status)}{_on(status.returned_at, zone)}" for status in statuses]
            parts = [", ".join(names), "В скобках – когда возвращён."]
        case Group.CHANGED:
            names = [f"{_name(status)} ({_since_acceptance(status)})" for status in statuses]
            parts = [", ".join(names), "Что изменилось, видно в отчёте региона."]
        case _:
            parts = [", ".join(map(_name, statuses))]
    return "\n\n".join([head, *(part for part in parts if part)])


def _since_acceptance(status: RegionStatus) -> str:
    """Where a report stands that was changed after it had been accepted."""
    if status.report_status.reported:
        return "сдан снова"
    return "возвращён" if status.report_status == ReportStatus.RETURNED else "открыт"


def _by_reason(statuses: Sequence[RegionStatus]) -> list[str]:
    """Those with a draft by the question that it was left at."""
    parts = [
        _named(reason.capitalize(), [status for status in statuses if status.silence == reason])
        for reason in Silence
        if reason != Silence.DRAFT
    ]
    for step in (*(field.key for field in FIELDS), DOUBT, LINKS_DOUBT, REVIEW):
        left = [status for status in statuses if status.draft_step == step]
        parts.append(_named(capital(draft_left(step)), left))
    return parts


def _reported(statuses: Sequence[RegionStatus], zone: tzinfo) -> list[str]:
    in_time = [status for status in statuses if not status.late]
    late = [status for status in statuses if status.late]
    parts = [
        _named(SUBMITTED_IN_TIME, _in_state(in_time, ReportStatus.SUBMITTED)),
        _named(ZERO_IN_TIME, _in_state(in_time, ReportStatus.ZERO)),
    ]
    if late:
        names = [_name(status, on=_on(status.submitted_at, zone)) for status in late]
        parts.append(f"<b>{AFTER_DEADLINE}: {figure(len(late))}</b>\n{', '.join(names)}")
    if any(status.accepted for status in statuses):
        parts.append("✓ – отчёт принят министерством.")
    return parts


def _in_state(statuses: Sequence[RegionStatus], state: ReportStatus) -> list[RegionStatus]:
    return [status for status in statuses if status.report_status == state]


def _named(words: str, statuses: Sequence[RegionStatus]) -> str:
    if not statuses:
        return ""
    return f"<b>{words}: {figure(len(statuses))}</b>\n{', '.join(map(_name, statuses))}"


def _name(status: RegionStatus, on: str = "") -> str:
    """Marked if the ministry has accepted the report; `on` stands before the mark."""
    return f"{escape(status.region.name)}{on}{' ✓' if status.accepted else ''}"


def _on(at: datetime | None, zone: tzinfo) -> str:
    return f" ({format_datetime(at, 'dd.MM', tzinfo=zone, locale=RUSSIAN)})" if at else ""


def draft_left(step: str) -> str:
    """«черновик: шаг 3 из 8, «Город»» for a field's key; in words for what comes after the
    questions."""
    if step in (DOUBT, LINKS_DOUBT, REVIEW):
        return "черновик заполнен, не сохранён"
    number = [field.key for field in FIELDS].index(step) + 1
    return f"черновик: шаг {number} из {len(FIELDS)}, «{FIELDS[number - 1].title}»"


def district_list(
    statuses: Sequence[RegionStatus],
    district: str | None,
    *,
    now: datetime,
    zone: tzinfo,
    past: bool,
    closed: bool = False,
) -> str:
    found = summarize(statuses)
    head = f"<b>{FEDERAL_DISTRICTS[district]}</b>\n{reported(found.reported, found.regions)}"
    lines = (
        f"{MARKS[status.report_status]} {escape(status.region.name)} – "
        f"{in_short(status, now, zone, past=past, closed=closed)}"
        for status in statuses
    )
    return "\n".join([head, "", *lines])


def in_short(
    status: RegionStatus, now: datetime, zone: tzinfo, *, past: bool, closed: bool = False
) -> str:
    match status.report_status:
        case ReportStatus.SUBMITTED | ReportStatus.ZERO:
            words = [_submitted_in_short(status, zone)]
            if status.accepted:
                words.append("принят")
        case ReportStatus.RETURNED:
            words = [f"возвращён{_on(status.returned_at, zone)}"]
        case ReportStatus.IN_PROGRESS:
            words = [f"{'не сдан' if closed else 'заполняется'}, {events(status.events)}"]
        case ReportStatus.NOT_BEGUN:
            words = ["не начат" if past else silence(status)]
    if status.changed_since_acceptance:
        words.append("изменён после приёмки")
    if status.overdue(now):
        words.append("срок прошёл")
    elif status.has_more_time(now):
        words.append(f"срок продлён до {day_and_time(status.deadline, zone)}")
    return ", ".join(words)


def _submitted_in_short(status: RegionStatus, zone: tzinfo) -> str:
    late = ", с опозданием" if status.late else ""
    if status.report_status == ReportStatus.ZERO:
        return f"мероприятий не было{_on(status.submitted_at, zone)}{late}"
    return f"сдан{_on(status.submitted_at, zone)}{late}, {events(status.events)}"


def events(number: int) -> str:
    return f"мероприятий: {figure(number)}"


def silence(status: RegionStatus) -> str:
    """Why the region has not begun."""
    if status.draft_step is not None:
        return draft_left(status.draft_step)
    return str(status.silence or "")
