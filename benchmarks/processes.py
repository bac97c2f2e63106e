"""Bots as processes: on a core of their own, measured from outside, ended with the measure."""

import asyncio
import json
import os
import sys
import time
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
PEERS_PYTHON = ROOT / "benchmarks" / ".venv" / "bin" / "python"
PATIENCE = 120.0  # seconds for the start of a bot on a busy machine
_TICKS = os.sysconf("SC_CLK_TCK")


def cores() -> tuple[set[int], set[int]]:
    """Of the bots, and of everything else; the same one where there is no second."""
    mine = sorted(os.sched_getaffinity(0))
    return {mine[0]}, set(mine[1:]) or {mine[0]}


@dataclass(frozen=True, slots=True)
class Bot:
    """`started` is when it was started, by the monotonic clock."""

    name: str
    process: Process
    started: float
    errors: Path

    @property
    def cpu(self) -> float:
        """Seconds that it has used, with all of its threads."""
        stat = Path(f"/proc/{self.process.pid}/stat").read_text()
        fields = stat.rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / _TICKS

    @property
    def resident(self) -> float:
        """Megabytes."""
        return memory(self.process.pid, "VmRSS")

    async def costs(self) -> dict[str, float]:
        """What this project's bot says of itself."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(b"\n")
        told: dict[str, float] = json.loads(await self.process.stdout.readline())
        return told

    def check(self) -> None:
        """Raises RuntimeError if it has ended."""
        if self.process.returncode is not None:
            raise RuntimeError(f"{self.name} has ended: {self.errors.read_text()[-2000:]}")


def memory(pid: int, name: str) -> float:
    """A line of the process's status, in megabytes."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    kilobytes = next(line.split()[1] for line in lines if line.startswith(f"{name}:"))
    return int(kilobytes) * 1024 / 1e6


def environment(**added: str) -> dict[str, str]:
    """The own one, in which modules are compiled once, as where the bot runs."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return kept | {"PYTHONPATH": str(ROOT)} | added


def module(name: str, *arguments: object) -> list[str]:
    return [sys.executable, "-m", name, *map(str, arguments)]


@asynccontextmanager
async def running(
    command: Sequence[str], folder: Path, *, on: set[int], env: dict[str, str] | None = None
) -> AsyncIterator[Bot]:
    """The command on these cores, in the folder, until the end of the block."""
    errors = folder / "errors.txt"
    with errors.open("wb") as err:
        started = time.monotonic()
        process = await asyncio.create_subprocess_exec(
            *command,
            cwd=folder,
            env=environment(**(env or {})),
            stdin=PIPE,
            stdout=PIPE,
            stderr=err,
        )
    os.sched_setaffinity(process.pid, on)
    bot = Bot(" ".join(command[1:3]), process, started, errors)
    try:
        yield bot
    except BaseException as error:
        error.add_note(f"{bot.name} said: {errors.read_text()[-2000:]}")
        raise
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


async def output(command: Sequence[str], folder: Path, *, on: set[int]) -> dict[str, float]:
    """The line of JSON that the command writes at its end."""
    async with running(command, folder, on=on) as bot:
        assert bot.process.stdout is not None
        written = await bot.process.stdout.read()
        if await bot.process.wait() != 0:
            bot.check()
        told: dict[str, float] = json.loads(written)
        return told


async def until_asked(bot: Bot, asked: asyncio.Event) -> float:
    """Seconds from the start of the bot until it asks for updates."""
    waiting = asyncio.create_task(asked.wait())
    ending = asyncio.create_task(bot.process.wait())
    try:
        await asyncio.wait([waiting, ending], timeout=PATIENCE, return_when=asyncio.FIRST_COMPLETED)
        bot.check()
        if not asked.is_set():
            raise RuntimeError(f"{bot.name} asks for no updates")
        return time.monotonic() - bot.started
    finally:
        waiting.cancel()
        ending.cancel()
