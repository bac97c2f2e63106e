"""Work that is done in order within a lane, while the lanes go on side by side."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Generic, TypeVar

import structlog

log = structlog.get_logger()

Key = TypeVar("Key")
Work = Callable[[], Awaitable[None]]


class Lanes(Generic[Key]):
    """A lane is there as long as work of its key waits or is in hand."""

    def __init__(self) -> None:
        self._waiting: dict[Key, deque[Work]] = {}
        self._awaited: dict[Key, asyncio.Event] = {}
        self._lane_of: dict[asyncio.Task[None], Key | None] = {}

    def add(self, key: Key, work: Work) -> None:
        """Behind whatever waits in that lane."""
        if key in self._waiting:
            self._waiting[key].append(work)
            if key in self._awaited:
                self._awaited[key].set()
        else:
            self._waiting[key] = deque([work])
            self._start(key)

    def behind(self, key: Key) -> int:
        """How much waits in that lane, without what is in hand."""
        return len(self._waiting.get(key, ()))

    async def wait_for_next(self, key: Key, seconds: float) -> None:
        """Called by work in hand: until something waits behind it, but no longer than that."""
        if self._waiting[key]:
            return
        self._awaited[key] = added = asyncio.Event()
        # `wait_for` would lose a cancellation that comes with what it waits for.
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await added.wait()
        del self._awaited[key]

    def let_past(self) -> None:
        """Called by work in hand that will take long: what waits behind it goes on, once it has
        called for the first time."""
        task = asyncio.current_task()
        assert task is not None
        key = self._lane_of[task]
        if key is not None:
            self._lane_of[task] = None
            self._start(key)

    async def idle(self) -> None:
        """Until nothing waits or is in hand."""
        while self._lane_of:
            await asyncio.wait(self._lane_of)

    async def cancel(self) -> None:
        """End what is in hand where it stands."""
        tasks = list(self._lane_of)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _start(self, key: Key) -> None:
        task = asyncio.create_task(self._work_off(key))
        self._lane_of[task] = key
        task.add_done_callback(self._lane_of.pop)

    async def _work_off(self, key: Key) -> None:
        waiting = self._waiting[key]
        task = asyncio.current_task()
        assert task is not None
        while waiting:
            try:
                await waiting.popleft()()
            except Exception:  # or those behind it would wait for ever
                log.exception("lane.failed")
            if self._lane_of[task] is None:
                return  # let past: another task goes on with the lane
        del self._waiting[key]
