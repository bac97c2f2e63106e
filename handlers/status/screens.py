"""What /status shows: the overview, the lists behind its figures, one region."""

from collections.abc import Sequence

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from domain.regions.directory import FEDERAL_DISTRICTS, Region
from domain.reports.region_card import region_card
from domain.reports.status import RegionStatus, region_statuses
from domain.reports.status_groups import Group, regions_in
from handlers.callbacks import (
    ExtendRegion,
    OpenHistory,
    OpenPicture,
    OpenStatus,
    RemindWhom,
    ReviewReport,
    Year,
)
from handlers.context import Context
from handlers.keyboards import button, columns, rows
from handlers.region_picker import NO_DISTRICT, RegionChoice
from handlers.responses import Screen, SendPicture
from handlers.status import texts
from models import Campaign

BUTTONS = 30  # regions that are offered at once; more are found by district


class StatusGroup(CallbackData, prefix="group"):
    group: Group
    year: Year = 0


class StatusRegion(RegionChoice, prefix="stands"):
    """A district's regions, or one region."""

    year: Year = 0


async def overview_screen(context: Context, campaign: Campaign) -> Screen:
    statuses, year = await region_statuses(context.session, campaign), campaign.year
    text = texts.overview.overview(
        statuses,
        campaign=campaign,
        now=context.now,
        zone=context.zone,
        past=_is_past(context, campaign),
    )
    groups = [
        button(texts.lists.group_button(group, count), StatusGroup(group=group, year=year))
        for group in Group
        if (count := len(regions_in(statuses, group, context.now)))
    ]
    remind = texts.overview.REMIND_UNREPORTED, RemindWhom(whom="unreported")
    keyboard = rows(
        *columns(groups, 2),
        *_districts(year),
        _reminding(context, campaign, statuses, *remind),
        [
            button(texts.pictures.MAP, OpenPicture(what="map", year=year)),
            button(texts.pictures.CHART, OpenPicture(what="chart", year=year)),
            button(texts.overview.REFRESH, OpenStatus(year=year)),
        ],
    )
    return Screen(text, keyboard)


async def group_screen(context: Context, campaign: Campaign, group: Group) -> Screen:
    statuses = regions_in(await region_statuses(context.session, campaign), group, context.now)
    text = texts.lists.group_list(
        statuses, group, zone=context.zone, past=_is_past(context, campaign)
    )
    regions = _regions(statuses, campaign) if len(statuses) <= BUTTONS else []
    remind = []
    if group == Group.SILENT:
        words, whom = texts.lists.REMIND_SILENT, RemindWhom(whom="silent")
        remind = _reminding(context, campaign, statuses, words, whom)
    return Screen(text, rows(remind, *regions, [_to_overview(campaign)]))


async def district_screen(context: Context, campaign: Campaign, district: str | None) -> Screen:
    statuses = [
        each
        for each in await region_statuses(context.session, campaign)
        if each.region.federal_district == district
    ]
    text = texts.lists.district_list(
        statuses, district, now=context.now, zone=context.zone, past=_is_past(context, campaign)
    )
    whom = RemindWhom(whom="district", which=district or "")
    remind = _reminding(context, campaign, statuses, texts.lists.REMIND_DISTRICT, whom)
    return Screen(text, rows(remind, *_regions(statuses, campaign), [_to_overview(campaign)]))


async def region_screen(context: Context, campaign: Campaign, region: Region) -> Screen:
    card = await region_card(context.session, campaign, region.code)
    past = _is_past(context, campaign)
    text = texts.region_card.region_card(
        card, campaign=campaign, now=context.now, zone=context.zone, past=past
    )
    district = StatusRegion(district=region.federal_district or NO_DISTRICT, year=campaign.year)
    back = [
        button(texts.lists.district_button(region.federal_district), district),
        _to_overview(campaign),
    ]
    return Screen(text, rows(*([] if past else _acts(context, card.status)), back))


def _acts(context: Context, status: RegionStatus) -> list[list[InlineKeyboardButton]]:
    """What can be done about a region of the current campaign."""
    code = status.region.code
    report = button(texts.region_card.REGION_REPORT, ReviewReport(code=code))
    history = button(texts.region_card.HISTORY, OpenHistory(subject="region", id=code))
    if status.report_status.reported:
        return [[report, history]]
    remind = RemindWhom(whom="region", which=code).pack()
    extend = button(texts.region_card.EXTEND, ExtendRegion(code=code))
    asking = [button(texts.region_card.REMIND, remind)] if status.reachable else []
    return [_if_open(context, context.campaign, *asking, extend), [report, history]]


def _reminding(
    context: Context,
    campaign: Campaign,
    statuses: Sequence[RegionStatus],
    words: str,
    whom: RemindWhom,
) -> list[InlineKeyboardButton]:
    """To remind them, if any has not reported and still can."""
    if all(each.report_status.reported for each in statuses):
        return []
    return _if_open(context, campaign, button(words, whom))


def _districts(year: int) -> list[list[InlineKeyboardButton]]:
    opening = [
        button(
            texts.lists.district_button(each), StatusRegion(district=each or NO_DISTRICT, year=year)
        )
        for each in FEDERAL_DISTRICTS
    ]
    return columns(opening, 3)


def _regions(
    statuses: Sequence[RegionStatus], campaign: Campaign
) -> list[list[InlineKeyboardButton]]:
    opening = [
        button(
            texts.lists.region_button(each), StatusRegion(code=each.region.code, year=campaign.year)
        )
        for each in statuses
    ]
    return columns(opening, 2)


def _to_overview(campaign: Campaign) -> InlineKeyboardButton:
    return button(texts.lists.OVERVIEW, OpenStatus(year=campaign.year))


def _is_past(context: Context, campaign: Campaign) -> bool:
    return campaign.id != context.campaign.id


def _if_open(
    context: Context, campaign: Campaign, *buttons: InlineKeyboardButton
) -> list[InlineKeyboardButton]:
    """The buttons, while regions can still answer what they do."""
    is_open = not _is_past(context, campaign) and campaign.closed_at is None
    return list(buttons) if is_open else []


def under_picture(picture: SendPicture) -> InlineKeyboardMarkup:
    """Below the map or the chart: the same one for a slide, and the words to it."""
    file = OpenPicture(what=picture.what, year=picture.year, as_file=True)
    as_file = [] if picture.as_file else [button(texts.pictures.AS_FILE, file)]
    status = button(texts.pictures.STATUS, OpenStatus(year=picture.year))
    return rows(as_file, [status])
