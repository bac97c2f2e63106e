"""Sends what is due by the clock to coordinators (reminders, and that the deadline has passed), and
to the admins what became of it. If one person cannot be reached, the others still get theirs."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial

from sqlalchemy.ext.asyncio import AsyncSession

from bot.database import Database
from bot.jobs.put_off import claim_put_off, zone_of
from bot.jobs.sender import Claimed, Sender
from domain.campaigns.campaigns import current_campaign
from domain.campaigns.extensions import open_request_of
from domain.mailings import due_reminders, reminders
from domain.mailings.claims import record_abandoned
from domain.mailings.due_reminders import Deadlines, Untold, claim_reminders
from domain.mailings.progress import tally_of_reminders
from domain.mailings.put_off import PutOff, put_off_till_now
from domain.people.people import locked_people
from domain.people.reachable import out_of_reach
from domain.reports.status_queries import region_status, region_statuses
from handlers.mailings import texts as mailings_texts
from handlers.mailings.screens import reminder as reminder_screen
from handlers.responses import Screen
from models import Campaign, ReminderDelivery, ReminderKind, Role


@dataclass(frozen=True, slots=True)
class Reminders:
    sender: Sender
    database: Database
    rule: reminders.Rule
    now: Callable[[], datetime]

    async def send_due(self) -> None:
        """Whatever is due now: to coordinators, then to admins."""
        now = self.now()
        async with self.database.reading_session() as session:
            deadlines = await due_reminders.current_deadlines(session, now)
            if deadlines is None:
                return
            to_regions = [
                (kind, untold)
                for kind, due in self._due_in_regions(deadlines, now)
                for untold in await due_reminders.untold_coordinators(
                    session, deadlines.campaign_id, kind, due, now
                )
            ]
            put_off = await self._put_off_till_now(session, deadlines, now)
            to_admins = [
                (kind, day, admin_id)
                for kind, day in self._due_to_admins(deadlines, now)
                for admin_id in await due_reminders.untold_admins(session, kind, day, now)
            ]
        await self.sender.send_all(partial(self._claim_region, *each) for each in to_regions)
        await self.sender.send_all(partial(self._claim_put_off, each) for each in put_off)
        await self.sender.send_all(partial(self._claim_admin, *each) for each in to_admins)

    def _due_in_regions(
        self, deadlines: Deadlines, now: datetime
    ) -> Iterator[tuple[ReminderKind, Mapping[str, reminders.Due]]]:
        of = (self.rule, deadlines.usual, now, deadlines.extended)
        yield ReminderKind.REMINDER, reminders.due_regions(*of)
        yield ReminderKind.OVERDUE, reminders.overdue_regions(*of)

    async def _put_off_till_now(
        self, session: AsyncSession, deadlines: Deadlines, now: datetime
    ) -> Sequence[PutOff]:
        if not deadlines.put_off:
            return []
        return [
            wish
            for wish in await put_off_till_now(session, now)
            if reminders.is_daytime(self.rule, zone_of(wish.region_code), now)
        ]

    def _due_to_admins(
        self, deadlines: Deadlines, now: datetime
    ) -> Iterator[tuple[ReminderKind, date]]:
        for kind, due_on in (
            (ReminderKind.ROUND, reminders.round_due_on),
            (ReminderKind.CLOSING, reminders.closing_due_on),
        ):
            day = due_on(self.rule, deadlines.usual, now)
            if day is not None:
                yield kind, day
        awaited = {until.astimezone(self.rule.zone).date() for until in deadlines.awaited.values()}
        for day in reminders.extensions_over_on(self.rule, now, deadlines.extended):
            if day in awaited:
                yield ReminderKind.TIME_OVER, day

    async def _claim_region(self, kind: ReminderKind, untold: Untold) -> Sequence[Claimed]:
        return await self.database.carry_through(partial(self._claimed, kind, untold))

    async def _claimed(
        self, kind: ReminderKind, untold: Untold, session: AsyncSession
    ) -> Sequence[Claimed]:
        """The text is made in the transaction of the claim, so it is true when it is sent: during
        the round somebody may be removed or submit, or an admin may move the deadline."""
        now, code = self.now(), untold.region_code
        present = [
            person.id
            for person in await locked_people(session, untold.person_ids, Role.COORDINATOR)
            if person.region_code == code
        ]
        if not present:
            return []
        campaign = await current_campaign(session)
        status = await region_status(session, campaign, code)
        zone = zone_of(code)
        due_on = reminders.due_on if kind == ReminderKind.REMINDER else reminders.overdue_on
        day = due_on(self.rule, status.deadline, zone, now)
        if campaign.closed_at is not None or day != untold.day or status.report_status.reported:
            return []
        asked = await open_request_of(session, campaign, code) is not None
        screen = reminder_screen(campaign, status, zone=self.rule.zone, now=now, time_asked=asked)
        deliveries = await claim_reminders(session, campaign.id, present, kind, day, now)
        return [self.sender.with_screen(delivery, screen) for delivery in deliveries]

    async def _claim_put_off(self, wish: PutOff) -> Sequence[Claimed]:
        claimed = await self.database.carry_through(
            partial(claim_put_off, wish, self.rule, self.now())
        )
        return [self.sender.with_screen(delivery, screen) for delivery, screen in claimed]

    async def _claim_admin(self, kind: ReminderKind, day: date, admin_id: int) -> Sequence[Claimed]:
        async with self.database.transaction() as session:
            campaign = await current_campaign(session)
            text = await self._text_for_admins(session, campaign, kind, day)
            if not text:
                return []
            deliveries = await claim_reminders(
                session, campaign.id, [admin_id], kind, day, self.now()
            )
        return [self.sender.with_screen(delivery, Screen(text)) for delivery in deliveries]

    async def _text_for_admins(
        self, session: AsyncSession, campaign: Campaign, kind: ReminderKind, day: date
    ) -> str:
        """Empty if there is nothing to tell."""
        if kind == ReminderKind.ROUND:
            reminded = ReminderDelivery.kind == ReminderKind.REMINDER
            await record_abandoned(session, ReminderDelivery, reminded, self.now())
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
                campaign=campaign, zone=zone, unreported=unreported, now=self.now()
            )
        ended = [
            status
            for status in unreported
            if status.extended and status.deadline.astimezone(zone).date() == day
        ]
        return mailings_texts.reminders.extensions_over(ended) if ended else ""
