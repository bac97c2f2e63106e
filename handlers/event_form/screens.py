"""How the form of an event looks: a question, a doubt about answers, the review card."""

from collections.abc import Sequence

from aiogram.types import InlineKeyboardButton

from domain.events.doubts import Doubt
from domain.events.fields import FIELDS, Field
from domain.regions.directory import region_by_code
from handlers.callbacks import NewEventInstead, OpenEvent
from handlers.event_form import texts
from handlers.event_form.answers import EventDialog, places_offered
from handlers.formatting import figure, shortened
from handlers.forms.texts import BACK, SKIP
from handlers.keyboards import DANGER, MAIN, button, columns, pairs, rows
from handlers.responses import Screen
from models import Event, FormKind

FIGURES_IN_ROW = 3
REMOVALS_IN_ROW = 4


async def question_screen(dialog: EventDialog, asked: Field, meant: Sequence[int] = ()) -> Screen:
    """The question with its quick answers, or the numbers that may have been `meant`; of a saved
    event with its number and what the ministry has returned it with."""
    draft, corrected = dialog.draft, None
    if dialog.form.kind == FormKind.EDIT:
        corrected = await dialog.context.session.get_one(Event, draft.event_id)
    offers = _meant(dialog, meant) or _offers(dialog, asked)
    in_rows = columns(offers, FIGURES_IN_ROW) if asked.answers == "count" else pairs(offers)
    text = texts.form.question(draft, asked, corrected=corrected)
    return Screen(text, rows(*in_rows, *_onward(dialog, asked), back_and_leave(dialog)))


def doubt_screen(dialog: EventDialog, doubt: Doubt) -> Screen:
    yes = dialog.button(texts.form.IT_IS_RIGHT, "right", style=MAIN)
    fixes = [[dialog.button(texts.form.correct(key), "ask", key)] for key in doubt.about]
    text = texts.form.doubt(doubt, kind=dialog.draft.answers["kind"])
    return Screen(text, rows([yes], *fixes, back_and_leave(dialog)))


async def review_screen(dialog: EventDialog) -> Screen:
    save = dialog.button(texts.form.SAVE, "finish", style=MAIN)
    change = dialog.button(texts.form.EDIT, "fields")
    text = texts.form.review(dialog.draft)
    return Screen(text, rows([save], [change, _leave(dialog)]))


def twin_screen(dialog: EventDialog, twin: Event) -> Screen:
    """Before an event is saved that the report seems to have already."""
    other = dialog.button(texts.form.IT_IS_ANOTHER, "other", style=MAIN)
    opened = button(texts.form.open_twin(twin), OpenEvent(event=twin.id))
    back = dialog.button(texts.form.TO_CARD, "ask", "review")
    return Screen(texts.form.twin(twin), rows([other, opened], [back]))


async def which_field(dialog: EventDialog, _: str) -> Screen:
    """Which answer to change, from the review card."""
    fields = [dialog.button(field.title, "ask", field.key) for field in FIELDS]
    card = dialog.button(texts.form.TO_CARD, "ask", "review")
    return Screen(texts.form.WHICH_FIELD, rows(*pairs(fields), [card]))


def event_waits(dialog: EventDialog) -> Screen:
    """An unfinished event or correction, and what can be done with it."""
    go_on = dialog.button(texts.form.CONTINUE, "show", style=MAIN)
    if dialog.form.kind == FormKind.EDIT:
        return Screen(texts.form.draft_waits(dialog.draft), rows([go_on, _leave(dialog)]))
    anew = dialog.button(texts.form.START_ANEW, "anew")
    drop = dialog.button(texts.form.DROP_DRAFT, "drop", style=DANGER)
    return Screen(texts.form.draft_waits(dialog.draft), rows([go_on], [anew, drop]))


def other_region_waits(dialog: EventDialog) -> Screen:
    """Asks an admin which event to go on with: the unfinished one, or one of the region that they
    report for now."""
    waiting, region = region_by_code(dialog.draft.region_code or ""), dialog.context.region
    go_on = dialog.button(texts.form.CONTINUE, "show", style=MAIN)
    other = button(
        texts.form.begin_for(region),
        NewEventInstead(year=dialog.context.campaign.year, draft=dialog.draft.id),
    )
    text = texts.form.other_region_waits(dialog.draft, waiting=waiting)
    return Screen(text, rows([go_on], [other]))


def back_and_leave(dialog: EventDialog) -> list[InlineKeyboardButton]:
    """A correction of a saved event has nothing to go back to but the event, nor has the first
    question."""
    is_correction = dialog.form.kind == FormKind.EDIT
    if is_correction or dialog.step_before() is None:
        return [_leave(dialog)]
    return [dialog.button(BACK, "back"), _leave(dialog)]


def _leave(dialog: EventDialog) -> InlineKeyboardButton:
    is_correction = dialog.form.kind == FormKind.EDIT
    label = texts.form.KEEP_AS_IT_IS if is_correction else texts.form.PUT_ASIDE
    return dialog.cancel_button(label)


def _meant(dialog: EventDialog, numbers: Sequence[int]) -> list[InlineKeyboardButton]:
    said = texts.form.yes if len(numbers) == 1 else figure
    return [dialog.button(said(number), "pick", str(number), style=MAIN) for number in numbers]


def _offers(dialog: EventDialog, asked: Field) -> list[InlineKeyboardButton]:
    suggest = asked.worded(dialog.draft.answers.get("kind")).suggest
    if suggest == "recent":
        return [
            dialog.button(shortened(place, 40), "pick", str(number))
            for number, place in enumerate(places_offered(dialog, asked.key))
        ]
    if asked.choices:
        return [
            dialog.button(texts.form.kind_button(key), "pick", str(number))
            for number, (key, _) in enumerate(asked.choices, start=1)
        ]
    return [dialog.button(figure(number), "pick", str(number)) for number in suggest or ()]


def _onward(dialog: EventDialog, asked: Field) -> Sequence[list[InlineKeyboardButton]]:
    """The rows that go on without typing."""
    have = dialog.draft.answers.get(asked.key)
    if asked.answers == "links":
        return _links_onward(dialog, asked, have or [])
    if have is None:
        return []
    shown = figure(have) if asked.answers == "count" else str(have)
    label = dict(asked.choices).get(have, shown)
    return [[dialog.button(texts.form.keep(label), "keep")]]


def _links_onward(
    dialog: EventDialog, asked: Field, have: Sequence[str]
) -> list[list[InlineKeyboardButton]]:
    beside = dialog.answers.links_beside if asked.key == "publication_links" else []
    offered = [dialog.button(texts.form.add_beside(beside), "beside", style=MAIN)] if beside else []
    if not have:
        is_correction = dialog.form.kind == FormKind.EDIT
        skip = dialog.button(texts.form.WITHOUT_LINKS if is_correction else SKIP, "keep")
        return [offered, [skip]]
    done = dialog.button(texts.form.done(len(have)), "keep")
    if len(have) == 1:
        return [offered, [done], [dialog.button(texts.form.REMOVE_LINK, "clear")]]
    each = [
        dialog.button(texts.form.remove_link(number), "remove", str(number))
        for number in range(len(have))
    ]
    clear = dialog.button(texts.form.CLEAR, "clear")
    return [offered, [done], *columns(each, REMOVALS_IN_ROW), [clear]]
