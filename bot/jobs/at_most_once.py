"""Sends messages that have been claimed in the database before, at most once each: reminders, the
morning digests and mailings."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from enum import StrEnum

import structlog
from aiogram import Bot
from aiogram.exceptions import AiogramError, TelegramForbiddenError

from bot.database import Database
from bot.errors import Failure, failure_of, may_have_been_done
from bot.updates.api_middleware import once_only
from domain.mailings.reminders import record_outcome, release_claim
from domain.people.people import mark_blocked
from handlers.responses import Screen
from models import ReminderOutcome

log = structlog.get_logger()


class SendResult(StrEnum):
    """Of a claimed message. The first three are outcomes as the tables have them."""

    SENT = "sent"
    BLOCKED = "blocked"
    FAILED = "failed"
    UNKNOWN = "unknown"  # it may have arrived: no outcome is stored, and it is not sent again
    NOT_SENT = "not sent"  # certainly: the claim is released, to be sent later


async def send_at_most_once(sending: Awaitable[object]) -> SendResult:
    """Send once, without a retry."""
    try:
        with once_only():
            await sending
    except TelegramForbiddenError:
        return SendResult.BLOCKED
    except AiogramError as error:
        if failure_of(error) is Failure.REFUSAL:
            log.error("telegram refused a claimed message", why=str(error))
            return SendResult.FAILED
        if may_have_been_done(error):
            log.warning("nobody knows whether a message arrived", why=str(error))
            return SendResult.UNKNOWN
        log.warning("telegram is out of reach, a message has to wait", why=str(error))
        return SendResult.NOT_SENT
    return SendResult.SENT


class ClaimedSending:
    """For what is claimed in the reminders' table."""

    def __init__(self, bot: Bot, database: Database, now: Callable[[], datetime]) -> None:
        self._bot = bot
        self._database = database
        self._now = now

    async def send(self, person_id: int, delivery: int, screen: Screen) -> None:
        """To the person, and record the outcome in the claimed delivery."""
        result = await send_at_most_once(
            self._bot.send_message(person_id, screen.text, reply_markup=screen.keyboard)
        )
        if result == SendResult.UNKNOWN:
            return
        async with self._database.transaction() as session:
            if result == SendResult.NOT_SENT:
                await release_claim(session, delivery)
                return
            await record_outcome(session, delivery, ReminderOutcome(result))
            if result == SendResult.BLOCKED:
                await mark_blocked(session, person_id, self._now())
