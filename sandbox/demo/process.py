"""The real bot as a process of its own, in surroundings that hold no real settings."""

import asyncio
import os
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Mapping
from pathlib import Path

PROJECT = Path(__file__).parents[2]
LAST_WORDS = 5.0  # seconds between the request to stop and kill -9
COMMAND_PATIENCE = 120.0
# All that the process needs of the surroundings: whatever else is set there is for a real bot.
_INHERITED = ("HOME", "LANG", "PATH", "TMPDIR")


class CommandFailedError(Exception):
    """The last thing a command of the bot has said on stderr."""


class BotProcess:
    """`settings` are the bot's. `folder` holds no `.env`; the bot is started in it."""

    def __init__(self, settings: Mapping[str, str], folder: Path) -> None:
        inherited = {name: os.environ[name] for name in _INHERITED if name in os.environ}
        self._environment = {**inherited, "PYTHONPATH": str(PROJECT), **settings}
        self._folder = folder
        self._process: Process | None = None

    async def start(self) -> None:
        self._process = await self._spawn()

    async def kill(self) -> None:
        """kill -9, and until it is dead."""
        if self._process and self._process.returncode is None:
            self._process.kill()
            await self._process.wait()

    async def stop(self) -> None:
        """Lets it finish what is in hand, but not for ever."""
        if self._process and self._process.returncode is None:
            self._process.terminate()
            try:
                async with asyncio.timeout(LAST_WORDS):
                    await self._process.wait()
            except TimeoutError:
                await self.kill()

    async def ended(self) -> int:
        """Its exit code, once it has one."""
        assert self._process is not None, "not started"
        return await self._process.wait()

    async def run(self, command: str) -> str:
        """What `python -m bot COMMAND` prints. CommandFailedError if it fails."""
        process = await self._spawn(command, output=PIPE)
        try:
            async with asyncio.timeout(COMMAND_PATIENCE):
                said, complaint = await process.communicate()
        except (TimeoutError, asyncio.CancelledError):
            process.kill()
            raise
        if process.returncode:
            raise CommandFailedError(complaint.decode().strip().rpartition("\n")[2])
        return said.decode().strip()

    async def _spawn(self, *arguments: str, output: int | None = None) -> Process:
        return await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot", *arguments),
            cwd=self._folder,
            env=self._environment,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=output,
            stderr=output,
        )
