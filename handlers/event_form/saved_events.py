"""«Мои мероприятия»: the region's events, opened and deleted."""

from aiogram.types import CallbackQuery, Message

from domain.events.repository import delete_event, event_of, page_of_events
from handlers import phrases
from handlers.callbacks import DeleteEvent, NewEvent, OpenEvent, OpenEvents, Reopen
from handlers.confirmation import ask
from handlers.context import Context
from handlers.done_for_region import tell_region
from handlers.event_form import texts
from handlers.event_form.event_card import event_card, event_gone, with_submission
from handlers.keyboards import DANGER, MAIN, button, page_buttons, rows
from handlers.menu import EVENTS
from handlers.of_year import event_of_earlier_year
from handlers.report_closed import closed, lock_own_report, own_report_is_closed, why_closed
from handlers.responses import Responses, Screen, show
from handlers.routes import command, press
from models import Event


async def open_list(
    event: Message | CallbackQuery, context: Context, callback_data: OpenEvents | None = None
) -> Responses:
    page = callback_data.page if callback_data else 0
    return show(event, await _list(context, page))


async def open_one(query: CallbackQuery, callback_data: OpenEvent, context: Context) -> Responses:
    event = await _event(context, callback_data.event)
    if event is None:
        return show(query, await event_gone(context, callback_data.event))
    return show(query, event_card(event, context))


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
    note = texts.saved_events.deleted(event)
    told = await tell_region(context, texts.saved_events.deleted_for_region(event))
    listing = (await _list(context, 0)).with_note(note)
    return [*show(query, await with_submission(listing, context)), *told]


async def _event(context: Context, event_id: int) -> Event | None:
    return await event_of(context.session, event_id, context.campaign, context.region.code)


async def _list(context: Context, page: int) -> Screen:
    listing = await page_of_events(context.session, context.campaign, context.region.code, page)
    text = texts.saved_events.events_list(listing, region=context.region.name)
    events = [
        [button(phrases.event_button(event), OpenEvent(event=event.id))] for event in listing.items
    ]
    pager = page_buttons(listing, lambda number: OpenEvents(page=number))
    if own_report_is_closed(context):
        refused = await closed(context)
        return Screen(text, rows(*events, pager, *refused.buttons)).with_note(refused.text)
    new = button(phrases.NEW_EVENT, NewEvent(year=context.campaign.year), MAIN)
    return Screen(text, rows(*events, pager, [new]))


ROUTES = (
    command(EVENTS, open_list),
    press(OpenEvents, open_list),
    press(OpenEvent, open_one),
    press(DeleteEvent, delete),
)
