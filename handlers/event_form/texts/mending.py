"""What is said while the fields that the ministry has named are mended."""

from collections.abc import Mapping, Sequence
from typing import Any

from domain.events.fields import FIELDS
from handlers.event_form.texts.form import what_changed
from handlers.returned import titles
from models import Event

SAVE = "Сохранить исправления"
MEND = "Исправить отмеченное"
NOTHING_CHANGED = "Вы ничего не изменили. Министерство увидит, что всё оставлено как есть."


def card(was: Mapping[str, Any], now: Mapping[str, Any]) -> str:
    """`now` may have more changes than in what was named."""
    changed = [field.key for field in FIELDS if now.get(field.key) != was.get(field.key)]
    lines = what_changed({key: was[key] for key in changed}, now)
    return "\n".join(
        [
            "<b>Проверьте исправления</b>",
            "",
            *(lines or [NOTHING_CHANGED]),
            "",
            f"Если всё верно, нажмите «{SAVE}».",
        ]
    )


def saved(before: Mapping[str, Any], after: Mapping[str, Any], left: Sequence[str]) -> str:
    """`left` are the keys of the named fields that stay as they are."""
    unchanged = [f"Оставлено как есть: {titles(left)}."] if left else []
    return "\n".join(["<b>Исправления сохранены.</b>", *what_changed(before, after), *unchanged])


def other_waits(waiting: Event) -> str:
    return (
        f"Вы начали исправлять мероприятие № {waiting.number} и не сохранили исправления. "
        "Закончите их или начните другое: тогда эти ответы удалятся."
    )


def mend_other(event: Event) -> str:
    return f"Исправить № {event.number}"
