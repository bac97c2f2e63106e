"""The form of a new event: from «Добавить мероприятие» to the receipt."""

from aiogram.types import CallbackQuery

from domain.drafts import draft_of, is_in_report, waiting_event
from domain.events.repository import recent_places, save_event, saved_from
from domain.events.twins import find_twin
from handlers.callbacks import NewEvent, NewEventInstead, Reopen
from handlers.context import Context
from handlers.done_for_region import tell_region_of_event
from handlers.event_form import texts
from handlers.event_form.answers import EVENT_ANSWERS, EventAnswers, EventDialog
from handlers.event_form.event_card import draft_gone, receipt
from handlers.event_form.questions import questions, review
from handlers.event_form.screens import event_waits, other_region_waits, twin_screen
from handlers.forms.dialog import Dialog, Form
from handlers.forms.typed import Event
from handlers.menu import NEW
from handlers.on_behalf import act_for
from handlers.report_closed import lock_own_report, own_report_is_closed, why_closed
from handlers.responses import Responses, Screen, say, show
from handlers.routes import command, press
from models import Campaign, Draft, FormKind, Role


async def begin(event: Event, context: Context) -> Responses:
    """The first question; or, if an event is unfinished, the choice to go on with it."""
    draft = await draft_of(context.session, context.person, FormKind.EVENT)
    is_waiting = draft and is_in_report(draft, context.person, context.campaign.id)
    waiting = draft if is_waiting else None
    closed = await _why_closed(context, waiting)
    if closed is not None:
        return show(event, closed)
    if waiting is None:
        left = await _left_from_earlier_year(context, draft)
        return [*left, *await _begin_anew(event, context)]
    dialog = Dialog(EVENT, context, waiting)
    if waiting.region_code == context.region.code:
        return await _waiting(dialog, event)
    if not waiting.answers:
        return await _begin_anew(event, context)
    waits = other_region_waits(dialog)
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
    return show(query, closed) if closed else await _begin_anew(query, context)


async def _begin_anew(event: Event, context: Context) -> Responses:
    places = await recent_places(context.session, context.region.code)
    dialog = await Dialog.begin(EVENT, context, suggestions=places)
    return await dialog.show(event)


async def _left_from_earlier_year(context: Context, old: Draft | None) -> Responses:
    """The answers of an unfinished event of an earlier year, shown before its draft is deleted."""
    if old is None or old.campaign_id == context.campaign.id or not old.answers:
        return []
    campaign = await context.session.get_one(Campaign, old.campaign_id)
    return [say(context.person.id, Screen(texts.form.left_from(campaign.year, old)))]


async def guard(dialog: EventDialog) -> Screen | None:
    await act_for(dialog.context, dialog.draft.region_code or "")
    return await _why_closed(dialog.context, dialog.draft)


async def _why_closed(context: Context, draft: Draft | None) -> Screen | None:
    """Why nothing can change, and what the person had typed, which is kept."""
    then = Reopen(year=context.campaign.year, to="add")
    if draft is not None and draft.form == FormKind.EDIT:
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
    return [*show(event, await receipt(saved, context)), *told]


async def _save_beside_twin(dialog: EventDialog, event: Event) -> Responses:
    dialog.set(is_no_twin=True)
    return await _save(dialog, event)


async def _put_aside(dialog: EventDialog, event: Event) -> Responses:
    """«Отложить» loses nothing: the event waits."""
    dialog.draft.active, dialog.context.draft = False, None
    waits = event_waits(dialog)
    dialog.remember(waits)
    return show(event, waits)


async def _drop(dialog: EventDialog, event: Event) -> Responses:
    await dialog.close()
    return show(event, draft_gone(texts.form.DRAFT_DROPPED, dialog.context.campaign.year))


async def _anew(dialog: EventDialog, event: Event) -> Responses:
    return await _begin_anew(event, dialog.context)


async def _gone(query: CallbackQuery, context: Context, draft_id: int) -> Responses:
    """The draft of a pressed button was saved, or dropped; perhaps another one waits."""
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
    steps=(*questions(), review()),
    roles=frozenset({Role.COORDINATOR, Role.ADMIN}),
    finish=_save,
    cancel=_put_aside,
    actions={"anew": _anew, "drop": _drop, "other": _save_beside_twin},
    gone=_gone,
    guard=guard,
    waits=waits,
    of_campaign=True,
)


ROUTES = (
    command(NEW, begin),
    press(NewEvent, begin),
    press(NewEventInstead, begin_instead),
)
