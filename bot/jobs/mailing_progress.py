"""What a mailing's author sees of it: how far it is, and how it ended."""

import asyncio
import math
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from time import monotonic

import structlog
from aiogram import Bot
from aiogram.exceptions import AiogramError, TelegramBadRequest
from aiogram.types import ReplyKeyboardMarkup, ReplyKeyboardRemove

from bot.database import Database
from bot.errors import Failure, failure_of, in_a_line
from bot.outages import log_failure
from bot.updates.api_middleware import single_request
from domain.mailings.claims import record_abandoned
from domain.mailings.progress import count, finish_mailing, tally
from handlers.mailings.screens import mailing_progress, mailing_report
from handlers.responses import Screen
from models import Mailing, MailingDelivery, Person

log = structlog.get_logger()

PROGRESS_EVERY = 2.0  # seconds
REPORT_AGAIN = timedelta(seconds=30)  # to an author who could not be reached


@dataclass(frozen=True, slots=True)
class MailingProgress:
    """`shown` has when the progress of a mailing was shown last, `report_failed` when its report
    could not be given; both by the mailing's id."""

    bot: Bot
    database: Database
    now: Callable[[], datetime]
    shown: dict[int, float] = field(default_factory=dict)
    report_failed: dict[int, datetime] = field(default_factory=dict)

    async def keep_showing(self, mailing: Mailing, ended: asyncio.Event) -> None:
        while not ended.is_set():
            if monotonic() >= self.shown.get(mailing.id, -math.inf) + PROGRESS_EVERY:
                self.shown[mailing.id] = monotonic()
                await self._show_so_far(mailing)
            with suppress(TimeoutError):
                await asyncio.wait_for(ended.wait(), PROGRESS_EVERY)

    async def _show_so_far(self, mailing: Mailing) -> None:
        async with self.database.reading_session() as session:
            so_far = await count(session, mailing.id)
            author = await session.get_one(Person, mailing.created_by)
        if so_far.left and mailing.stopped_at is None:
            await self._tell(mailing, author, mailing_progress(mailing, so_far))

    async def finish(self, mailing: Mailing) -> None:
        """If it has ended, report to its author."""
        now = self.now()
        failed_at = self.report_failed.get(mailing.id)
        if failed_at is not None and failed_at <= now < failed_at + REPORT_AGAIN:
            return
        async with self.database.transaction() as session:
            of_mailing = MailingDelivery.mailing_id == mailing.id
            await record_abandoned(session, MailingDelivery, of_mailing, now)
            so_far = await tally(session, mailing.id)
            author = await session.get_one(Person, mailing.created_by)
            mailing = await session.get_one(Mailing, mailing.id)
            stopped_by = None
            if mailing.stopped_by is not None:
                stopped_by = await session.get_one(Person, mailing.stopped_by)
        if so_far.left and stopped_by is None:
            return  # they wait for a later look, or another process is sending to them
        if not await self._tell(mailing, author, mailing_report(mailing, so_far, stopped_by)):
            self.report_failed[mailing.id] = now
            return
        self.shown.pop(mailing.id, None)
        self.report_failed.pop(mailing.id, None)
        async with self.database.transaction() as session:
            await finish_mailing(session, mailing.id, now)

    async def _tell(self, mailing: Mailing, author: Person, screen: Screen) -> bool:
        """False if the author is to be told later: Telegram cannot be reached."""
        if not author.is_admin:
            return True  # removed in between
        try:
            with single_request():
                await self._show(mailing, screen)
        except AiogramError as error:
            if failure_of(error) is not Failure.REFUSAL:
                log_failure(log, "mailing.outcome_delayed", error)
                return False
            log.warning("mailing.outcome_refused", why=in_a_line(error))
        return True

    async def _show(self, mailing: Mailing, screen: Screen) -> None:
        """In the message that shows how far it is; in a new one where that is gone."""
        chat_id, message_id = mailing.created_by, mailing.progress_message_id
        assert not isinstance(screen.keyboard, ReplyKeyboardMarkup | ReplyKeyboardRemove)
        if message_id is not None:
            try:
                await self.bot.edit_message_text(
                    screen.text,
                    chat_id=chat_id,
                    message_id=message_id,
                    reply_markup=screen.keyboard,
                )
            except TelegramBadRequest as error:
                if "message is not modified" not in error.message:
                    message_id = None
        if message_id is None:
            sent = await self.bot.send_message(chat_id, screen.text, reply_markup=screen.keyboard)
            async with self.database.transaction() as session:
                row = await session.get_one(Mailing, mailing.id)
                row.progress_message_id = sent.message_id
