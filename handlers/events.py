"""«Мои мероприятия»: the region's events, opened and deleted."""

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from handlers import texts
from handlers.access import ForCoordinators
from handlers.answers import Answers, Screen, button, rows, show
from handlers.cards import event_card, why_closed
from handlers.commands import (
    EVENTS,
    Said,
)
from handlers.doors import (
    DeleteEvent,
    NewEvent,
    OpenEvent,
    OpenEvents,
)
from handlers.paging import turning
from handlers.turn import Turn
from models import Event
from reports.events import delete_event, event_of, lock_report, page_of_events


def router() -> Router:
    router = Router(name="events")
    router.message.filter(ForCoordinators())
    router.callback_query.filter(ForCoordinators())
    router.message.register(open_list, Said(EVENTS))
    router.callback_query.register(open_list, OpenEvents.filter())
    router.callback_query.register(open_one, OpenEvent.filter())
    router.callback_query.register(delete, DeleteEvent.filter())
    return router


async def open_list(
    event: Message | CallbackQuery, turn: Turn, callback_data: OpenEvents | None = None
) -> Answers:
    page = callback_data.page if callback_data else 0
    return show(event, await _list(turn, page))


async def open_one(query: CallbackQuery, callback_data: OpenEvent, turn: Turn) -> Answers:
    event = await _event(turn, callback_data.event)
    return show(query, event_card(event, turn.own_zone) if event else Screen(texts.form.EVENT_GONE))


async def delete(query: CallbackQuery, callback_data: DeleteEvent, turn: Turn) -> Answers:
    await lock_report(turn.session, turn.campaign, turn.region.code)
    closed = await why_closed(turn)
    if closed is not None:
        return show(query, closed)
    event = await _event(turn, callback_data.event)
    if event is None:
        return show(query, await _list(turn, 0), toast=texts.form.EVENT_GONE)
    if not callback_data.sure:
        sure = button(texts.report.DELETE_SURE, DeleteEvent(event=event.id, sure=True).pack())
        leave = button(texts.report.LEAVE, OpenEvent(event=event.id).pack())
        return show(query, Screen(texts.report.confirm_delete(event), rows([sure, leave])))
    delete_event(turn.session, event, by=turn.person, now=turn.now)
    await turn.session.flush()
    return show(query, await _list(turn, 0, note=texts.report.deleted(event)))


async def _event(turn: Turn, event_id: int) -> Event | None:
    return await event_of(turn.session, event_id, turn.campaign, turn.region.code)


async def _list(turn: Turn, page: int, note: str = "") -> Screen:
    listing = await page_of_events(turn.session, turn.campaign, turn.region.code, page)
    text = texts.report.events_list(listing, region=turn.region.name, note=note)
    events = [
        [button(texts.report.event_button(event), OpenEvent(event=event.id).pack())]
        for event in listing.events
    ]
    pager = turning(listing.page, listing.pages, lambda number: OpenEvents(page=number))
    new = button(texts.report.NEW_EVENT, NewEvent().pack())
    return Screen(text, rows(*events, pager, [new]))
