"""Returning an event or a report to its region, with a comment."""

from collections.abc import Sequence
from datetime import datetime, tzinfo
from html import escape

from domain.regions.directory import Region
from handlers.formatting import person_name, quoted, short_moment, shortened
from handlers.notifications import nobody_to_tell, people_named
from models import Event, Person

SEND, EDIT_COMMENT, COMMENT = "Вернуть", "Изменить текст", "Комментарий"
GO_ON, RETURN_OTHER = "Продолжить", "Начать новый возврат"
AS_MESSAGE = "Отправить как сообщение региону"
TO_EVENT, TO_REPORT = "К мероприятию", "К отчёту"
NEED_TEXT = "Без комментария вернуть нельзя. Напишите его текстом."
ADDED = "Добавлено к комментарию."
RETURNED = "Возвращено."
DRAFT_GONE = "Этот возврат уже отправлен или отменён."
CAMPAIGN_CLOSED = (
    "Приём отчётов закрыт, и регион уже ничего не сможет исправить. Чтобы вернуть отчёт, сначала "
    "откройте приём снова: /campaign."
)
NOT_SUBMITTED = (
    "Отчёт не сдан, возвращать нечего. Можно вернуть отдельное мероприятие или напомнить региону."
)


def _what(region: Region, event: Event | None) -> str:
    """What is returned."""
    if event is None:
        return f"<b>{escape(region.name)}, отчёт целиком</b>"
    name = escape(shortened(event.name, 200))
    return f"<b>{escape(region.name)}, мероприятие № {event.number}</b>\n{name}"


def ask(region: Region, event: Event | None, *, comment: str = "") -> str:
    now = f"\n\nСейчас:\n{quoted(comment)}" if comment else ""
    return (
        f"{_what(region, event)}\n\nЧто нужно исправить? Напишите комментарий, его получат "
        f"координаторы региона.{now}"
    )


def confirm(
    region: Region,
    event: Event | None,
    *,
    comment: str,
    people: Sequence[Person],
) -> str:
    return (
        f"{_what(region, event)}\n\nКомментарий:\n{quoted(comment)}\n"
        f"{_recipients(people)}\n\nВернуть на доработку?"
    )


def _recipients(people: Sequence[Person]) -> str:
    reachable = [person for person in people if person.blocked_at is None]
    if not reachable:
        return nobody_to_tell(people)
    who = "получит координатор" if len(reachable) == 1 else "получат координаторы"
    return f"Комментарий {who} ({people_named(reachable)})."


def already(*, by: str, at: datetime, comment: str | None, zone: tzinfo) -> str:
    text = f"Уже возвращено {short_moment(at, zone)}, {escape(by)}."
    return f"{text}\n{quoted(comment)}" if comment else text


def refused(reason: str, *, unsent: str = "") -> str:
    """`unsent` is the comment that the admin has written."""
    return reason + (f"\n\nВаш комментарий не отправлен:\n{quoted(unsent)}" if unsent else "")


def message_to_region(region: Region, event: Event | None, words: str, *, by: Person) -> str:
    """What an admin wanted to return something with, to its coordinators."""
    head = f"<b>Минпромторг России</b>, {person_name(by)}"
    return f"{head}\n{_what(region, event)}\n\n{quoted(words)}"


def message_sent(words: str, to: str) -> str:
    """`to` says to whom, ready HTML."""
    return f"{to}\n{quoted(words)}"


def waits(*, comment: str) -> str:
    return f"Вы начали возврат на доработку и не отправили комментарий:\n{quoted(comment)}"


def changed_since(*, accepted_by: str | None) -> str:
    what = f"это уже приняли ({escape(accepted_by)})" if accepted_by else "регион изменил данные"
    return f"Пока вы писали, {what}. Проверьте, нужен ли ещё возврат."


def other_waits(region: Region, event: Event | None, *, comment: str) -> str:
    return (
        f"Вы не отправили другой возврат.\n\n{_what(region, event)}\n\n"
        f"Комментарий:\n{quoted(comment)}\n"
        "Продолжить его или начать новый? Если начать новый, этот комментарий удалится."
    )


def mend(event: Event) -> str:
    """The button below what the region's coordinators get."""
    return f"Исправить мероприятие № {event.number}"


def to_region(region: Region, event: Event | None, *, comment: str) -> str:
    """To its coordinators."""
    if event is None:
        what = f"отчёт региона</b>\n{escape(region.name)}"
    else:
        what = f"мероприятие № {event.number}</b>\n{escape(event.name)}"
    return (
        f"<b>Минпромторг России вернул на доработку {what}\n\n"
        f"Комментарий министерства:\n{quoted(comment)}\n"
        "Исправьте и сдайте отчёт снова: «Отчёт региона» → «Сдать отчёт»."
    )
