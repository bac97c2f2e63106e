"""Replicas keep one pace together, and go on at a share of it while the database is out."""

import asyncio
from collections.abc import AsyncIterator, Callable
from itertools import chain

import pytest

from bot.replicas.alone import Alone
from bot.updates.shared_slots import SharedSlots
from tests.databases import execute

PER_SECOND = 200.0
EACH = 10


class Among(Alone):
    """One of so many."""

    def __init__(self, number: int) -> None:
        self.others = frozenset(range(1, number))


Make = Callable[[int], SharedSlots]


@pytest.fixture
async def make(postgresql_url: str) -> AsyncIterator[Make]:
    made: list[SharedSlots] = []

    def make(number: int, url: str = postgresql_url) -> SharedSlots:
        made.append(SharedSlots(url, Among(number), PER_SECOND))
        return made[-1]

    yield make
    for slots in made:
        await slots.close()


async def takes(slots: SharedSlots) -> list[float]:
    """When it may send, by the loop's clock."""
    moments = []
    for _ in range(EACH):
        await slots.take()
        moments.append(asyncio.get_running_loop().time())
    return moments


async def test_three_replicas_together_send_no_faster_than_one(make: Make) -> None:
    replicas = [make(3) for _ in range(3)]
    await asyncio.gather(*(slots.take() for slots in replicas))  # connected by now
    began = asyncio.get_running_loop().time()
    moments = sorted(chain.from_iterable(await asyncio.gather(*map(takes, replicas))))
    assert moments[-1] - began >= (len(moments) - 4) / PER_SECOND


async def test_whoever_is_alone_asks_no_database(make: Make, postgresql_url: str) -> None:
    execute(postgresql_url, "ALTER TABLE pace RENAME TO hidden")
    try:
        await takes(make(1))
    finally:
        execute(postgresql_url, "ALTER TABLE hidden RENAME TO pace")


async def test_without_the_database_each_sends_at_its_share_of_the_pace() -> None:
    nowhere = "postgresql+psycopg://nobody@127.0.0.1:9/nothing"
    slots = SharedSlots(nowhere, Among(3), PER_SECOND)
    began = asyncio.get_running_loop().time()
    moments = await takes(slots)
    assert moments[-1] - began >= EACH * 3 / PER_SECOND
    await slots.close()
