"""How the form of an event looks: a question, the doubt about two numbers, the review card."""

from collections.abc import Sequence

from aiogram.types import InlineKeyboardButton

from domain.events.fields import FIELDS, Field
from handlers.event_form import texts
from handlers.event_form.answers import EventDialog, places_offered
from handlers.formatting import figure, shortened
from handlers.forms.texts import BACK, SKIP
from handlers.keyboards import columns, rows
from handlers.responses import Screen
from models import Event, FormKind

_BUTTONS_IN_ROW = {"choice": 1, "count": 3}


async def question_screen(dialog: EventDialog, asked: Field) -> Screen:
    """The question with its quick answers; of a saved event with its number."""
    draft, number = dialog.draft, None
    if dialog.form.kind == FormKind.EDIT:
        number = (await dialog.context.session.get_one(Event, draft.event_id)).number
    offers = columns(_offers(dialog, asked), _BUTTONS_IN_ROW.get(asked.answers, 2))
    text = texts.form.question(draft, asked, event_number=number)
    return Screen(text, rows(*offers, *_onward(dialog, asked), back_and_cancel(dialog)))


async def doubt_screen(dialog: EventDialog) -> Screen:
    yes = dialog.button(texts.form.NUMBERS_ARE_RIGHT, "right")
    times = dialog.button(texts.form.FIX_TIMES, "ask", "times_held")
    participants = dialog.button(texts.form.FIX_PARTICIPANTS, "ask", "participants")
    text = texts.form.doubt(dialog.draft.answers)
    return Screen(text, rows([yes], [times, participants], back_and_cancel(dialog)))


async def review_screen(dialog: EventDialog) -> Screen:
    save = dialog.button(texts.form.SAVE, "finish")
    change = dialog.button(texts.form.EDIT, "fields")
    text = texts.form.review(dialog.draft)
    return Screen(text, rows([save], [change, dialog.cancel_button()]))


async def which_field(dialog: EventDialog, _: str) -> Screen:
    """Which answer to change, from the review card."""
    fields = [dialog.button(field.title, "ask", field.key) for field in FIELDS]
    card = dialog.button(texts.form.TO_CARD, "ask", "review")
    return Screen(texts.form.WHICH_FIELD, rows(*columns(fields, 2), [card]))


def event_waits(dialog: EventDialog) -> Screen:
    """An unfinished event or correction, and what can be done with it."""
    go_on = dialog.button(texts.form.CONTINUE, "show")
    if dialog.form.kind == FormKind.EDIT:
        leave = dialog.button(texts.form.DROP_EDIT, "cancel")
        return Screen(texts.form.draft_waits(dialog.draft), rows([go_on, leave]))
    anew = dialog.button(texts.form.START_ANEW, "anew")
    drop = dialog.button(texts.form.DROP_DRAFT, "drop")
    return Screen(texts.form.draft_waits(dialog.draft), rows([go_on], [anew, drop]))


def back_and_cancel(dialog: EventDialog) -> list[InlineKeyboardButton]:
    """A correction of a saved event has nothing to go back to but the event."""
    back = "cancel" if dialog.form.kind == FormKind.EDIT else "back"
    return [dialog.button(BACK, back), dialog.cancel_button()]


def _offers(dialog: EventDialog, asked: Field) -> list[InlineKeyboardButton]:
    if asked.suggest == "recent":
        return [
            dialog.button(shortened(place, 40), "pick", str(number))
            for number, place in enumerate(places_offered(dialog, asked.key))
        ]
    if asked.choices:
        return [
            dialog.button(label, "pick", str(number))
            for number, (_, label) in enumerate(asked.choices, start=1)
        ]
    numbers = [number for number in asked.suggest if isinstance(number, int)]
    return [dialog.button(figure(number), "pick", str(number)) for number in numbers]


def _onward(dialog: EventDialog, asked: Field) -> Sequence[list[InlineKeyboardButton]]:
    """The rows that go on without typing."""
    have = dialog.draft.answers.get(asked.key)
    if asked.answers == "links":
        if not have:
            return [[dialog.button(SKIP, "keep")]]
        done = dialog.button(texts.form.done(len(have)), "keep")
        return [[done], [dialog.button(texts.form.CLEAR, "clear")]]
    if have is None:
        return []
    shown = figure(have) if asked.answers == "count" else str(have)
    label = dict(asked.choices).get(have, shown)
    return [[dialog.button(texts.form.keep(label), "keep")]]
