"""Makes files in a process of its own, so that nobody's answer waits while one is made."""

import asyncio
import os
import pickle
import sys
from asyncio.subprocess import PIPE, Process
from contextlib import suppress
from typing import cast

from bot.files.worker import LENGTH, Done, Failed, OnProgress, Order, Progress, Result, Work, framed

IDLE = 60.0  # seconds without work, after which the process goes


class FileProcess:
    """One piece of work at a time; others wait for their turn. The process is started when it is
    wanted; it ends with the bot, however that ends."""

    # Of the process: bytes of memory, and, for a piece of work, seconds of the processor and
    # altogether. None: as many as it takes.
    most_memory: int | None = None
    most_seconds: float | None = None
    longest: float | None = None

    def __init__(self, database_url: str) -> None:
        self.database_url = database_url
        self._turn = asyncio.Lock()
        self._process: Process | None = None
        self._idle: asyncio.TimerHandle | None = None  # while the process waits for work

    async def run(self, work: Work[Result], on_progress: OnProgress) -> Result:
        """What the work gives, or the error that it raises. All that goes to and fro is pickled.
        Raises ChildProcessError if the process dies, TimeoutError if it takes too long."""
        order = pickle.dumps(Order(work, self.database_url, self.most_seconds))
        async with self._turn:
            process = await self._ready()
            try:
                async with asyncio.timeout(self.longest):
                    answer = await _ask(process, order, on_progress)
            except BaseException:
                await self._end()  # in the middle of something that nobody waits for any more
                raise
            self._idle = asyncio.get_running_loop().call_later(IDLE, self._retire)
        if isinstance(answer, Failed):
            answer.error.add_note(f"In the process that makes files:\n{answer.where}")
            raise answer.error
        return cast("Result", answer.result)

    async def close(self) -> None:
        if self._idle is not None:
            self._idle.cancel()
        await self._end()

    async def _ready(self) -> Process:
        if self._idle is not None:
            self._idle.cancel()
            self._idle = None
            assert self._process is not None
            if self._process.returncode is None:
                return self._process
        await self._end()
        self._process = await asyncio.create_subprocess_exec(
            sys.executable,
            *("-P", "-c", f"from bot.files.worker import main; main({self.most_memory})"),
            env={**os.environ, "PYTHONPATH": os.pathsep.join(path or "." for path in sys.path)},
            stdin=PIPE,
            stdout=PIPE,
        )
        return self._process

    def _retire(self) -> None:
        self._idle = None
        self._kill()

    def _kill(self) -> None:
        assert self._process is not None
        with suppress(ProcessLookupError):
            self._process.kill()

    async def _end(self) -> None:
        if self._process is not None:
            self._kill()
            await self._process.wait()
            self._process = None


async def _ask(process: Process, order: bytes, on_progress: OnProgress) -> Done | Failed:
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        process.stdin.write(framed(order))
        await process.stdin.drain()
        while True:
            length = int.from_bytes(await process.stdout.readexactly(LENGTH))
            answer = pickle.loads(await process.stdout.readexactly(length))  # noqa: S301 - our own
            if not isinstance(answer, Progress):
                return cast("Done | Failed", answer)
            on_progress(answer.rows)
    except (asyncio.IncompleteReadError, ConnectionError) as error:
        raise ChildProcessError("the process that makes files has died") from error
