"""Sends messages that were claimed in the database before, one request each, and records their
outcome. For reminders, the morning digests and mailings."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Coroutine, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any, TypeVar

import structlog
from aiogram import Bot
from aiogram.exceptions import TelegramRetryAfter
from sqlalchemy.ext.asyncio import AsyncSession

from bot.database import Database
from bot.errors import Failure, failure_of, in_a_line, is_unreachable, may_have_been_done
from bot.metrics import Metrics
from bot.outages import log_failure
from bot.updates.api_middleware import single_request
from domain.mailings.claims import (
    note_going_out,
    record_outcome,
    record_unknown,
    release_claim,
    retry_later,
)
from domain.people.people import mark_blocked
from handlers.responses import Screen
from models import Delivery, DeliveryOutcome, ReminderDelivery

log = structlog.get_logger()

# The next messages are claimed when no more than so many wait for their turn to go out: enough to
# miss no turn meanwhile, and few to wait for their claims to run out if the process is killed.
AHEAD = 4
# Requests that Telegram has not answered yet: two seconds of sending.
IN_FLIGHT = 60

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Claimed:
    """A delivery claimed by this process, and the one call that makes it."""

    delivery: Delivery
    sending: Callable[[], Awaitable[object]]


class NotGoingError(Exception):
    """The message is not to go out after all: the process ends, or the claim has run out."""


# Claims a few messages. None: there is nothing left to be claimed.
Claim = Callable[[], Coroutine[Any, Any, Sequence[Claimed] | None]]


class Sender:
    def __init__(
        self, bot: Bot, database: Database, metrics: Metrics, now: Callable[[], datetime]
    ) -> None:
        self._bot = bot
        self._database = database
        self._metrics = metrics
        self._now = now
        self._unfinished: set[asyncio.Task[Any]] = set()
        self._closing = False

    def begin(self, work: Coroutine[Any, Any, Result]) -> asyncio.Task[Result]:
        """What is not to be left half done when the process ends."""
        task = asyncio.create_task(work)
        self._unfinished.add(task)
        task.add_done_callback(self._unfinished.discard)
        return task

    async def finish(self, work: Coroutine[Any, Any, Result]) -> Result:
        """Do the work even if the caller is cancelled."""
        return await asyncio.shield(self.begin(work))

    async def close(self, grace: float) -> None:
        """Let unfinished work end for `grace` seconds. What has not gone out yet does not, and its
        claims are released."""
        self._closing = True
        with suppress(TimeoutError):
            async with asyncio.timeout(grace):
                while self._unfinished:
                    await asyncio.wait(self._unfinished)
        while self._unfinished:
            late = [*self._unfinished]
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    async def send_all(self, claims: Iterable[Claim]) -> None:
        """While Telegram answers, the next are claimed and sent, so that the pace alone says how
        fast it goes. If the caller is cancelled, nothing more is claimed, and what is claimed is
        sent."""
        waiting, in_flight = deque[asyncio.Event](), set[asyncio.Task[None]]()
        for claim in claims:
            begun = await self.finish(self._claim_and_begin(claim))
            if begun is None:
                break
            waiting.extend(gone_out for _, gone_out in begun)
            in_flight.update(task for task, _ in begun)
            while len(waiting) > AHEAD:
                await waiting.popleft().wait()
            while len(in_flight) >= IN_FLIGHT:
                await asyncio.wait(in_flight, return_when=asyncio.FIRST_COMPLETED)
                in_flight = {task for task in in_flight if not task.done()}
        if in_flight:
            await asyncio.wait(in_flight)

    async def _claim_and_begin(
        self, claim: Claim
    ) -> list[tuple[asyncio.Task[None], asyncio.Event]] | None:
        """Gives the sending of each message, and when its request has gone out."""
        claimed = await claim()
        if claimed is None:
            return None
        gone_out = [asyncio.Event() for _ in claimed]
        return [
            (self.begin(self._send(message, gone)), gone)
            for message, gone in zip(claimed, gone_out, strict=True)
        ]

    def with_screen(self, delivery: Delivery, screen: Screen) -> Claimed:
        send = self._bot.send_message
        return Claimed(
            delivery, lambda: send(delivery.person_id, screen.text, reply_markup=screen.keyboard)
        )

    async def _send(self, message: Claimed, gone_out: asyncio.Event) -> None:
        """Make the one call, and record how it ended in the delivery that was claimed."""

        async def going() -> None:
            await self._note_going_out(message.delivery)
            gone_out.set()

        try:
            with single_request(going):
                await self._call(message, gone_out)
        except Exception as error:  # the database: those beside it must not suffer
            bug = failure_of(error) is Failure.BUG
            number, why = message.delivery.id, in_a_line(error)
            log.error("message.unrecorded", delivery=number, why=why, exc_info=bug)
        finally:
            gone_out.set()  # or it never will

    async def _note_going_out(self, delivery: Delivery) -> None:
        if self._closing:
            async with self._database.transaction() as session:
                await release_claim(session, delivery)
            raise NotGoingError
        noting = partial(note_going_out, delivery=delivery, now=self._now())
        if not await self._database.carry_through(noting):
            log.warning("message.claim_lost", delivery=delivery.id)
            raise NotGoingError

    async def _call(self, message: Claimed, gone_out: asyncio.Event) -> None:
        delivery = message.delivery
        try:
            await message.sending()
        except asyncio.CancelledError:
            if gone_out.is_set():
                await self._record(delivery, DeliveryOutcome.UNKNOWN)
            else:
                async with self._database.transaction() as session:
                    await release_claim(session, delivery)
            raise
        except NotGoingError:
            pass
        except Exception as error:
            await self._failed(delivery, error)
        else:
            await self._record(delivery, DeliveryOutcome.SENT)

    async def _failed(self, delivery: Delivery, error: Exception) -> None:
        if is_unreachable(error):
            await self._record(delivery, DeliveryOutcome.BLOCKED)
        elif failure_of(error) in (Failure.REFUSAL, Failure.BUG):
            log.error("message.failed", delivery=delivery.id, exc_info=error)
            await self._record(delivery, DeliveryOutcome.FAILED)
        elif may_have_been_done(error):
            log.warning("message.unknown", delivery=delivery.id, why=in_a_line(error))
            await self._record(delivery, DeliveryOutcome.UNKNOWN)
        else:
            self._metrics.retries.labels("message").inc()
            log_failure(log, "message.retry", error, delivery=delivery.id, tries=delivery.tries + 1)
            after = error.retry_after if isinstance(error, TelegramRetryAfter) else 0
            async with self._database.transaction() as session:
                await retry_later(session, delivery, self._now(), after=after)

    async def _record(self, delivery: Delivery, outcome: DeliveryOutcome) -> None:
        kind = delivery.kind if isinstance(delivery, ReminderDelivery) else "mailing"
        self._metrics.messages.labels(kind, outcome).inc()

        async def record(session: AsyncSession) -> None:
            if outcome == DeliveryOutcome.UNKNOWN:
                await record_unknown(session, delivery, self._now())
            else:
                await record_outcome(session, delivery, outcome)
            if outcome == DeliveryOutcome.BLOCKED:
                await mark_blocked(session, delivery.person_id, self._now())

        await self._database.carry_through(record)
