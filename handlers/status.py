"""/status: where all 89 regions stand, the lists behind the figures, and one region."""

from collections.abc import Sequence

from aiogram import Router
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery, InlineKeyboardButton, Message

from handlers import texts
from handlers.access import ForAdmins
from handlers.answers import Answers, Screen, alert, button, columns, rows, show
from handlers.commands import (
    STATUS,
    ExtendRegion,
    OpenHistory,
    OpenPicture,
    OpenRegionReport,
    OpenStatus,
    RemindWhom,
    Said,
    Year,
)
from handlers.region_picker import NO_DISTRICT, RegionChoice, search
from handlers.turn import Turn
from models import Campaign
from reports.campaigns import campaign_of
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
        return show(message, await _overview(turn, turn.campaign))
    region = search(StatusRegion, argument)
    if not isinstance(region, Region):
        return show(message, region)
    return show(message, await _region(turn, turn.campaign, region))


async def open_status(query: CallbackQuery, callback_data: OpenStatus, turn: Turn) -> Answers:
    campaign = await _campaign(turn, callback_data.year)
    if campaign is None:
        return alert(query, texts.status.NO_SUCH_YEAR)
    return show(
        query, await _overview(turn, campaign), toast=texts.values.short_moment(turn.now, turn.zone)
    )


async def open_group(query: CallbackQuery, callback_data: StatusGroup, turn: Turn) -> Answers:
    campaign = await _campaign(turn, callback_data.year)
    if campaign is None:
        return alert(query, texts.status.NO_SUCH_YEAR)
    return show(query, await _group(turn, campaign, callback_data.group))


async def open_region(query: CallbackQuery, callback_data: StatusRegion, turn: Turn) -> Answers:
    campaign, district = await _campaign(turn, callback_data.year), callback_data.district
    if campaign is None:
        return alert(query, texts.status.NO_SUCH_YEAR)
    if not callback_data.code:
        key = None if district == NO_DISTRICT else district
        if key not in FEDERAL_DISTRICTS:
            return show(query, await _overview(turn, campaign))
        return show(query, await _district(turn, campaign, key))
    region = search(StatusRegion, callback_data.code)
    if not isinstance(region, Region):
        return show(query, region)
    return show(query, await _region(turn, campaign, region))


async def _campaign(turn: Turn, year: int) -> Campaign | None:
    if year in (0, turn.campaign.year):
        return turn.campaign
    return await campaign_of(turn.session, year)


# ── Screens ──────────────────────────────────────────────────────────────────────────────


async def _overview(turn: Turn, campaign: Campaign) -> Screen:
    statuses, year = await region_statuses(turn.session, campaign), campaign.year
    text = texts.status.overview(
        statuses, campaign=campaign, now=turn.now, zone=turn.zone, past=_is_past(turn, campaign)
    )
    groups = [
        button(texts.status.group_button(group, count), StatusGroup(group=group, year=year).pack())
        for group in Group
        if (count := len(members(statuses, group, turn.now)))
    ]
    districts = [
        button(
            texts.status.district_button(each),
            StatusRegion(district=each or NO_DISTRICT, year=year).pack(),
        )
        for each in FEDERAL_DISTRICTS
    ]
    remind = RemindWhom(whom="unreported").pack()
    pictures = [
        button(texts.pictures.MAP, OpenPicture(what="map", year=year).pack()),
        button(texts.pictures.CHART, OpenPicture(what="chart", year=year).pack()),
        button(texts.status.REFRESH, OpenStatus(year=year).pack()),
    ]
    keyboard = rows(
        *columns(groups, 2),
        *columns(districts, 3),
        _if_open(turn, campaign, button(texts.status.REMIND_UNREPORTED, remind)),
        pictures,
    )
    return Screen(text, keyboard)


async def _group(turn: Turn, campaign: Campaign, group: Group) -> Screen:
    statuses = members(await region_statuses(turn.session, campaign), group, turn.now)
    text = texts.status.group_list(statuses, group, zone=turn.zone, past=_is_past(turn, campaign))
    regions = _regions(statuses, campaign) if len(statuses) <= BUTTONS else []
    remind = []
    if statuses and group == Group.SILENT:
        whom = RemindWhom(whom="silent").pack()
        remind = _if_open(turn, campaign, button(texts.status.REMIND_SILENT, whom))
    return Screen(text, rows(remind, *regions, [_to_overview(campaign)]))


async def _district(turn: Turn, campaign: Campaign, district: str | None) -> Screen:
    statuses = [
        each
        for each in await region_statuses(turn.session, campaign)
        if each.region.federal_district == district
    ]
    text = texts.status.district_list(
        statuses, district, now=turn.now, zone=turn.zone, past=_is_past(turn, campaign)
    )
    remind = []
    if not all(each.standing.reported for each in statuses):
        whom = RemindWhom(whom="district", which=district or "").pack()
        remind = _if_open(turn, campaign, button(texts.status.REMIND_DISTRICT, whom))
    return Screen(text, rows(remind, *_regions(statuses, campaign), [_to_overview(campaign)]))


async def _region(turn: Turn, campaign: Campaign, region: Region) -> Screen:
    card = await region_card(turn.session, campaign, region.code)
    past = _is_past(turn, campaign)
    text = texts.region_card.region_card(
        card, campaign=campaign, now=turn.now, zone=turn.zone, past=past
    )
    district = StatusRegion(district=region.federal_district or NO_DISTRICT, year=campaign.year)
    back = [
        button(texts.status.district_button(region.federal_district), district.pack()),
        _to_overview(campaign),
    ]
    return Screen(text, rows(*([] if past else _acts(turn, card.status)), back))


def _acts(turn: Turn, status: RegionStatus) -> list[list[InlineKeyboardButton]]:
    """What can be done about a region of the current campaign."""
    code = status.region.code
    report = button(texts.status.REGION_REPORT, OpenRegionReport(code=code).pack())
    history = button(texts.status.HISTORY, OpenHistory(subject="region", id=code).pack())
    if status.standing.reported:
        return [[report, history]]
    remind = RemindWhom(whom="region", which=code).pack()
    extend = button(texts.status.EXTEND, ExtendRegion(code=code).pack())
    asking = [button(texts.status.REMIND_REGION, remind)] if status.reachable else []
    return [_if_open(turn, turn.campaign, *asking, extend), [report, history]]


def _regions(
    statuses: Sequence[RegionStatus], campaign: Campaign
) -> list[list[InlineKeyboardButton]]:
    opening = [
        button(
            texts.status.region_button(each),
            StatusRegion(code=each.region.code, year=campaign.year).pack(),
        )
        for each in statuses
    ]
    return columns(opening, 2)


def _to_overview(campaign: Campaign) -> InlineKeyboardButton:
    return button(texts.status.OVERVIEW, OpenStatus(year=campaign.year).pack())


def _is_past(turn: Turn, campaign: Campaign) -> bool:
    return campaign.id != turn.campaign.id


def _if_open(
    turn: Turn, campaign: Campaign, *buttons: InlineKeyboardButton
) -> list[InlineKeyboardButton]:
    """The buttons, while regions can still answer what they do."""
    is_open = not _is_past(turn, campaign) and campaign.closed_at is None
    return list(buttons) if is_open else []
