"""The command line of the bot, run as a process. Little is imported here: each process does."""

import asyncio
import multiprocessing
import os
import runpy
import sys
from dataclasses import dataclass
from multiprocessing.context import ForkServerProcess
from pathlib import Path

PATIENCE = 60.0  # seconds


@dataclass(frozen=True, slots=True)
class Done:
    code: int | None
    out: str
    err: str


class Command:
    """`python -m bot …` with these settings and nothing else, in a folder without `.env`.

    Processes fork from a server that has loaded the libraries once, which is what takes time;
    the module runs from its first line.
    """

    def __init__(self, folder: Path, **settings: str) -> None:
        self._folder = folder
        self._settings = settings
        self._context = multiprocessing.get_context("forkserver")
        self._context.set_forkserver_preload(["bot.cli"])
        self._process: ForkServerProcess

    def start(self, *arguments: str, **settings: str) -> None:
        self._process = self._context.Process(
            target=_run,
            args=(["bot", *arguments], self._settings | settings, self._folder),
            daemon=True,
        )
        self._process.start()

    def stop(self) -> None:
        self._process.terminate()

    async def ends(self) -> Done:
        await asyncio.to_thread(self._process.join, PATIENCE)
        out, err = (_file(self._folder, number).read_text("utf-8") for number in (1, 2))
        assert self._process.exitcode is not None, f"still running after {PATIENCE} s: {err}"
        return Done(self._process.exitcode, out, err)

    async def run(self, *arguments: str, **settings: str) -> Done:
        self.start(*arguments, **settings)
        return await self.ends()


def _file(folder: Path, number: int) -> Path:
    return folder / f"output-{number}"


def _run(arguments: list[str], settings: dict[str, str], folder: Path) -> None:
    for number in (1, 2):
        with _file(folder, number).open("wb", buffering=0) as file:
            os.dup2(file.fileno(), number)
    os.chdir(folder)
    os.environ.update(settings)
    sys.argv = arguments
    runpy.run_module("bot", run_name="__main__")
