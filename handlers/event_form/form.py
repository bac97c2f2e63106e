"""The form of a new event: from «Добавить мероприятие» to the receipt."""

from collections.abc import Sequence

from aiogram.types import CallbackQuery

from domain.drafts import drafts_of, is_in_report, new_event_among, waiting_event
from domain.events.repository import save_event, saved_from
from domain.events.twins import find_twin
from handlers.callbacks import NewEvent, NewEventInstead, Reopen
from handlers.context import Context
from handlers.done_for_region import tell_region_of_event
from handlers.event_form import texts
from handlers.event_form.answers import EVENT_ANSWERS, EventAnswers, EventDialog, PastedMessage
from handlers.event_form.earlier import show_earlier
from handlers.event_form.event_card import draft_gone, receipt
from handlers.event_form.pasted import filled_in, reread, said_above
from handlers.event_form.proposing import places_known, send_proposal, sent_already, too_many_wait
from handlers.event_form.questions import questions, review
from handlers.event_form.screens import event_waits, other_region_waits, twin_screen
from handlers.forms.dialog import Dialog, Form
from handlers.forms.typed import Event
from handlers.menu import NEW
from handlers.on_behalf import act_for
from handlers.report_closed import lock_own_report, own_report_is_closed, why_closed
from handlers.responses import Responses, Screen, Toast, below, say, show
from handlers.routes import command, press
from models import Campaign, Draft, FormKind, Role


async def begin(event: Event, context: Context) -> Responses:
    """The first question; or, if an event is unfinished, the choice to go on with it."""
    drafts = await drafts_of(context.session, context.person)
    waiting = unfinished(drafts, context)
    closed = await why_nothing_new(context, waiting) or await too_many_wait(context)
    if closed is not None:
        return show(event, closed)
    if waiting is None:
        left = await left_from_earlier_year(context, new_event_among(drafts))
        return [*left, *await begin_anew(event, context, drafts=drafts)]
    dialog = Dialog(EVENT, context, waiting)
    if waiting.region_code == context.region.code:
        return await _waiting(dialog, event)
    if not waiting.answers:
        return await begin_anew(event, context, drafts=drafts)
    instead = NewEventInstead(year=context.campaign.year, draft=waiting.id)
    waits = other_region_waits(dialog, instead)
    dialog.remember(waits)
    return show(event, waits)


async def begin_instead(
    query: CallbackQuery, callback_data: NewEventInstead, context: Context
) -> Responses:
    """An admin gives up the event of one region for that of another."""
    waiting = await waiting_event(context.session, context.person, context.campaign.id)
    if waiting is None or waiting.id != callback_data.draft:
        return await begin(query, context)
    closed = await why_closed(context, Reopen(year=context.campaign.year, to="add"))
    return show(query, closed) if closed else await begin_anew(query, context)


async def begin_anew(
    event: Event,
    context: Context,
    answers: EventAnswers | None = None,
    *,
    note: str = "",
    drafts: Sequence[Draft] | None = None,
) -> Responses:
    """`answers` are those that are known already; the note (HTML) says which."""
    places = await places_known(context)
    dialog = await Dialog.begin(EVENT, context, answers, suggestions=places, drafts=drafts)
    return await dialog.show(event, note)


def unfinished(drafts: Sequence[Draft], context: Context) -> Draft | None:
    """Of all the person's drafts the one that `waiting_event` gives."""
    draft = new_event_among(drafts)
    is_waiting = draft and is_in_report(draft, context.person, context.campaign.id)
    return draft if is_waiting else None


async def left_from_earlier_year(context: Context, old: Draft | None) -> Responses:
    """The answers of an unfinished event of an earlier year, shown before its draft is deleted."""
    if old is None or old.campaign_id == context.campaign.id or not old.answers:
        return []
    campaign = await context.session.get_one(Campaign, old.campaign_id)
    return [say(context.person.id, Screen(texts.form.left_from(campaign.year, old)))]


async def guard(dialog: EventDialog) -> Screen | None:
    await act_for(dialog.context, dialog.draft.region_code or "")
    return await why_nothing_new(dialog.context, dialog.draft)


async def why_nothing_new(
    context: Context, draft: Draft | None, then: Reopen | None = None
) -> Screen | None:
    """Why nothing can change, and what the person had typed, which is kept. A report that is only
    submitted is opened again to go on with `then`."""
    then = then or Reopen(year=context.campaign.year, to="add")
    if draft is not None and draft.form == FormKind.MEND:
        then = Reopen(year=context.campaign.year, to="mend", event=draft.event_id or 0)
    elif draft is not None and draft.form == FormKind.EDIT:
        then = Reopen(
            year=context.campaign.year, to="edit", event=draft.event_id or 0, field=draft.step
        )
    closed = await why_closed(context, then)
    if closed is None or draft is None or draft.form != FormKind.EVENT or not draft.answers:
        return closed
    return Screen(f"{closed.text}\n\n{texts.form.draft_kept(draft)}", closed.keyboard)


async def _save(dialog: EventDialog, event: Event) -> Responses:
    context = dialog.context
    await lock_own_report(context)
    closed = await guard(dialog)
    if closed is not None:
        return show(event, closed)
    if context.person.is_helper:
        return await send_proposal(dialog, event)
    answers = dialog.draft.answers
    if not dialog.answers.is_no_twin:
        twin = await find_twin(context.session, answers, context.campaign, context.region.code)
        if twin is not None:
            asked = twin_screen(dialog, twin)
            dialog.remember(asked)
            return show(event, asked)
    saved = await save_event(
        context.session, dialog.draft, context.campaign, by=context.person, now=context.now
    )
    await dialog.close()
    told = await tell_region_of_event(context, texts.form.added(saved))
    like, onward = dialog.answers.like, await _next_pasted(dialog, event)
    is_earlier = like is not None and like.year is not None
    shown = await receipt(saved, context, is_earlier=is_earlier)
    return [*show(event, shown), *told, *onward]


async def _save_beside_twin(dialog: EventDialog, event: Event) -> Responses:
    dialog.set(is_no_twin=True)
    return await _save(dialog, event)


async def put_aside(dialog: EventDialog, event: Event) -> Responses:
    """«Отложить» loses nothing: the event waits."""
    dialog.draft.active, dialog.context.draft = False, None
    waits = event_waits(dialog)
    dialog.remember(waits)
    return show(event, waits)


async def drop(dialog: EventDialog, event: Event) -> Responses:
    await dialog.close()
    gone = show(event, draft_gone(texts.form.DRAFT_DROPPED, dialog.context.campaign.year))
    return [*gone, *await _next_pasted(dialog, event)]


async def _anew(dialog: EventDialog, event: Event) -> Responses:
    return await begin_anew(event, dialog.context, with_later(EVENT_ANSWERS(), dialog))


def with_later(answers: EventAnswers, instead_of: EventDialog | None) -> EventAnswers:
    """With the texts that were to come after the event that this one takes the place of."""
    later = instead_of.answers.pasted_later if instead_of is not None else []
    return answers.model_copy(update={"pasted_later": later})


async def _take_pasted(dialog: EventDialog, event: Event) -> Responses:
    """The text that came while this event was unfinished, in its place."""
    if not dialog.answers.pasted_later:
        return await dialog.show(event)
    return await begin_pasted(event, dialog.context, dialog.answers.pasted_later)


async def _next_pasted(dialog: EventDialog, event: Event) -> Responses:
    """The same once this event is over, in a message of its own."""
    if not dialog.answers.pasted_later:
        return []
    begun = below(await begin_pasted(event, dialog.context, dialog.answers.pasted_later))
    return [each for each in begun if not isinstance(each, Toast)]


async def begin_pasted(
    event: Event, context: Context, pasted: Sequence[Sequence[PastedMessage]]
) -> Responses:
    """The card of the event that the first of the texts tells of, or the first question that is
    left; the others come after it."""
    answers = await filled_in(pasted[0], context)
    later = [list(each) for each in pasted[1:]]
    return await begin_anew(event, context, answers.model_copy(update={"pasted_later": later}))


async def _to_earlier(dialog: EventDialog, event: Event) -> Responses:
    if dialog.context.person.is_helper:  # a press may be forged
        return await dialog.show(event)
    return await show_earlier(event, dialog.context)


async def _gone(query: CallbackQuery, context: Context, draft_id: int) -> Responses:
    """The draft of a pressed button was saved, or dropped; perhaps another one waits."""
    sent = await sent_already(context, draft_id)
    if sent is not None:
        return show(query, sent, toast=texts.proposals.SENT_ALREADY)
    saved = await saved_from(context.session, draft_id, context.person)
    if saved is not None:
        await act_for(context, saved.region_code)
        return show(query, await receipt(saved, context), toast=texts.form.SAVED_ALREADY)
    waiting = await waiting_event(context.session, context.person, context.campaign.id)
    if waiting is None:
        gone = texts.form.FORM_GONE
        anew = draft_gone(gone, context.campaign.year)
        return show(query, Screen(gone) if context.person.is_admin else anew)
    return await _waiting(Dialog(EVENT, context, waiting), query)


async def _waiting(dialog: EventDialog, event: Event) -> Responses:
    """The choice to go on with the unfinished event; its first question if nothing is answered yet,
    as after a second tap on «Добавить мероприятие»."""
    if not dialog.draft.answers:
        await dialog.activate()
        return await dialog.show(event)
    waits = event_waits(dialog)
    dialog.remember(waits)
    return show(event, waits)


def waits(dialog: EventDialog) -> Screen | None:
    """Nothing once the report is closed, whose screens say what becomes of drafts."""
    can_go_on = dialog.draft.answers and not own_report_is_closed(dialog.context)
    return event_waits(dialog) if can_go_on else None


EVENT: Form[EventAnswers] = Form(
    kind=FormKind.EVENT,
    answers=EVENT_ANSWERS,
    steps=tuple(map(said_above, (*questions(), review()))),
    roles=frozenset({Role.COORDINATOR, Role.HELPER, Role.ADMIN}),
    finish=_save,
    cancel=put_aside,
    actions={
        "anew": _anew,
        "drop": drop,
        "other": _save_beside_twin,
        "earlier": _to_earlier,
        "pasted": _take_pasted,
    },
    reread=reread,
    gone=_gone,
    guard=guard,
    waits=waits,
    of_campaign=True,
)


HELPERS_ROUTES = (command(NEW, begin), press(NewEvent, begin))

ROUTES = (
    *HELPERS_ROUTES,
    press(NewEventInstead, begin_instead),
)
