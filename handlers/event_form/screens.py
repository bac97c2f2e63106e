"""How the form of an event looks: a question, a doubt about answers, the review card."""

from collections.abc import Sequence

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton

from domain.events.doubts import Doubt
from domain.events.fields import FIELDS, Field, field
from domain.regions.directory import region_by_code
from handlers.callbacks import MendEvent, OpenEvent, OpenOwnProposal, PastedToMinistry
from handlers.event_form import texts
from handlers.event_form.answers import EventDialog, has_answers, places_offered
from handlers.event_form.event_card import earlier_label
from handlers.formatting import answers_card, figure, shortened
from handlers.forms.texts import BACK, SKIP
from handlers.keyboards import DANGER, MAIN, button, columns, pairs, rows
from handlers.responses import Screen
from models import Event, FormKind, Proposal

FIGURES_IN_ROW = 3
REMOVALS_IN_ROW = 4


async def question_screen(dialog: EventDialog, asked: Field, meant: Sequence[int] = ()) -> Screen:
    """The question with its quick answers, or the numbers that may have been `meant`; of a saved
    event with its number and what the ministry has returned it with."""
    draft, corrected = dialog.draft, None
    if dialog.form.kind in (FormKind.EDIT, FormKind.MEND):
        corrected = await dialog.context.session.get_one(Event, draft.event_id)
    offers = _meant(dialog, meant) or _offers(dialog, asked)
    in_rows = columns(offers, FIGURES_IN_ROW) if asked.answers == "count" else pairs(offers)
    text = texts.form.question(draft, asked, corrected=corrected)
    onward = _onward(dialog, asked) or _as_before(dialog, asked, offers)
    if asked.key == "kind" and not has_answers(draft):
        label = await earlier_label(dialog.context)
        onward = [[dialog.button(label, "earlier")]] if label else []
    return Screen(text, rows(*in_rows, *onward, back_and_leave(dialog), _is_letter(dialog)))


def doubt_screen(dialog: EventDialog, doubt: Doubt) -> Screen:
    yes = dialog.button(texts.form.IT_IS_RIGHT, "right", style=MAIN)
    fixes = [[dialog.button(texts.form.correct(key), "ask", key)] for key in doubt.about]
    text = texts.form.doubt(doubt, kind=dialog.draft.answers["kind"])
    return Screen(text, rows([yes], *fixes, back_and_leave(dialog)))


def slip_screen(dialog: EventDialog, meant: str) -> Screen:
    yes = dialog.button(texts.form.it_is_town(meant), "meant", style=MAIN)
    no = dialog.button(texts.form.AS_TYPED, "as_typed")
    text = texts.form.town_meant(meant, typed=dialog.draft.answers["city"])
    return Screen(text, rows([yes], [no], back_and_leave(dialog)))


async def review_screen(dialog: EventDialog) -> Screen:
    save = dialog.button(_finish(dialog), "finish", style=MAIN)
    change = dialog.button(texts.form.EDIT, "fields")
    return Screen(_review_text(dialog), rows([save], [change, _leave(dialog)], _is_letter(dialog)))


def _finish(dialog: EventDialog) -> str:
    if dialog.context.person.is_helper:
        return texts.proposals.SEND
    is_proposal = dialog.form.kind == FormKind.PROPOSAL
    return texts.proposals.SAVE_CORRECTED if is_proposal else texts.form.SAVE


def _review_text(dialog: EventDialog) -> str:
    card = answers_card(dialog.draft.answers)
    if dialog.context.person.is_helper:
        return texts.proposals.to_send(card)
    if dialog.form.kind == FormKind.PROPOSAL:
        return texts.proposals.to_accept(card, dialog.answers.proposed_by or "")
    return texts.form.review(dialog.draft)


def twin_screen(dialog: EventDialog, twin: Event) -> Screen:
    """Before an event is saved that the report seems to have already."""
    other = dialog.button(texts.form.IT_IS_ANOTHER, "other", style=MAIN)
    opened = button(texts.form.open_twin(twin), OpenEvent(event=twin.id))
    back = dialog.button(texts.form.TO_CARD, "ask", "review")
    return Screen(texts.form.twin(twin), rows([other, opened], [back]))


def twin_proposal_screen(dialog: EventDialog, twin: Proposal) -> Screen:
    """The same before a helper sends what they seem to have sent already."""
    other = dialog.button(texts.form.IT_IS_ANOTHER, "other", style=MAIN)
    opened = button(texts.proposals.OPEN, OpenOwnProposal(proposal=twin.id))
    back = dialog.button(texts.form.TO_CARD, "ask", "review")
    return Screen(texts.proposals.twin(twin), rows([other, opened], [back]))


async def mended_screen(dialog: EventDialog) -> Screen:
    """What changes in a returned event, before it goes back."""
    save = dialog.button(texts.mending.SAVE, "finish", style=MAIN)
    again = [dialog.button(field(key).title, "ask", key) for key in dialog.answers.mending]
    text = texts.mending.card(dialog.answers.was or {}, dialog.draft.answers)
    return Screen(text, rows([save], *pairs(again), [_leave(dialog)]))


def other_mending_waits(dialog: EventDialog, waiting: Event, other: Event) -> Screen:
    """Which of two returned events to go on with: the unfinished one, or the `other`."""
    go_on = dialog.button(texts.form.CONTINUE, "show", style=MAIN)
    instead = MendEvent(event=other.id, instead_of=dialog.draft.id)
    begin = button(texts.mending.mend_other(other), instead)
    return Screen(texts.mending.other_waits(waiting), rows([go_on], [begin]))


async def which_field(dialog: EventDialog, _: str) -> Screen:
    """Which answer to change, from the review card."""
    fields = [dialog.button(field.title, "ask", field.key) for field in FIELDS]
    card = dialog.button(texts.form.TO_CARD, "ask", "review")
    return Screen(texts.form.WHICH_FIELD, rows(*pairs(fields), [card]))


def event_waits(dialog: EventDialog, instead: InlineKeyboardButton | None = None) -> Screen:
    """An unfinished event or correction, and what can be done with it. `instead` begins another
    event in its place."""
    go_on = dialog.button(texts.form.CONTINUE, "show", style=MAIN)
    text, later = _waits_text(dialog), dialog.answers.pasted_later
    if dialog.form.kind == FormKind.EDIT:
        return Screen(text, rows([go_on, _leave(dialog)]))
    if dialog.form.kind == FormKind.PROPOSAL:
        return Screen(text, rows([go_on], [_leave(dialog)]))
    drop = dialog.button(texts.form.DROP_DRAFT, "drop", style=DANGER)
    if dialog.form.kind == FormKind.MEND:
        return Screen(text, rows([go_on, drop]))
    if later and instead is None:
        take = dialog.button(texts.pasted.TAKE_PASTED, "pasted")
        text = f"{text}\n\n{texts.pasted.waits_for(later[0][0].text, len(later) - 1)}"
        return Screen(text, rows([go_on], [take], [drop]))
    if instead is not None:
        return Screen(text, rows([go_on], [instead], [drop]))
    return Screen(text, rows([go_on], [dialog.button(texts.form.START_ANEW, "anew"), drop]))


def _waits_text(dialog: EventDialog) -> str:
    if dialog.form.kind == FormKind.PROPOSAL:
        return texts.proposals.correction_waits((dialog.answers.was or {}).get("name", ""))
    return texts.form.draft_waits(dialog.draft, helper=dialog.context.person.is_helper)


def other_region_waits(dialog: EventDialog, instead: CallbackData) -> Screen:
    """Asks an admin which event to go on with: the unfinished one, or one of the region that they
    report for now, which `instead` begins."""
    waiting, region = region_by_code(dialog.draft.region_code or ""), dialog.context.region
    go_on = dialog.button(texts.form.CONTINUE, "show", style=MAIN)
    other = button(texts.form.begin_for(region), instead)
    text = texts.form.other_region_waits(dialog.draft, waiting=waiting)
    return Screen(text, rows([go_on], [other]))


def back_and_leave(dialog: EventDialog) -> list[InlineKeyboardButton]:
    """A correction of a saved event has nothing to go back to but the event, nor has the first
    question."""
    is_correction = dialog.form.kind == FormKind.EDIT
    if is_correction or dialog.step_before() is None or _is_first_named(dialog):
        return [_leave(dialog)]
    return [dialog.button(BACK, "back"), _leave(dialog)]


def _is_first_named(dialog: EventDialog) -> bool:
    """Of the fields that are mended, in the form's order."""
    return dialog.draft.step == next(
        (field.key for field in FIELDS if field.key in dialog.answers.mending), None
    )


def _leave(dialog: EventDialog) -> InlineKeyboardButton:
    is_correction = dialog.form.kind in (FormKind.EDIT, FormKind.PROPOSAL)
    label = texts.form.KEEP_AS_IT_IS if is_correction else texts.form.PUT_ASIDE
    return dialog.cancel_button(label)


def _is_letter(dialog: EventDialog) -> list[InlineKeyboardButton]:
    """As long as nothing is answered of an event that a text was taken for."""
    is_helpers = dialog.context.person.is_helper
    if not dialog.answers.pasted or dialog.draft.version > 1 or is_helpers:
        return []
    return [button(texts.pasted.IS_LETTER, PastedToMinistry(draft=dialog.draft.id))]


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


def _as_before(
    dialog: EventDialog, asked: Field, offers: Sequence[InlineKeyboardButton]
) -> list[list[InlineKeyboardButton]]:
    """The answer of the event that this one is like, if it is not among the offers. An earlier
    year's number is not to be saved as this year's by a press."""
    like = dialog.answers.like
    if like is None or like.year is not None or asked.key not in like.before:
        return []
    before = like.before[asked.key]
    shown = figure(before) if asked.answers == "count" else shortened(before, 40)
    if shown in {offer.text for offer in offers}:
        return []
    return [[dialog.button(texts.form.keep(shown), "same")]]


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
