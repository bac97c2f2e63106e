"""The bot as a process of its own, with no settings but those it is given."""

import asyncio
import multiprocessing
import os
import runpy
import signal
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.context import ForkServerProcess
from pathlib import Path

GRACE = 5.0  # seconds between the request to stop and kill -9
# All that the process needs of the environment: whatever else is set there is for a real bot.
_INHERITED = ("HOME", "LANG", "PATH", "TMPDIR")


@dataclass(frozen=True, slots=True)
class Done:
    """A command that has ended: its exit code, and what it has written to stdout and stderr."""

    code: int
    out: str
    err: str


class BotProcess:
    """`python -m MODULE`, one run at a time. `folder` holds no `.env`; the bot is started in it.

    `captured`: what it writes goes into files in the folder, not to the terminal.

    Each start forks from a server that has loaded the libraries once, because loading them
    takes far longer than whatever is asked of the bot; the module runs from its first line.
    """

    def __init__(
        self,
        settings: Mapping[str, str],
        folder: Path,
        *,
        module: str = "demo.bot",
        captured: bool = False,
    ) -> None:
        inherited = {name: os.environ[name] for name in _INHERITED if name in os.environ}
        self._environment = {**inherited, **settings}
        self._folder = folder
        self._module = module
        self._captured = captured
        self._context = multiprocessing.get_context("forkserver")
        self._context.set_forkserver_preload(["bot.cli", "demo.sampling"])
        self._process: ForkServerProcess | None = None
        self._end: asyncio.Task[int]
        self._out = self._err = Path(os.devnull)
        self._runs = 0

    @property
    def out(self) -> str:
        """What the present run has written to stdout, if it is captured; likewise `err`."""
        return self._out.read_text("utf-8", errors="replace")

    @property
    def err(self) -> str:
        return self._err.read_text("utf-8", errors="replace")

    def start(self, *arguments: str, **settings: str) -> None:
        self._runs += 1
        outputs: tuple[Path, ...] = ()
        if self._captured:
            self._out = self._folder / f"run-{self._runs}.out"
            self._err = self._folder / f"run-{self._runs}.err"
            outputs = (self._out, self._err)
            for path in outputs:
                path.touch()
        environment = self._environment | settings
        order = (self._module, arguments, environment, self._folder, outputs)
        self._process = self._context.Process(target=_run_module, args=order, daemon=True)
        self._process.start()
        self._end = asyncio.create_task(_exit_code(self._process))

    async def run(self, *arguments: str, **settings: str) -> Done:
        """To its end. Only for a process whose output is captured."""
        self.start(*arguments, **settings)
        return await self.done()

    async def done(self) -> Done:
        """Once it has ended."""
        return Done(await self.ended(), self.out, self.err)

    async def kill(self) -> None:
        """kill -9, and until it is dead."""
        if self._process:
            self._process.kill()
            await self.ended()

    async def stop(self) -> None:
        """Lets it finish what is in hand, but not for ever."""
        if self._process:
            self.signal(signal.SIGTERM)
            try:
                async with asyncio.timeout(GRACE):
                    await self.ended()
            except TimeoutError:
                await self.kill()

    async def ended(self) -> int:
        """Its exit code, once it has one; negative if a signal has ended it."""
        return await asyncio.shield(self._end)

    @property
    def has_ended(self) -> bool:
        return self._end.done()

    def signal(self, number: signal.Signals) -> None:
        """Nothing happens to a process that has ended, whether or not that has been noticed."""
        if not self.has_ended:
            assert self._process is not None
            assert self._process.pid is not None
            with suppress(ProcessLookupError):
                os.kill(self._process.pid, number)


async def _exit_code(process: ForkServerProcess) -> int:
    loop, ended = asyncio.get_running_loop(), asyncio.Event()
    loop.add_reader(process.sentinel, ended.set)
    try:
        await ended.wait()
    finally:
        loop.remove_reader(process.sentinel)
    process.join()
    return process.exitcode or 0


def _run_module(
    module: str,
    arguments: tuple[str, ...],
    environment: Mapping[str, str],
    folder: Path,
    outputs: tuple[Path, ...],
) -> None:
    """`outputs` are the files that stdout and stderr go to, if not to the terminal."""
    for number, path in enumerate(outputs, start=1):
        os.dup2(os.open(path, os.O_WRONLY), number)
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)
    sys.argv = [module, *arguments]
    runpy.run_module(module, run_name="__main__")
