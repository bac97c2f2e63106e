"""Choosing whose coordinators are written to: by a button, or by a region or district typed."""

from dataclasses import dataclass

from aiogram.filters.callback_data import CallbackData

from domain.mailings.deliveries import unfinished_mailings
from domain.mailings.mailings import Audience, audience_of
from domain.mailings.sent import tally
from domain.regions.directory import FEDERAL_DISTRICTS, Region
from domain.regions.search import find_district, find_regions
from domain.reports.status import region_statuses
from handlers.context import Context
from handlers.keyboards import button, columns, rows
from handlers.mailings import texts
from handlers.mailings.screens import StopMailing
from handlers.region_picker import RegionChoice, picker, search
from handlers.responses import Screen
from models import Person

SHOWN = 5  # mailings under way
DISTRICTS, REGIONS = "districts", "regions"  # the steps that lead to one of them


class AudienceChoice(CallbackData, prefix="whom"):
    """One step of the choice: empty, DISTRICTS, REGIONS, or an audience. Each conversation has
    its own subclass, so that buttons never act in another one."""

    whom: str = ""
    which: str = ""


@dataclass(frozen=True, slots=True)
class Choosing:
    """A conversation's way of asking: its question, its buttons, and whether all 89 regions may
    be meant at once."""

    question: str
    audience: type[AudienceChoice]
    region: type[RegionChoice]
    everyone: bool

    async def menu(self, context: Context, note: str = "") -> Screen:
        """The groups with their numbers, and above them the mailings under way: any admin may
        stop one."""
        reported, silent, everyone = await _standing(context)
        groups = [
            ("all", texts.mailing.EVERYONE, everyone),
            ("unreported", texts.mailing.UNREPORTED, everyone - reported),
            ("silent", texts.mailing.SILENT, silent),
        ]
        offered = [
            [button(texts.mailing.with_number(label, number), self.audience(whom=whom).pack())]
            for whom, label, number in groups
            if whom != "all" or self.everyone
        ]
        district = button(texts.mailing.DISTRICT, self.audience(whom=DISTRICTS).pack())
        region = button(texts.mailing.REGION, self.audience(whom=REGIONS).pack())
        going, stop = [], []
        for mailing in (await unfinished_mailings(context.session))[:SHOWN]:
            author = await context.session.get_one(Person, mailing.created_by)
            so_far = await tally(context.session, mailing.id)
            going.append(texts.mailing.under_way(mailing, author, so_far))
            label = texts.mailing.stop_button(mailing, author)
            stop.append([button(label, StopMailing(mailing=mailing.id).pack())])
        text = texts.mailing.choose_audience(self.question, going=going, note=note)
        return Screen(text, rows(*stop, *offered, [district, region]))

    async def picked(self, context: Context, choice: AudienceChoice) -> Audience | Screen:
        """The audience that the button stands for, or the next screen of the choice."""
        if choice.whom == DISTRICTS:
            return self._districts()
        if choice.whom == REGIONS:
            return picker(self.region)
        return audience_of(choice.whom, choice.which) or await self.menu(context)

    async def not_found(self, context: Context, text: str) -> Screen:
        return await self.menu(context, note=texts.mailing.audience_not_found(text))

    def region_picked(self, choice: RegionChoice) -> Audience | Screen:
        if not choice.code:
            return picker(self.region, choice.district)
        found = search(self.region, choice.code)
        return Audience("region", found.code) if isinstance(found, Region) else found

    def typed(self, text: str) -> Audience | Screen | None:
        """The audience that is meant, or a screen to choose from; None if it names none."""
        district = find_district(text)
        if district is not None:
            return Audience("district", district)
        if not find_regions(text):
            return None
        found = search(self.region, text)
        return Audience("region", found.code) if isinstance(found, Region) else found

    def _districts(self) -> Screen:
        offered = [
            button(name, self.audience(whom="district", which=key or "").pack())
            for key, name in FEDERAL_DISTRICTS.items()
        ]
        back = button(texts.mailing.BACK, self.audience().pack())
        return Screen(texts.mailing.WHICH_DISTRICT, rows(*columns(offered, 1), [back]))


async def _standing(context: Context) -> tuple[int, int, int]:
    """How many regions have reported, how many have not begun, and how many there are."""
    statuses = await region_statuses(context.session, context.campaign)
    reported = sum(each.report_status.reported for each in statuses)
    silent = sum(each.silence is not None for each in statuses)
    return reported, silent, len(statuses)
