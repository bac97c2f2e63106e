"""Returning an event or a report to its region, with a comment."""

from collections.abc import Collection, Sequence
from datetime import datetime, tzinfo
from html import escape

from domain.events.fields import FIELDS, Field
from domain.events.repository import answers_of
from domain.regions.directory import Region
from handlers.formatting import person_name, quoted, short_moment, shortened, shown
from handlers.notifications import nobody_to_tell, people_named
from handlers.returned import titles
from models import Event, Person

SEND, EDIT_COMMENT, COMMENT = "Вернуть", "Изменить текст", "Комментарий"
WHAT_TO_CORRECT, ONWARD, NO_COMMENT = "Что исправить", "Дальше", "Без комментария"
LINKS_SHOWN = 5
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


def mark(field: Field, is_marked: bool) -> str:
    return f"✓ {field.title}" if is_marked else field.title


def ask_fields(region: Region, event: Event | None) -> str:
    return (
        f"{_what(region, event)}\n\nЧто нужно исправить? Отметьте поля и нажмите «{ONWARD}»: "
        "координаторам откроются вопросы о них. Или сразу напишите комментарий."
    )


def ask(
    region: Region, event: Event | None, *, comment: str = "", fields: Collection[str] = ()
) -> str:
    now = f"\n\nСейчас:\n{quoted(comment)}" if comment else ""
    what = f"{_named(fields)} Что в них не так?" if fields else "Что нужно исправить?"
    return (
        f"{_what(region, event)}\n\n{what} Напишите комментарий, его получат "
        f"координаторы региона.{now}"
    )


def _named(fields: Collection[str]) -> str:
    return f"Что исправить: {titles(fields)}."


def check(fields: Collection[str]) -> str:
    """The comment of an admin who has named the fields and said no more. Plain text."""
    return f"Проверьте: {titles(fields)}."


def confirm(
    region: Region,
    event: Event | None,
    *,
    comment: str,
    people: Sequence[Person],
    fields: Collection[str] = (),
) -> str:
    named = [_named(fields)] if fields else []
    said = [f"Комментарий:\n{quoted(comment)}"] if comment else []
    with_what = "\n".join([*named, *said])
    return f"{_what(region, event)}\n\n{with_what}\n{_recipients(people)}\n\nВернуть на доработку?"


def _recipients(people: Sequence[Person]) -> str:
    reachable = [person for person in people if person.blocked_at is None]
    if not reachable:
        return nobody_to_tell(people)
    who = "получит координатор" if len(reachable) == 1 else "получат координаторы"
    return f"Это {who} ({people_named(reachable)})."


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
    """To its coordinators; an event with what it says now in the fields that are named."""
    if event is None:
        what = f"отчёт региона</b>\n{escape(region.name)}"
    else:
        what = f"мероприятие № {event.number}</b>\n{escape(event.name)}"
    named = _present(event) if event is not None and event.return_fields else ""
    said = f"Комментарий министерства:\n{quoted(comment)}\n" if comment else ""
    return (
        f"<b>Минпромторг России вернул на доработку {what}\n\n{named}{said}"
        "Исправьте и сдайте отчёт снова: «Отчёт региона» → «Сдать отчёт»."
    )


def _present(event: Event) -> str:
    answers = answers_of(event)
    lines = [
        f"• {field.title}: {shown(field, answers, LINKS_SHOWN)}"
        for field in FIELDS
        if field.key in (event.return_fields or ())
    ]
    return "\n".join(["<b>Что исправить</b> (указано, как сейчас)", *lines, "\n"])
