"""What a process needs to know of the others on its database, and the answer where there are none:
on SQLite, which one process has to itself."""

import asyncio
from collections.abc import Awaitable, Callable, Collection
from enum import IntEnum
from typing import Protocol


class Post(IntEnum):
    """Work that one replica does for all; the number is a part of its lock's key."""

    POLLING = 1
    JOBS = 2


class Replicas(Protocol):
    """`number` is this process's own, None if there can be no others. `others` are alive. `gone`
    are the owners in the inbox that are not, negative where it is a row that nobody owns."""

    @property
    def number(self) -> int | None: ...

    @property
    def others(self) -> frozenset[int]: ...

    @property
    def gone(self) -> Collection[int]: ...

    async def called(self, seconds: float) -> None:
        """Until something in the inbox waits for this process, for so long at most."""
        ...

    async def lead(self, post: Post, work: Callable[[], Awaitable[None]]) -> None:
        """Do the work whenever this process holds the post; until cancelled, or an error of the
        work's. It is cancelled when the post is lost, and begun anew when that is held again."""
        ...


class Alone:
    number = None
    others: frozenset[int] = frozenset()
    gone: Collection[int] = ()

    async def called(self, seconds: float) -> None:
        await asyncio.sleep(seconds)

    async def lead(self, post: Post, work: Callable[[], Awaitable[None]]) -> None:
        await work()
