"""/status: where all 89 regions stand, the lists behind the figures, and one region."""

from collections.abc import Awaitable, Callable
from functools import partial

from aiogram.types import CallbackQuery, Message

from domain.campaigns.campaigns import campaign_of
from domain.regions.directory import FEDERAL_DISTRICTS, Region, region_by_code
from domain.regions.search import find_district
from domain.text.years import year_in
from handlers.callbacks import OpenRegion, OpenStatus
from handlers.context import Context
from handlers.menu import STATUS
from handlers.region_picker import NO_DISTRICT, search
from handlers.responses import Responses, Screen, alert, show
from handlers.routes import command, press
from handlers.status import texts
from handlers.status.region_screen import region_screen
from handlers.status.screens import (
    StatusDistricts,
    StatusGroup,
    StatusRegion,
    district_screen,
    districts_screen,
    group_screen,
    overview_screen,
)
from models import Campaign


async def say_status(message: Message, context: Context, argument: str) -> Responses:
    year, where = year_in(argument)
    campaign = context.campaign if year is None else await campaign_of(context.session, year)
    if campaign is None:
        screen = Screen(texts.overview.NO_SUCH_YEAR)
    elif not where:
        screen = await overview_screen(context, campaign)
    elif (district := find_district(where)) is not None:
        screen = await district_screen(context, campaign, district or None)
    else:
        screen = await _region(context, campaign, where)
    return show(message, screen)


async def open_status(
    query: CallbackQuery, callback_data: OpenStatus, context: Context
) -> Responses:
    toast = texts.overview.as_of(context.now, context.zone)
    return await _show(query, context, callback_data.year, overview_screen, toast=toast)


async def open_districts(
    query: CallbackQuery, callback_data: StatusDistricts, context: Context
) -> Responses:
    return await _show(query, context, callback_data.year, districts_screen)


async def open_group(
    query: CallbackQuery, callback_data: StatusGroup, context: Context
) -> Responses:
    screen = partial(group_screen, group=callback_data.group)
    return await _show(query, context, callback_data.year, screen)


async def open_region(
    query: CallbackQuery, callback_data: StatusRegion, context: Context
) -> Responses:
    return await _show(query, context, callback_data.year, partial(_chosen, choice=callback_data))


async def open_card(query: CallbackQuery, callback_data: OpenRegion, context: Context) -> Responses:
    region = region_by_code(callback_data.code)
    return show(query, await region_screen(context, context.campaign, region))


async def _show(
    query: CallbackQuery,
    context: Context,
    year: int,
    screen: Callable[[Context, Campaign], Awaitable[Screen]],
    *,
    toast: str = "",
) -> Responses:
    """The screen of that year's campaign; 0 is the current one."""
    campaign = context.campaign
    if year not in (0, campaign.year):
        earlier = await campaign_of(context.session, year)
        if earlier is None:
            return alert(query, texts.overview.NO_SUCH_YEAR)
        campaign = earlier
    return show(query, await screen(context, campaign), toast=toast)


async def _chosen(context: Context, campaign: Campaign, choice: StatusRegion) -> Screen:
    if choice.code:
        return await _region(context, campaign, choice.code)
    district = None if choice.district == NO_DISTRICT else choice.district
    if district not in FEDERAL_DISTRICTS:
        return await districts_screen(context, campaign)
    return await district_screen(context, campaign, district)


async def _region(context: Context, campaign: Campaign, typed: str) -> Screen:
    choice = partial(StatusRegion, year=campaign.year)
    region = search(choice, typed, unknown=texts.overview.REGION_NOT_FOUND)
    return await region_screen(context, campaign, region) if isinstance(region, Region) else region


ROUTES = (
    command(STATUS, say_status),
    press(OpenStatus, open_status),
    press(StatusDistricts, open_districts),
    press(StatusGroup, open_group),
    press(StatusRegion, open_region),
    press(OpenRegion, open_card),
)
