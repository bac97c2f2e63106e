"""The region's events and its report."""

from collections.abc import Sequence
from datetime import datetime, tzinfo
from html import escape
from typing import Any
from zoneinfo import ZoneInfo

from handlers.texts.values import (
    LINKS_BESIDE_COMMENT,
    answers_card,
    counted,
    figure,
    numbered_events,
    page_of,
    quoted,
    short_moment,
    shortened,
    until,
    with_note,
)
from models import Campaign, Event, ReportState
from reports.events import EventsPage
from reports.fields import LINKS_LIMIT
from reports.region_reports import ReportGlance, Standing
from reports.regions import Region
from reports.reviewing import Mark, mark_of

NO_EVENTS = "Мероприятий пока нет."
NEW_EVENT, ONE_MORE, MY_EVENTS, REGION_REPORT = (
    "Добавить мероприятие",
    "Добавить ещё",
    "Мои мероприятия",
    "Отчёт региона",
)
DELETE, DELETE_SURE, LEAVE = "Удалить", "Да, удалить", "Не удалять"


def events_list(listing: EventsPage, *, region: str, note: str = "") -> str:
    head = f"<b>Мероприятия</b>, {escape(region)}{page_of(listing.page, listing.pages)}"
    lines = [
        f"{event.number}. {escape(shortened(event.name, 120))} – "
        f"{counted(event.participants, 'участник', 'участника', 'участников')}{_marked(event)}"
        for event in listing.events
    ]
    return with_note(note, "\n".join([head, "", *(lines or [NO_EVENTS])]))


def event_button(event: Event) -> str:
    mark = mark_of(event)
    return f"{event.number}. {shortened(event.name, 40)}{f' ({mark})' if mark else ''}"


def _marked(event: Event) -> str:
    mark = mark_of(event)
    return f" – <b>{mark}</b>" if mark else ""


def event_card(event: Event, answers: dict[str, Any], zone: tzinfo, *, note: str = "") -> str:
    links = LINKS_BESIDE_COMMENT if event.return_comment else LINKS_LIMIT
    text = (
        f"<b>Мероприятие № {event.number}</b>{_comment(event, zone)}\n\n"
        f"{answers_card(answers, links)}\n\n"
        f"<i>Изменено {short_moment(event.changed_at, zone)}</i>"
    )
    return with_note(note, text)


def _comment(event: Event, zone: tzinfo) -> str:
    """What the ministry has given it back with, and what became of that."""
    if event.returned_at is None:
        return ""
    when = short_moment(event.returned_at, zone)
    corrected = "Исправлено, ждёт проверки. " if event.corrected_at is not None else ""
    comment = quoted(event.return_comment or "")
    return f"\n<b>{corrected}Министерство вернуло на доработку {when}</b>\n{comment}"


def confirm_delete(event: Event) -> str:
    return f"Удалить мероприятие № {event.number} «{escape(event.name)}»?"


def deleted(event: Event) -> str:
    return f"Мероприятие № {event.number} удалено."


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
    seen: ReportGlance,
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
        if seen.changed_at and seen.standing.reported
        else ""
    )
    drafts = (
        f"\n\nНезаконченных мероприятий в регионе: {figure(seen.drafts)}. Они не войдут в отчёт, "
        "пока их не сохранят."
        if seen.drafts and not seen.standing.reported
        else ""
    )
    text = (
        f"<b>Отчёт: {escape(region.name)}, {campaign.year}</b>\n"
        f"Состояние: <b>{seen.standing}</b>{when}\n"
        f"Мероприятий: {figure(seen.events)}\nПроведений: {figure(seen.times_held)}\n"
        f"Участников: {figure(seen.participants)}\n"
        f"Срок: {until(deadline, zone, region)}{_decisions(seen, returned, region)}{drafts}"
    )
    return with_note(note, text)


def _decisions(seen: ReportGlance, returned: Sequence[Event], region: Region) -> str:
    """What the ministry has accepted or given back."""
    zone = ZoneInfo(region.time_zone)
    if seen.accepted_at is not None:
        return f"\n<b>Принят министерством</b> {short_moment(seen.accepted_at, zone)}"
    lines = []
    if seen.return_comment and seen.returned_at is not None:
        again = "" if seen.standing == Standing.RETURNED else ", сдан снова"
        when = short_moment(seen.returned_at, zone)
        lines.append(f"Министерство вернуло отчёт {when}{again}\n{quoted(seen.return_comment)}")
    for mark in Mark:
        numbers = [event.number for event in returned if mark_of(event) == mark]
        if numbers:
            lines.append(f"{mark.capitalize()}: {numbered_events(numbers)}")
    return "".join(f"\n{line}" for line in lines)


def still_returned(returned: Sequence[Event]) -> str:
    """Before a report is submitted in which nothing was done about the ministry's comments."""
    numbers = [event.number for event in returned if mark_of(event) == Mark.RETURNED]
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
