"""The region's events and its report."""

from datetime import datetime, tzinfo
from html import escape
from typing import Any
from zoneinfo import ZoneInfo

from handlers.texts.values import (
    answers_card,
    counted,
    figure,
    page_of,
    short_moment,
    shortened,
    until,
    with_note,
)
from models import Campaign, Event, ReportState
from reports.events import EventsPage
from reports.region_reports import ReportGlance
from reports.regions import Region

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
        f"{counted(event.participants, 'участник', 'участника', 'участников')}"
        for event in listing.events
    ]
    return with_note(note, "\n".join([head, "", *(lines or [NO_EVENTS])]))


def event_button(event: Event) -> str:
    return f"{event.number}. {shortened(event.name, 40)}"


def event_card(event: Event, answers: dict[str, Any], zone: tzinfo, *, note: str = "") -> str:
    text = (
        f"<b>Мероприятие № {event.number}</b>\n\n{answers_card(answers)}\n\n"
        f"<i>Изменено {short_moment(event.changed_at, zone)}</i>"
    )
    return with_note(note, text)


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
        f"Срок: {until(deadline, zone, region)}{drafts}"
    )
    return with_note(note, text)


def report_now(state: ReportState) -> str:
    return {
        ReportState.SUBMITTED: "Отчёт сдан. Спасибо!",
        ReportState.ZERO: "Принято: мероприятия не проводились. Спасибо!",
        ReportState.OPEN: "Отчёт снова открыт. После правок сдайте его ещё раз.",
    }[state]
