"""What is looked up, in the database and among its copies, when somebody asks how the bot is."""

import asyncio
from collections.abc import Callable, Coroutine, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

import structlog
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot import schema
from bot.database import Database
from bot.jobs.backups import Plan, newest_copy
from bot.outages import log_failure
from bot.schema import Schema
from models import Draft, InboxUpdate

PATIENCE = 2.0  # seconds that whoever asks waits for the database

log = structlog.get_logger()

Seen = TypeVar("Seen")


@dataclass(frozen=True, slots=True)
class Reading:
    """`suits`: the schema has all that this version needs."""

    suits: bool
    drafts: dict[str, int]  # by form
    unfinished: int
    set_aside: int


class _OneLook(Generic[Seen]):
    """At most one look is under way: if it hangs, all who ask wait for the same one, and none of
    them longer than PATIENCE."""

    def __init__(self, look: Callable[[], Coroutine[Any, Any, Seen]]) -> None:
        self._look = look
        self._looking: asyncio.Task[Seen] | None = None

    async def take(self) -> Seen | None:
        if self._looking is None or self._looking.done():
            self._looking = asyncio.create_task(self._look())
        looking = self._looking
        await asyncio.wait((looking,), timeout=PATIENCE)
        return looking.result() if looking.done() else None

    async def close(self) -> None:
        if self._looking is not None:
            self._looking.cancel()
            await asyncio.wait((self._looking,), timeout=PATIENCE)


class Readings:
    """Of the database, and of the folder with the copies: either may be out by itself."""

    def __init__(
        self, database: Database, copies: Plan | None, now: Callable[[], datetime]
    ) -> None:
        self._database = database
        self._copies = copies
        self._now = now
        self._of_database = _OneLook(self._look)
        self._of_copies = _OneLook(self._look_at_copies)

    async def take(self) -> Reading | None:
        """None while the database does not answer."""
        return await self._of_database.take()

    async def newest_copy(self) -> float | None:
        """When the newest copy was begun, a Unix time; 0: there is none. None: none are wanted, or
        the folder does not answer."""
        return await self._of_copies.take()

    async def close(self) -> None:
        await asyncio.gather(self._of_database.close(), self._of_copies.close())

    async def _look(self) -> Reading | None:
        try:
            async with self._database.reading_session() as session:
                return await _read(session)
        except Exception as error:  # whatever it is, whoever asks gets an answer
            log_failure(log, "database.unreadable", error)
            return None

    async def _look_at_copies(self) -> float | None:
        if self._copies is None:
            return None
        try:
            newest = await asyncio.to_thread(newest_copy, self._copies, self._now())
        except (OSError, ValueError):  # whatever lies there; the next copy that fails says why
            return None
        return newest.timestamp() if newest is not None else 0.0


async def _read(session: AsyncSession) -> Reading:
    state = await (await session.connection()).run_sync(schema.state_of)
    drafts = await session.execute(select(Draft.form, func.count()).group_by(Draft.form))
    unfinished = select(func.count()).where(InboxUpdate.answered_at.is_(None))
    set_aside = select(func.count()).where(InboxUpdate.set_aside_at.is_not(None))
    counts = select(unfinished.scalar_subquery(), set_aside.scalar_subquery())
    return Reading(
        state in (Schema.CURRENT, Schema.NEWER),
        {str(form): number for form, number in drafts},
        *(await session.execute(counts)).one(),
    )


class ReadingPage(Collector):
    """A reading in the words of /metrics; without one, only that there is none."""

    def __init__(self, reading: Reading | None, newest_copy: float | None) -> None:
        self._reading = reading
        self._newest_copy = newest_copy

    def collect(self) -> Iterator[Metric]:
        reading = self._reading
        if self._newest_copy is not None:
            yield GaugeMetricFamily(
                "bot_last_backup_timestamp_seconds",
                "When the newest whole copy in the folder was begun; 0: there is none.",
                value=self._newest_copy,
            )
        yield GaugeMetricFamily(
            "bot_database_up", "Whether the database answers.", value=reading is not None
        )
        if reading is None:
            return
        drafts = GaugeMetricFamily(
            "bot_drafts_open", "Forms that people have open.", labels=["form"]
        )
        for form, number in reading.drafts.items():
            drafts.add_metric([form], number)
        yield drafts
        yield GaugeMetricFamily(
            "bot_inbox_unfinished",
            "Updates in the database, whosever they are, not yet applied and answered.",
            value=reading.unfinished,
        )
        yield GaugeMetricFamily(
            "bot_inbox_set_aside", "Updates that wait for a developer.", value=reading.set_aside
        )
