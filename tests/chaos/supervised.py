"""The bot's process as an operator runs it: whenever it ends, it is started again."""

import asyncio
import signal
from collections import Counter
from pathlib import Path

from demo.clock import Clock
from tests.process import RunningBot

RESTART_AFTER = 0.5  # seconds, as a service manager waits


class Supervised:
    """`ends` counts the exit codes; a signal's number, negative, where one has ended it."""

    def __init__(
        self, telegram_url: str, database_url: str, folder: Path, settings: dict[str, str]
    ) -> None:
        folder.mkdir()
        self._process = RunningBot(telegram_url, database_url, folder)
        self._settings = settings
        self._running: asyncio.Task[None] | None = None
        self.clock = Clock(folder)
        self.folder = folder
        self.ends: Counter[int] = Counter()
        self.runs = 0

    async def start(self) -> None:
        self._start()
        await self.says("bot.running ")
        self._running = asyncio.create_task(self._keep_running())

    async def says(self, words: str) -> None:
        """Until the log of the present run has those words."""
        await self._process.says(words)

    async def close(self) -> None:
        if self._running is not None:
            self._running.cancel()
            await asyncio.gather(self._running, return_exceptions=True)
        await self._process.kill()

    def kill(self) -> bool:
        """Whether there was anything to be killed: it may be down, about to be started again."""
        if self._process.has_ended:
            return False
        self._process.signal(signal.SIGKILL)
        return True

    def stop(self) -> None:
        self._process.signal(signal.SIGTERM)

    def freeze(self) -> None:
        self._process.freeze()

    def thaw(self) -> None:
        self._process.signal(signal.SIGCONT)

    async def _keep_running(self) -> None:
        while True:
            self.ends[await self._process.ended()] += 1
            await asyncio.sleep(RESTART_AFTER)
            self._start()

    def _start(self) -> None:
        self.runs += 1
        self._process.start(**self._settings)
