"""Reminders to a whole country, at a server that refuses more than it allows."""

import asyncio
import time
from collections import Counter, deque

from benchmarks import databases
from benchmarks.figures import figure
from benchmarks.findings import Findings, Setting, Table
from benchmarks.processes import module, running, until_asked
from benchmarks.season import DAY_OF_REMINDERS
from benchmarks.telegram.api import BotApi, running_api

ALLOWED = 30  # messages in any second


class StrictServer:
    """Takes a message only if it is not one too many within a second."""

    def __init__(self, api: BotApi, expected: int) -> None:
        self.arrived = Counter[int]()  # by chat
        self.refused = 0
        self.first = self.last = 0.0
        self.done = asyncio.Event()
        self._expected = expected
        self._recent = deque[float]()
        api.refuse = self._seconds_to_wait
        api.sent = self._take

    @property
    def rate(self) -> float:
        return (self.arrived.total() - 1) / (self.last - self.first)

    def _seconds_to_wait(self, _chat: int) -> int:
        now = time.perf_counter()
        while self._recent and self._recent[0] <= now - 1:
            self._recent.popleft()
        if len(self._recent) >= ALLOWED:
            self.refused += 1
            return 1
        self._recent.append(now)
        return 0

    def _take(self, _method: str, chat: int) -> None:
        self.last = time.perf_counter()
        self.first = self.first or self.last
        self.arrived[chat] += 1
        if self.arrived.total() == self._expected:
            self.done.set()


async def measure(setting: Setting) -> Findings:
    people = 100 if setting.quick else 10_000
    url = databases.sqlite(setting.folder / "reminders.sqlite3")
    await databases.make(url, coordinators=people)
    async with running_api() as api:
        server = StrictServer(api, people)
        at = DAY_OF_REMINDERS.isoformat()
        command = module("benchmarks.bots.ours", api.port, url, "--at", at, "--paced")
        async with running(command, setting.folder, on=setting.bots) as bot:
            await until_asked(bot, api.asked)
            before = bot.cpu
            async with asyncio.timeout(60 + people / ALLOWED * 3):
                await server.done.wait()
            await asyncio.sleep(2)  # in which nobody may get a second one
            cpu = bot.cpu - before
    if any(count != 1 for count in server.arrived.values()):
        raise RuntimeError("somebody was reminded twice")
    head = ("reminders", "a second", "refused with 429", "CPU, ms a reminder")
    row = (f"{people:,}", f"{server.rate:.1f}", str(server.refused), f"{cpu * 1000 / people:.1f}")
    return Findings(
        {
            "reminders_of_allowed": figure([server.rate / ALLOWED]),
            "refused_reminders": figure([server.refused]),
        },
        [Table("Reminders (one round)", head, [row])],
    )
