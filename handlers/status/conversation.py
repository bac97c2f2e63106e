"""/status: where all 89 regions stand, the lists behind the figures, and one region."""

from aiogram.types import CallbackQuery, Message

from domain.campaigns.campaigns import campaign_of
from domain.regions.directory import FEDERAL_DISTRICTS, Region
from domain.regions.search import find_district
from handlers import formatting
from handlers.callbacks import OpenStatus
from handlers.context import Context
from handlers.menu import STATUS
from handlers.region_picker import NO_DISTRICT, search
from handlers.responses import Responses, alert, show
from handlers.routes import command, press
from handlers.status import texts
from handlers.status.screens import (
    StatusGroup,
    StatusRegion,
    district_screen,
    group_screen,
    overview_screen,
    region_screen,
)
from models import Campaign


async def say_status(message: Message, context: Context, argument: str) -> Responses:
    if not argument:
        return show(message, await overview_screen(context, context.campaign))
    district = find_district(argument)
    if district is not None:
        return show(message, await district_screen(context, context.campaign, district or None))
    region = search(StatusRegion, argument, unknown=texts.overview.REGION_NOT_FOUND)
    if not isinstance(region, Region):
        return show(message, region)
    return show(message, await region_screen(context, context.campaign, region))


async def open_status(
    query: CallbackQuery, callback_data: OpenStatus, context: Context
) -> Responses:
    campaign = await _campaign(context, callback_data.year)
    if campaign is None:
        return alert(query, texts.overview.NO_SUCH_YEAR)
    return show(
        query,
        await overview_screen(context, campaign),
        toast=formatting.short_moment(context.now, context.zone),
    )


async def open_group(
    query: CallbackQuery, callback_data: StatusGroup, context: Context
) -> Responses:
    campaign = await _campaign(context, callback_data.year)
    if campaign is None:
        return alert(query, texts.overview.NO_SUCH_YEAR)
    return show(query, await group_screen(context, campaign, callback_data.group))


async def open_region(
    query: CallbackQuery, callback_data: StatusRegion, context: Context
) -> Responses:
    campaign, district = await _campaign(context, callback_data.year), callback_data.district
    if campaign is None:
        return alert(query, texts.overview.NO_SUCH_YEAR)
    if not callback_data.code:
        key = None if district == NO_DISTRICT else district
        if key not in FEDERAL_DISTRICTS:
            return show(query, await overview_screen(context, campaign))
        return show(query, await district_screen(context, campaign, key))
    region = search(StatusRegion, callback_data.code, unknown=texts.overview.REGION_NOT_FOUND)
    if not isinstance(region, Region):
        return show(query, region)
    return show(query, await region_screen(context, campaign, region))


async def _campaign(context: Context, year: int) -> Campaign | None:
    if year in (0, context.campaign.year):
        return context.campaign
    return await campaign_of(context.session, year)


ROUTES = (
    command(STATUS, say_status),
    press(OpenStatus, open_status),
    press(StatusGroup, open_group),
    press(StatusRegion, open_region),
)
