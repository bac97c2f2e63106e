"""How a draft of an event looks: the question asked, the doubt, the review card."""

from collections.abc import Sequence
from typing import Literal

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton

from domain.events import form
from domain.events.fields import FIELDS, Field
from domain.events.repository import recent_places
from handlers import formatting, phrases
from handlers.callbacks import RowId
from handlers.context import Context
from handlers.event_form import texts
from handlers.keyboards import button, columns, rows
from handlers.responses import Screen
from models import Draft, Event, FormKind

Action = Literal["pick", "keep", "clear", "back", "cancel", "fields", "ask", "card", "save"]


class FormButton(CallbackData, prefix="form"):
    """Names the draft and its version: on an old message it is known for what it is."""

    draft: RowId
    version: RowId
    action: Action
    value: str = ""


async def draft_screen(context: Context, draft: Draft, note: str = "") -> Screen:
    """What the draft asks now; `note` (ready HTML) says what became of the last answer."""
    asked = form.current_field(draft)
    if asked is not None:
        return await _question(context, draft, asked, note)
    if draft.step == form.DOUBT:
        yes = _button(draft, texts.form.NUMBERS_ARE_RIGHT, "keep")
        times = _button(draft, texts.form.FIX_TIMES, "ask", "times_held")
        participants = _button(draft, texts.form.FIX_PARTICIPANTS, "ask", "participants")
        text = texts.form.doubt(draft.answers, note=note)
        return Screen(text, rows([yes], [times, participants], _ways(draft)))
    save = _button(draft, texts.form.SAVE, "save")
    change, cancel = (
        _button(draft, phrases.EDIT, "fields"),
        _button(draft, texts.form.CANCEL, "cancel"),
    )
    return Screen(texts.form.review(draft, note=note), rows([save], [change, cancel]))


def fields_screen(draft: Draft) -> Screen:
    """Which answer to change, from the review card."""
    fields = [_button(draft, each.title, "ask", each.key) for each in FIELDS]
    card = _button(draft, texts.form.TO_CARD, "card")
    return Screen(texts.form.WHICH_FIELD, rows(*columns(fields, 2), [card]))


async def _question(context: Context, draft: Draft, asked: Field, note: str) -> Screen:
    number = None
    if draft.form == FormKind.EDIT:
        number = (await context.session.get_one(Event, draft.event_id)).number
    offers = _offers(draft, asked)
    if asked.suggest == "recent":
        city = draft.answers.get("city") if asked.key == "organisation" else None
        places = await recent_places(context.session, draft.region_code, asked.key, city)
        offers = [
            _button(draft, formatting.shortened(place, 40), "pick", str(event_id))
            for event_id, place in places
        ]
    width = {"choice": 1, "count": 3}.get(asked.answers, 2)
    keyboard = rows(*columns(offers, width), *_onward(draft, asked), _ways(draft))
    return Screen(texts.form.question(draft, asked, note=note, event_number=number), keyboard)


def _offers(draft: Draft, asked: Field) -> list[InlineKeyboardButton]:
    if asked.choices:
        return [
            _button(draft, label, "pick", str(number))
            for number, (_, label) in enumerate(asked.choices, start=1)
        ]
    numbers = [each for each in asked.suggest if isinstance(each, int)]
    return [_button(draft, formatting.figure(each), "pick", str(each)) for each in numbers]


def _onward(draft: Draft, asked: Field) -> Sequence[list[InlineKeyboardButton]]:
    """The rows that go on without typing."""
    have = draft.answers.get(asked.key)
    if asked.answers == "links":
        if not have:
            return [[_button(draft, texts.form.SKIP, "keep")]]
        done = _button(draft, texts.form.done(len(have)), "keep")
        return [[done], [_button(draft, texts.form.CLEAR, "clear")]]
    if have is None:
        return []
    shown = formatting.figure(have) if asked.answers == "count" else str(have)
    label = dict(asked.choices).get(have, shown)
    return [[_button(draft, texts.form.keep(label), "keep")]]


def _ways(draft: Draft) -> list[InlineKeyboardButton]:
    return [_button(draft, phrases.BACK, "back"), _button(draft, texts.form.CANCEL, "cancel")]


def _button(draft: Draft, text: str, action: Action, value: str = "") -> InlineKeyboardButton:
    data = FormButton(draft=draft.id, version=draft.version, action=action, value=value)
    return button(text, data.pack())
