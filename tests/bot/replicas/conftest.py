"""Replicas of the bot on one PostgreSQL, in one process: each an inbox and a place of its own."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack

import pytest

from bot.database import Database
from bot.replicas.presence import Presence
from tests.bot.updates.desk import Desk
from tests.world import IN_THE_WEEK, PATIENCE, Clock


class Replica:
    """Updates are given to its inbox by the test."""

    def __init__(self, database: Database, url: str) -> None:
        self.database = database
        self.presence = Presence(url)
        self.desk: Desk

    async def start(self) -> None:
        await self.presence.join()
        self.desk = Desk(self.database, Clock(IN_THE_WEEK), self.presence)
        await self.desk.inbox.take_up_left_over()
        self._running = asyncio.create_task(self.desk.inbox.run())

    async def receives(self, *updates: object) -> None:
        await self.desk.inbox.receive(updates)

    async def stop(self) -> None:
        """In order, as after SIGTERM."""
        self._running.cancel()
        await self.desk.inbox.close(grace=0)
        await self.presence.leave()

    async def die(self) -> None:
        """As by kill -9: nobody is told."""
        await self.presence.leave()
        self.presence.others = frozenset()
        await self.stop()


Start = Callable[[], Awaitable[Replica]]


@pytest.fixture
def quick_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.replicas.presence.LOOK_EVERY", 0.05)
    monkeypatch.setattr("bot.replicas.presence.RECONNECT_AFTER", 0.05)
    monkeypatch.setattr("bot.replicas.presence.GONE_AFTER", 0.5)


@pytest.fixture
async def start(postgresql_url: str) -> AsyncIterator[Start]:
    """Starts one more replica."""
    async with AsyncExitStack() as stack:
        database = Database(postgresql_url)
        stack.push_async_callback(database.close)

        async def start() -> Replica:
            replica = Replica(database, postgresql_url)
            await replica.start()
            stack.push_async_callback(replica.die)
            return replica

        yield start


async def until(true: Callable[[], bool]) -> None:
    async with asyncio.timeout(PATIENCE):
        while not true():  # noqa: ASYNC110 - nothing tells of it
            await asyncio.sleep(0.005)
