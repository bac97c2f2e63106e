"""The answers of an event's form, as its draft holds them."""

from typing import Any

from pydantic import BaseModel, create_model

from domain.events.fields import FIELDS
from handlers.forms.dialog import Dialog


class EventAnswers(BaseModel):
    """Beside an answer for each field (see `EVENT_ANSWERS`): `numbers_confirmed` are the times
    held and the participants that were doubted and said to be right; `links_of` the links that
    each message brought, by its Telegram id; `was` the saved event that is being corrected."""

    numbers_confirmed: tuple[int, int] | None = None
    links_of: dict[int, list[str]] = {}
    was: dict[str, Any] | None = None


_TYPES = {"choice": str, "line": str, "count": int, "links": list[str]}

# A field of the form is an answer of the same key: a new question needs nothing here.
EVENT_ANSWERS: type[EventAnswers] = create_model(
    "EventAnswersWithFields",
    __base__=EventAnswers,
    **{field.key: (_TYPES[field.answers] | None, None) for field in FIELDS},  # type: ignore[call-overload]
)

EventDialog = Dialog[EventAnswers]
