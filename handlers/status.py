"""/status: where all 89 regions stand, the lists behind the figures, and one region."""

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from handlers import texts
from handlers.access import ForAdmins
from handlers.answers import Answers, alert, show
from handlers.commands import (
    STATUS,
    Said,
)
from handlers.doors import OpenStatus
from handlers.region_picker import NO_DISTRICT, search
from handlers.status_screens import (
    StatusGroup,
    StatusRegion,
    district_screen,
    group_screen,
    overview_screen,
    region_screen,
)
from handlers.turn import Turn
from models import Campaign
from reports.campaigns import campaign_of
from reports.region_search import find_district
from reports.regions import FEDERAL_DISTRICTS, Region


def router() -> Router:
    router = Router(name="status")
    router.message.filter(ForAdmins())
    router.callback_query.filter(ForAdmins())
    router.message.register(say_status, Said(STATUS))
    router.callback_query.register(open_status, OpenStatus.filter())
    router.callback_query.register(open_group, StatusGroup.filter())
    router.callback_query.register(open_region, StatusRegion.filter())
    return router


async def say_status(message: Message, turn: Turn, argument: str) -> Answers:
    if not argument:
        return show(message, await overview_screen(turn, turn.campaign))
    district = find_district(argument)
    if district is not None:
        return show(message, await district_screen(turn, turn.campaign, district or None))
    region = search(StatusRegion, argument, unknown=texts.status.REGION_NOT_FOUND)
    if not isinstance(region, Region):
        return show(message, region)
    return show(message, await region_screen(turn, turn.campaign, region))


async def open_status(query: CallbackQuery, callback_data: OpenStatus, turn: Turn) -> Answers:
    campaign = await _campaign(turn, callback_data.year)
    if campaign is None:
        return alert(query, texts.status.NO_SUCH_YEAR)
    return show(
        query,
        await overview_screen(turn, campaign),
        toast=texts.values.short_moment(turn.now, turn.zone),
    )


async def open_group(query: CallbackQuery, callback_data: StatusGroup, turn: Turn) -> Answers:
    campaign = await _campaign(turn, callback_data.year)
    if campaign is None:
        return alert(query, texts.status.NO_SUCH_YEAR)
    return show(query, await group_screen(turn, campaign, callback_data.group))


async def open_region(query: CallbackQuery, callback_data: StatusRegion, turn: Turn) -> Answers:
    campaign, district = await _campaign(turn, callback_data.year), callback_data.district
    if campaign is None:
        return alert(query, texts.status.NO_SUCH_YEAR)
    if not callback_data.code:
        key = None if district == NO_DISTRICT else district
        if key not in FEDERAL_DISTRICTS:
            return show(query, await overview_screen(turn, campaign))
        return show(query, await district_screen(turn, campaign, key))
    region = search(StatusRegion, callback_data.code, unknown=texts.status.REGION_NOT_FOUND)
    if not isinstance(region, Region):
        return show(query, region)
    return show(query, await region_screen(turn, campaign, region))


async def _campaign(turn: Turn, year: int) -> Campaign | None:
    if year in (0, turn.campaign.year):
        return turn.campaign
    return await campaign_of(turn.session, year)
