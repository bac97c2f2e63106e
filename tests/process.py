"""The real bot as a process of its own, which can be killed, frozen and started again."""

import asyncio
import multiprocessing
import os
import runpy
import signal
import sys
from datetime import UTC, datetime
from multiprocessing.process import BaseProcess
from pathlib import Path
from types import TracebackType
from typing import Self

from tests.world import ADMIN_IDS, IN_THE_WEEK, TOKEN

START_PATIENCE = 60.0  # seconds: the first start loads the libraries, on a busy machine too
END_PATIENCE = 20.0
LOOK_EVERY = 0.02


class BotProcess:
    """`python -m bot` against a local Telegram. Its log is shown when the test fails.

    Each start forks from a server that has loaded the libraries once, because loading them
    takes far longer than whatever is tried here; the module runs from its first line.
    """

    def __init__(self, telegram_url: str, database_url: str, folder: Path) -> None:
        self._folder = folder
        self._log = folder / "bot.log"
        # Whatever day it is, for the bot it is one without reminders, which have their own tests.
        clock = folder / "clock"
        clock.write_text(str((IN_THE_WEEK - datetime.now(UTC)).total_seconds()))
        self._settings = {
            "BOT_TOKEN": TOKEN,
            "ADMIN_IDS": ",".join(map(str, ADMIN_IDS)),
            "BOT_API_URL": telegram_url,
            "DATABASE_URL": database_url,
            "CLOCK_FILE": str(clock),
        }
        self._context = multiprocessing.get_context("forkserver")
        self._context.set_forkserver_preload(["bot.cli"])
        self._process: BaseProcess | None = None
        self._started = 0  # where in the log the present run begins

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.kill()
        if error is not None:
            error.add_note(f"--- the bot's log ---\n{self.log}")

    @property
    def log(self) -> str:
        return self._log.read_text(errors="replace") if self._log.exists() else ""

    async def start(self) -> None:
        """Until the bot says that it runs."""
        self.launch()
        await self.says("running ")

    async def says(self, words: str) -> None:
        """Until the log has those words, since the last start."""
        async with asyncio.timeout(START_PATIENCE):
            while words not in self.log[self._started :]:
                assert self._running.is_alive(), self.log
                await asyncio.sleep(LOOK_EVERY)

    def launch(self) -> None:
        """Start it, and wait for nothing."""
        self._started = len(self.log)
        self._process = self._context.Process(
            target=_run_bot, args=(self._settings, self._folder, self._log), daemon=True
        )
        self._process.start()

    async def kill(self) -> None:
        """kill -9, and until it is dead; one that is dead already stays so."""
        if self._process is not None and self._process.is_alive():
            await self.ends(signal.SIGKILL)

    def freeze(self) -> None:
        """Whatever is sent to the process now stays unread."""
        self._signal(signal.SIGSTOP)

    async def ends(self, number: signal.Signals) -> int:
        """The exit code after that signal; a signal's number, negative, if it was killed."""
        self._signal(number)
        await asyncio.to_thread(self._running.join, END_PATIENCE)
        code = self._running.exitcode
        assert code is not None, f"still running {END_PATIENCE} s after {number.name}"
        return code

    @property
    def _running(self) -> BaseProcess:
        assert self._process is not None
        return self._process

    def _signal(self, number: signal.Signals) -> None:
        assert self._running.pid is not None
        os.kill(self._running.pid, number)


def _run_bot(settings: dict[str, str], folder: Path, log: Path) -> None:
    with log.open("ab", buffering=0) as file:
        os.dup2(file.fileno(), 1)
        os.dup2(file.fileno(), 2)
    os.chdir(folder)  # where no `.env` is
    os.environ.update(settings)
    sys.argv = ["bot"]
    runpy.run_module("bot", run_name="__main__")
