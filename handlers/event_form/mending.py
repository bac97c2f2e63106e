"""Mending a returned event: the fields that the ministry has named are asked one after the other,
and go back together."""

from collections.abc import Awaitable, Callable
from dataclasses import replace

from aiogram.types import CallbackQuery

from domain.events.fields import FIELDS
from domain.events.form import MENDED
from domain.events.repository import change_event, event_of, leave_as_it_is
from handlers.callbacks import EditEvent, MendEvent, Reopen
from handlers.context import Context
from handlers.done_for_region import tell_region_of_event
from handlers.event_form import correction, texts
from handlers.event_form.answers import EVENT_ANSWERS, EventAnswers, EventDialog
from handlers.event_form.correction import begin_with, close_under_lock, corrected_answers
from handlers.event_form.event_card import event_card, event_gone
from handlers.event_form.form import drop, guard, put_aside, waits
from handlers.event_form.questions import questions
from handlers.event_form.screens import mended_screen, other_mending_waits
from handlers.forms.dialog import YES_OR_NO, Dialog, Form, Step, always
from handlers.forms.typed import Event, Taken, Typed
from handlers.report_closed import why_closed
from handlers.responses import Responses, Screen, show
from handlers.routes import press
from handlers.submit_again import with_submission
from models import Event as SavedEvent
from models import FormKind, Role


async def begin(query: CallbackQuery, callback_data: MendEvent, context: Context) -> Responses:
    """Goes on where it was left. Once all that was named is answered, or for an event without
    named fields, there is the choice of a field to change."""
    event = await event_of(
        context.session, callback_data.event, context.campaign, context.region.code
    )
    if event is None:
        return show(query, await event_gone(context, callback_data.event))
    closed = await why_closed(
        context, Reopen(year=context.campaign.year, to="mend", event=event.id)
    )
    if closed is not None:
        return show(query, closed)
    named = event.return_fields or {}
    if all(named.values()):
        return await correction.begin(query, EditEvent(event=event.id), context)
    unfinished = await Dialog.unfinished(MEND, context)
    if unfinished is not None:
        if unfinished.draft.event_id == event.id and unfinished.answers.mending.keys() == {*named}:
            await unfinished.activate()
            return await unfinished.show(query)
        begun = any(unfinished.answers.mending.values())
        if begun and unfinished.draft.id != callback_data.instead_of:
            other = await context.session.get_one(SavedEvent, unfinished.draft.event_id)
            waiting = other_mending_waits(unfinished, other, event)
            unfinished.remember(waiting)
            return show(query, waiting)
    dialog = await begin_with(MEND, context, event, mending=dict.fromkeys(named, False))
    return await dialog.show(query)


def _mending(step: Step[EventAnswers]) -> Step[EventAnswers]:
    """The step, asked if the ministry has named its field, until it has been answered."""
    if step.key not in {field.key for field in FIELDS}:
        return step

    def answered(dialog: EventDialog) -> None:
        mending = dialog.answers.mending
        if mending.get(step.key) is False:
            dialog.set(mending={**mending, step.key: True})

    async def taken(dialog: EventDialog, taking: Awaitable[Taken]) -> Taken:
        what = await taking
        if isinstance(what, str):
            answered(dialog)
        return what

    async def take(dialog: EventDialog, typed: Typed) -> Taken:
        assert step.take is not None
        return await taken(dialog, step.take(dialog, typed))

    def pressed(
        action: Callable[[EventDialog, str], Awaitable[Taken]],
    ) -> Callable[[EventDialog, str], Awaitable[Taken]]:
        return lambda dialog, value: taken(dialog, action(dialog, value))

    async def keep(_dialog: EventDialog, _: str) -> Taken:
        return ""

    own = {**step.press, "keep": keep}
    return replace(
        step,
        take=take,
        press={name: pressed(action) for name, action in own.items()},
        is_due=lambda answers: answers.mending.get(step.key) is False,
    )


async def _send(dialog: EventDialog, event: Event) -> Responses:
    """The answers into the saved event, also those that leave it as it is."""
    saved = await close_under_lock(dialog)
    if isinstance(saved, Screen):
        return show(event, saved)
    context = dialog.context
    answers = corrected_answers(dialog)
    before = change_event(context.session, saved, answers, by=context.person, now=context.now)
    left = [key for key in dialog.answers.mending if key not in answers]
    if left and saved.returned_at is not None:
        leave_as_it_is(context.session, saved, left, by=context.person, now=context.now)
    note = texts.mending.saved(before, answers, left)
    told = await tell_region_of_event(context, texts.form.corrected(saved, note))
    card = (await event_card(saved, context)).with_note(note)
    return [*show(event, await with_submission(card, context)), *told]


async def _back(dialog: EventDialog, event: Event) -> Responses:
    """To the named field before; from the first one there is nothing to go back to."""
    named = [step.key for step in MEND.steps if step.key in dialog.answers.mending]
    now = dialog.step.key
    before = named[: named.index(now)] if now in named else named
    if before:
        dialog.go(before[-1])
    return await dialog.show(event)


MEND: Form[EventAnswers] = Form(
    kind=FormKind.MEND,
    answers=EVENT_ANSWERS,
    steps=(
        *map(_mending, questions()),
        Step(key=MENDED, screen=mended_screen, is_due=always, words=YES_OR_NO),
    ),
    roles=frozenset({Role.COORDINATOR, Role.ADMIN}),
    finish=_send,
    cancel=put_aside,
    actions={"back": _back, "drop": drop},
    guard=guard,
    waits=waits,
    of_campaign=True,
)


ROUTES = (press(MendEvent, begin),)
