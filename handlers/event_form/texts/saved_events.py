"""What the list and the card of saved events say."""

from collections.abc import Mapping
from datetime import tzinfo
from html import escape
from types import MappingProxyType
from typing import Any

from domain.events.fields import LINKS_LIMIT
from domain.pages import Page
from handlers.event_form.texts.form import WHICH_FIELD
from handlers.formatting import LINKS_BESIDE_COMMENT, answers_card, in_quotes, page_of, short_moment
from handlers.phrases import CHANGED_UNSUBMITTED, event_line, proposed
from handlers.returned import returned_with
from models import Event

ANOTHER = "Добавить другое"
REPEAT = "Повторить"
DELETE = "Удалить"
DELETE_SURE = "Да, удалить"
LEAVE = "Не удалять"
NO_EVENTS = "Пока не внесено ни одного мероприятия."
ONLY_MINE, ALL_EVENTS = "Только мои", "Все мероприятия"
NOBODY: Mapping[int, str] = MappingProxyType({})


def events_list(
    listing: Page[Event], *, region: str, own: bool = False, by_whom: Mapping[int, str] = NOBODY
) -> str:
    """`own`: only those of whoever looks. `by_whom` says by an event's id who entered or changed it
    last, if several people do; ready HTML."""
    what = "Мои мероприятия" if own else "Мероприятия"
    head = f"<b>{what}</b> · {escape(region)}{page_of(listing.number, listing.pages)}"
    lines = [
        f"{event_line(event)}{f' ({by_whom[event.id]})' if event.id in by_whom else ''}"
        for event in listing.items
    ]
    return "\n".join([head, "", *(lines or [NO_EVENTS])])


def event_card(
    event: Event,
    answers: dict[str, Any],
    zone: tzinfo,
    *,
    reported: bool,
    by_whom: str = "",
    proposed_by: str = "",
) -> str:
    """`reported` says whether the report is submitted (again); `by_whom` who entered or changed it
    last, if several people do, ready HTML; `proposed_by` is the helper's organisation that it comes
    from."""
    links = LINKS_BESIDE_COMMENT if event.return_comment else LINKS_LIMIT
    came = f"{proposed(proposed_by)}\n" if proposed_by else ""
    return (
        f"<b>Мероприятие № {event.number}</b>{comment(event, zone, reported=reported)}\n\n"
        f"{answers_card(answers, links)}\n\n"
        f"<i>{came}{by_whom or _last_change(event, zone)}</i>"
    )


def _last_change(event: Event, zone: tzinfo) -> str:
    what = "Внесено" if event.changed_at == event.created_at else "Изменено"
    return f"{what} {short_moment(event.changed_at, zone)}"


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
    return f"\n<b>{corrected}Министерство вернуло мероприятие {when}.</b>\n{returned_with(event)}"
