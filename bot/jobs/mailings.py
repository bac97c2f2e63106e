"""Sends the ministry's mailings, message by message. If one person cannot be reached, the
others still get theirs."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, tzinfo

import structlog
from aiogram import Bot

from bot.database import Database
from bot.jobs.mailing_progress import MailingProgress
from bot.jobs.sender import Sender
from bot.updates.send_as_written import send_as_written
from domain.mailings.deliveries import claim_next
from domain.mailings.progress import unfinished_mailings
from handlers.mailings.screens import mailing_message
from handlers.responses import SayAsWritten, Screen
from models import Campaign, Mailing, Person

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Mailings:
    sender: Sender
    progress: MailingProgress
    bot: Bot
    database: Database
    zone: tzinfo
    now: Callable[[], datetime]

    async def send_due(self) -> None:
        """One message of each mailing in turn, so that a reminder to one region does not wait for a
        message to all. What cannot be sent now is tried at a later look."""
        passed: dict[int, int] = {}  # by mailing, the last delivery that this look has handled
        done = set[int]()  # mailings that have nothing more to be sent at this look
        while True:
            async with self.database.transaction() as session:
                unfinished = await unfinished_mailings(session)
            remaining = [mailing for mailing in unfinished if mailing.id not in done]
            if not remaining:
                return
            for mailing in remaining:
                try:
                    sending = self._send_next(mailing, after=passed.get(mailing.id, 0))
                    handled = await self.sender.finish(sending)
                except Exception:
                    # Caused by this mailing or by the database; the others must not suffer.
                    log.exception("mailing.failed", mailing=mailing.id)
                    handled = None
                if handled is None:
                    done.add(mailing.id)
                else:
                    passed[mailing.id] = handled

    async def _send_next(self, mailing: Mailing, *, after: int) -> int | None:
        """Send one message; gives its delivery's id, None when there is none left for now."""
        await self.progress.show(mailing)
        async with self.database.transaction() as session:
            campaign = await session.get_one(Campaign, mailing.campaign_id)
            now = self.now()
            claimed = await claim_next(session, campaign, mailing.id, after=after, now=now)
            delivery, person = claimed or (None, None)
            if person is not None:
                message = await mailing_message(
                    session, campaign, mailing, person, zone=self.zone, now=now
                )
        if delivery is None:
            await self.progress.finish(mailing)
            return None
        if person is not None:
            await self.sender.send(delivery, self._sending(person, message))
        return delivery.id

    async def _sending(self, person: Person, message: Screen | SayAsWritten) -> None:
        if isinstance(message, SayAsWritten):
            await send_as_written(self.bot, person.id, message.content, message.keyboard)
        else:
            await self.bot.send_message(person.id, message.text, reply_markup=message.keyboard)
