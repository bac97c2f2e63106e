"""A coordinator past the deadline asks for more time, an admin decides, and the region hears
the outcome."""

from datetime import datetime, timedelta
from typing import Annotated

from aiogram import Router
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery
from pydantic import Field

from handlers import texts
from handlers.access import ForAdmins, ForCoordinators
from handlers.answers import Answers, Screen, alert, button, rows, say, show
from handlers.cards import closed
from handlers.deadline_screens import tell_region, to_deadline
from handlers.doors import (
    AskForTime,
    ExtendRegion,
    OpenTimeRequests,
    RowId,
)
from handlers.turn import Turn
from models import ExtensionRequest, Person
from reports.dates import END_OF_DAY
from reports.deadlines import report_is_closed
from reports.events import lock_region
from reports.extensions import (
    ask_for_time,
    decline,
    extension_of,
    grant,
    locked_request,
    open_request_of,
    open_requests,
)
from reports.people import admins
from reports.region_reports import glance
from reports.regions import region_by_code


class GiveDays(CallbackData, prefix="moredays"):
    request: RowId
    days: Annotated[int, Field(ge=1, le=7)]


class DeclineTime(CallbackData, prefix="notime"):
    request: RowId


def coordinators_router() -> Router:
    router = Router(name="coordinators ask for time")
    router.callback_query.filter(ForCoordinators())
    router.callback_query.register(ask, AskForTime.filter())
    return router


def admins_router() -> Router:
    router = Router(name="admins give time")
    router.callback_query.filter(ForAdmins())
    router.callback_query.register(show_requests, OpenTimeRequests.filter())
    router.callback_query.register(give, GiveDays.filter())
    router.callback_query.register(refuse, DeclineTime.filter())
    return router


async def ask(query: CallbackQuery, turn: Turn) -> Answers:
    await lock_region(turn.session, turn.region.code)
    if not await report_is_closed(turn.session, turn.campaign, turn.region.code, turn.now):
        return alert(query, texts.more_time.STILL_TAKEN)
    if turn.campaign.closed_at is not None:
        return show(query, await closed(turn))
    if await open_request_of(turn.session, turn.campaign, turn.region.code) is not None:
        return show(query, await closed(turn), toast=texts.more_time.TIME_ASKED_ALREADY)
    request = await ask_for_time(turn.session, turn.campaign, by=turn.person, now=turn.now)
    if request is None:
        return alert(query, texts.more_time.TOO_MANY_ASKED)
    card = await _card(turn, request, turn.person)
    told = [say(admin.id, card) for admin in await admins(turn.session)]
    return [*show(query, Screen(texts.more_time.TIME_ASKED)), *told]


async def show_requests(query: CallbackQuery, turn: Turn) -> Answers:
    requests = await open_requests(turn.session, turn.campaign)
    if not requests:
        return show(query, Screen(texts.more_time.NO_TIME_REQUESTS, rows([to_deadline()])))
    cards = [await _card(turn, request, asker) for request, asker in requests[:10]]
    return [*show(query, cards[0]), *(say(query.from_user.id, each) for each in cards[1:])]


async def give(query: CallbackQuery, callback_data: GiveDays, turn: Turn) -> Answers:
    request = await locked_request(turn.session, callback_data.request)
    settled = await _settled(turn, request)
    if request is None or settled is not None:
        return show(query, settled or Screen(texts.more_time.REQUEST_GONE))
    region, until = region_by_code(request.region_code), _end_of_day(turn, callback_data.days)
    reason = texts.more_time.BY_REQUEST
    await grant(
        turn.session, turn.campaign, region.code, until, reason, by=turn.person, now=turn.now
    )
    text = texts.extensions.told_of_extension(region, until, reason, turn.zone)
    return await _decided(query, turn, request, await tell_region(turn, region, text))


async def refuse(query: CallbackQuery, callback_data: DeclineTime, turn: Turn) -> Answers:
    request = await locked_request(turn.session, callback_data.request)
    settled = await _settled(turn, request)
    if request is None or settled is not None:
        return show(query, settled or Screen(texts.more_time.REQUEST_GONE))
    decline(turn.session, request, by=turn.person, now=turn.now)
    await turn.session.flush()
    region = region_by_code(request.region_code)
    contact = texts.values.contact(await admins(turn.session))
    text = texts.more_time.request_declined(region, contact)
    return await _decided(query, turn, request, await tell_region(turn, region, text))


async def _decided(
    query: CallbackQuery, turn: Turn, request: ExtensionRequest, told: Answers
) -> Answers:
    toast = "" if told else texts.more_time.NOBODY_TO_TELL
    return [*show(query, await _decision(turn, request), toast=toast), *told]


async def _settled(turn: Turn, request: ExtensionRequest | None) -> Screen | None:
    """What has become of a request that cannot be decided any more; None if it can."""
    if request is None:
        return None
    if request.decided_at is not None:
        return await _decision(turn, request)
    if request.campaign_id != turn.campaign.id or turn.campaign.closed_at is not None:
        return Screen(texts.more_time.REQUEST_IS_OVER)
    return None


def _end_of_day(turn: Turn, days: int) -> datetime:
    """By the ministry's calendar."""
    day = turn.now.astimezone(turn.zone).date() + timedelta(days=days)
    return datetime.combine(day, END_OF_DAY, turn.zone)


async def _card(turn: Turn, request: ExtensionRequest, asker: Person) -> Screen:
    """For an admin to decide."""
    region = region_by_code(request.region_code)
    seen = await glance(turn.session, turn.campaign, region.code)
    text = texts.more_time.request_card(asker, region, seen, request.requested_at, turn.zone)
    giving = [
        button(label, GiveDays(request=request.id, days=days).pack())
        for days, label in texts.more_time.MORE_DAYS.items()
    ]
    other = button(texts.more_time.OTHER_UNTIL, ExtendRegion(code=region.code).pack())
    no = button(texts.more_time.DECLINE, DeclineTime(request=request.id).pack())
    return Screen(text, rows(giving, [other, no]))


async def _decision(turn: Turn, request: ExtensionRequest) -> Screen:
    asker = await turn.session.get_one(Person, request.person_id)
    decider = await turn.session.get_one(Person, request.decided_by)
    given = await extension_of(turn.session, turn.campaign, request.region_code)
    text = texts.more_time.request_decided(
        asker,
        region_by_code(request.region_code),
        approved=request.approved,
        given=given,
        by=decider.name,
        zone=turn.zone,
    )
    return Screen(text)
