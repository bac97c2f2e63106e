"""What the list and the card of saved events say."""

from datetime import tzinfo
from html import escape
from typing import Any

from domain.events.fields import LINKS_LIMIT
from domain.pages import Page
from handlers.event_form.texts.form import WHICH_FIELD
from handlers.formatting import (
    LINKS_BESIDE_COMMENT,
    answers_card,
    in_quotes,
    page_of,
    quoted,
    short_moment,
)
from handlers.phrases import CHANGED_UNSUBMITTED, event_line
from models import Event

ONE_MORE = "Добавить ещё"
DELETE = "Удалить"
DELETE_SURE = "Да, удалить"
LEAVE = "Не удалять"
NO_EVENTS = "Пока не внесено ни одного мероприятия."


def events_list(listing: Page[Event], *, region: str) -> str:
    head = f"<b>Мероприятия</b> · {escape(region)}{page_of(listing.number, listing.pages)}"
    lines = [event_line(event) for event in listing.items]
    return "\n".join([head, "", *(lines or [NO_EVENTS])])


def event_card(event: Event, answers: dict[str, Any], zone: tzinfo, *, reported: bool) -> str:
    """`reported` says whether the report is submitted (again)."""
    links = LINKS_BESIDE_COMMENT if event.return_comment else LINKS_LIMIT
    return (
        f"<b>Мероприятие № {event.number}</b>{comment(event, zone, reported=reported)}\n\n"
        f"{answers_card(answers, links)}\n\n"
        f"<i>Изменено {short_moment(event.changed_at, zone)}</i>"
    )


def confirm_delete(event: Event) -> str:
    return f"Удалить мероприятие № {event.number} {in_quotes(event.name)}?"


def deleted(event: Event) -> str:
    return f"Мероприятие № {event.number} удалено."


def deleted_for_region(event: Event) -> str:
    """To its coordinators."""
    return f"удалило мероприятие № {event.number} {in_quotes(event.name)}."


def which_field(event: Event, zone: tzinfo, *, reported: bool) -> str:
    returned = comment(event, zone, reported=reported)
    return f"<b>Мероприятие № {event.number}</b>{returned}\n\n{WHICH_FIELD}"


def comment(event: Event, zone: tzinfo, *, reported: bool) -> str:
    """What the ministry has given it back with, and what became of that; until it is accepted."""
    if event.returned_at is None:
        return ""
    when = short_moment(event.returned_at, zone)
    corrected = "Исправлено, ждёт проверки. " if reported else f"{CHANGED_UNSUBMITTED}. "
    corrected = corrected if event.corrected_at is not None else ""
    return (
        f"\n<b>{corrected}Министерство вернуло мероприятие {when}.</b> Комментарий министерства:\n"
        f"{quoted(event.return_comment or '')}"
    )
