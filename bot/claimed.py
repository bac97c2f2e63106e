"""Sending a message that was claimed in the database before: never twice. For reminders and the
morning digests."""

from collections.abc import Callable
from datetime import datetime

import structlog
from aiogram import Bot
from aiogram.exceptions import AiogramError, TelegramBadRequest, TelegramForbiddenError

from bot.database import Database
from bot.outgoing import may_have_arrived, once_only
from handlers.answers import Screen
from models import ReminderOutcome
from reports.people import mark_blocked
from reports.reminders import give_back, record_outcome

log = structlog.get_logger()


class ClaimedSending:
    def __init__(self, bot: Bot, database: Database, now: Callable[[], datetime]) -> None:
        self._bot = bot
        self._database = database
        self._now = now

    async def send(self, person_id: int, delivery: int, screen: Screen) -> None:
        """To the person, and record how that ended in the delivery that was claimed."""
        outcome = ReminderOutcome.SENT
        try:
            with once_only():
                await self._bot.send_message(person_id, screen.text, reply_markup=screen.keyboard)
        except TelegramForbiddenError:
            outcome = ReminderOutcome.BLOCKED
        except TelegramBadRequest as error:
            log.error("telegram refused a claimed message", why=error.message)
            outcome = ReminderOutcome.FAILED
        except AiogramError as error:
            await self._not_heard(delivery, error)
            return
        async with self._database.transaction() as session:
            await record_outcome(session, delivery, outcome)
            if outcome == ReminderOutcome.BLOCKED:
                await mark_blocked(session, person_id, self._now())

    async def _not_heard(self, delivery: int, error: AiogramError) -> None:
        if may_have_arrived(error):
            # No outcome is the honest one, and it is not sent again.
            log.warning("nobody knows whether a message arrived", why=str(error))
            return
        log.warning("telegram is out of reach, a message has to wait", why=str(error))
        async with self._database.transaction() as session:
            await give_back(session, delivery)
