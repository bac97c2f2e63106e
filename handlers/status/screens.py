"""What /status shows: the overview, and the lists behind its figures."""

from collections.abc import Sequence

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from domain.campaigns.extensions import open_requests
from domain.regions.directory import FEDERAL_DISTRICTS
from domain.reports.status import RegionStatus
from domain.reports.status_groups import Group, regions_in
from domain.reports.status_queries import region_statuses
from handlers import phrases
from handlers.callbacks import (
    AcceptAll,
    OpenPicture,
    OpenStatus,
    OpenTimeRequests,
    RemindWhom,
    Year,
)
from handlers.context import Context
from handlers.keyboards import button, columns, pairs, rows
from handlers.region_picker import NO_DISTRICT, RegionChoice
from handlers.responses import Screen, SendPicture
from handlers.status import texts
from models import Campaign

BUTTONS = 30  # regions that are offered at once; more are found by district


class StatusGroup(CallbackData, prefix="status_group"):
    group: Group
    year: Year = 0


class StatusDistricts(CallbackData, prefix="status_districts"):
    year: Year = 0


class StatusRegion(RegionChoice, prefix="status_region"):
    """A district's regions, or one region."""

    year: Year = 0


async def overview_screen(context: Context, campaign: Campaign) -> Screen:
    statuses, year = await region_statuses(context.session, campaign), campaign.year
    past = is_past(context, campaign)
    text = texts.overview.overview(
        statuses, campaign=campaign, now=context.now, zone=context.zone, past=past
    )
    groups = [
        button(
            texts.lists.group_button(group, count, closed=campaign.closed_at is not None),
            StatusGroup(group=group, year=year),
        )
        for group in Group
        if (count := len(regions_in(statuses, group, context.now)))
        and not (past and group == Group.UNREACHABLE)
    ]
    unreported = sum(not status.report_status.reported for status in statuses)
    remind = button(texts.lists.remind_button(unreported), RemindWhom(whom="unreported"))
    more = [
        button(texts.overview.DISTRICTS, StatusDistricts(year=year)),
        button(texts.pictures.MAP, OpenPicture(what="map", year=year)),
        button(texts.overview.REFRESH, OpenStatus(year=year)),
    ]
    lists = [*groups, *_if_unreported(context, campaign, statuses, remind)]
    taken = is_open(context, campaign)
    asked = await open_requests(context.session, campaign) if taken else []
    requests = button(phrases.time_requests_button(len(asked)), OpenTimeRequests())
    accept = [] if past else _accept(statuses)
    return Screen(text, rows(*pairs(lists), accept, [requests] if asked else [], more))


async def districts_screen(context: Context, campaign: Campaign) -> Screen:
    statuses = await region_statuses(context.session, campaign)
    districts = [
        button(
            texts.lists.district_button(district),
            StatusRegion(district=district or NO_DISTRICT, year=campaign.year),
        )
        for district in FEDERAL_DISTRICTS
    ]
    text = texts.overview.districts(statuses, campaign)
    return Screen(text, rows(*columns(districts, 3), [to_overview(campaign)]))


async def group_screen(context: Context, campaign: Campaign, group: Group) -> Screen:
    statuses = regions_in(await region_statuses(context.session, campaign), group, context.now)
    past = is_past(context, campaign)
    closed = campaign.closed_at is not None
    text = texts.lists.group_list(statuses, group, zone=context.zone, past=past, closed=closed)
    regions = _regions(statuses, campaign) if len(statuses) <= BUTTONS else []
    remind = []
    if group == Group.NOT_BEGUN:
        silent = button(texts.lists.REMIND_NOT_BEGUN, RemindWhom(whom="silent"))
        remind = _if_unreported(context, campaign, statuses, silent)
    return Screen(text, rows(remind, *regions, [to_overview(campaign)]))


async def district_screen(context: Context, campaign: Campaign, district: str | None) -> Screen:
    statuses = [
        status
        for status in await region_statuses(context.session, campaign)
        if status.region.federal_district == district
    ]
    past = is_past(context, campaign)
    text = texts.lists.district_list(
        statuses,
        district,
        now=context.now,
        zone=context.zone,
        past=past,
        closed=campaign.closed_at is not None,
    )
    whom = RemindWhom(whom="district", which=district or "")
    remind = button(texts.lists.REMIND_DISTRICT, whom)
    return Screen(
        text,
        rows(
            _if_unreported(context, campaign, statuses, remind),
            [] if past else _accept(statuses, district or NO_DISTRICT),
            *_regions(statuses, campaign),
            [to_overview(campaign)],
        ),
    )


def _accept(statuses: Sequence[RegionStatus], district: str = "") -> list[InlineKeyboardButton]:
    """To accepting those that wait for it, with their number: which of them nothing is open about,
    is read there."""
    waiting = sum(status.acceptable for status in statuses)
    label = texts.lists.accept_button(waiting)
    return [button(label, AcceptAll(district=district))] if waiting else []


def _if_unreported(
    context: Context,
    campaign: Campaign,
    statuses: Sequence[RegionStatus],
    remind: InlineKeyboardButton,
) -> list[InlineKeyboardButton]:
    """The button, if any of the regions has not reported and still can."""
    reported = all(status.report_status.reported for status in statuses)
    return [remind] if is_open(context, campaign) and not reported else []


def _regions(
    statuses: Sequence[RegionStatus], campaign: Campaign
) -> list[list[InlineKeyboardButton]]:
    buttons = [
        button(
            texts.lists.region_button(status),
            StatusRegion(code=status.region.code, year=campaign.year),
        )
        for status in statuses
    ]
    return columns(buttons, 4)


def to_overview(campaign: Campaign) -> InlineKeyboardButton:
    return button(texts.lists.OVERVIEW, OpenStatus(year=campaign.year))


def is_past(context: Context, campaign: Campaign) -> bool:
    return campaign.id != context.campaign.id


def is_open(context: Context, campaign: Campaign) -> bool:
    return not is_past(context, campaign) and campaign.closed_at is None


def under_picture(picture: SendPicture) -> InlineKeyboardMarkup:
    """The same picture as a file for a slide, the other picture, and the figures in words."""
    file = OpenPicture(what=picture.what, year=picture.year, as_file=True)
    as_file = [] if picture.as_file else [button(texts.pictures.AS_FILE, file)]
    if picture.what == "map":
        other = button(texts.pictures.CHART, OpenPicture(what="chart", year=picture.year))
    else:
        other = button(texts.pictures.MAP, OpenPicture(what="map", year=picture.year))
    status = button(texts.pictures.STATUS, OpenStatus(year=picture.year))
    return rows(as_file, [other, status])
