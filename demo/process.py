"""The real bot as a process of its own, in surroundings that hold no real settings."""

import asyncio
import multiprocessing
import os
import runpy
import sys
from collections.abc import Mapping
from multiprocessing.process import BaseProcess
from pathlib import Path

LAST_WORDS = 5.0  # seconds between the request to stop and kill -9
# All that the process needs of the surroundings: whatever else is set there is for a real bot.
_INHERITED = ("HOME", "LANG", "PATH", "TMPDIR")


class CommandFailedError(Exception):
    """The last thing a command of the bot has said on stderr."""


class BotProcess:
    """`settings` are the bot's. `folder` holds no `.env`; the bot is started in it.

    Each start forks from a server that has loaded the libraries once, because loading them
    takes far longer than whatever is asked of the bot; the module runs from its first line.
    """

    def __init__(self, settings: Mapping[str, str], folder: Path) -> None:
        inherited = {name: os.environ[name] for name in _INHERITED if name in os.environ}
        self._environment = {**inherited, **settings}
        self._folder = folder
        self._context = multiprocessing.get_context("forkserver")
        self._context.set_forkserver_preload(["bot.cli"])
        self._process: BaseProcess | None = None
        self._asking = asyncio.Lock()
        self._end: asyncio.Task[int]

    def start(self) -> None:
        self._process = self._spawn()
        self._end = asyncio.create_task(_exit_code(self._process))

    async def kill(self) -> None:
        """kill -9, and until it is dead."""
        if self._process:
            self._process.kill()
            await self.ended()

    async def stop(self) -> None:
        """Lets it finish what is in hand, but not for ever."""
        if self._process:
            self._process.terminate()
            try:
                async with asyncio.timeout(LAST_WORDS):
                    await self.ended()
            except TimeoutError:
                await self.kill()

    async def ended(self) -> int:
        """Its exit code, once it has one; negative if a signal has ended it."""
        return await asyncio.shield(self._end)

    async def run(self, command: str) -> str:
        """What `python -m bot COMMAND` prints. CommandFailedError if it fails."""
        said, complaint = self._folder / f"{command}.said", self._folder / f"{command}.complaint"
        async with self._asking:  # one after the other: they write into the same files
            process = self._spawn(command, outputs=(said, complaint))
            if await _exit_code(process):
                raise CommandFailedError(complaint.read_text().strip().rpartition("\n")[2])
            return said.read_text().strip()

    def _spawn(self, *arguments: str, outputs: tuple[Path, ...] = ()) -> BaseProcess:
        order = (arguments, self._environment, self._folder, outputs)
        process = self._context.Process(target=_run_bot, args=order, daemon=True)
        process.start()
        return process


async def _exit_code(process: BaseProcess) -> int:
    # Only one may wait for a process: a second one would read another's news of its end.
    await asyncio.to_thread(process.join)
    return process.exitcode or 0


def _run_bot(
    arguments: tuple[str, ...],
    environment: Mapping[str, str],
    folder: Path,
    outputs: tuple[Path, ...],
) -> None:
    """`outputs` are the files that stdout and stderr go to, if not to the terminal."""
    for number, path in enumerate(outputs, start=1):
        os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), number)
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)
    sys.argv = ["bot", *arguments]
    runpy.run_module("bot", run_name="__main__")
