"""A coordinator past the deadline asks for more time; an admin decides; the region is told."""

from datetime import UTC, datetime, timedelta

from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery

from domain.campaigns.extensions import (
    ask_for_time,
    decline,
    extension_of,
    locked_request,
    open_request_of,
    open_requests,
)
from domain.people.people import admins
from domain.regions.directory import region_by_code
from domain.reports.status_queries import region_status
from domain.text.dates import END_OF_DAY
from handlers import formatting
from handlers.callbacks import AskForTime, ExtendRegion, OpenTimeRequests, RowId
from handlers.context import Context
from handlers.deadlines import texts
from handlers.deadlines.extension_card import grant_extension
from handlers.deadlines.screens import Seconds, seconds, to_deadline
from handlers.keyboards import button, rows
from handlers.notifications import Notification, notified, notify_admins, notify_region
from handlers.report_closed import TIME_ASKED_ALREADY, closed, lock_own_report, own_report_is_closed
from handlers.responses import Responses, Screen, alert, say, show
from handlers.routes import press
from models import ExtensionRequest, Person

SHOWN = 10  # at once; the others come when these are decided
DAYS_OFFERED = (1, 3, 7)


class ExtendUntil(CallbackData, prefix="extend_until"):
    request: RowId
    until: Seconds


class DeclineTime(CallbackData, prefix="decline_extension"):
    request: RowId


async def ask(query: CallbackQuery, context: Context) -> Responses:
    await lock_own_report(context)
    if not own_report_is_closed(context):
        return alert(query, texts.time_requests.STILL_TAKEN)
    if context.campaign.closed_at is not None:
        return show(query, await closed(context))
    if await open_request_of(context.session, context.campaign, context.region.code) is not None:
        return show(query, await closed(context), toast=TIME_ASKED_ALREADY)
    request = await ask_for_time(
        context.session, context.campaign, by=context.person, now=context.now
    )
    if request is None:
        return alert(query, texts.time_requests.TOO_MANY_ASKED)
    card = await _card(context, request, context.person)
    return [
        *show(query, Screen(texts.time_requests.TIME_ASKED)),
        *await notify_admins(context, card),
    ]


async def show_requests(query: CallbackQuery, context: Context) -> Responses:
    requests = await open_requests(context.session, context.campaign)
    if not requests:
        return show(query, Screen(texts.time_requests.NO_TIME_REQUESTS, rows([to_deadline()])))
    first, *others = [await _card(context, request, asker) for request, asker in requests[:SHOWN]]
    return [*show(query, first), *(say(query.from_user.id, card) for card in others)]


async def extend_until(
    query: CallbackQuery, callback_data: ExtendUntil, context: Context
) -> Responses:
    request = await _undecided(context, callback_data.request)
    if isinstance(request, Screen):
        return show(query, request)
    region = region_by_code(request.region_code)
    until = datetime.fromtimestamp(callback_data.until, UTC)
    latest = _end_of_day(context, DAYS_OFFERED[-1])
    if not max(context.now, context.campaign.deadline) < until <= latest:
        asker = await context.session.get_one(Person, request.person_id)
        card = await _card(context, request, asker)
        return show(query, card, toast=texts.time_requests.DAY_IS_OVER)
    _, sent = await grant_extension(context, region, until, texts.time_requests.BY_REQUEST)
    return await _decided(query, context, request, sent)


async def decline_request(
    query: CallbackQuery, callback_data: DeclineTime, context: Context
) -> Responses:
    request = await _undecided(context, callback_data.request)
    if isinstance(request, Screen):
        return show(query, request)
    decline(context.session, request, by=context.person, now=context.now)
    await context.session.flush()
    region, contact = region_by_code(request.region_code), await admins(context.session)
    text = texts.time_requests.request_declined(region, formatting.contact(contact))
    sent = await notify_region(context, region, Screen(text))
    return await _decided(query, context, request, sent)


async def _decided(
    query: CallbackQuery, context: Context, request: ExtensionRequest, sent: Notification
) -> Responses:
    note = notified(sent.reached, sent.blocked)
    return [*show(query, await _decision(context, request, note)), *sent.responses]


async def _undecided(context: Context, request_id: int) -> ExtensionRequest | Screen:
    """The request, locked; or a screen that says why it cannot be decided any more."""
    request = await locked_request(context.session, request_id)
    if request is None:
        return Screen(texts.time_requests.REQUEST_GONE)
    if request.decided_at is not None:
        return await _decision(context, request)
    if request.campaign_id != context.campaign.id or context.campaign.closed_at is not None:
        return Screen(texts.time_requests.REQUEST_IS_OVER)
    return request


def _end_of_day(context: Context, days: int) -> datetime:
    """By the ministry's calendar."""
    day = context.now.astimezone(context.zone).date() + timedelta(days=days)
    return datetime.combine(day, END_OF_DAY, context.zone)


async def _card(context: Context, request: ExtensionRequest, asker: Person) -> Screen:
    """For an admin to decide."""
    status = await region_status(context.session, context.campaign, request.region_code)
    text = texts.time_requests.request_card(asker, status, request.requested_at, context.zone)
    offered = [_end_of_day(context, days) for days in DAYS_OFFERED]
    until_buttons = [
        button(
            texts.time_requests.until_button(until.date()),
            ExtendUntil(request=request.id, until=seconds(until)),
        )
        for until in offered
    ]
    other = button(texts.time_requests.OTHER_UNTIL, ExtendRegion(code=request.region_code))
    no = button(texts.time_requests.DECLINE, DeclineTime(request=request.id))
    return Screen(text, rows(until_buttons, [other, no]))


async def _decision(context: Context, request: ExtensionRequest, note: str = "") -> Screen:
    asker = await context.session.get_one(Person, request.person_id)
    decider = await context.session.get_one(Person, request.decided_by)
    extension = await extension_of(context.session, context.campaign, request.region_code)
    text = texts.time_requests.request_decided(
        asker,
        region_by_code(request.region_code),
        approved=request.approved,
        extension=extension,
        by=decider.name,
        zone=context.zone,
    )
    return Screen(f"{text} {note}")


COORDINATORS_ROUTES = (press(AskForTime, ask),)
ADMINS_ROUTES = (
    press(OpenTimeRequests, show_requests),
    press(ExtendUntil, extend_until),
    press(DeclineTime, decline_request),
)
