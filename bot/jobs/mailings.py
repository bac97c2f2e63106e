"""Sending the ministry's mailings: each message is claimed first, then sent, then recorded. One
whom it does not reach keeps nobody else from theirs."""

from collections.abc import Callable
from datetime import datetime, tzinfo
from typing import NoReturn

import structlog
from aiogram import Bot

from bot.database import Database
from bot.jobs.mailing_progress import MailingProgress
from bot.jobs.periodic import run_every
from bot.jobs.sender import Sender
from bot.updates.send_as_written import send_as_written
from domain.mailings.deliveries import claim_next, unfinished_mailings
from handlers.mailings.screens import mailing_message
from handlers.responses import SayAsWritten, Screen
from models import Campaign, Mailing, Person

log = structlog.get_logger()

LOOK_EVERY = 1.0  # seconds: an admin who has pressed «Отправить» is watching


class Mailings:
    def __init__(
        self,
        sender: Sender,
        bot: Bot,
        database: Database,
        *,
        zone: tzinfo,
        now: Callable[[], datetime],
    ) -> None:
        self._sender = sender
        self._bot = bot
        self._database = database
        self._zone = zone
        self._now = now
        self._progress = MailingProgress(bot, database, now)

    async def run(self) -> NoReturn:
        await run_every(self.send_due, every=LOOK_EVERY, failure="mailings.failed")

    async def send_due(self) -> None:
        """Whatever waits, one message of each mailing in turn: a reminder to one region does
        not wait for a message to all. What cannot be sent now is tried at a later look."""
        passed: dict[int, int | None] = {}  # by mailing, up to which delivery this look has come
        while True:
            async with self._database.transaction() as session:
                under_way = await unfinished_mailings(session)
            going = [mailing for mailing in under_way if passed.get(mailing.id, 0) is not None]
            if not going:
                return
            for mailing in going:
                try:
                    after = passed.get(mailing.id) or 0
                    passed[mailing.id] = await self._sender.finish(self._next(mailing, after))
                except Exception:
                    # Its fault, or the database's; the others must not suffer from it.
                    log.exception("mailing.failed", mailing=mailing.id)
                    passed[mailing.id] = None

    async def _next(self, mailing: Mailing, after: int) -> int | None:
        """Send one message; gives its delivery's id, None when there is none left for now."""
        await self._progress.show(mailing)
        async with self._database.transaction() as session:
            campaign = await session.get_one(Campaign, mailing.campaign_id)
            claimed = await claim_next(session, campaign, mailing.id, after=after, now=self._now())
            message = None
            if claimed is not None and claimed.person is not None:
                message = await mailing_message(
                    session, campaign, mailing, claimed.person, zone=self._zone, now=self._now()
                )
        if claimed is None:
            await self._progress.finish(mailing)
            return None
        if message is not None and claimed.person is not None:
            await self._sender.send(claimed.delivery, self._sending(claimed.person, message))
        return claimed.delivery.id

    async def _sending(self, person: Person, message: Screen | SayAsWritten) -> None:
        if isinstance(message, SayAsWritten):
            await send_as_written(self._bot, person.id, message.content, message.keyboard)
        else:
            await self._bot.send_message(person.id, message.text, reply_markup=message.keyboard)
