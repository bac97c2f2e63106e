"""What is said of an event that is filled in from another one."""

from collections.abc import Iterator, Mapping
from html import escape
from typing import Any

from domain.events.fields import FIELDS
from handlers.event_form.texts.saved_events import REPEAT
from handlers.formatting import figure, in_quotes, shortened

NEW_NUMBERS = "Числа бот спросит заново."
LINKS_LEFT = "Ссылки не перенесены: их можно добавить на карточке."
_LINKS = [field for field in FIELDS if field.answers == "links"]


def taken_over(
    was: Mapping[str, Any],
    answers: Mapping[str, Any],
    *,
    number: int | None = None,
    year: int | None = None,
) -> str:
    """Which answers a new event has from one that `was`; `number` is that of an event, `year` that
    of an earlier report. HTML."""
    if year is not None:
        whose = f"отчёту за {year} год"
    else:
        whose = "вашему предложению" if number is None else f"мероприятию № {number}"
    kept = ", ".join(_kept(answers))
    said = [f"Заполнено по {whose}: {kept}."]
    if year is not None:
        said.append(NEW_NUMBERS)
    if any(field.key in answers and was[field.key] for field in _LINKS):
        said.append(LINKS_LEFT)
    return " ".join(said)


def _kept(answers: Mapping[str, Any]) -> Iterator[str]:
    for field in FIELDS:
        value = answers.get(field.key)
        if field.answers == "line" and value is not None:
            yield in_quotes(value, 100) if field.key == "name" else escape(shortened(value, 60))
        if field.answers == "count" and value is not None:
            yield f"{field.title.lower()} – {figure(value)}"


def repeat(number: int) -> str:
    return f"{REPEAT} № {number}"


def is_deleted(label: str, *, texts_wait: bool = False) -> str:
    """What becomes of the draft that waits, once the button with that label is pressed, and of the
    texts that come after it."""
    rest = " Присланный текст останется." if texts_wait else ""
    return f"«{label}» начнёт новое мероприятие: черновик будет удалён.{rest}"
