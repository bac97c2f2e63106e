"""Whose turn it is: when the next call may go to Telegram, and whose update is applied next."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from enum import IntEnum
from itertools import count
from typing import Protocol

SLACK = 0.01  # seconds
# So often whatever has waited longest comes first, however urgent the rest is: nothing waits for
# ever.
FAIR = 5


@dataclass(frozen=True, slots=True)
class Pace:
    """Telegram's guidance is about 30 messages a second over all and one a second to a chat,
    with short bursts. The overall rate is kept evenly: a limiter of 25 in a second would let
    nearly 50 through in the first one.

    At 29 a second, 30 turns take 34 ms longer than a second. So no second has more than 30 of them,
    as long as one is not later than that against those after it: by SLACK, and by what it takes a
    request to get on its way."""

    overall: float = 29  # calls a second
    chat: float = 1  # messages a second to one chat
    burst: float = 5  # messages to one chat at once


class Urgency(IntEnum):
    """Of a call or an update, the most urgent first: how many strangers write, and how much news
    there is, costs those who belong here no time."""

    ANSWER = 0  # to somebody with a role, who waits for it
    STRANGER = 1  # to anybody else
    NEWS = 2  # to somebody who has not asked


class Slots(Protocol):
    """Whose pace it is may be shared with other processes. Asked by one caller at a time."""

    async def take(self) -> None:
        """Returns when the caller may send."""


class Turns:
    """Evenly spaced moments. One that is taken late, because the process was busy, does not put off
    all that follow, as long as it is no later than SLACK."""

    def __init__(self, per_second: float) -> None:
        self._interval = 1 / per_second
        self._next = 0.0  # by the event loop's clock

    async def take(self) -> None:
        loop = asyncio.get_running_loop()
        wait = self._next - loop.time()
        if wait > 0:
            await asyncio.sleep(wait)
        self._next = max(self._next, loop.time() - SLACK) + self._interval


class Line:
    """Hands the slots out: to what is most urgent when the slot comes, and among the equally
    urgent to whoever has asked first."""

    def __init__(self, slots: Slots) -> None:
        self._slots = slots
        self._waiting: dict[Urgency, deque[tuple[int, asyncio.Future[None]]]]
        self._waiting = {urgency: deque() for urgency in Urgency}
        self._asked = count()
        self._handed_out = 0
        self._handing_out: asyncio.Task[None] | None = None

    async def turn(self, urgency: Urgency) -> None:
        """Returns when the caller may send. Raises whatever the slots raise."""
        turn = asyncio.get_running_loop().create_future()
        self._waiting[urgency].append((next(self._asked), turn))
        if self._handing_out is None or self._handing_out.done():
            self._handing_out = asyncio.create_task(self._hand_out())
        await turn

    async def _hand_out(self) -> None:
        while self._first() is not None:
            error = None
            try:
                await self._slots.take()
            except Exception as raised:  # it is for whoever would have had the slot
                error = raised
            line = self._first()
            if line is None:
                return
            self._handed_out += 1
            _, turn = line.popleft()
            if error is None:
                turn.set_result(None)
            else:
                turn.set_exception(error)

    def _first(self) -> deque[tuple[int, asyncio.Future[None]]] | None:
        """The line whose turn it is; None if nobody waits, or nobody waits any more."""
        for line in self._waiting.values():
            while line and line[0][1].done():
                line.popleft()
        lines = [line for line in self._waiting.values() if line]
        if self._handed_out % FAIR == FAIR - 1:
            return min(lines, key=lambda line: line[0][0], default=None)
        return next(iter(lines), None)


class Places:
    """So many may be at it at once; the others wait in a line."""

    def __init__(self, number: int) -> None:
        self._free = asyncio.Semaphore(number)
        self._line = Line(self)

    async def take(self) -> None:
        await self._free.acquire()

    @asynccontextmanager
    async def taken(self, urgency: Urgency) -> AsyncIterator[None]:
        if self._free.locked():
            await self._line.turn(urgency)
        else:
            await self.take()
        try:
            yield
        finally:
            self._free.release()
