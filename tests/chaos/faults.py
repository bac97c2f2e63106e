"""The faults: each does its harm for at most so many seconds, and undoes it."""

import asyncio
import random
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from typing import ClassVar, Protocol

from sqlalchemy import make_url

from sandbox.faults import Fault, LostAfterEffect, LostBeforeEffect, RetryAfter, ServerError, Slow
from sandbox.updates import LIFETIME
from tests.chaos.books import CLOCK
from tests.chaos.stage import Stage

ALWAYS = 1_000_000  # calls
PAGE = "<html><head><title>502 Bad Gateway</title></head></html>"
KILLS_EVERY = (0.3, 3.0)  # seconds


class Harm(Protocol):
    @property
    def name(self) -> str: ...

    async def do(self, stage: Stage, seconds: float, chance: random.Random) -> None: ...


class Kills:
    """At random instants, sometimes before the process has come up again."""

    name = "kill -9"

    async def do(self, stage: Stage, seconds: float, chance: random.Random) -> None:
        loop = asyncio.get_running_loop()
        until = loop.time() + seconds
        while loop.time() < until:
            stage.books.faults[self.name] += chance.choice(stage.replicas).kill()
            await asyncio.sleep(chance.uniform(*KILLS_EVERY))


class Stop:
    """As for an upgrade."""

    name = "SIGTERM"

    async def do(self, stage: Stage, seconds: float, chance: random.Random) -> None:
        stage.books.faults[self.name] += 1
        chance.choice(stage.replicas).stop()
        await asyncio.sleep(seconds)


@dataclass(frozen=True)
class Weather:
    """Whatever is asked of Telegram meets the fault."""

    name: str
    fault: Fault

    async def do(self, stage: Stage, seconds: float, chance: random.Random) -> None:
        stage.books.faults[self.name] += 1
        stage.telegram.faults.order(self.fault, times=ALWAYS)
        stage.telegram.faults.order(self.fault, "getUpdates", times=ALWAYS)
        await asyncio.sleep(seconds)
        stage.telegram.faults.cancel()


class ToldToWait:
    """429s, with more and more seconds to wait."""

    name = "429 storm"

    async def do(self, stage: Stage, seconds: float, chance: random.Random) -> None:
        stage.books.faults[self.name] += 1
        for wait in range(1, 2 + int(seconds / 2)):
            stage.telegram.faults.order(RetryAfter(wait), times=5, after=chance.randrange(5))
        await asyncio.sleep(seconds)
        stage.telegram.faults.cancel()


class AnswersLost:
    """The connection ends after the effect, again and again."""

    name = "connections lost after the effect"

    async def do(self, stage: Stage, seconds: float, chance: random.Random) -> None:
        stage.books.faults[self.name] += 1
        for _ in range(10):
            stage.telegram.faults.order(LostAfterEffect(), after=chance.randrange(8))
        for _ in range(2):
            stage.telegram.faults.order(LostAfterEffect(), "getUpdates", after=chance.randrange(8))
        await asyncio.sleep(seconds)
        stage.telegram.faults.cancel()


class Redelivery:
    """Telegram delivers again what it was told is received, just now or within its day."""

    name = "updates delivered again"
    times: ClassVar = 10

    async def do(self, stage: Stage, seconds: float, chance: random.Random) -> None:
        for _ in range(self.times):
            stage.books.faults[self.name] += 1
            oldest = stage.clock() - LIFETIME
            known = [each.id for each in stage.bot.updates.confirmed if each.created > oldest]
            if known:
                stage.telegram.redeliver(stage.bot, chance.choice(known))
            await asyncio.sleep(seconds / self.times)


@dataclass(frozen=True)
class ClockWrong:
    """The bots' clocks jump by one of these, and are put right again."""

    hours: tuple[int, ...]
    name: str = CLOCK

    async def do(self, stage: Stage, seconds: float, chance: random.Random) -> None:
        stage.books.faults[self.name] += 1
        wrong_by = timedelta(hours=chance.choice(self.hours))
        stage.set_clocks(stage.clock(), wrong_by=wrong_by)
        await asyncio.sleep(seconds)
        stage.set_clocks(stage.clock())


class DatabaseGone:
    """PostgreSQL is down; on SQLite another process holds the lock."""

    name = "database gone"

    async def do(self, stage: Stage, seconds: float, chance: random.Random) -> None:
        stage.books.faults[self.name] += 1
        if stage.server is not None:
            await asyncio.to_thread(stage.server.stop)
            await asyncio.sleep(seconds)
            await asyncio.to_thread(stage.server.start)
            return
        file = str(make_url(stage.database_url).database)
        with closing(sqlite3.connect(file, timeout=30, isolation_level=None)) as connection:
            connection.execute("BEGIN IMMEDIATE")
            await asyncio.sleep(seconds)


TELEGRAMS: tuple[Harm, ...] = (
    Weather("Telegram down", LostBeforeEffect()),
    Weather("Telegram slow, 5 s", Slow(5)),
    Weather("502 with a page", ServerError(502, html=PAGE)),
    ToldToWait(),
    AnswersLost(),
    Redelivery(),
)
OWN: tuple[Harm, ...] = (Kills(), Stop(), DatabaseGone())
