"""The answers of an event's form, as its draft holds them."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from pydantic import BaseModel, create_model

from domain.events.fields import FIELDS
from domain.events.spellings import city_key, organisation_key
from domain.events.suggestions import OFFERED
from handlers.forms.dialog import Dialog
from models import Draft


class Like(BaseModel):
    """The event that this one is like, or the helper's own `proposal`, which has no number:
    `before` are its answers to the questions that are asked anew. `year` is that of an earlier
    campaign's, whose numbers are not offered again."""

    event: int = 0
    number: int = 0
    proposal: int | None = None
    year: int | None = None
    before: dict[str, Any] = {}


class PastedMessage(BaseModel):
    """A text that was sent or forwarded without being asked for, by its Telegram id: the addresses
    that it carries unseen, and its own if it is a channel's post."""

    message: int
    at: datetime
    text: str
    attached: list[str] = []
    post: str | None = None
    private_post: bool = False


class EventAnswers(BaseModel):
    """Beside an answer for each field (see `EVENT_ANSWERS`): `doubts_settled` are the
    tokens of the doubts that were answered with a yes; `links_of` the links that each message
    brought, by its Telegram id; `was` the saved event that is being corrected;
    `links_beside` the links that came with an answer in words;
    `address` a street that was written before its organisation; `is_no_twin` that this is
    another event than the one that looks like it; `city_meant` the town that a city seems to be a
    slip of, until that is answered; `spellings_kept` are the cities that are none; `like` is the
    event it was filled in from; `pasted` the messages that it was filled in from, which gave
    `pasted_values` and the note `pasted_note` (HTML); `pasted_later` those of other events, which
    come after this one; `mending` are
    the fields that the ministry has named, each with whether it is answered; `proposal` is the id
    of the one that is being corrected, `seen` its version as it was seen, and `proposed_by` the
    organisation."""

    doubts_settled: list[str] = []
    links_of: dict[int, list[str]] = {}
    was: dict[str, Any] | None = None
    links_beside: list[str] = []
    address: str | None = None
    is_no_twin: bool = False
    city_meant: str | None = None
    spellings_kept: list[str] = []
    like: Like | None = None
    pasted: list[PastedMessage] = []
    pasted_values: dict[str, Any] = {}
    pasted_note: str = ""
    pasted_later: list[list[PastedMessage]] = []
    mending: dict[str, bool] = {}
    proposal: int | None = None
    seen: int = 0
    proposed_by: str | None = None


_TYPES = {"choice": str, "line": str, "count": int, "links": list[str]}

# A field of the form is an answer of the same key: a new question needs nothing here.
EVENT_ANSWERS: type[EventAnswers] = create_model(
    "EventAnswersWithFields",
    __base__=EventAnswers,
    # The stubs know no fields that come by name.
    **{field.key: (_TYPES[field.answers] | None, None) for field in FIELDS},  # type: ignore[call-overload]
)

EventDialog = Dialog[EventAnswers]


def has_answers(draft: Draft) -> bool:
    return any(field.key in draft.answers for field in FIELDS)


def nothing_said(draft: Draft) -> bool:
    """Whether the person has answered nothing yet: all that the draft of a new event has, if
    anything, was taken over from another event."""
    return not has_answers(draft) or (draft.version == 1 and "like" in draft.answers)


def places_offered(dialog: EventDialog, key: str) -> list[str]:
    """The region's cities, or its organisations in the city that was answered, and what stands
    without a city: a helper's own organisation."""
    places = dialog.memory.suggestions
    if key == "city":
        return _each_once((city for city, _ in places if city), city_key)
    chosen = city_key(dialog.draft.answers.get("city", ""))
    here = (organisation for city, organisation in places if not city or city_key(city) == chosen)
    return _each_once(here, organisation_key)


def _each_once(places: Iterable[str], key: Callable[[str], str]) -> list[str]:
    """In the spelling that comes first."""
    found: dict[str, str] = {}
    for place in places:
        found.setdefault(key(place), place)
    return list(found.values())[:OFFERED]
