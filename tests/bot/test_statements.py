"""What one typed answer costs the database: on the night of the deadline, hundreds are typed."""

from typing import Any

from sqlalchemy import event as listening

from tests.handlers.forms.openings import EVENT_ANSWERS
from tests.world import World

STATEMENTS, TRANSACTIONS = 8, 3
# The database's own words for a transaction, however a driver says them.
_FRAME = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE", "PRAGMA")


class Cost:
    """Counts statements and transactions."""

    def __init__(self, world: World) -> None:
        self.statements: list[str] = []
        self.transactions = 0
        engine = world.app.database.engine.sync_engine
        listening.listen(engine, "before_cursor_execute", self._executed)
        listening.listen(engine, "begin", self._began)

    def _executed(self, _c: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if not statement.lstrip().upper().startswith(_FRAME):
            self.statements.append(" ".join(statement.split()))

    def _began(self, _: Any) -> None:
        self.transactions += 1

    def start(self) -> None:
        self.statements, self.transactions = [], 0


async def test_a_typed_answer_costs_at_most_eight_statements_in_three_transactions(
    world: World,
) -> None:
    anna = await world.coordinator("Белгородская область")
    await world.event(anna)  # the region's places are offered
    await anna.says("/new")
    cost = Cost(world)
    for answer in (*EVENT_ANSWERS, "rskrf.ru/news", "готово", "vk.com/video-1_2", "готово"):
        cost.start()
        await anna.says(answer)
        shown = "\n".join([answer, *cost.statements])
        assert len(cost.statements) <= STATEMENTS, shown
        assert cost.transactions <= TRANSACTIONS, answer
    assert "Урок качества" in anna.screen, "the whole form was answered"
