"""Faults one after the other, drawn by chance: on Telegram's side and on the bot's own at once."""

import asyncio
import random
from collections.abc import Sequence
from datetime import datetime

from tests.chaos.faults import Harm
from tests.chaos.stage import Stage
from tests.world import MOSCOW

# All regions are reminded at ten by their own clocks; by then it is so late in Moscow.
REMINDED_AT = 12
REMINDER_DAYS = (22, 26, 28, 29)  # of November
LULL = 3.0  # seconds at most, between two faults


async def storm(
    stage: Stage, seconds: float, chance: random.Random, *sides: Sequence[Harm], longest: float
) -> None:
    """Each side's faults for at most `longest` seconds each."""
    loop = asyncio.get_running_loop()
    until = loop.time() + seconds

    async def draw(harms: Sequence[Harm], chance: random.Random) -> None:
        while (left := until - loop.time()) > 0:
            harm = chance.choice(harms)
            await harm.do(stage, min(left, chance.uniform(1, longest)), chance)
            await asyncio.sleep(chance.uniform(0, LULL))

    async with asyncio.TaskGroup() as tasks:
        for harms in sides:
            own = random.Random(chance.random())  # noqa: S311 - no secret: to be replayed
            tasks.create_task(draw(harms, own))


async def day_of_reminders(
    stage: Stage,
    day: int,
    seconds: float,
    chance: random.Random,
    *sides: Sequence[Harm],
    longest: float,
) -> None:
    """A storm on that day of November, with everybody at work."""
    stage.set_clocks(datetime(2026, 11, day, REMINDED_AT, tzinfo=MOSCOW))
    stage.books.reminder_days.append(stage.clock().date())
    async with stage.at_work():
        await storm(stage, seconds, chance, *sides, longest=longest)
    await stage.settled()
