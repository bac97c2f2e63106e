"""Two processes of the bot on one database tell everybody once, also when they are restarted."""

import signal
from datetime import datetime
from pathlib import Path

import pytest

from demo.clock import Clock
from handlers.mailings.texts.reminders import OVERDUE_HEADING
from tests.process import RunningBot
from tests.world import MOSCOW, Someone, World

pytestmark = [
    pytest.mark.long,
    # SQLite is for one process.
    pytest.mark.parametrize("database_url", ["postgresql"], indirect=True),
]

MORNING = datetime(2026, 11, 30, 11, 0, tzinfo=MOSCOW)


def told(someone: Someone) -> int:
    """How often they have heard that the deadline has passed."""
    texts = (each.text for each in someone.phone.messages if each.from_bot)
    return sum(OVERDUE_HEADING in text for text in texts)


async def test_that_the_deadline_has_passed_is_told_once_by_two_processes(
    world: World, tmp_path: Path
) -> None:
    people = [
        await world.coordinator(region, f"{region} {number}")
        for region in ("Москва", "Калининградская область", "Омская область")
        for number in range(8)
    ]
    await world.stop_bot()
    world.clock.at = MORNING
    folders = [tmp_path / name for name in ("one", "two")]
    for folder in folders:
        folder.mkdir()
    first, second = (
        RunningBot(world.telegram.url, world.database_url, folder) for folder in folders
    )
    async with first, second:
        for folder in folders:
            Clock(folder).set(MORNING)

        async def some_are_told() -> bool:
            return any(map(told, people))

        async def all_are_told() -> bool:
            return all(map(told, people))

        await world.until(some_are_told)
        await first.ends(signal.SIGTERM)
        await world.until(all_are_told)
        await second.ends(signal.SIGTERM)
        for process in (first, second):
            await process.restart()
            await process.ends(signal.SIGTERM)
    assert [told(each) for each in people] == [1] * len(people)
    await world.start_bot()
