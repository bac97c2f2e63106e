"""Sending a message that was claimed in the database before: never twice. For reminders, the
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
from domain.mailings.reminders import give_back, record_outcome
from domain.people.people import mark_blocked
from handlers.responses import Screen
from models import ReminderOutcome

log = structlog.get_logger()


class Fate(StrEnum):
    """What became of a claimed message. The first three are outcomes as the tables have them."""

    SENT = "sent"
    BLOCKED = "blocked"
    FAILED = "failed"
    UNKNOWN = "unknown"  # no outcome is the honest one, and it is not sent again
    NOT_SENT = "not sent"  # surely: the claim is to be given back


async def send_at_most_once(sending: Awaitable[object]) -> Fate:
    """Send once, and tell how that ended."""
    try:
        with once_only():
            await sending
    except TelegramForbiddenError:
        return Fate.BLOCKED
    except AiogramError as error:
        if failure_of(error) is Failure.REFUSAL:
            log.error("telegram refused a claimed message", why=str(error))
            return Fate.FAILED
        if may_have_been_done(error):
            log.warning("nobody knows whether a message arrived", why=str(error))
            return Fate.UNKNOWN
        log.warning("telegram is out of reach, a message has to wait", why=str(error))
        return Fate.NOT_SENT
    return Fate.SENT


class ClaimedSending:
    """For what is claimed in the reminders' table."""

    def __init__(self, bot: Bot, database: Database, now: Callable[[], datetime]) -> None:
        self._bot = bot
        self._database = database
        self._now = now

    async def send(self, person_id: int, delivery: int, screen: Screen) -> None:
        """To the person, and record how that ended in the delivery that was claimed."""
        fate = await send_at_most_once(
            self._bot.send_message(person_id, screen.text, reply_markup=screen.keyboard)
        )
        if fate == Fate.UNKNOWN:
            return
        async with self._database.transaction() as session:
            if fate == Fate.NOT_SENT:
                await give_back(session, delivery)
                return
            await record_outcome(session, delivery, ReminderOutcome(fate))
            if fate == Fate.BLOCKED:
                await mark_blocked(session, person_id, self._now())
