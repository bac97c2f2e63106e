"""Correcting one field of a saved event: its question is asked again, the answer saved at once."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from aiogram.types import CallbackQuery

from domain.events.doubts import link_doubts, number_doubts
from domain.events.fields import FIELDS
from domain.events.repository import answers_of, change_event, event_of, recent_places
from handlers.callbacks import EditEvent, Reopen
from handlers.context import Context
from handlers.done_for_region import tell_region_of_event
from handlers.event_form import texts
from handlers.event_form.answers import EVENT_ANSWERS, EventAnswers, EventDialog
from handlers.event_form.event_card import event_card, event_fields, event_gone
from handlers.event_form.form import guard, waits
from handlers.event_form.questions import questions
from handlers.forms.dialog import Dialog, Form
from handlers.forms.typed import Event
from handlers.report_closed import lock_own_report, why_closed
from handlers.responses import Responses, Screen, show
from handlers.routes import press
from handlers.submit_again import with_submission
from models import Event as SavedEvent
from models import FormKind, Role


async def begin(query: CallbackQuery, callback_data: EditEvent, context: Context) -> Responses:
    event = await event_of(
        context.session, callback_data.event, context.campaign, context.region.code
    )
    if event is None:
        return show(query, await event_gone(context, callback_data.event))
    then = Reopen(year=context.campaign.year, to="edit", event=event.id, field=callback_data.field)
    closed = await why_closed(context, then)
    if closed is not None:
        return show(query, closed)
    if callback_data.field not in {field.key for field in FIELDS}:
        return show(query, event_fields(event, context))
    dialog = await begin_with(CORRECTION, context, event, step=callback_data.field)
    return await dialog.show(query)


async def begin_with(
    form: Form[EventAnswers],
    context: Context,
    event: SavedEvent,
    *,
    step: str | None = None,
    mending: Mapping[str, bool] = MappingProxyType({}),
) -> EventDialog:
    """The form with the saved event's answers, and what was usual in them already."""
    was = answers_of(event)
    settled = [doubt.token for doubt in (*number_doubts(was), *link_doubts(was))]
    answers = {**was, "was": was, "doubts_settled": settled, "mending": dict(mending)}
    return await Dialog.begin(
        form,
        context,
        EVENT_ANSWERS.model_validate(answers),
        step=step,
        event_id=event.id,
        suggestions=await recent_places(context.session, context.region.code),
    )


async def _correct(dialog: EventDialog, event: Event) -> Responses:
    """Write what the person changed, and no more, into the saved event."""
    saved = await close_under_lock(dialog)
    if isinstance(saved, Screen):
        return show(event, saved)
    context = dialog.context
    corrected = corrected_answers(dialog)
    before = change_event(context.session, saved, corrected, by=context.person, now=context.now)
    note = texts.form.changed(before, corrected)
    told = await tell_region_of_event(context, texts.form.corrected(saved, note)) if before else []
    card = (await event_card(saved, context)).with_note(note)
    return [*show(event, await with_submission(card, context)), *told]


def corrected_answers(dialog: EventDialog) -> dict[str, Any]:
    """Those that differ from the event as it was when the form began."""
    given, was = dialog.draft.answers, dialog.answers.was or {}
    return {
        field.key: given[field.key] for field in FIELDS if given[field.key] != was.get(field.key)
    }


async def close_under_lock(dialog: EventDialog) -> SavedEvent | Screen:
    """The form, so that the event can be changed; or why it cannot be."""
    await lock_own_report(dialog.context)
    # Asked again under the lock: a colleague may have submitted the report just now.
    closed = await guard(dialog)
    if closed is not None:
        return closed
    saved = await _close(dialog)
    return saved or await event_gone(dialog.context, dialog.draft.event_id)


async def _leave(dialog: EventDialog, event: Event) -> Responses:
    saved = await _close(dialog)
    if saved is None:
        return show(event, await event_gone(dialog.context, dialog.draft.event_id))
    return show(event, await event_card(saved, dialog.context))


async def _close(dialog: EventDialog) -> SavedEvent | None:
    """Gives the event as it is now; None if it is there no more."""
    await dialog.close()
    context = dialog.context
    return await event_of(
        context.session, dialog.draft.event_id, context.campaign, context.region.code
    )


CORRECTION: Form[EventAnswers] = Form(
    kind=FormKind.EDIT,
    answers=EVENT_ANSWERS,
    steps=questions(),
    roles=frozenset({Role.COORDINATOR, Role.ADMIN}),
    finish=_correct,
    cancel=_leave,
    actions={"back": _leave},  # typed: a correction has no question before
    guard=guard,
    waits=waits,
    of_campaign=True,
)


ROUTES = (press(EditEvent, begin),)
