"""Sending the ministry's mailings: each message is claimed first, then sent, then recorded, so
that nobody gets one twice, whatever happens to the process. One whom it does not reach keeps
nobody else from theirs."""

from collections.abc import Callable
from datetime import datetime, tzinfo
from time import monotonic
from typing import NoReturn

import structlog
from aiogram import Bot
from aiogram.exceptions import AiogramError, TelegramBadRequest
from aiogram.types import ReplyKeyboardMarkup, ReplyKeyboardRemove

from bot.database import Database
from bot.errors import Failure, failure_of
from bot.jobs.at_most_once import SendResult, send_at_most_once
from bot.jobs.periodic import run_every
from bot.updates.send_as_written import send_as_written
from domain.mailings.deliveries import (
    Claimed,
    claim_next,
    finish_mailing,
    record_delivery,
    release_claim,
    set_progress_message,
    unfinished_mailings,
)
from domain.mailings.sent import tally
from domain.people.people import mark_blocked
from handlers.mailings.screens import mailing_message, mailing_progress, mailing_report
from handlers.responses import SayAsWritten, Screen
from models import Campaign, Mailing, MailingOutcome, Person

log = structlog.get_logger()

LOOK_EVERY = 1.0  # seconds: an admin who has pressed «Отправить» is watching
PROGRESS_EVERY = 2.0


class Mailings:
    def __init__(
        self, bot: Bot, database: Database, *, zone: tzinfo, now: Callable[[], datetime]
    ) -> None:
        self._bot = bot
        self._database = database
        self._zone = zone
        self._now = now
        self._told: dict[int, float] = {}  # by mailing, when its progress was shown last

    async def run(self) -> NoReturn:
        await run_every(self.send_due, every=LOOK_EVERY, waiting="mailings have to wait")

    async def send_due(self) -> None:
        """Whatever waits, one message of each mailing in turn: a reminder to one region does
        not wait for a message to all. What cannot be sent now is tried at the next look."""
        passed: dict[int, int | None] = {}  # by mailing, up to which delivery this look has come
        while True:
            async with self._database.transaction() as session:
                under_way = await unfinished_mailings(session)
            going = [mailing for mailing in under_way if passed.get(mailing.id, 0) is not None]
            if not going:
                return
            for mailing in going:
                try:
                    passed[mailing.id] = await self._next(mailing, passed.get(mailing.id) or 0)
                except Exception:
                    # Its fault, or the database's; the others must not suffer from it.
                    log.exception("a mailing has to wait", mailing=mailing.id)
                    passed[mailing.id] = None

    async def _next(self, mailing: Mailing, after: int) -> int | None:
        """Send one message; gives its delivery's id, None when there is none left for now."""
        await self._show_progress(mailing)
        async with self._database.transaction() as session:
            campaign = await session.get_one(Campaign, mailing.campaign_id)
            claimed = await claim_next(session, campaign, mailing.id, after=after, now=self._now())
            message = None
            if claimed is not None and claimed.person is not None:
                message = await mailing_message(
                    session, campaign, mailing, claimed.person, zone=self._zone, now=self._now()
                )
        if claimed is None:
            await self._finish(mailing)
            return None
        if message is not None and claimed.person is not None:
            await self._send(claimed, claimed.person, message)
        return claimed.delivery_id

    async def _send(self, claimed: Claimed, person: Person, message: Screen | SayAsWritten) -> None:
        result = await send_at_most_once(self._sending(person, message))
        if result == SendResult.UNKNOWN:
            return
        async with self._database.transaction() as session:
            if result == SendResult.NOT_SENT:
                await release_claim(session, claimed.delivery_id)
                return
            await record_delivery(session, claimed.delivery_id, MailingOutcome(result))
            if result == SendResult.BLOCKED:
                await mark_blocked(session, person.id, self._now())

    async def _sending(self, person: Person, message: Screen | SayAsWritten) -> None:
        if isinstance(message, SayAsWritten):
            await send_as_written(self._bot, person.id, message.content, message.keyboard)
        else:
            await self._bot.send_message(person.id, message.text, reply_markup=message.keyboard)

    # ── What its author sees of it ───────────────────────────────────────────────────────

    async def _show_progress(self, mailing: Mailing) -> None:
        last = self._told.get(mailing.id)
        if last is not None and monotonic() - last < PROGRESS_EVERY:
            return
        async with self._database.transaction() as session:
            so_far = await tally(session, mailing.id)
            author = await session.get_one(Person, mailing.created_by)
        if so_far.left and mailing.stopped_at is None:
            await self._tell(mailing, author, mailing_progress(mailing, so_far))
        self._told[mailing.id] = monotonic()

    async def _finish(self, mailing: Mailing) -> None:
        async with self._database.transaction() as session:
            so_far = await tally(session, mailing.id)
            author = await session.get_one(Person, mailing.created_by)
            mailing = await session.get_one(Mailing, mailing.id)
            stopped_by = None
            if mailing.stopped_by is not None:
                stopped_by = await session.get_one(Person, mailing.stopped_by)
        if so_far.left and stopped_by is None:
            return  # given back: they wait for the next look
        if await self._tell(mailing, author, mailing_report(mailing, so_far, stopped_by)):
            self._told.pop(mailing.id, None)
            async with self._database.transaction() as session:
                await finish_mailing(session, mailing.id, self._now())

    async def _tell(self, mailing: Mailing, author: Person, screen: Screen) -> bool:
        """Whether nothing is left to be done about it: the author has been told, or cannot be."""
        if not author.is_admin:
            return True  # removed in between
        try:
            await self._show(mailing, screen)
        except AiogramError as error:
            if failure_of(error) is not Failure.REFUSAL:
                log.warning("a mailing's author is told later", why=str(error))
                return False
            log.warning("a mailing's author is not told", why=str(error))
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
                await set_progress_message(session, mailing.id, sent.message_id)
