"""The stage of a run: a local Telegram, the bot as processes on one database, and people."""

import asyncio
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlalchemy import func, select

from bot.app import prepare
from bot.database import Database
from demo.clock import Clock
from domain.mailings.claims import ABANDONED
from domain.people.people import make_coordinator
from domain.people.sender import get_sender
from domain.regions.directory import load_regions
from models import InboxUpdate, Mailing, ReminderDelivery, ReminderKind
from sandbox.phone import Phone
from sandbox.telegram import Telegram
from tests.chaos.books import Books
from tests.chaos.people import Coordinator, Exporter, Player, Writer
from tests.chaos.supervised import Supervised
from tests.databases import PostgreSQL
from tests.world import ADMIN_IDS, IN_THE_WEEK, TOKEN, settings_for

FIRST_COORDINATOR = 20_001
# Of the day's hours in which a reminder may be sent, everywhere, this is what the run waits for.
PAUSES, PAUSE = 10, timedelta(minutes=10)
LOOK = 5.0  # seconds
PATIENCE = 60.0  # seconds: nobody waits longer than a minute after a fault that is short


class Stage:
    """`clock` is the true time, by which Telegram goes. So do the bots, unless their clocks are
    wrong. `folder` keeps their logs. `server` is PostgreSQL's, if it is on that."""

    def __init__(
        self, database_url: str, folder: Path, seed: str, server: PostgreSQL | None = None
    ) -> None:
        self.server = server
        self.clock = Clock(folder)
        self.clock.set(IN_THE_WEEK)
        self.telegram = Telegram(now=self.clock)
        self.bot = self.telegram.add_bot(TOKEN, "quality_week_bot", "Неделя качества")
        self.database_url = database_url
        self.database = Database(database_url)
        self.books = Books()
        self.patience = PATIENCE
        self.replicas: list[Supervised] = []
        self.people: list[Player] = []
        self._folder = folder
        self._seed = seed

    async def __aenter__(self) -> Self:
        await self.telegram.__aenter__()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for replica in self.replicas:
            await replica.close()
        await self.database.close()
        await self.telegram.__aexit__(kind, error, trace)

    async def add_replica(self, **settings: str) -> Supervised:
        folder = self._folder / f"replica-{len(self.replicas) + 1}"
        replica = Supervised(self.telegram.url, self.database_url, folder, settings)
        self.replicas.append(replica)
        self.set_clocks(self.clock())
        await replica.start()
        return replica

    def set_clocks(self, moment: datetime, *, wrong_by: timedelta = timedelta()) -> None:
        """That is the time now; the bots' own clocks are wrong by so much."""
        self.clock.set(moment)
        for replica in self.replicas:
            replica.clock.set(moment + wrong_by)

    async def add_people(self, coordinators: int) -> None:
        """Each coordinator in a region of their own, over all time zones, and two admins."""
        settings = settings_for(self.telegram.url, self.database_url)
        await prepare(self.database, settings, self.clock())
        every = 89 // coordinators
        for number, region in enumerate(load_regions()[::every][:coordinators]):
            phone = self._phone(f"Анна {number + 1}", FIRST_COORDINATOR + number)
            await self._join(phone, f"Анна {number + 1}", region.code)
            chance = self._chance(number)
            self.people.append(Coordinator(phone, self.books, chance, self.patience, region.code))
        for admin_id, player in zip(ADMIN_IDS, (Exporter, Writer), strict=True):
            phone = self._phone(f"Ольга {admin_id}", admin_id)
            self.people.append(player(phone, self.books, self._chance(admin_id), self.patience))

    async def all_start(self) -> None:
        """Everybody writes to the bot for the first time: before that it may not write to them."""
        await asyncio.gather(*(person.act("/start", "Вы – ") for person in self.people))

    def _phone(self, name: str, person_id: int) -> Phone:
        return self.telegram.person(name, id=person_id).chat_with(self.bot)

    async def _join(self, phone: Phone, name: str, region: str) -> None:
        now = self.clock()
        async with self.database.transaction() as session:
            known = await get_sender(session, phone.id, name, None, admin_ids=(), now=now)
            await make_coordinator(session, known.person, region, now=now, by=known.person)

    def _chance(self, number: int) -> random.Random:
        return random.Random(f"{self._seed} {number}")  # noqa: S311 - no secret: to be replayed

    @asynccontextmanager
    async def at_work(self) -> AsyncIterator[None]:
        """Everybody is busy within, and afterwards comes to the end of what is in hand."""
        over = asyncio.Event()
        playing = [
            asyncio.create_task(person.play(lambda: not over.is_set())) for person in self.people
        ]
        try:
            yield
        except BaseException:
            for task in playing:
                task.cancel()
            raise
        finally:
            over.set()
            # What a killed process had claimed counts as abandoned after a while.
            self.set_clocks(self.clock(), wrong_by=2 * ABANDONED)
            await asyncio.gather(*playing, return_exceptions=True)
        for task in playing:
            task.result()

    async def settled(self) -> None:
        """Until nothing that was received waits for anything, and what the clock has made due has
        gone out; but no longer than people wait."""
        with suppress(TimeoutError):
            async with asyncio.timeout(self.patience):
                for _ in range(PAUSES):
                    if await self._is_done(within=LOOK):
                        return
                    # What Telegram refused for long is tried again after minutes.
                    self.set_clocks(self.clock() + PAUSE)
                await self._is_done(within=self.patience)

    async def _is_done(self, within: float) -> bool:
        loop = asyncio.get_running_loop()
        until = loop.time() + within
        while busy := self.bot.updates.pending or await self._is_busy():
            if loop.time() > until:
                break
            await asyncio.sleep(0.1)
        return not busy

    async def _is_busy(self) -> bool:
        coordinators = len(self.people) - len(ADMIN_IDS)
        reminded = (
            ReminderDelivery.kind == ReminderKind.REMINDER,
            ReminderDelivery.outcome.is_not(None),
            ReminderDelivery.claimed_at.is_not(None),  # or it is to be sent once more
        )
        async with self.database.reading_session() as session:
            waiting = await session.scalar(select(func.count()).select_from(InboxUpdate))
            going = await session.scalar(select(func.count()).where(Mailing.finished_at.is_(None)))
            told = await session.scalar(select(func.count()).where(*reminded))
        return bool(waiting or going) or told != coordinators * len(self.books.reminder_days)
