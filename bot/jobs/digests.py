"""Sending each admin who wants it the morning digest: claimed first, then sent, then recorded."""

from collections.abc import Callable
from datetime import date, datetime, tzinfo
from typing import NoReturn

from bot.database import Database
from bot.jobs.periodic import run_every
from bot.jobs.sender import Sender
from domain.campaigns.campaigns import current_campaign
from domain.mailings.digest import make_digest
from domain.mailings.digest_hours import due, told_until
from domain.mailings.reminders import claim_reminder
from domain.people.people import locked_person
from handlers.digest.screens import digest as digest_screen
from models import Campaign, Person, ReminderKind, Role

LOOK_EVERY = 5.0  # seconds


class Digesting:
    def __init__(
        self, sender: Sender, database: Database, zone: tzinfo, *, now: Callable[[], datetime]
    ) -> None:
        self._database = database
        self._zone = zone
        self._now = now
        self._sender = sender

    async def run(self) -> NoReturn:
        await run_every(self.send_due, every=LOOK_EVERY, failure="digests.failed")

    async def send_due(self) -> None:
        async with self._database.transaction() as session:
            campaign = await current_campaign(session)
            admins = await due(session, campaign, self._zone, self._now())
        for admin, day in admins:
            await self._sender.finish(self._send_one(campaign, admin, day))

    async def _send_one(self, campaign: Campaign, admin: Person, day: date) -> None:
        now = self._now()
        async with self._database.transaction() as session:
            # The others before may have taken a while: it is full of names.
            present = await locked_person(session, admin.id, Role.ADMIN)
            if present is None or present.digest_hour is None:
                return
            since = await told_until(session, admin, now)
            delivery = await claim_reminder(
                session, campaign, admin.id, ReminderKind.DIGEST, day, now
            )
            if delivery is None:
                return
            digest = await make_digest(session, campaign, since)
        screen = digest_screen(campaign, self._zone, digest, now)
        await self._sender.send_screen(delivery, screen)
