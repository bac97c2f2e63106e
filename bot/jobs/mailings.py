"""Sends the ministry's mailings, message by message. If one person cannot be reached, the
others still get theirs."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from functools import partial
from itertools import repeat

import structlog
from aiogram import Bot
from sqlalchemy.ext.asyncio import AsyncSession

from bot.database import Database
from bot.jobs.mailing_progress import MailingProgress
from bot.jobs.sender import Claim, Claimed, Sender
from bot.outages import log_failure
from bot.updates.send_as_written import send_as_written
from domain.mailings.deliveries import claim_next, due_mailings
from handlers.mailings.screens import mailing_message
from handlers.responses import SayAsWritten
from models import Campaign, Mailing, Person

log = structlog.get_logger()

LOOK_EVERY = 1.0  # seconds, for a mailing that is begun while others are sent


@dataclass(frozen=True, slots=True)
class Mailings:
    sender: Sender
    progress: MailingProgress
    bot: Bot
    database: Database
    zone: tzinfo
    now: Callable[[], datetime]

    async def send_due(self) -> None:
        """Side by side, so that a reminder to one region does not wait for a message to all. What
        cannot be sent now is tried at a later look."""
        in_hand: dict[int, asyncio.Task[None]] = {}
        async with asyncio.TaskGroup() as tasks:
            while True:
                async with self.database.reading_session() as session:
                    due = await due_mailings(session, self.now())
                for mailing in due:
                    if mailing.id not in in_hand:
                        in_hand[mailing.id] = tasks.create_task(self._send(mailing))
                if all(task.done() for task in in_hand.values()):
                    return
                await asyncio.wait(in_hand.values(), timeout=LOOK_EVERY)

    async def _send(self, mailing: Mailing) -> None:
        ended = asyncio.Event()
        showing = self.sender.begin(self.progress.keep_showing(mailing, ended))
        try:
            await self.sender.send_all(self._claims(mailing))
            ended.set()
            await asyncio.shield(showing)  # or an older message would replace the report
            await self.sender.finish(self.progress.finish(mailing))
        except Exception as error:
            # Caused by this mailing or by the database; the others must not suffer.
            log_failure(log, "mailing.failed", error, mailing=mailing.id)
        finally:
            ended.set()

    def _claims(self, mailing: Mailing) -> Iterator[Claim]:
        """Each takes the next few of the mailing's recipients."""
        last = 0

        async def claim() -> Sequence[Claimed] | None:
            nonlocal last
            async with self.database.transaction() as session:
                campaign = await session.get_one(Campaign, mailing.campaign_id)
                now = self.now()
                claimed = await claim_next(session, campaign, mailing.id, after=last, now=now)
                if claimed is None:
                    return None
                last = claimed.last
                return [
                    Claimed(delivery, await self._sending(session, campaign, mailing, person))
                    for delivery, person in claimed.to_send
                ]

        return repeat(claim)

    async def _sending(
        self, session: AsyncSession, campaign: Campaign, mailing: Mailing, person: Person
    ) -> Callable[[], Awaitable[object]]:
        message = await mailing_message(
            session, campaign, mailing, person, zone=self.zone, now=self.now()
        )
        if isinstance(message, SayAsWritten):
            written = message.content, message.keyboard
            return partial(send_as_written, self.bot, person.id, *written)
        return partial(
            self.bot.send_message, person.id, message.text, reply_markup=message.keyboard
        )
