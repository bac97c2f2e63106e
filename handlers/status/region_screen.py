"""One region, with what an admin can do about it."""

from aiogram.types import InlineKeyboardButton

from domain.history.since_decision import changed_since_acceptance
from domain.regions.directory import Region
from domain.reports.region_card import RegionCard, region_card
from domain.reports.status import RegionStatus
from handlers import phrases
from handlers.callbacks import (
    AcceptReport,
    ExtendRegion,
    OpenHistory,
    OpenTimeRequest,
    RemindWhom,
    ReviewReport,
    StartReturn,
)
from handlers.context import Context
from handlers.keyboards import MAIN, button, rows
from handlers.on_behalf import report_button
from handlers.papers import papers_for_admin
from handlers.region_picker import NO_DISTRICT
from handlers.responses import Screen
from handlers.status import texts
from handlers.status.screens import StatusRegion, is_open, is_past, to_overview
from models import Campaign


async def region_screen(context: Context, campaign: Campaign, region: Region) -> Screen:
    card = await region_card(context.session, campaign, region.code)
    past = is_past(context, campaign)
    changed = (
        await changed_since_acceptance(context.session, campaign, region.code)
        if card.status.changed_since_acceptance
        else []
    )
    text = texts.region_card.region_card(
        card, changed, campaign=campaign, now=context.now, zone=context.zone, past=past
    )
    district = StatusRegion(district=region.federal_district or NO_DISTRICT, year=campaign.year)
    back = [
        button(texts.lists.district_button(region.federal_district), district),
        to_overview(campaign),
    ]
    papers = papers_for_admin(card.status, campaign.year, card.submission)
    return Screen(text, rows(*(papers if past else _actions(context, card)), back))


def _actions(context: Context, card: RegionCard) -> list[list[InlineKeyboardButton]]:
    """What can be done about a region of the current campaign."""
    status, code = card.status, card.status.region.code
    taken = is_open(context, context.campaign)
    report = button(texts.region_card.REGION_REPORT, ReviewReport(code=code))
    history = button(texts.region_card.HISTORY, OpenHistory(subject="region", id=code))
    remind = button(texts.region_card.REMIND, RemindWhom(whom="region", which=code))
    extend = button(texts.region_card.EXTEND, ExtendRegion(year=context.campaign.year, code=code))
    chase = [remind, extend] if status.reachable else [extend]
    due = taken and not status.report_status.reported
    instead = [report_button(status.region)] if taken else []
    asked = button(texts.region_card.TIME_REQUEST, OpenTimeRequest(code=code))
    return [
        [asked] if taken and card.request else [],
        _decisions(status, context.campaign.year, taken=taken),
        chase if due else [],
        [report, history],
        instead,
    ]


def _decisions(status: RegionStatus, year: int, *, taken: bool) -> list[InlineKeyboardButton]:
    """On the report, which opens once it is decided. `taken`: the campaign takes reports."""
    code, decisions = status.region.code, []
    if status.acceptable:
        accept = AcceptReport(year=year, code=code, seen=status.decision_version)
        decisions.append(button(phrases.ACCEPT_REPORT, accept, MAIN))
    if status.returnable and taken:
        decisions.append(button(phrases.RETURN_REPORT, StartReturn(year=year, code=code)))
    return decisions
