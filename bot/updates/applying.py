"""Applying an update: its change and its answers are one transaction, tried again if need be."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from datetime import datetime
from functools import partial
from typing import TypeVar

import structlog
from sqlalchemy.ext.asyncio import AsyncSession
from structlog.contextvars import bind_contextvars, clear_contextvars

from bot.database import POOL_SIZE, Database
from bot.errors import Failure, failure_of
from bot.metrics import Metrics
from bot.outages import log_failure
from bot.updates import queries
from bot.updates.answering import Answering, CarryOut, Lane
from bot.updates.closing import OUTAGE_RETRY, Closings
from bot.updates.lanes import Lanes
from bot.updates.origin import origin_of, sent_at
from bot.updates.queries import Owed, Waiting
from bot.updates.turns import Places, Urgency
from handlers.alerts import texts as alert_texts
from handlers.responses import RESPONSES, Responses
from models import AlertKind, InboxUpdate

log = structlog.get_logger()

TRIES = 3  # of an update whose handling fails, before it is set aside
RETRY_DELAY = 0.2  # seconds before the second try; twice that before the third
SPLIT_WAIT = 1.0  # seconds for the rest of a text that a phone has cut in two

Result = TypeVar("Result")

# Applies an update's JSON within the session, now, and gives what is to be answered. The second
# time is that of its receipt.
Apply = Callable[[AsyncSession, str, datetime, datetime], Awaitable[Responses]]
# Tells the admins, in HTML.
Alert = Callable[[AlertKind, str], None]


def at_once(database: Database) -> int:
    """How many updates are applied at once. What waits for the database has no order of urgency:
    so these wait before it. What is received and noted meanwhile comes between them, all of it in
    one transaction: the fewer are at it, the more such transactions there are. Of PostgreSQL's
    connections some are left for them."""
    return POOL_SIZE - 3 if database.is_server else 24


class Applying:
    """`closings` are told of each update that is answered, `done` the id of each row that needs
    nothing more in this process, which is the replica of that number."""

    def __init__(
        self,
        database: Database,
        lanes: Lanes[Lane],
        closings: Closings,
        replica: int | None,
        *,
        apply: Apply,
        carry_out: CarryOut,
        apologise: Callable[[str], Responses],
        urgency_of: Callable[[int], Urgency],
        done: Callable[[int], None],
        metrics: Metrics,
        alert: Alert,
        now: Callable[[], datetime],
    ) -> None:
        self._database = database
        self._apply = apply
        self._apologise = apologise
        self._done = done
        self._metrics = metrics
        self._alert = alert
        self._now = now
        self._lanes = lanes
        self._closings = closings
        self._replica = replica
        self._urgency_of = urgency_of
        self._places = Places(at_once(database))
        self._answering = Answering(
            lanes,
            carry_out=carry_out,
            keep=self._keep,
            metrics=metrics,
            urgency_of=urgency_of,
            now=now,
        )

    async def see_to(self, row: Waiting, taken_up: float) -> None:
        """Apply the update and answer, however long the database is out of reach. To be called
        in the lane of its chat, which it has entered at `taken_up`, by the event loop's clock."""
        clear_contextvars()
        bind_contextvars(update_id=row.update_id, chat_id=row.chat_id)
        if row.is_cut:
            # One answer to all parts of a cut text: the next one comes at once, or never.
            await self._lanes.wait_for_next((row.chat_id, "messages"), SPLIT_WAIT)
        await self._closings.noted_in(row.chat_id)
        owed = await self._insist(partial(self._applied, row))
        self._took("applied", taken_up)
        if owed is None:
            self._done(row.id)
        elif owed.answers:
            await self._answering.answer(owed)
        else:
            await self._keep(owed)
        await self._answering.catch_up(row.chat_id)
        self._took("answered", taken_up)

    def _took(self, until: str, taken_up: float) -> None:
        seconds = asyncio.get_running_loop().time() - taken_up
        self._metrics.update_seconds.labels(until).observe(seconds)

    async def _keep(self, owed: Owed) -> None:
        """Store what is still owed; with nothing left that is to be noted."""

        async def keep(session: AsyncSession) -> None:
            await queries.keep_what_is_owed(session, owed)

        async with owed.keeping:
            if owed.answers:
                await self._insist(partial(self._database.carry_through, keep))
                owed.questions.clear()
            else:
                self._closings.add(owed)

    async def _insist(self, work: Callable[[], Awaitable[Result]]) -> Result:
        while True:
            try:
                return await work()
            except Exception as error:
                # Whatever it was, nothing received may be lost: it is tried again.
                self._metrics.retries.labels("update").inc()
                log_failure(log, "update.retry", error, again_in=OUTAGE_RETRY)
                await asyncio.sleep(OUTAGE_RETRY)

    async def _applied(self, row: Waiting) -> Owed | None:
        """Apply the update if that has not been done. None if nothing is owed."""
        row_id, fresh = row.id, row.payload is not None
        while True:
            try:
                work = self._apply_fresh if fresh else self._apply_left_over
                async with self._places.taken(self._urgency_of(row.chat_id)):
                    owed = await self._database.carry_through(partial(work, row))
                self._metrics.updates_applied.inc()
                return owed
            except queries.AppliedAlreadyError:
                fresh = False
            except Exception as error:
                if failure_of(error) is not Failure.BUG:
                    raise  # no fault of the update's
                fresh = False  # another process may have it by now
                async with self._database.transaction() as session:
                    tries = await queries.count_failure(session, row_id)
                if tries is None:
                    return None
                log.exception("update.failed", tries=tries)
                if tries >= TRIES:
                    return await self._set_aside(row_id)
                await asyncio.sleep(RETRY_DELAY * tries)

    async def _apply_fresh(self, row: Waiting, session: AsyncSession) -> Owed | None:
        """One that this process has just received: it need not be read from the database."""
        now = self._now()
        answers = await self._apply(session, row.payload or "", now, row.received_at)
        at = _not_before_it_was_sent(now, row.sent_at)
        return await queries.mark_applied(session, row, answers, at, self._replica)

    async def _apply_left_over(self, left: Waiting, session: AsyncSession) -> Owed | None:
        """One that may have been applied before a crash, or by another process."""
        row = await session.get(InboxUpdate, left.id, with_for_update=True)
        if row is None or row.answered_at is not None or row.taken_by != self._replica:
            return None  # another process has done with it, or will
        if row.applied_at is not None:  # before a crash
            return queries.owed(row, RESPONSES.validate_json(row.answers or "[]"))
        now = self._now()
        answers = await self._apply(session, row.payload or "", now, row.received_at)
        at = _not_before_it_was_sent(now, sent_at(origin_of(json.loads(row.payload or ""))))
        return await queries.mark_applied(session, left, answers, at, self._replica)

    async def _set_aside(self, row_id: int) -> Owed:
        """Give up on the update, keep it for a developer, and apologise to its sender."""
        self._metrics.updates_set_aside.inc()
        log.error("update.set_aside")
        async with self._database.transaction() as session:
            row = await session.get_one(InboxUpdate, row_id)
            row.applied_at = row.set_aside_at = self._now()
            try:
                answers = self._apologise(row.payload or "")
                row.answers = queries.stored(answers)
            except Exception:  # what could not be applied may be hard to answer, too
                log.exception("update.no_apology")
                answers = []
                row.answers = queries.stored(answers)
        self._alert(AlertKind.SET_ASIDE, alert_texts.set_aside(row.update_id))
        return queries.owed(row, answers)


def _not_before_it_was_sent(now: datetime, sent: datetime | None) -> datetime:
    """By a clock that lags behind, the answers would be old when it is put right."""
    return now if sent is None else max(now, sent)
