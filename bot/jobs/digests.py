"""Sends each admin who wants it the morning digest."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from functools import partial

from bot.database import Database
from bot.jobs.sender import Claimed, Sender
from domain.campaigns.campaigns import current_campaign
from domain.mailings.digest import make_digest
from domain.mailings.digest_hours import digest_since, due_digests
from domain.mailings.due_reminders import claim_reminders
from domain.people.people import locked_person
from handlers.digest.screens import digest as digest_screen
from models import RegionNews, ReminderKind, Role


@dataclass(frozen=True, slots=True)
class Digests:
    sender: Sender
    database: Database
    zone: tzinfo
    now: Callable[[], datetime]

    async def send_due(self) -> None:
        async with self.database.reading_session() as session:
            due = await due_digests(session, self.zone, self.now())
        await self.sender.send_all(partial(self._claim, admin_id, day) for admin_id, day in due)

    async def _claim(self, admin_id: int, day: date) -> Sequence[Claimed]:
        now = self.now()
        async with self.database.transaction() as session:
            # A digest is full of names, and this admin may have been removed a moment ago.
            admin = await locked_person(session, admin_id, Role.ADMIN)
            if admin is None or admin.digest_hour is None:
                return []
            campaign = await current_campaign(session)
            since = await digest_since(session, admin, now)
            deliveries = await claim_reminders(
                session, campaign.id, [admin_id], ReminderKind.DIGEST, day, now
            )
            if not deliveries:
                return []
            news = admin.region_news != RegionNews.NEVER
            digest = await make_digest(session, campaign, since, region_news=news)
        screen = digest_screen(campaign, self.zone, digest, now)
        return [self.sender.with_screen(delivery, screen) for delivery in deliveries]
