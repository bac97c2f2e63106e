"""What a mailing's author sees of it: how far it is, and how it ended."""

from collections.abc import Callable
from datetime import datetime, timedelta
from time import monotonic

import structlog
from aiogram import Bot
from aiogram.exceptions import AiogramError, TelegramBadRequest
from aiogram.types import ReplyKeyboardMarkup, ReplyKeyboardRemove

from bot.database import Database
from bot.errors import Failure, failure_of
from bot.updates.api_middleware import single_request
from domain.mailings.claims import settle_abandoned
from domain.mailings.deliveries import finish_mailing, show_progress_in
from domain.mailings.sent import tally
from handlers.mailings.screens import mailing_progress, mailing_report
from handlers.responses import Screen
from models import Mailing, MailingDelivery, Person

log = structlog.get_logger()

PROGRESS_EVERY = 2.0  # seconds
REPORT_AGAIN = timedelta(seconds=30)  # to an author who could not be reached


class MailingProgress:
    def __init__(self, bot: Bot, database: Database, now: Callable[[], datetime]) -> None:
        self._bot = bot
        self._database = database
        self._now = now
        self._shown: dict[int, float] = {}  # by mailing, when its progress was shown last
        self._not_before: dict[int, datetime] = {}  # by mailing, its report

    async def show(self, mailing: Mailing) -> None:
        last = self._shown.get(mailing.id)
        if last is not None and monotonic() - last < PROGRESS_EVERY:
            return
        async with self._database.transaction() as session:
            so_far = await tally(session, mailing.id)
            author = await session.get_one(Person, mailing.created_by)
        if so_far.left and mailing.stopped_at is None:
            await self._tell(mailing, author, mailing_progress(mailing, so_far))
        self._shown[mailing.id] = monotonic()

    async def finish(self, mailing: Mailing) -> None:
        """Tell its author how it ended, if it has."""
        now = self._now()
        if now < self._not_before.get(mailing.id, now):
            return
        async with self._database.transaction() as session:
            which = MailingDelivery.mailing_id == mailing.id
            await settle_abandoned(session, MailingDelivery, which, now)
            so_far = await tally(session, mailing.id)
            author = await session.get_one(Person, mailing.created_by)
            mailing = await session.get_one(Mailing, mailing.id)
            stopped_by = None
            if mailing.stopped_by is not None:
                stopped_by = await session.get_one(Person, mailing.stopped_by)
        if so_far.left and stopped_by is None:
            return  # they wait for a later look, or another process has them in hand
        if not await self._tell(mailing, author, mailing_report(mailing, so_far, stopped_by)):
            self._not_before[mailing.id] = now + REPORT_AGAIN
            return
        self._shown.pop(mailing.id, None)
        self._not_before.pop(mailing.id, None)
        async with self._database.transaction() as session:
            await finish_mailing(session, mailing.id, self._now())

    async def _tell(self, mailing: Mailing, author: Person, screen: Screen) -> bool:
        """Whether nothing is left to be done about it: the author has been told, or cannot be."""
        if not author.is_admin:
            return True  # removed in between
        try:
            with single_request():
                await self._show(mailing, screen)
        except AiogramError as error:
            if failure_of(error) is not Failure.REFUSAL:
                log.warning("mailing.outcome_delayed", why=str(error))
                return False
            log.warning("mailing.outcome_refused", why=str(error))
        return True

    async def _show(self, mailing: Mailing, screen: Screen) -> None:
        """In the message that shows how far it is; in a new one where that is gone."""
        chat_id, shown = mailing.created_by, mailing.progress_message_id
        assert not isinstance(screen.keyboard, ReplyKeyboardMarkup | ReplyKeyboardRemove)
        if shown is not None:
            try:
                await self._bot.edit_message_text(
                    screen.text, chat_id=chat_id, message_id=shown, reply_markup=screen.keyboard
                )
            except TelegramBadRequest as error:
                if "message is not modified" not in error.message:
                    shown = None
        if shown is None:
            sent = await self._bot.send_message(chat_id, screen.text, reply_markup=screen.keyboard)
            async with self._database.transaction() as session:
                await show_progress_in(session, mailing.id, sent.message_id)
