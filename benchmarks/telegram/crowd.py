"""People who write to the bot: each sends the next line of their script once the last one is
answered."""

import asyncio
import math
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from benchmarks.figures import percentile
from benchmarks.telegram.api import BotApi

FIRST_PERSON = 1001  # Telegram's id of the first of them; the others follow
PATIENCE = 120.0  # seconds for an answer; a bot that takes longer does not work


# What a person writes, without end, from their id: no two need write the same.
Script = Callable[[int], Iterator[str]]


@dataclass(frozen=True, slots=True)
class Played:
    """`waits` are the seconds from sending to the answer, sorted, of the answers that came within
    `seconds`; those are more than were asked for if nobody was answered until then."""

    seconds: float
    waits: tuple[float, ...]

    @property
    def rate(self) -> float:
        """Answers a second."""
        return len(self.waits) / self.seconds

    def wait(self, percent: float) -> float:
        """Milliseconds that so many percent wait at most."""
        return percentile(self.waits, percent) * 1000


class Crowd:
    """The people of one bot. They go on in their scripts from one play to the next."""

    def __init__(self, api: BotApi, script: Script) -> None:
        self.answered = Counter[int]()  # lines, by the person
        self.unasked = 0  # messages to somebody who was waiting for none
        self._api = api
        self._script = script
        self._scripts: dict[int, Iterator[str]] = {}
        self._left: dict[int, float] = {}  # lines, of those who have some to send
        self._pause = 0.0
        self._thinking: dict[int, asyncio.TimerHandle] = {}
        self._sent_at: dict[int, float] = {}  # of those who wait for an answer
        self._waits: list[tuple[float, float]] = []  # when the answer came, and after how long
        self._heard_one = asyncio.Event()
        api.sent = self._heard

    async def play(
        self, people: int, seconds: float, *, warm_up: float = 0, pause: float = 0
    ) -> Played:
        """So many write at once, each `pause` seconds after an answer; then all await their last
        one. What comes in the first `warm_up` seconds is not counted."""
        self.begin(people, pause=pause)
        await asyncio.sleep(warm_up)
        start = time.perf_counter()
        await asyncio.sleep(seconds)
        return await self.end(start)

    def begin(self, people: int, *, pause: float = 0) -> None:
        self._begin(dict.fromkeys(_ids(people), math.inf), pause)

    async def end(self, start: float) -> Played:
        """Everyone gets their last answer. Counts what has come since `start`, by the performance
        counter: uvloop's own clock is too coarse."""
        end = time.perf_counter()
        self._left.clear()
        for timer in self._thinking.values():
            timer.cancel()
        await self._all_answered()
        waits = sorted(wait for at, wait in self._waits if start <= at < end)
        if not waits:  # a bot that rests after an error takes as long as that
            end = time.perf_counter()
            waits = sorted(wait for at, wait in self._waits if start <= at < end)
        return Played(end - start, tuple(waits))

    async def send_each(self, people: int, lines: int) -> None:
        """So many people at once, and everyone sends so many lines."""
        self._begin(dict.fromkeys(_ids(people), lines), 0)
        await self._all_answered()

    async def spread(self, people: int, lines: int) -> None:
        """Have them stand at different lines of a script of so many, as people do."""
        self._begin({person: person % lines for person in _ids(people)}, 0)
        await self._all_answered()

    def finished(self, lines: int) -> int:
        """How often somebody has come to the end of a script of so many lines."""
        return sum(answered // lines for answered in self.answered.values())

    def _begin(self, left: dict[int, float], pause: float) -> None:
        self._left, self._pause, self._waits = left, pause, []
        for number, person in enumerate(left):
            # Not all in the same moment, if they take their time.
            self._say_after(pause * number / len(left), person)

    async def _all_answered(self) -> None:
        async with asyncio.timeout(PATIENCE):
            while self._sent_at:
                self._heard_one.clear()
                await self._heard_one.wait()

    def _say_after(self, pause: float, person: int) -> None:
        if pause:
            loop = asyncio.get_running_loop()
            self._thinking[person] = loop.call_later(pause, self._say, person)
        else:
            self._say(person)

    def _say(self, person: int) -> None:
        if self._left.get(person, 0) > 0:
            self._left[person] -= 1
            if person not in self._scripts:
                self._scripts[person] = self._script(person)
            self._sent_at[person] = time.perf_counter()
            self._api.write(person, next(self._scripts[person]))

    def _heard(self, _method: str, chat: int) -> None:
        sent_at = self._sent_at.pop(chat, None)
        if sent_at is None:
            self.unasked += 1
            return
        now = time.perf_counter()
        self.answered[chat] += 1
        self._waits.append((now, now - sent_at))
        self._heard_one.set()
        self._say_after(self._pause, chat)


def _ids(people: int) -> range:
    return range(FIRST_PERSON, FIRST_PERSON + people)
