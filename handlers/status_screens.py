"""What /status shows: the overview, the lists behind its figures, one region."""

from collections.abc import Sequence

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton

from handlers import texts
from handlers.answers import Screen, button, columns, rows
from handlers.doors import (
    ExtendRegion,
    OpenHistory,
    OpenPicture,
    OpenRegionReport,
    OpenStatus,
    RemindWhom,
    Year,
)
from handlers.region_picker import NO_DISTRICT, RegionChoice
from handlers.turn import Turn
from models import Campaign
from reports.region_card import region_card
from reports.regions import FEDERAL_DISTRICTS, Region
from reports.status import RegionStatus, region_statuses
from reports.status_groups import Group, members

BUTTONS = 30  # regions that are offered at once; more are found by district


class StatusGroup(CallbackData, prefix="group"):
    group: Group
    year: Year = 0


class StatusRegion(RegionChoice, prefix="stands"):
    """A district's regions, or one region."""

    year: Year = 0


async def overview_screen(turn: Turn, campaign: Campaign) -> Screen:
    statuses, year = await region_statuses(turn.session, campaign), campaign.year
    text = texts.status.overview(
        statuses, campaign=campaign, now=turn.now, zone=turn.zone, past=_is_past(turn, campaign)
    )
    groups = [
        button(
            texts.status_lists.group_button(group, count),
            StatusGroup(group=group, year=year).pack(),
        )
        for group in Group
        if (count := len(members(statuses, group, turn.now)))
    ]
    remind = texts.status.REMIND_UNREPORTED, RemindWhom(whom="unreported")
    keyboard = rows(
        *columns(groups, 2),
        *_districts(year),
        _reminding(turn, campaign, statuses, *remind),
        [
            button(texts.pictures.MAP, OpenPicture(what="map", year=year).pack()),
            button(texts.pictures.CHART, OpenPicture(what="chart", year=year).pack()),
            button(texts.status.REFRESH, OpenStatus(year=year).pack()),
        ],
    )
    return Screen(text, keyboard)


async def group_screen(turn: Turn, campaign: Campaign, group: Group) -> Screen:
    statuses = members(await region_statuses(turn.session, campaign), group, turn.now)
    text = texts.status_lists.group_list(
        statuses, group, zone=turn.zone, past=_is_past(turn, campaign)
    )
    regions = _regions(statuses, campaign) if len(statuses) <= BUTTONS else []
    remind = []
    if group == Group.SILENT:
        words, whom = texts.status_lists.REMIND_SILENT, RemindWhom(whom="silent")
        remind = _reminding(turn, campaign, statuses, words, whom)
    return Screen(text, rows(remind, *regions, [_to_overview(campaign)]))


async def district_screen(turn: Turn, campaign: Campaign, district: str | None) -> Screen:
    statuses = [
        each
        for each in await region_statuses(turn.session, campaign)
        if each.region.federal_district == district
    ]
    text = texts.status_lists.district_list(
        statuses, district, now=turn.now, zone=turn.zone, past=_is_past(turn, campaign)
    )
    whom = RemindWhom(whom="district", which=district or "")
    remind = _reminding(turn, campaign, statuses, texts.status_lists.REMIND_DISTRICT, whom)
    return Screen(text, rows(remind, *_regions(statuses, campaign), [_to_overview(campaign)]))


async def region_screen(turn: Turn, campaign: Campaign, region: Region) -> Screen:
    card = await region_card(turn.session, campaign, region.code)
    past = _is_past(turn, campaign)
    text = texts.region_card.region_card(
        card, campaign=campaign, now=turn.now, zone=turn.zone, past=past
    )
    district = StatusRegion(district=region.federal_district or NO_DISTRICT, year=campaign.year)
    back = [
        button(texts.status_lists.district_button(region.federal_district), district.pack()),
        _to_overview(campaign),
    ]
    return Screen(text, rows(*([] if past else _acts(turn, card.status)), back))


def _acts(turn: Turn, status: RegionStatus) -> list[list[InlineKeyboardButton]]:
    """What can be done about a region of the current campaign."""
    code = status.region.code
    report = button(texts.region_card.REGION_REPORT, OpenRegionReport(code=code).pack())
    history = button(texts.region_card.HISTORY, OpenHistory(subject="region", id=code).pack())
    if status.standing.reported:
        return [[report, history]]
    remind = RemindWhom(whom="region", which=code).pack()
    extend = button(texts.region_card.EXTEND, ExtendRegion(code=code).pack())
    asking = [button(texts.region_card.REMIND, remind)] if status.reachable else []
    return [_if_open(turn, turn.campaign, *asking, extend), [report, history]]


def _reminding(
    turn: Turn,
    campaign: Campaign,
    statuses: Sequence[RegionStatus],
    words: str,
    whom: RemindWhom,
) -> list[InlineKeyboardButton]:
    """To remind them, if any has not reported and still can."""
    if all(each.standing.reported for each in statuses):
        return []
    return _if_open(turn, campaign, button(words, whom.pack()))


def _districts(year: int) -> list[list[InlineKeyboardButton]]:
    opening = [
        button(
            texts.status_lists.district_button(each),
            StatusRegion(district=each or NO_DISTRICT, year=year).pack(),
        )
        for each in FEDERAL_DISTRICTS
    ]
    return columns(opening, 3)


def _regions(
    statuses: Sequence[RegionStatus], campaign: Campaign
) -> list[list[InlineKeyboardButton]]:
    opening = [
        button(
            texts.status_lists.region_button(each),
            StatusRegion(code=each.region.code, year=campaign.year).pack(),
        )
        for each in statuses
    ]
    return columns(opening, 2)


def _to_overview(campaign: Campaign) -> InlineKeyboardButton:
    return button(texts.status_lists.OVERVIEW, OpenStatus(year=campaign.year).pack())


def _is_past(turn: Turn, campaign: Campaign) -> bool:
    return campaign.id != turn.campaign.id


def _if_open(
    turn: Turn, campaign: Campaign, *buttons: InlineKeyboardButton
) -> list[InlineKeyboardButton]:
    """The buttons, while regions can still answer what they do."""
    is_open = not _is_past(turn, campaign) and campaign.closed_at is None
    return list(buttons) if is_open else []
