"""«Мои мероприятия»: the region's events, opened and deleted."""

from collections.abc import Mapping, Sequence

from aiogram.types import CallbackQuery, Message

from domain.events.authors import last_hands, others_have_entered
from domain.events.repository import delete_event, event_of, page_of_events
from handlers import phrases
from handlers.callbacks import (
    DeleteEvent,
    FromFile,
    NewEvent,
    OpenEvent,
    OpenEvents,
    OpenOwnEvents,
    Reopen,
)
from handlers.confirmation import ask
from handlers.context import Context
from handlers.done_for_region import tell_region
from handlers.event_form import texts
from handlers.event_form.deleted_events import deleted_button
from handlers.event_form.event_card import earlier_button, event_card, event_gone, restore_button
from handlers.hands import briefly
from handlers.keyboards import DANGER, MAIN, button, page_buttons, rows
from handlers.menu import EVENTS
from handlers.of_year import event_of_earlier_year
from handlers.report_closed import closed, lock_own_report, own_report_is_closed, why_closed
from handlers.responses import Responses, Screen, show
from handlers.routes import command, press
from handlers.submit_again import with_submission
from models import Event


async def open_list(
    event: Message | CallbackQuery, context: Context, callback_data: OpenEvents | None = None
) -> Responses:
    page = callback_data.page if callback_data else 0
    return show(event, await _list(context, page))


async def open_own_list(
    query: CallbackQuery, callback_data: OpenOwnEvents, context: Context
) -> Responses:
    return show(query, await _list(context, callback_data.page, own=True))


async def open_one(query: CallbackQuery, callback_data: OpenEvent, context: Context) -> Responses:
    event = await _event(context, callback_data.event)
    if event is None:
        return show(query, await event_gone(context, callback_data.event))
    return show(query, await event_card(event, context))


async def delete(query: CallbackQuery, callback_data: DeleteEvent, context: Context) -> Responses:
    await lock_own_report(context)
    earlier = await event_of_earlier_year(context, callback_data.event)
    if earlier is not None:
        return show(query, earlier)
    then = Reopen(year=context.campaign.year, to="delete", event=callback_data.event)
    refused = await why_closed(context, then)
    if refused is not None:
        return show(query, refused)
    event = await _event(context, callback_data.event)
    if event is None:
        return show(query, await _list(context, 0), toast=texts.form.EVENT_GONE)
    if not callback_data.sure:
        sure = button(
            texts.saved_events.DELETE_SURE, DeleteEvent(event=event.id, sure=True), DANGER
        )
        leave = button(texts.saved_events.LEAVE, OpenEvent(event=event.id))
        return ask(query, context, texts.saved_events.confirm_delete(event), sure, leave)
    delete_event(context.session, event, by=context.person, now=context.now)
    await context.session.flush()
    told = await tell_region(context, texts.saved_events.deleted_for_region(event))
    return [*show(query, await _without(event, context)), *told]


async def _without(event: Event, context: Context) -> Screen:
    """The list after the event was deleted, with the way to take it back."""
    listing = await _list(context, 0)
    screen = Screen(listing.text, rows([restore_button(event)], *listing.buttons))
    return await with_submission(screen.with_note(texts.saved_events.deleted(event)), context)


async def _event(context: Context, event_id: int) -> Event | None:
    return await event_of(context.session, event_id, context.campaign, context.region.code)


async def _list(context: Context, page: int, *, own: bool = False) -> Screen:
    session, campaign, region = context.session, context.campaign, context.region
    by = context.person if own else None
    listing = await page_of_events(session, campaign, region.code, page, by=by)
    by_whom = await _by_whom(context, listing.items)
    text = texts.saved_events.events_list(listing, region=region.name, own=own, by_whom=by_whom)
    events = [
        [button(phrases.event_button(event), OpenEvent(event=event.id))] for event in listing.items
    ]
    to_page = OpenOwnEvents if own else OpenEvents
    pager = page_buttons(listing, lambda number: to_page(page=number))
    whose = []
    if own:
        whose.append(button(texts.saved_events.ALL_EVENTS, OpenEvents()))
    elif by_whom and context.on_behalf_of is None:
        whose.append(button(texts.saved_events.ONLY_MINE, OpenOwnEvents()))
    if own_report_is_closed(context):
        refused = await closed(context)
        return Screen(text, rows(*events, pager, whose, *refused.buttons)).with_note(refused.text)
    new = button(phrases.NEW_EVENT, NewEvent(year=context.campaign.year), MAIN)
    file = button(phrases.FROM_FILE, FromFile(year=context.campaign.year))
    earlier = await earlier_button(context)
    deleted = [] if own else await deleted_button(context)
    return Screen(text, rows(*events, pager, whose, [new], [file], earlier, deleted))


async def _by_whom(context: Context, events: Sequence[Event]) -> Mapping[int, str]:
    """By the event's id, if somebody else has a hand in the report."""
    session, person = context.session, context.person
    if not await others_have_entered(session, context.campaign, context.region.code, person):
        return {}
    hands = await last_hands(session, events)
    return {id_: briefly(hand, person, context.own_zone) for id_, hand in hands.items()}


ROUTES = (
    command(EVENTS, open_list),
    press(OpenEvents, open_list),
    press(OpenOwnEvents, open_own_list),
    press(OpenEvent, open_one),
    press(DeleteEvent, delete),
)
