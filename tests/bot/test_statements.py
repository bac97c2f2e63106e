"""What one typed answer costs the database: on the night of the deadline, hundreds are typed."""

import asyncio
from typing import Any

import pytest
from sqlalchemy import event as listening
from sqlalchemy import select
from sqlalchemy.engine.interfaces import ExecuteStyle

from handlers.event_form.texts.form import SAVE
from handlers.phrases import ONE_LIKE_IT
from models import Event
from sandbox.journal import Call
from tests.handlers.forms.openings import EVENT_ANSWERS
from tests.world import World

ANSWERS = (*EVENT_ANSWERS, "rskrf.ru/news", "готово", "vk.com/video-1_2", "готово")
PEOPLE = 30
REGION = "Белгородская область"

# The database's own words for a transaction, however a driver says them.
_FRAME = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE", "PRAGMA")


class Cost:
    """Counts statements and transactions, in all and until the bot speaks."""

    def __init__(self, world: World) -> None:
        self.start()
        engine = world.app.database.engine.sync_engine
        listening.listen(engine, "before_cursor_execute", self._executed)
        listening.listen(engine, "begin", self._began)
        world.telegram.journal.on_call(self._speaking)

    def start(self) -> None:
        self.statements: list[str] = []
        self.transactions = 0
        self.until_spoken = (0, 0)

    @property
    def in_all(self) -> tuple[int, int]:
        return len(self.statements), self.transactions

    def __str__(self) -> str:
        return "\n".join([f"{self.transactions} transactions:", *self.statements])

    def _executed(
        self, _c: Any, _cursor: Any, statement: str, parameters: Any, context: Any, _many: bool
    ) -> None:
        # One that is executed for each of several rows counts as so many.
        rows = len(parameters) if context.execute_style is ExecuteStyle.EXECUTEMANY else 1
        if not statement.lstrip().upper().startswith(_FRAME):
            self.statements += [" ".join(statement.split())] * rows

    def _began(self, _: Any) -> None:
        self.transactions += 1

    async def _speaking(self, _: Call) -> None:
        self.until_spoken = self.in_all


@pytest.fixture
def lock(database_url: str) -> int:
    """PostgreSQL locks the person in a statement of its own."""
    return 0 if database_url.startswith("sqlite") else 1


async def test_a_typed_answer_is_out_after_five_statements_and_noted_after_seven(
    world: World, lock: int
) -> None:
    anna = await world.coordinator(REGION)
    await world.event(anna)  # the region's places are offered
    await anna.says("/new")
    cost = Cost(world)
    for answer in ANSWERS:
        cost.start()
        await anna.says(answer)
        for (statements, transactions), most in (
            (cost.until_spoken, (5 + lock, 2)),
            (cost.in_all, (7 + lock, 3)),
        ):
            assert 0 < statements <= most[0], f"{answer}: {cost}"
            assert 0 < transactions <= most[1], f"{answer}: {cost}"
    assert "Урок качества" in anna.screen, "the whole form was answered"


async def test_answers_that_many_type_at_once_cost_five_statements_and_two_transactions_at_most(
    world: World,
) -> None:
    people = [await world.coordinator(REGION, f"Анна {number}") for number in range(PEOPLE)]
    await asyncio.gather(*(each.phone.says("/new") for each in people))
    await world.settled()
    cost = Cost(world)
    for answer in ANSWERS:
        await asyncio.gather(*(each.phone.says(answer) for each in people))
        await world.settled()
    statements, transactions = (count / PEOPLE / len(ANSWERS) for count in cost.in_all)
    assert statements <= 5
    assert transactions <= 2
    assert all("Урок качества" in each.screen for each in people), "the whole form was answered"


async def test_a_new_event_is_begun_and_saved_with_nine_statements_before_the_answer(
    world: World, lock: int
) -> None:
    """PostgreSQL locks the report, too, and reads what it knows of it once more: four statements
    that SQLite has no need of."""
    anna = await world.coordinator(REGION)
    await world.event(anna, "Ярмарка")
    cost = Cost(world)
    await anna.says("/new")
    assert cost.until_spoken <= (9 + lock, 2), str(cost)
    await anna.says(*ANSWERS)
    cost.start()
    await anna.says(SAVE)
    assert cost.until_spoken <= (9 + 5 * lock, 2), str(cost)
    assert len(await world.rows(select(Event))) == 2
    cost.start()
    await anna.presses(ONE_LIKE_IT)
    assert cost.until_spoken <= (9 + lock, 2), str(cost)
