"""«Удалённые»: a region's deleted events, and taking one back into the report."""

from aiogram.types import CallbackQuery, InlineKeyboardButton

from domain.events.deleted import (
    deleted_event_of,
    number_of_deleted,
    page_of_deleted,
    restore_event,
)
from domain.events.repository import answers_of, event_of
from domain.events.twins import find_twin
from handlers import phrases
from handlers.callbacks import OpenDeleted, OpenEvent, OpenEvents, Reopen, RestoreEvent
from handlers.confirmation import ask
from handlers.context import Context
from handlers.done_for_region import tell_region
from handlers.event_form import texts
from handlers.event_form.event_card import event_card, event_gone
from handlers.keyboards import MAIN, button, page_buttons, rows
from handlers.of_year import event_of_earlier_year
from handlers.report_closed import lock_own_report, why_closed
from handlers.responses import Responses, Screen, show
from handlers.routes import press
from handlers.submit_again import with_submission
from models import Event


async def open_deleted(
    query: CallbackQuery, callback_data: OpenDeleted, context: Context
) -> Responses:
    session, campaign, region = context.session, context.campaign, context.region
    listing = await page_of_deleted(session, campaign, region.code, callback_data.page)
    text = texts.deleted_events.deleted_list(listing, region=region.name, zone=context.own_zone)
    events = [
        [button(phrases.event_button(event), RestoreEvent(event=event.id))]
        for event in listing.items
    ]
    pager = page_buttons(listing, lambda number: OpenDeleted(page=number))
    present = button(phrases.MY_EVENTS, OpenEvents())
    return show(query, Screen(text, rows(*events, pager, [present])))


async def restore(query: CallbackQuery, callback_data: RestoreEvent, context: Context) -> Responses:
    await lock_own_report(context)
    earlier = await event_of_earlier_year(context, callback_data.event)
    if earlier is not None:
        return show(query, earlier)
    then = Reopen(year=context.campaign.year, to="restore", event=callback_data.event)
    refused = await why_closed(context, then)
    if refused is not None:
        return show(query, refused)
    session, campaign, code = context.session, context.campaign, context.region.code
    event = await deleted_event_of(session, callback_data.event, campaign, code)
    if event is None:
        return await _not_deleted(query, callback_data.event, context)
    twin = await find_twin(session, answers_of(event), campaign, code)
    if twin is not None and not callback_data.sure:
        return _ask_about_twin(query, context, event, twin)
    restore_event(session, event, by=context.person, now=context.now)
    await session.flush()
    told = await tell_region(context, texts.deleted_events.restored_for_region(event))
    return [*show(query, await _restored(event, context)), *told]


async def deleted_button(context: Context) -> list[InlineKeyboardButton]:
    """To what can be taken back, if there is anything; nothing while the report is submitted."""
    if context.reported:
        return []
    number = await number_of_deleted(context.session, context.campaign, context.region.code)
    return [button(texts.deleted_events.deleted(number), OpenDeleted())] if number else []


async def _not_deleted(query: CallbackQuery, event_id: int, context: Context) -> Responses:
    """A second tap, or a colleague was quicker."""
    event = await event_of(context.session, event_id, context.campaign, context.region.code)
    if event is None:
        return show(query, await event_gone(context, event_id))
    there = texts.deleted_events.there_already(event)
    return show(query, await event_card(event, context), toast=there)


def _ask_about_twin(query: CallbackQuery, context: Context, event: Event, twin: Event) -> Responses:
    sure = button(texts.deleted_events.RESTORE_SURE, RestoreEvent(event=event.id, sure=True), MAIN)
    opened = button(texts.form.open_twin(twin), OpenEvent(event=twin.id))
    leave = button(texts.deleted_events.LEAVE_DELETED, OpenEvents())
    return ask(query, context, texts.deleted_events.twin(event, twin), sure, opened, leave)


async def _restored(event: Event, context: Context) -> Screen:
    card = await event_card(event, context)
    screen = Screen(card.text, rows(*card.buttons, await deleted_button(context)))
    noted = screen.with_note(texts.deleted_events.restored(event))
    return await with_submission(noted, context)


ROUTES = (
    press(OpenDeleted, open_deleted),
    press(RestoreEvent, restore),
)
