"""Sends what is due by the clock to coordinators (reminders, and that the deadline has passed), and
to the admins what became of it. If one person cannot be reached, the others still get theirs."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from bot.database import Database
from bot.jobs.sender import Sender
from domain.campaigns.campaigns import current_campaign
from domain.campaigns.deadlines import extended_deadlines
from domain.mailings import reminders
from domain.mailings.progress import tally_of_reminders
from domain.people.people import locked_person
from domain.people.reachable import out_of_reach
from domain.reports.status_queries import region_status, region_statuses
from handlers.mailings import texts as mailings_texts
from handlers.mailings.screens import reminder as reminder_screen
from handlers.responses import Screen
from models import Campaign, Person, ReminderKind, Role


@dataclass(frozen=True, slots=True)
class Reminders:
    sender: Sender
    database: Database
    rule: reminders.Rule
    now: Callable[[], datetime]

    async def send_due(self) -> None:
        """Whatever is due now: to coordinators, then to admins."""
        async with self.database.transaction() as session:
            campaign = await current_campaign(session)
            extended = await extended_deadlines(session, campaign)
        if campaign.closed_at is not None:
            return  # an admin has closed it: there is nothing to be in time for
        now = self.now()
        due = reminders.due_regions(self.rule, campaign.deadline, now, extended)
        await self._tell_regions(campaign, ReminderKind.REMINDER, due)
        overdue = reminders.overdue_regions(self.rule, campaign.deadline, now, extended)
        await self._tell_regions(campaign, ReminderKind.OVERDUE, overdue)
        for kind, due_on in (
            (ReminderKind.ROUND, reminders.round_due_on),
            (ReminderKind.CLOSING, reminders.closing_due_on),
        ):
            day = due_on(self.rule, campaign.deadline, self.now())
            if day is not None:
                await self._tell_admins(campaign, kind, day)
        for day in reminders.extensions_over_on(self.rule, now, extended):
            await self._tell_admins(campaign, ReminderKind.TIME_OVER, day)

    async def _tell_regions(
        self, campaign: Campaign, kind: ReminderKind, due: Mapping[str, reminders.Due]
    ) -> None:
        if not due:
            return
        async with self.database.transaction() as session:
            candidates = await reminders.candidates(session, campaign, kind, due, self.now())
        for person, day in candidates:
            await self.sender.finish(self._tell_coordinator(kind, person, day))

    async def _tell_coordinator(self, kind: ReminderKind, person: Person, day: date) -> None:
        """The text is made in the transaction of the claim, so it is true when it is sent: during
        the round somebody may be removed or submit, or an admin may move the deadline."""
        now = self.now()
        assert person.region_code is not None
        async with self.database.transaction() as session:
            present = await locked_person(session, person.id, Role.COORDINATOR)
            if present is None or present.region_code != person.region_code:
                return
            campaign = await current_campaign(session)
            status = await region_status(session, campaign, person.region_code)
            zone = ZoneInfo(status.region.time_zone)
            is_reminder = kind == ReminderKind.REMINDER
            due_on = reminders.due_on if is_reminder else reminders.overdue_on
            due = due_on(self.rule, status.deadline, zone, now)
            if campaign.closed_at is not None or due != day or status.report_status.reported:
                return
            delivery = await reminders.claim_reminder(session, campaign, person.id, kind, day, now)
            if delivery is None:
                return
        screen = reminder_screen(campaign, status, zone=self.rule.zone, now=now)
        await self.sender.send_screen(delivery, screen)

    async def _tell_admins(self, campaign: Campaign, kind: ReminderKind, day: date) -> None:
        async with self.database.transaction() as session:
            to_tell = await reminders.admins_to_tell(session, kind, day, self.now())
        for admin in to_tell:
            await self.sender.finish(self._tell_one(campaign, kind, day, admin))

    async def _tell_one(
        self, campaign: Campaign, kind: ReminderKind, day: date, admin: Person
    ) -> None:
        async with self.database.transaction() as session:
            text = await self._text_for_admins(session, campaign, kind, day)
            if not text:
                return
            delivery = await reminders.claim_reminder(
                session, campaign, admin.id, kind, day, self.now()
            )
        if delivery is not None:
            await self.sender.send_screen(delivery, Screen(text))

    async def _text_for_admins(
        self, session: AsyncSession, campaign: Campaign, kind: ReminderKind, day: date
    ) -> str:
        """Empty if there is nothing to tell."""
        if kind == ReminderKind.ROUND:
            tally = await tally_of_reminders(session, campaign, day)
            return mailings_texts.reminders.reminders_round(tally, await out_of_reach(session))
        zone = self.rule.zone
        unreported = [
            status
            for status in await region_statuses(session, campaign)
            if not status.report_status.reported
        ]
        if kind == ReminderKind.CLOSING:
            return mailings_texts.reminders.closing(
                campaign=campaign, zone=zone, unreported=unreported
            )
        ended = [
            status
            for status in unreported
            if status.extended and status.deadline.astimezone(zone).date() == day
        ]
        return mailings_texts.reminders.extensions_over(ended) if ended else ""
