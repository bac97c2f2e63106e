"""An event and a region's report as admins see them, and accepting them."""

from collections.abc import Sequence
from datetime import datetime, tzinfo
from html import escape
from typing import Any

from domain.history.since_decision import ChangedEvent
from domain.pages import Page
from domain.regions.directory import Region, region_by_code
from domain.reports.data_checks import Remark
from domain.reports.decisions import COMMENT_LIMIT
from domain.reports.status import RegionStatus
from handlers.formatting import (
    answers_card,
    figure,
    in_quotes,
    page_of,
    person_name,
    quoted,
    short_moment,
    until,
)
from handlers.mended import answered_fields, changes
from handlers.phrases import (
    CHANGED_UNSUBMITTED,
    closed_at,
    event_line,
    proposed,
    report_heading,
    time_asked,
)
from handlers.report_state import decided, where_it_stands
from models import Campaign, Event, ExtensionRequest, Person

RETURN_EVENT, ACCEPT_CORRECTION = "Вернуть", "Принять"
REMIND, TO_SEARCH, TO_REGION = "Напомнить", "К поиску", "К региону"
TO_REMARKS = "К проверке"
REASON_SHOWN = 200
CHANGES_ROOM = 1000  # characters: beside a comment and a page of events
LINKS_SHOWN = 5  # of each field: all of them are in the table
EVENT_GONE = (
    "Такого мероприятия в этом году нет: возможно, регион его удалил. Все мероприятия: /events."
)
CHANGED_SINCE = "Данные с тех пор изменились. Проверьте их ещё раз."
NOT_YET = "Отчёт ещё не сдан. Принять исправление можно будет, когда регион сдаст отчёт снова."
CORRECTION_ACCEPTED = "Исправление принято."
ACCEPTED_NOTE = "Отчёт принят."


def event_card(
    event: Event,
    answers: dict[str, Any],
    zone: tzinfo,
    *,
    author: Person,
    returned_by: str,
    reported: bool,
    remarks: Sequence[Remark],
    mended: ChangedEvent | None = None,
    proposed_by: str = "",
) -> str:
    """`reported` says whether the report is submitted (again); `mended` what of the event has
    changed since it was returned; `proposed_by` is the helper's organisation that it comes from."""
    parts = [
        event_heading(event),
        _returned(event, zone, returned_by, reported=reported),
        answered_fields(event, mended) if event.return_fields else "",
        answers_card(answers, LINKS_SHOWN),
        f"<i>{_came(event, author, zone, proposed_by)}</i>",
        _remarks(remarks),
    ]
    return "\n\n".join(part for part in parts if part)


def _came(event: Event, author: Person, zone: tzinfo, proposed_by: str) -> str:
    entered = f"Внесено {_times(event, _author(author), zone)}"
    return f"{proposed(proposed_by)}\n{entered}" if proposed_by else entered


def event_deleted(event: Event) -> str:
    return f"{event_heading(event)}\n\nУдалено: {in_quotes(event.name)}."


def event_heading(event: Event) -> str:
    region = region_by_code(event.region_code)
    return f"<b>{escape(region.name)}, мероприятие № {event.number}</b>"


def event_button(event: Event) -> str:
    """The name stands in the list above."""
    return f"№ {event.number}"


def _author(author: Person) -> str:
    """With the ministry's name where an admin reported for the region."""
    return f"{person_name(author)}{' (министерство)' if author.is_admin else ''}"


def _times(event: Event, author: str, zone: tzinfo) -> str:
    created = f"{short_moment(event.created_at, zone)}, {author}"
    if event.changed_at == event.created_at:
        return created
    return f"{created}; изменено {short_moment(event.changed_at, zone)}"


def _returned(event: Event, zone: tzinfo, by: str, *, reported: bool) -> str:
    if event.returned_at is None:
        return ""
    when = f"Возвращено {short_moment(event.returned_at, zone)}, {escape(by)}"
    comment = quoted(event.return_comment) if event.return_comment else ""
    if event.corrected_at is None:
        return f"<b>{when}</b>\n{comment}"
    if not reported:
        return f"<b>{CHANGED_UNSUBMITTED}.</b> {when}\n{comment}"
    return f"<b>Исправлено {short_moment(event.corrected_at, zone)}.</b> {when}\n{comment}"


def _remarks(remarks: Sequence[Remark]) -> str:
    if not remarks:
        return ""
    lines = "\n".join(f"  • {escape(remark.text)}" for remark in remarks)
    return f"<b>Проверка данных</b>\n{lines}"


def correction_accepted_already(*, by: str | None) -> str:
    """For a toast: plain text."""
    return f"Исправление уже принято ({by})." if by else "Это мероприятие сейчас не возвращено."


def report(
    status: RegionStatus,
    events: Page[Event],
    *,
    region: Region,
    campaign: Campaign,
    deadline: datetime,
    zone: tzinfo,
    returned: Sequence[Event],
    mended: Sequence[ChangedEvent],
    since_accepted: Sequence[ChangedEvent],
    remarks: int,
    request: ExtensionRequest | None,
) -> str:
    """`request` is the open one for more time. `mended` is what was changed since a return,
    `since_accepted` since the last acceptance."""
    extended = " (продлён)" if deadline > campaign.deadline else ""
    lines = [
        report_heading(region, campaign.year),
        where_it_stands(status, campaign, zone),
        *decided(status, returned, zone, room=COMMENT_LIMIT),
        f"Мероприятий: {figure(status.events)}",
        f"Проведений: {figure(status.times_held)}",
        f"Участников: {figure(status.participants)}",
        closed_at(campaign, zone)
        if campaign.closed_at is not None
        else f"Срок{extended}: {until(deadline, zone, None)}",
    ]
    if request is not None:
        lines.append(f"Просит продлить: {time_asked(request, zone, REASON_SHOWN)}")
    if remarks:
        lines.append(remarks_count(remarks))
    for part in changes(status, mended, since_accepted, zone, room=CHANGES_ROOM):
        lines += ["", part]
    if events.items:
        lines += ["", f"<b>Мероприятия</b>{page_of(events.number, events.pages)}"]
        lines += [event_line(event) for event in events.items]
    return "\n".join(lines)


def remarks_count(number: int) -> str:
    return f"Проверка данных. Стоит уточнить: {figure(number)}"


def accepted_already(*, by: str) -> str:
    """For a toast: plain text."""
    return f"Отчёт уже принят ({by})."
