"""Sends messages that were claimed in the database before, one request each, and records their
outcome. For reminders, the morning digests and mailings."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from datetime import datetime
from typing import Any, TypeVar

import structlog
from aiogram import Bot
from aiogram.exceptions import TelegramRetryAfter

from bot.database import Database
from bot.errors import Failure, failure_of, is_unreachable, may_have_been_done
from bot.updates.api_middleware import single_request
from domain.mailings.claims import record_outcome, release_claim, retry_later
from domain.people.people import mark_blocked
from handlers.responses import Screen
from models import Delivery, DeliveryOutcome

log = structlog.get_logger()

Result = TypeVar("Result")


class Sender:
    def __init__(self, bot: Bot, database: Database, now: Callable[[], datetime]) -> None:
        self._bot = bot
        self._database = database
        self._now = now
        self._unfinished: set[asyncio.Task[Any]] = set()

    async def finish(self, work: Coroutine[Any, Any, Result]) -> Result:
        """Do the work from the claim to the recorded outcome, even if the caller is cancelled."""
        task = asyncio.create_task(work)
        self._unfinished.add(task)
        task.add_done_callback(self._unfinished.discard)
        return await asyncio.shield(task)

    async def close(self, grace: float) -> None:
        """Let unfinished work end for `grace` seconds. The claims of what has not been sent by then
        are released."""
        tasks = list(self._unfinished)
        if tasks:
            _, late = await asyncio.wait(tasks, timeout=grace)
            for task in late:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def send_screen(self, delivery: Delivery, screen: Screen) -> None:
        message = self._bot.send_message(
            delivery.person_id, screen.text, reply_markup=screen.keyboard
        )
        await self.send(delivery, message)

    async def send(self, delivery: Delivery, sending: Awaitable[object]) -> None:
        """Make the one call, and record how it ended in the delivery that was claimed."""
        try:
            with single_request() as request:
                await sending
        except asyncio.CancelledError:
            if request.sent:
                await self._record(delivery, DeliveryOutcome.UNKNOWN)
            else:
                async with self._database.transaction() as session:
                    await release_claim(session, delivery)
            raise
        except Exception as error:
            await self._failed(delivery, error)
        else:
            await self._record(delivery, DeliveryOutcome.SENT)

    async def _failed(self, delivery: Delivery, error: Exception) -> None:
        if is_unreachable(error):
            await self._record(delivery, DeliveryOutcome.BLOCKED)
        elif failure_of(error) in (Failure.REFUSAL, Failure.BUG):
            log.error("message.failed", exc_info=error)
            await self._record(delivery, DeliveryOutcome.FAILED)
        elif may_have_been_done(error):
            log.warning("message.unknown", why=str(error))
            await self._record(delivery, DeliveryOutcome.UNKNOWN)
        else:
            log.warning("message.retry", why=str(error), tries=delivery.tries + 1)
            after = error.retry_after if isinstance(error, TelegramRetryAfter) else 0
            async with self._database.transaction() as session:
                await retry_later(session, delivery, self._now(), after=after)

    async def _record(self, delivery: Delivery, outcome: DeliveryOutcome) -> None:
        async with self._database.transaction() as session:
            await record_outcome(session, delivery, outcome)
            if outcome == DeliveryOutcome.BLOCKED:
                await mark_blocked(session, delivery.person_id, self._now())
