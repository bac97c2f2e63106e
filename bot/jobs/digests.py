"""Sends each admin who wants it the morning digest."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from bot.database import Database
from bot.jobs.sender import Sender
from domain.campaigns.campaigns import current_campaign
from domain.mailings.digest import make_digest
from domain.mailings.digest_hours import digest_since, due_digests
from domain.mailings.reminders import claim_reminder
from domain.people.people import locked_person
from handlers.digest.screens import digest as digest_screen
from models import Campaign, Person, RegionNews, ReminderKind, Role


@dataclass(frozen=True, slots=True)
class Digests:
    sender: Sender
    database: Database
    zone: tzinfo
    now: Callable[[], datetime]

    async def send_due(self) -> None:
        async with self.database.transaction() as session:
            campaign = await current_campaign(session)
            admins = await due_digests(session, campaign, self.zone, self.now())
        for admin, day in admins:
            await self.sender.finish(self._send_one(campaign, admin, day))

    async def _send_one(self, campaign: Campaign, admin: Person, day: date) -> None:
        now = self.now()
        async with self.database.transaction() as session:
            # A digest is full of names, and this admin may have been removed a moment ago.
            present = await locked_person(session, admin.id, Role.ADMIN)
            if present is None or present.digest_hour is None:
                return
            since = await digest_since(session, admin, now)
            delivery = await claim_reminder(
                session, campaign, admin.id, ReminderKind.DIGEST, day, now
            )
            if delivery is None:
                return
            news = present.region_news != RegionNews.NEVER
            digest = await make_digest(session, campaign, since, region_news=news)
        screen = digest_screen(campaign, self.zone, digest, now)
        await self.sender.send_screen(delivery, screen)
