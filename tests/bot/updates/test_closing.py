"""What is answered is noted so: many together, in order, tried again, and holding up nobody."""

import asyncio
import math
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime

import pytest
from sqlalchemy import event as listening
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from bot.database import Database
from bot.metrics import Metrics
from bot.updates import queries
from bot.updates.answer_sender import Sent
from bot.updates.closing import Closings
from bot.updates.queries import Owed
from tests.bot.updates.desk import ANNA, BORIS, Desk, update
from tests.counted import counted
from tests.outage import deadlock, locked
from tests.world import PATIENCE, Clock

BEYOND = 2**70  # more than the database can hold
MANY = range(10, 15)


class Notes:
    """Which updates have been noted together. They wait for `free`; `trouble` is raised instead,
    so many times."""

    def __init__(self) -> None:
        self.together: list[list[int]] = []
        self.begun = asyncio.Event()
        self.free = asyncio.Event()
        self.free.set()
        self.trouble: Exception | None = None
        self.times = math.inf
        self._end = queries.end

    async def end(
        self, connection: AsyncConnection, answered: Sequence[Owed], now: datetime
    ) -> None:
        self.begun.set()
        await self.free.wait()
        if self.trouble is not None and self.times > 0:
            self.times -= 1
            raise self.trouble
        await self._end(connection, answered, now)
        self.together.append([owed.update_id for owed in answered])

    async def are_about_to_be_made(self) -> None:
        async with asyncio.timeout(PATIENCE):
            await self.begun.wait()


@pytest.fixture
def notes(monkeypatch: pytest.MonkeyPatch) -> Notes:
    monkeypatch.setattr("bot.updates.closing.OUTAGE_RETRY", 0.01)
    notes = Notes()
    monkeypatch.setattr(queries, "end", notes.end)
    return notes


async def until(true: Callable[[], bool]) -> None:
    async with asyncio.timeout(PATIENCE):
        while not true():  # noqa: ASYNC110 - nothing tells of it
            await asyncio.sleep(0.001)


async def test_what_is_answered_while_another_is_noted_is_noted_together(
    desk: Desk, notes: Notes
) -> None:
    desk.locked = MANY
    await desk.inbox.receive([update(number, number) for number in MANY])
    await until(lambda: len(desk.applied) == len(MANY))
    notes.free.clear()
    await desk.inbox.receive([update(1, ANNA)])
    await notes.are_about_to_be_made()
    desk.unlocked.set()
    await until(lambda: len(desk.answered) == len(MANY) + 1)
    notes.free.set()
    await desk.inbox.idle()
    assert [sorted(noted) for noted in notes.together] == [[1], list(MANY)]
    assert await desk.rows() == []


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)  # whose transactions queue
async def test_a_receipt_notes_what_has_been_answered_in_its_own_transaction(
    desk: Desk, notes: Notes
) -> None:
    desk.locked = {ANNA}
    await desk.inbox.receive([update(1, ANNA)])
    await until(lambda: desk.applied == [1])
    async with desk.database.transaction() as session:
        await session.execute(text("SELECT 1"))
        receiving = asyncio.create_task(desk.inbox.receive([update(2, BORIS)]))
        await asyncio.sleep(0)  # it queues
        desk.unlocked.set()
        await until(lambda: desk.answered == ["1"])
        engine, done = desk.database.engine.sync_engine, [""]

        def executed(_c: object, _cursor: object, statement: str, *_: object) -> None:
            done[-1] += f"{statement}\n"

        listening.listen(engine, "before_cursor_execute", executed)
        listening.listen(engine, "commit", lambda _: done.append(""))
    await receiving
    await desk.inbox.idle()
    assert notes.together == [[1], [2]]
    (with_receipt,) = [each for each in done if "INSERT INTO inbox" in each]
    assert "DELETE FROM inbox" in with_receipt


async def has_a_connection(database: Database) -> None:
    """So that whoever asks first for a transaction begins first: a server's connections are made
    when they are asked for, and the second may be ready before the first."""
    async with database.plain_transaction():
        pass


async def test_what_is_noted_in_a_transaction_that_fails_is_noted_after_it(
    database: Database, clock: Clock
) -> None:
    noted: list[int] = []
    closings = Closings(database, done=noted.append, metrics=Metrics(), now=clock)
    await has_a_connection(database)
    closings.add(Owed(1, 1, ANNA, clock(), []))
    with suppress(RuntimeError):
        async with closings.transaction():
            await asyncio.sleep(0.05)  # whatever else would note it finds nothing to do
            raise RuntimeError
    assert noted == []
    async with asyncio.timeout(PATIENCE):
        await closings.idle()
    assert noted == [1]


async def test_nothing_of_a_chat_is_applied_before_what_it_was_answered_is_noted(
    desk: Desk, notes: Notes
) -> None:
    notes.trouble = locked()
    await desk.inbox.receive([update(1, ANNA), update(2, ANNA), update(3, BORIS)])
    await until(lambda: sorted(desk.answered) == ["1", "3"])
    assert sorted(desk.applied) == [1, 3]
    notes.trouble = None
    await desk.inbox.idle()
    assert desk.applied[-1] == 2
    assert notes.together[-1] == [2]
    assert await desk.rows() == []


async def test_a_crash_before_it_is_noted_has_only_the_last_answer_repeated_and_nothing_applied(
    desk: Desk, notes: Notes, database: Database, clock: Clock
) -> None:
    notes.trouble = locked()
    await desk.inbox.receive([update(1, ANNA), update(2, ANNA), update(3, BORIS)])
    await until(lambda: sorted(desk.answered) == ["1", "3"])
    await desk.inbox.close(grace=0)
    notes.trouble = None
    next_desk = Desk(database, clock)
    await next_desk.inbox.take_up_left_over()
    await next_desk.inbox.idle()
    assert next_desk.applied == [2]
    assert [said for said in next_desk.answered if said != "3"] == ["1", "2"]
    assert next_desk.answered.count("3") == 1
    assert await desk.rows() == []


async def test_a_process_that_is_stopped_notes_what_it_has_answered(
    desk: Desk, notes: Notes
) -> None:
    notes.free.clear()
    await desk.inbox.receive([update(1, ANNA)])
    await notes.are_about_to_be_made()
    closing = asyncio.create_task(desk.inbox.close(grace=PATIENCE))
    await asyncio.sleep(0.01)
    notes.free.set()
    await closing
    assert await desk.rows() == []


async def test_a_defect_in_noting_loses_no_update_that_is_received_meanwhile(
    desk: Desk, notes: Notes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.updates.closing.OUTAGE_RETRY", PATIENCE)
    notes.trouble = RuntimeError("a defect")
    await desk.inbox.receive([update(1, ANNA)])
    await until(lambda: desk.answered == ["1"])
    await desk.inbox.receive([update(2, BORIS)])
    await until(lambda: desk.answered == ["1", "2"])
    assert counted(desk.metrics.updates_passed_over) == {}
    notes.trouble = None
    await desk.inbox.receive([update(3, BORIS)])
    assert notes.together == [[1, 2]]


async def test_what_others_hear_at_once_is_noted_once(
    desk: Desk, notes: Notes, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep, keeping, kept = queries.keep_what_is_owed, asyncio.Event(), asyncio.Event()

    async def keep_later(session: AsyncSession, owed: Owed) -> None:
        keeping.set()
        await kept.wait()
        await keep(session, owed)

    monkeypatch.setattr(queries, "keep_what_is_owed", keep_later)
    desk.told_too = desk.locked = MANY
    await desk.inbox.receive([update(1, ANNA)])
    await keeping.wait()  # that Anna has her answer
    desk.unlocked.set()
    await until(lambda: len(desk.answered) == len(MANY) + 1)
    kept.set()
    await desk.inbox.idle()
    await desk.inbox.receive([update(2, ANNA)])
    await desk.inbox.idle()
    assert notes.together == [[1], [2]]
    assert await desk.rows() == []


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)  # they do not queue
async def test_of_two_updates_of_one_chat_the_newer_may_be_noted_first(
    database: Database, clock: Clock
) -> None:
    noted: list[int] = []
    closings = Closings(database, done=noted.append, metrics=Metrics(), now=clock)
    await has_a_connection(database)
    async with asyncio.timeout(PATIENCE):
        closings.add(Owed(1, 1, ANNA, clock(), []))
        async with closings.transaction():
            closings.add(Owed(2, 2, ANNA, clock(), []))
            await until(lambda: noted == [2])
        await closings.idle()
    assert noted == [2, 1]


@pytest.mark.usefixtures("notes")
async def test_a_question_that_cannot_be_noted_holds_up_nobody(desk: Desk) -> None:
    two_each = [(1, ANNA), (2, BORIS), (3, ANNA), (4, BORIS)]
    desk.sent = Sent(question=(1, BEYOND))
    await desk.inbox.receive([update(number, person) for number, person in two_each])
    await desk.inbox.idle()
    assert sorted(desk.answered) == ["1", "2", "3", "4"]
    assert await desk.rows() == []


async def test_what_is_noted_in_a_deadlock_is_noted_again_at_once(
    desk: Desk, notes: Notes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.updates.closing.OUTAGE_RETRY", 3600.0)
    notes.trouble, notes.times = deadlock(), 3
    await desk.inbox.receive([update(1, ANNA)])
    await desk.inbox.idle()
    assert (notes.together, notes.times) == ([[1]], 0)
