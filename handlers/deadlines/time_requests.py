"""An admin decides on coordinators' requests for more time; the region is told."""

from aiogram.types import CallbackQuery

from domain.campaigns.extensions import open_request_of, open_requests
from domain.regions.directory import region_by_code
from domain.reports.status_queries import region_status
from handlers.callbacks import OpenTimeRequest, OpenTimeRequests
from handlers.context import Context
from handlers.deadlines import texts
from handlers.deadlines.extension_card import grant_extension
from handlers.deadlines.request_card import (
    ExtendReported,
    ExtendUntil,
    decision,
    request_card,
    undecided,
)
from handlers.deadlines.screens import seconds, to_deadline
from handlers.keyboards import rows
from handlers.notifications import notified
from handlers.responses import Responses, Screen, say, show
from handlers.routes import press
from models import ExtensionRequest, Person

SHOWN = 10  # at once; the others come when these are decided


async def show_requests(query: CallbackQuery, context: Context) -> Responses:
    requests = await open_requests(context.session, context.campaign)
    if not requests:
        return show(query, Screen(texts.time_requests.NO_TIME_REQUESTS, rows([to_deadline()])))
    cards = [await request_card(context, request, asker) for request, asker in requests[:SHOWN]]
    return [*show(query, cards[0]), *(say(query.from_user.id, card) for card in cards[1:])]


async def show_request(
    query: CallbackQuery, callback_data: OpenTimeRequest, context: Context
) -> Responses:
    request = await open_request_of(context.session, context.campaign, callback_data.code)
    if request is None:
        return show(query, Screen(texts.time_requests.REQUEST_GONE, rows([to_deadline()])))
    asker = await context.session.get_one(Person, request.person_id)
    return show(query, await request_card(context, request, asker))


async def extend_until(
    query: CallbackQuery, callback_data: ExtendUntil, context: Context
) -> Responses:
    request = await undecided(context, callback_data.request)
    if isinstance(request, Screen):
        return show(query, request)
    until, earliest = request.until, max(context.now, context.campaign.deadline)
    # Buttons from before a date was asked for named days of their own.
    if until is None or seconds(until) != callback_data.until or until <= earliest:
        return await _card_again(query, context, request, texts.time_requests.CHOOSE_DATE)
    status = await region_status(context.session, context.campaign, request.region_code)
    if status.report_status.reported and not isinstance(callback_data, ExtendReported):
        return await _card_again(query, context, request, texts.extensions.REPORTED_MEANWHILE)
    region, reason = region_by_code(request.region_code), request.reason
    reason = reason or texts.time_requests.BY_REQUEST
    _, sent = await grant_extension(context, region, until, reason)
    note = notified(sent.reached, sent.blocked)
    return [*show(query, await decision(context, request, note)), *sent.responses]


async def _card_again(
    query: CallbackQuery, context: Context, request: ExtensionRequest, toast: str
) -> Responses:
    asker = await context.session.get_one(Person, request.person_id)
    return show(query, await request_card(context, request, asker), toast=toast)


ROUTES = (
    press(OpenTimeRequests, show_requests),
    press(OpenTimeRequest, show_request),
    press(ExtendUntil, extend_until),
    press(ExtendReported, extend_until),
)
