"""One pace for all replicas of the bot together: Telegram counts by the token."""

import asyncio
from datetime import timedelta

import structlog
from sqlalchemy import URL, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine

from bot import postgresql
from bot.connections import is_sqlite
from bot.replicas.alone import Replicas
from bot.updates.turns import SLACK, Turns

log = structlog.get_logger()

PATIENCE = 1.0  # seconds for the database

# Takes the next moment, and gives in how many seconds it comes. By the server's clock alone.
_NEXT = text(
    """
    INSERT INTO pace (id, next_at) VALUES (1, clock_timestamp() + :interval)
    ON CONFLICT (id) DO UPDATE
        SET next_at = greatest(pace.next_at, clock_timestamp() - :slack) + :interval
    RETURNING extract(epoch FROM next_at - :interval - clock_timestamp())::float
    """
)


class SharedSlots:
    """While nobody else is there, this process keeps the pace by itself and asks no one."""

    def __init__(self, url: str, replicas: Replicas, per_second: float) -> None:
        self._replicas = replicas
        self._own = Turns(per_second)
        self._interval = 1 / per_second
        # A connection of its own: those of the pool are wanted by all who write.
        self._engine = None if is_sqlite(make_url(url)) else _engine(make_url(url))

    async def take(self) -> None:
        if self._engine is None or not self._replicas.others:
            await self._own.take()
            return
        try:
            async with asyncio.timeout(PATIENCE):
                seconds = await self._next(self._engine)
        except (SQLAlchemyError, TimeoutError) as error:
            log.info("pace.shared_evenly", why=type(error).__name__)
            seconds = self._interval * (1 + len(self._replicas.others))
        if seconds > 0:
            await asyncio.sleep(seconds)

    async def _next(self, engine: AsyncEngine) -> float:
        values = {
            "interval": timedelta(seconds=self._interval),
            "slack": timedelta(seconds=SLACK),
        }
        async with engine.connect() as connection:
            return float((await connection.execute(_NEXT, values)).scalar_one())

    async def close(self) -> None:
        if self._engine is not None:
            await self._engine.dispose()


def _engine(url: URL) -> AsyncEngine:
    return postgresql.async_engine(url, pool_size=1, max_overflow=0, isolation_level="AUTOCOMMIT")
