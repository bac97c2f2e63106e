"""Returning an event or a report to its region, with a comment."""

from collections.abc import Sequence
from datetime import datetime, tzinfo
from html import escape

from domain.regions.directory import Region
from handlers.formatting import quoted, short_moment, shortened
from handlers.notifications import nobody_to_tell, people_named
from models import Event, Person

SEND, EDIT_COMMENT, COMMENT = "Вернуть", "Изменить комментарий", "Комментарий"
GO_ON, RETURN_OTHER = "Продолжить", "Начать новый возврат"
TO_EVENT, TO_REPORT = "К мероприятию", "К отчёту"
OPEN_EVENT = "Открыть мероприятие"
NEED_TEXT = "Без комментария вернуть нельзя: напишите его текстом."
RETURNED = "Возвращено."
DRAFT_GONE = "Этот возврат уже отправлен или отменён."
CAMPAIGN_CLOSED = (
    "Кампания закрыта: исправить регион уже ничего не сможет, поэтому возвращать нельзя."
)
NOT_SUBMITTED = (
    "Отчёт не сдан, возвращать нечего. Вернуть можно отдельное мероприятие или напомнить региону."
)


def _what(region: Region, event: Event | None) -> str:
    """In the accusative: what is returned."""
    if event is None:
        return f"<b>отчёт целиком: {escape(region.name)}</b>"
    return (
        f"<b>мероприятие № {event.number}: {escape(region.name)}</b>\n"
        f"«{escape(shortened(event.name, 200))}»"
    )


def ask(region: Region, event: Event | None, *, comment: str = "") -> str:
    now = f"\n\nСейчас:\n{quoted(comment)}" if comment else ""
    return (
        f"Вернуть на доработку {_what(region, event)}\n\nНапишите комментарий: что исправить. "
        f"Его получат координаторы региона.{now}"
    )


def confirm(
    region: Region,
    event: Event | None,
    *,
    comment: str,
    people: Sequence[Person],
) -> str:
    return (
        f"Вернуть на доработку {_what(region, event)}\n\nКомментарий:\n{quoted(comment)}\n"
        f"{_recipients(people)}"
    )


def _recipients(people: Sequence[Person]) -> str:
    reachable = [person for person in people if person.blocked_at is None]
    return f"Получат: {people_named(reachable)}." if reachable else nobody_to_tell(people)


def already(*, by: str, at: datetime, comment: str | None, zone: tzinfo) -> str:
    text = f"Уже возвращено {short_moment(at, zone)}, {escape(by)}."
    return f"{text}\n{quoted(comment)}" if comment else text


def refused(reason: str, *, unsent: str = "") -> str:
    """`unsent` is the comment that the admin has written."""
    return reason + (f"\n\nВаш комментарий не отправлен:\n{quoted(unsent)}" if unsent else "")


def waits(*, comment: str) -> str:
    return f"Возврат на доработку не закончен, комментарий сохранён:\n{quoted(comment)}"


def changed_since(*, accepted_by: str | None) -> str:
    what = f"это принято: {escape(accepted_by)}" if accepted_by else "регион изменил данные"
    return f"Пока вы писали, {what}. Проверьте, нужен ли ещё возврат."


def other_waits(region: Region, event: Event | None, *, comment: str) -> str:
    return (
        f"Не закончен другой возврат: {_what(region, event)}\n\nКомментарий:\n{quoted(comment)}\n"
        "Продолжить его или начать новый? Комментарий тогда удалится."
    )


def to_region(region: Region, event: Event | None, *, comment: str) -> str:
    """To its coordinators."""
    if event is None:
        head = f"<b>Министерство вернуло отчёт на доработку</b>: {escape(region.name)}."
    else:
        head = (
            f"<b>Министерство вернуло мероприятие № {event.number} на доработку</b>\n"
            f"«{escape(event.name)}»"
        )
    return (
        f"{head}\n\nКомментарий:\n{quoted(comment)}\nИсправьте и сдайте отчёт: «Отчёт региона» → "
        "«Сдать отчёт»."
    )
