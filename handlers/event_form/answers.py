"""The answers of an event's form, as its draft holds them."""

from collections.abc import Iterable
from typing import Any

from pydantic import BaseModel, create_model

from domain.events.fields import FIELDS
from domain.text.cleaning import fold
from handlers.forms.dialog import Dialog


class EventAnswers(BaseModel):
    """Beside an answer for each field (see `EVENT_ANSWERS`): `doubts_settled` are the
    tokens of the doubts that were answered with a yes; `links_of` the links that each message
    brought, by its Telegram id; `was` the saved event that is being corrected;
    `links_beside` the links that came with an answer in words;
    `address` a street that was written before its organisation; `is_no_twin` that this is
    another event than the one that looks like it."""

    doubts_settled: list[str] = []
    links_of: dict[int, list[str]] = {}
    was: dict[str, Any] | None = None
    links_beside: list[str] = []
    address: str | None = None
    is_no_twin: bool = False


OFFERED = 6  # places as quick answers

_TYPES = {"choice": str, "line": str, "count": int, "links": list[str]}

# A field of the form is an answer of the same key: a new question needs nothing here.
EVENT_ANSWERS: type[EventAnswers] = create_model(
    "EventAnswersWithFields",
    __base__=EventAnswers,
    # The stubs know no fields that come by name.
    **{field.key: (_TYPES[field.answers] | None, None) for field in FIELDS},  # type: ignore[call-overload]
)

EventDialog = Dialog[EventAnswers]


def places_offered(dialog: EventDialog, key: str) -> list[str]:
    """The region's cities, or its organisations: those in the city that was answered first."""
    places = dialog.memory.suggestions
    if key == "city":
        return _each_once(city for city, _ in places)
    chosen = fold(dialog.draft.answers.get("city", ""))
    here_first = sorted(places, key=lambda place: fold(place[0]) != chosen)
    return _each_once(organisation for _, organisation in here_first)


def _each_once(places: Iterable[str]) -> list[str]:
    """In the spelling that comes first, which is the latest."""
    found: dict[str, str] = {}
    for place in places:
        found.setdefault(fold(place), place)
    return list(found.values())[:OFFERED]
