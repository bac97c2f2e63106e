"""Noting of updates that all their answers are out: many in one transaction."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection
from structlog.contextvars import clear_contextvars

from bot.database import Database
from bot.errors import Failure, failure_of
from bot.metrics import Metrics
from bot.outages import log_failure
from bot.updates import queries
from bot.updates.queries import Owed

log = structlog.get_logger()

OUTAGE_RETRY = 5.0  # seconds before the next try while the database is out of reach


class Closings:
    """Updates that are answered and not noted so yet. Until then a crash has the last answers
    repeated, so they are noted at once: the first one asks for a transaction, and whatever has
    been answered when that begins is noted with it. Nobody waits for it but the next update of
    the same chat. `done` is told the id of each row that is noted.
    """

    def __init__(
        self,
        database: Database,
        *,
        done: Callable[[int], None],
        metrics: Metrics,
        now: Callable[[], datetime],
    ) -> None:
        self._database = database
        self._done = done
        self._metrics = metrics
        self._now = now
        self._waiting: dict[int, Owed] = {}  # by row, in the order in which they were answered
        self._unnoted: dict[int, dict[int, Owed]] = {}  # all of them, by chat and row
        self._noting: asyncio.Task[None] | None = None
        self._cancelled = False

    def add(self, owed: Owed) -> None:
        """More than once for the same, it may be: its last answers come out in several lanes, and
        each of those may find that nothing is left."""
        if not owed.is_answered:
            owed.is_answered = True
            self._waiting[owed.id] = owed
            self._unnoted.setdefault(owed.chat_id, {})[owed.id] = owed
            self._begin()

    def _begin(self) -> None:
        if not self._cancelled and (self._noting is None or self._noting.done()):
            self._noting = asyncio.create_task(self._note_all())

    async def noted_in(self, chat_id: int) -> None:
        """Until nothing of that chat's is left to be noted: what follows must see in which message
        the last question stands, and must not be answered before an answer that is repeated."""
        for owed in list(self._unnoted.get(chat_id, {}).values()):
            await owed.noted.wait()

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[AsyncConnection]:
        """One unit of work, which notes on its way whatever has been answered."""
        taken: dict[int, Owed] = {}
        try:
            async with self._database.plain_transaction() as connection:
                taken, self._waiting = self._waiting, {}
                # After the work: whoever receives locks chats, and everyone locks them first.
                yield connection
                if taken:
                    await queries.end(connection, list(taken.values()), self._now())
        except BaseException:
            if taken:
                self._waiting = taken | self._waiting
                self._begin()
            raise
        for owed in taken.values():
            owed.noted.set()
            del self._unnoted[owed.chat_id][owed.id]
            if not self._unnoted[owed.chat_id]:
                del self._unnoted[owed.chat_id]
            self._done(owed.id)

    async def _note_all(self) -> None:
        clear_contextvars()  # those of the update that was answered first
        while self._waiting:
            try:
                async with self.transaction():
                    pass
            except Exception as error:
                self._metrics.retries.labels("closing").inc()
                failure = failure_of(error)
                if failure is Failure.CONFLICT:
                    continue
                log_failure(log, "closing.retry", error, again_in=OUTAGE_RETRY)
                if failure is Failure.BUG:
                    # Only these come from outside, and one must not hold up all others.
                    for owed in self._waiting.values():
                        owed.questions.clear()
                await asyncio.sleep(OUTAGE_RETRY)

    async def idle(self) -> None:
        """Until all are noted, or left to the next process."""
        while self._unnoted and not self._cancelled:
            await self.noted_in(next(iter(self._unnoted)))

    async def cancel(self) -> None:
        """What is not noted yet is left to the next process, which repeats its last answers."""
        self._cancelled = True
        if self._noting is not None:
            self._noting.cancel()
            await asyncio.gather(self._noting, return_exceptions=True)
