"""What happens in the chats, for whoever watches: tests that wait, pages that show phones."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Literal, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Change:
    """One visible change of a chat. `message_id` is None for what is no message."""

    kind: Literal["message", "edited", "deleted", "action", "answer", "member"]
    chat_id: int
    bots: tuple[str, ...]
    message_id: int | None = None


class Changes:
    def __init__(self) -> None:
        self._subscribers: set[asyncio.Queue[Change]] = set()
        self._waiters: set[asyncio.Event] = set()

    @contextmanager
    def subscribed(self) -> Iterator[asyncio.Queue[Change]]:
        queue: asyncio.Queue[Change] = asyncio.Queue()
        self._subscribers.add(queue)
        try:
            yield queue
        finally:
            self._subscribers.remove(queue)

    def publish(self, change: Change) -> None:
        for queue in self._subscribers:
            queue.put_nowait(change)
        self.wake()

    def wake(self) -> None:
        """Lets the waiters look again after something that no chat shows, as a confirmed update."""
        for waiter in self._waiters:
            waiter.set()

    async def until(self, probe: Callable[[], T | None], within: float) -> T | None:
        """The first value of `probe` that is not None, or None after `within` seconds."""
        awake = asyncio.Event()
        self._waiters.add(awake)
        try:
            with suppress(TimeoutError):
                async with asyncio.timeout(within):
                    while (found := probe()) is None:
                        awake.clear()
                        await awake.wait()
                    return found
            return probe()
        finally:
            self._waiters.remove(awake)
