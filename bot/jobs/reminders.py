"""Sending the reminders that are due: claimed first, then sent, then recorded. A person whom
one does not reach keeps nobody else from theirs."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import NoReturn
from zoneinfo import ZoneInfo

from bot.database import Database
from bot.jobs.periodic import run_every
from bot.jobs.sender import Sender
from domain.campaigns.campaigns import current_campaign
from domain.campaigns.deadlines import deadline_of, extended_deadlines
from domain.mailings import reminders
from domain.mailings.sent import tally_of_reminders
from domain.people.people import locked_person, out_of_reach
from domain.regions.directory import region_by_code
from domain.reports.state import is_submitted, report_summary
from handlers.mailings import texts as mailings_texts
from handlers.mailings.screens import reminder as reminder_screen
from handlers.responses import Screen
from models import Campaign, Person, ReminderKind, Role

LOOK_EVERY = 5.0  # seconds


class Reminding:
    def __init__(
        self,
        sender: Sender,
        database: Database,
        rule: reminders.Rule,
        *,
        now: Callable[[], datetime],
    ) -> None:
        self._database = database
        self._rule = rule
        self._now = now
        self._sender = sender

    async def run(self) -> NoReturn:
        await run_every(self.send_due, every=LOOK_EVERY, failure="reminders.failed")

    async def send_due(self) -> None:
        """Whatever is due now: to coordinators, then to admins."""
        async with self._database.transaction() as session:
            campaign = await current_campaign(session)
            extended = await extended_deadlines(session, campaign)
        if campaign.closed_at is not None:
            return  # an admin has closed it: there is nothing to be in time for
        await self._remind(campaign, extended)
        day = reminders.round_due_on(self._rule, campaign.deadline, self._now())
        if day is not None:
            await self._tell_admins(campaign, ReminderKind.ROUND, day)
        day = reminders.closing_due_on(self._rule, campaign.deadline, self._now())
        if day is not None:
            await self._tell_admins(campaign, ReminderKind.CLOSING, day)

    async def _remind(self, campaign: Campaign, extended: Mapping[str, datetime]) -> None:
        due = reminders.due_regions(self._rule, campaign.deadline, self._now(), extended)
        if not due:
            return
        async with self._database.transaction() as session:
            found = await reminders.candidates(session, campaign, due, self._rule, self._now())
        for person, day in found:
            await self._sender.finish(self._remind_one(person, day))

    async def _remind_one(self, person: Person, day: date) -> None:
        """The text is made with the claim, so it says what is true when it is sent: the round
        takes its time, and somebody may have been removed or have submitted meanwhile, or an
        admin may have moved the deadline."""
        now = self._now()
        assert person.region_code is not None
        async with self._database.transaction() as session:
            present = await locked_person(session, person.id, Role.COORDINATOR)
            if present is None or present.region_code != person.region_code:
                return
            campaign = await current_campaign(session)
            deadline = await deadline_of(session, campaign, person.region_code)
            zone = ZoneInfo(region_by_code(person.region_code).time_zone)
            due = reminders.due_on(self._rule, deadline, zone, now)
            if campaign.closed_at is not None or due != day:
                return
            if await is_submitted(session, campaign, person.region_code):
                return
            delivery = await reminders.claim_reminder(
                session, campaign, person.id, ReminderKind.REMINDER, day, now
            )
            if delivery is None:
                return
            seen = await report_summary(session, campaign, person.region_code)
        region = region_by_code(person.region_code)
        screen = reminder_screen(campaign, deadline, self._rule.zone, region, seen, now)
        await self._sender.send_screen(delivery, screen)

    async def _tell_admins(self, campaign: Campaign, kind: ReminderKind, day: date) -> None:
        async with self._database.transaction() as session:
            to_tell = await reminders.admins_to_tell(session, campaign, kind, day, self._now())
        for admin in to_tell:
            await self._sender.finish(self._tell_one(campaign, kind, day, admin))

    async def _tell_one(
        self, campaign: Campaign, kind: ReminderKind, day: date, admin: Person
    ) -> None:
        async with self._database.transaction() as session:
            delivery = await reminders.claim_reminder(
                session, campaign, admin.id, kind, day, self._now()
            )
            if delivery is None:
                return
            if kind == ReminderKind.CLOSING:
                text = mailings_texts.reminders.closing(
                    campaign=campaign,
                    zone=self._rule.zone,
                    silent=await reminders.unreported_regions(session, campaign),
                    extended=await extended_deadlines(session, campaign),
                )
            else:
                text = mailings_texts.reminders.reminders_round(
                    await tally_of_reminders(session, campaign, day), await out_of_reach(session)
                )
        await self._sender.send_screen(delivery, Screen(text))
