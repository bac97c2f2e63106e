"""An event and a region's report, as the ministry sees and decides them."""

from collections.abc import Sequence
from datetime import datetime, tzinfo
from html import escape
from typing import Any

from domain.campaigns.deadlines import has_passed
from domain.events.fields import LINKS_LIMIT
from domain.pages import Page
from domain.regions.directory import Region
from domain.reports.data_checks import Remark
from domain.reports.review import Correction, correction_of, has_ignored_comments
from domain.reports.state import ReportStatus, ReportSummary
from handlers.formatting import (
    LINKS_BESIDE_COMMENT,
    answers_card,
    counted,
    figure,
    numbered_events,
    page_of,
    person_name,
    quoted,
    short_moment,
    shortened,
    until,
    with_note,
)
from models import Campaign, Event, Person

RETURN_EVENT, ACCEPT_CORRECTION, REGION_REPORT, HISTORY = (
    "Вернуть на доработку",
    "Принять исправление",
    "Отчёт региона",
    "История",
)
ACCEPT_REPORT, RETURN_REPORT, REMIND, TO_SEARCH = (
    "Принять отчёт",
    "Вернуть отчёт",
    "Напомнить",
    "К мероприятиям",
)
TO_REMARKS = "К замечаниям"
EVENT_GONE = (
    "Такого мероприятия в этом году нет: возможно, регион его удалил. Все мероприятия: /events."
)
CHANGED_SINCE = "С тех пор изменилось, проверьте ещё раз."
CORRECTION_ACCEPTED = "Исправление принято."
ACCEPTED_NOTE = "Отчёт принят."


def event_card(
    event: Event,
    answers: dict[str, Any],
    zone: tzinfo,
    *,
    region: Region,
    author: Person,
    returned_by: str,
    remarks: Sequence[Remark],
    note: str = "",
) -> str:
    links = LINKS_BESIDE_COMMENT if event.return_comment else LINKS_LIMIT
    parts = [
        f"<b>{escape(region.name)}, мероприятие № {event.number}</b>",
        _returned(event, zone, returned_by),
        answers_card(answers, links),
        f"<i>{person_name(author)}, {_times(event, zone)}</i>",
        _remarks(remarks),
    ]
    return with_note(note, "\n\n".join(part for part in parts if part))


def _times(event: Event, zone: tzinfo) -> str:
    created = short_moment(event.created_at, zone)
    if event.changed_at == event.created_at:
        return created
    return f"{created}; изменено {short_moment(event.changed_at, zone)}"


def _returned(event: Event, zone: tzinfo, by: str) -> str:
    if event.returned_at is None:
        return ""
    when = f"Возвращено {short_moment(event.returned_at, zone)}, {escape(by)}"
    comment = quoted(event.return_comment or "")
    if event.corrected_at is None:
        return f"<b>{when}</b>\n{comment}"
    return f"<b>Исправлено {short_moment(event.corrected_at, zone)}.</b> {when}\n{comment}"


def _remarks(remarks: Sequence[Remark]) -> str:
    if not remarks:
        return ""
    lines = "\n".join(f"  • {escape(each.text)}" for each in remarks)
    return f"<b>Замечания к данным</b>\n{lines}"


def correction_accepted_already(*, by: str | None) -> str:
    """For a toast: plain text."""
    return f"Исправление уже принято: {by}." if by else "Мероприятие не возвращено."


def report(
    seen: ReportSummary,
    listing: Page[Event],
    *,
    region: Region,
    campaign: Campaign,
    deadline: datetime,
    zone: tzinfo,
    returned: Sequence[Event],
    remarks: int,
    note: str = "",
) -> str:
    extended = " (продлён)" if deadline > campaign.deadline else ""
    lines = [
        f"<b>Отчёт: {escape(region.name)}, {campaign.year}</b>",
        f"Состояние: <b>{seen.report_status}</b>{_submitted(seen, deadline, zone)}",
        *_decisions(seen, returned, zone),
        f"Мероприятий: {figure(seen.events)}",
        f"Проведений: {figure(seen.times_held)}",
        f"Участников: {figure(seen.participants)}",
        f"Срок{extended}: {until(deadline, zone, None)}",
    ]
    if remarks:
        lines.append(f"Замечаний к данным: {figure(remarks)}")
    if listing.items:
        lines += ["", f"<b>Мероприятия</b>{page_of(listing.number, listing.pages)}"]
        lines += [_line(event) for event in listing.items]
    return with_note(note, "\n".join(lines))


def _submitted(seen: ReportSummary, deadline: datetime, zone: tzinfo) -> str:
    if seen.submitted_at is None:
        return ""
    late = "с опозданием" if has_passed(deadline, seen.submitted_at) else "в срок"
    first = f"{short_moment(seen.submitted_at, zone)}, {late}"
    if not seen.report_status.reported or seen.changed_at is None:
        return f", был сдан {first}"
    by = escape(seen.by or "")
    if seen.changed_at == seen.submitted_at:
        return f", {first}, {by}"
    return f", {first}; снова {short_moment(seen.changed_at, zone)}, {by}"


def _decisions(seen: ReportSummary, returned: Sequence[Event], zone: tzinfo) -> list[str]:
    """What the ministry has decided, and what became of it."""
    lines = []
    if seen.accepted_at is not None:
        by = escape(seen.accepted_by or "")
        lines.append(f"<b>Принят</b> {short_moment(seen.accepted_at, zone)}, {by}")
    elif seen.returned_at is not None:
        when, by = short_moment(seen.returned_at, zone), escape(seen.returned_by or "")
        comment = f"\n{quoted(seen.return_comment)}" if seen.return_comment else ""
        lines.append(f"{_since_return(seen, returned)} {when}, {by}{comment}")
    for mark in Correction:
        numbers = [event.number for event in returned if correction_of(event) == mark]
        if numbers:
            lines.append(f"{mark.capitalize()}: {numbered_events(numbers)}")
    return lines


def _since_return(seen: ReportSummary, returned: Sequence[Event]) -> str:
    if seen.report_status == ReportStatus.RETURNED:
        return "Возвращён"
    if not seen.report_status.reported:
        return "Был возвращён"
    if has_ignored_comments(seen, returned):
        return "<b>Сдан снова без исправлений</b>, был возвращён"
    return f"<b>{Correction.CORRECTED.capitalize()}</b>, был возвращён"


def _line(event: Event) -> str:
    mark = correction_of(event)
    people = counted(event.participants, "участник", "участника", "участников")
    marked = f" – <b>{mark}</b>" if mark else ""
    return f"{event.number}. {escape(shortened(event.name, 120))} – {people}{marked}"


def accepted_already(*, by: str) -> str:
    """For a toast: plain text."""
    return f"Отчёт уже принят: {by}."


def region_accepted(*, region: Region, campaign: Campaign) -> str:
    """To its coordinators."""
    return (
        f"Министерство приняло отчёт о Неделе качества {campaign.year}: "
        f"<b>{escape(region.name)}</b>. Спасибо!"
    )
