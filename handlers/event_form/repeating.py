"""«Повторить» and «Ещё одно такое же»: the form of a new event, filled in from one that is there
already. Only what differs is asked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from aiogram.types import CallbackQuery

from domain.drafts import drafts_of, new_event_among
from domain.events.doubts import number_doubts
from domain.events.repeating import Repeated, a_year_later, one_more
from domain.events.repository import answers_of, event_of_any_year
from domain.proposals.proposals import is_complete, own_proposal
from handlers import phrases
from handlers.callbacks import Reopen, RepeatEvent, RepeatProposal
from handlers.context import Context
from handlers.event_form import texts
from handlers.event_form.answers import EVENT_ANSWERS, EventAnswers, EventDialog, Like, nothing_said
from handlers.event_form.event_card import event_gone
from handlers.event_form.form import (
    EVENT,
    begin_anew,
    left_from_earlier_year,
    unfinished,
    why_nothing_new,
    with_later,
)
from handlers.event_form.proposing import proposal_gone, too_many_wait
from handlers.event_form.screens import event_waits, other_region_waits
from handlers.forms.dialog import Dialog
from handlers.keyboards import button
from handlers.responses import Responses, show
from handlers.routes import press
from models import Draft, Event


async def begin(query: CallbackQuery, callback_data: RepeatEvent, context: Context) -> Responses:
    drafts = await drafts_of(context.session, context.person)
    then = Reopen(year=context.campaign.year, to="repeat", event=callback_data.event)
    closed = await why_nothing_new(context, unfinished(drafts, context), then)
    if closed is not None:
        return show(query, closed)
    found = await event_of_any_year(context.session, callback_data.event, context.region.code)
    if found is None:
        return show(query, await event_gone(context, callback_data.event))
    pressed = _Pressed(callback_data, texts.repeating.repeat(found[0].number))
    return await _begin_like(query, context, pressed, drafts, *_filled_in(*found, context))


async def begin_like_proposal(
    query: CallbackQuery, callback_data: RepeatProposal, context: Context
) -> Responses:
    drafts = await drafts_of(context.session, context.person)
    closed = await why_nothing_new(context, unfinished(drafts, context))
    closed = closed or await too_many_wait(context)
    if closed is not None:
        return show(query, closed)
    proposal = await own_proposal(
        context.session, callback_data.proposal, context.person, context.campaign
    )
    if proposal is None or not is_complete(proposal.answers):
        return show(query, proposal_gone())
    repeated = one_more(proposal.answers)
    like = Like(proposal=proposal.id, before=repeated.before)
    note = texts.repeating.taken_over(proposal.answers, repeated.answers)
    pressed = _Pressed(callback_data, phrases.ONE_LIKE_IT)
    answers = _like(like, repeated, proposal.answers)
    return await _begin_like(query, context, pressed, drafts, answers, note)


@dataclass(frozen=True, slots=True)
class _Pressed:
    """A button, and how it is called where it is offered again."""

    data: RepeatEvent | RepeatProposal
    label: str


async def _begin_like(
    query: CallbackQuery,
    context: Context,
    pressed: _Pressed,
    drafts: Sequence[Draft],
    answers: EventAnswers,
    note: str,
) -> Responses:
    """The first question that is left; or, if another event is unfinished, the choice which."""
    waiting = unfinished(drafts, context)
    dialog = None if waiting is None else Dialog(EVENT, context, waiting)
    if dialog is not None and _is_the_same(dialog, answers):  # a second tap
        await dialog.activate()
        return await dialog.show(query, note)
    if dialog is not None and not _may_be_replaced(dialog.draft, pressed.data):
        return _ask_which(query, dialog, pressed)
    left = await left_from_earlier_year(context, new_event_among(drafts))
    answers = with_later(answers, dialog)
    return [*left, *await begin_anew(query, context, answers, note=note, drafts=drafts)]


def _filled_in(event: Event, year: int, context: Context) -> tuple[EventAnswers, str]:
    """The answers of a new event like that one, and the note (HTML) on what they are."""
    was, now = answers_of(event), context.campaign.year
    is_of_now = year == now
    repeated = one_more(was) if is_of_now else a_year_later(was, was=year, now=now)
    like = Like(
        event=event.id,
        number=event.number,
        year=None if is_of_now else year,
        before=repeated.before,
    )
    note = texts.repeating.taken_over(was, repeated.answers, number=event.number, year=like.year)
    return _like(like, repeated, was), note


def _like(like: Like, repeated: Repeated, was: Mapping[str, Any]) -> EventAnswers:
    # Its numbers were doubted when it was saved.
    settled = [doubt.token for doubt in number_doubts(was)] if like.year is None else []
    return EVENT_ANSWERS.model_validate(
        {**repeated.answers, "like": like, "doubts_settled": settled}
    )


def _is_the_same(dialog: EventDialog, answers: EventAnswers) -> bool:
    here = dialog.draft.region_code == dialog.context.region.code
    return here and nothing_said(dialog.draft) and dialog.answers.like == answers.like


def _may_be_replaced(waiting: Draft, pressed: RepeatEvent | RepeatProposal) -> bool:
    """Without asking: there is nothing of the person's own in it, or they were asked."""
    return waiting.id == pressed.instead_of or nothing_said(waiting)


def _ask_which(query: CallbackQuery, dialog: EventDialog, pressed: _Pressed) -> Responses:
    instead = pressed.data.model_copy(update={"instead_of": dialog.draft.id})
    if dialog.draft.region_code == dialog.context.region.code:
        waits = event_waits(dialog, button(pressed.label, instead))
        deleted = texts.repeating.is_deleted(
            pressed.label, texts_wait=bool(dialog.answers.pasted_later)
        )
        waits = replace(waits, text=f"{waits.text}\n\n{deleted}")
    else:
        waits = other_region_waits(dialog, instead)
    dialog.remember(waits)
    return show(query, waits)


ROUTES = (press(RepeatEvent, begin),)
HELPERS_ROUTES = (press(RepeatProposal, begin_like_proposal),)
