"""A whole season under all faults at once, as `make chaos` plays it, and a day of it in short."""

import os
import random
import secrets
import sys

import pytest

from tests.chaos.balance import balance_of
from tests.chaos.faults import OWN, TELEGRAMS, ClockWrong
from tests.chaos.stage import Stage
from tests.chaos.storm import REMINDER_DAYS, day_of_reminders

# Not so that the regions would be reminded of another day, or told that it is over.
WRONG_BY = (-71, 5)  # hours
SIDES = TELEGRAMS, (*OWN, ClockWrong(WRONG_BY))
COORDINATORS, FEW = 20, 6
LONGEST, SHORT = 30.0, 3.0  # seconds of one fault
WHOLE, DAY = 200, 8  # seconds of faults
# Seconds: two long faults one after the other, and a minute of pauses between tries after them.
PATIENCE = 120.0


@pytest.mark.processes
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_the_books_of_a_day_of_reminders_balance(stage: Stage, seed: str) -> None:
    await stage.add_replica()
    await stage.add_people(FEW)
    await stage.all_start()
    chance = random.Random(seed)  # noqa: S311 - no secret: to be replayed
    await day_of_reminders(stage, REMINDER_DAYS[0], DAY, chance, *SIDES, longest=SHORT)
    balance = await balance_of(stage)
    assert not balance.wrong, balance


class TestSeason:
    @pytest.fixture
    def seed(self) -> str:
        return os.environ.get("CHAOS_SEED") or str(secrets.randbelow(10**6))

    @pytest.mark.chaos
    async def test_the_books_of_a_season_balance(self, stage: Stage, seed: str) -> None:
        seconds = float(os.environ.get("CHAOS_SECONDS") or WHOLE) / len(REMINDER_DAYS)
        for _ in range(3 if stage.server else 1):
            await stage.add_replica()
        stage.patience = PATIENCE
        await stage.add_people(COORDINATORS)
        await stage.all_start()
        chance = random.Random(seed)  # noqa: S311 - no secret: to be replayed
        for day in REMINDER_DAYS:
            await day_of_reminders(stage, day, seconds, chance, *SIDES, longest=LONGEST)
        balance = await balance_of(stage)
        sys.stdout.write(f"\nseed {seed}, {len(stage.replicas)} processes\n{balance}\n")
        assert not balance.wrong
