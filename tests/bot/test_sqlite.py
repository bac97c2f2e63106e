"""SQLite's connections: few calls of the driver's thread, the lock, and what SQLAlchemy asks."""

import asyncio
import logging
import sqlite3
import threading
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, closing
from pathlib import Path
from typing import Any

import aiosqlite
import pytest
from sqlalchemy import event as listening
from sqlalchemy import insert, select, text, update
from sqlalchemy.exc import DatabaseError, IntegrityError, OperationalError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from bot.database import Database
from models import Region
from tests.world import PATIENCE

Begin = Callable[[Database], AbstractAsyncContextManager[AsyncSession | AsyncConnection]]
EACH_TRANSACTION = pytest.mark.parametrize(
    "begin", [Database.transaction, Database.plain_transaction]
)
REGIONS = [{"code": f"{number}", "number": number, "name": "Область"} for number in range(1, 6)]


@pytest.fixture
async def database(sqlite_url: str) -> AsyncIterator[Database]:
    database = Database(sqlite_url)
    async with database.transaction() as session:
        await session.execute(insert(Region), REGIONS)
    yield database
    await database.close()


def calls(caplog: pytest.LogCaptureFixture) -> int:
    """How often aiosqlite's thread was given something to do since the last time: it logs that."""
    count = sum(message.startswith("executing") for message in caplog.messages)
    caplog.clear()
    return count


async def driver_of(connection: AsyncConnection) -> aiosqlite.Connection:
    driver = (await connection.get_raw_connection()).driver_connection
    assert isinstance(driver, aiosqlite.Connection)
    return driver


async def test_a_statement_takes_one_call_of_the_thread_and_the_commit_another(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, "aiosqlite")
    async with database.transaction() as session:
        assert len((await session.execute(select(Region))).all()) == len(REGIONS)
        assert calls(caplog) == 1
        await session.execute(update(Region).values(name="Край"))
        await session.execute(insert(Region), [{"code": "9", "number": 9, "name": "Ялта"}])
        assert calls(caplog) == 2
    assert calls(caplog) == 1
    async with database.transaction() as session:
        await session.execute(text("SELECT 1"))
        await session.rollback()
    assert calls(caplog) == 2


async def test_the_first_statement_takes_the_lock_and_the_end_releases_it(
    database: Database, tmp_path: Path
) -> None:
    with closing(sqlite3.connect(tmp_path / "bot.sqlite3", isolation_level=None)) as other:
        other.execute("PRAGMA busy_timeout = 0")
        for ends in ("commits", "rolls back"):
            async with database.transaction() as session:
                await session.execute(select(Region))
                with pytest.raises(sqlite3.OperationalError, match="locked"):
                    other.execute("BEGIN IMMEDIATE")
                if ends == "rolls back":
                    await session.rollback()
            other.execute("BEGIN IMMEDIATE")
            other.rollback()


@EACH_TRANSACTION
async def test_a_commit_that_fails_leaves_nothing_locked_or_done(
    database: Database, begin: Begin
) -> None:
    deferred = "TEXT REFERENCES regions (code) DEFERRABLE INITIALLY DEFERRED"

    async def work() -> None:
        async with begin(database) as session:
            await session.execute(text(f"CREATE TABLE places (region {deferred})"))
            await session.execute(text("INSERT INTO places VALUES ('there is none')"))

    with pytest.raises(IntegrityError, match="FOREIGN KEY"):
        await work()
    async with asyncio.timeout(5), database.transaction() as session:
        with pytest.raises(OperationalError, match="no such table"):
            await session.execute(text("SELECT * FROM places"))


@EACH_TRANSACTION
@pytest.mark.parametrize("within", ["the commit", "the rollback", "its failure"])
async def test_work_cancelled_at_its_end_leaves_nothing_locked(
    database: Database, begin: Begin, within: str
) -> None:
    async def work() -> None:
        async with begin(database) as session:
            await session.execute(update(Region).values(name="Край"))
            if within == "the rollback":
                await session.rollback()
            if within == "its failure" and not working.done():
                raise ArithmeticError

    working = asyncio.create_task(work())
    event, replaced = "commit" if within == "the commit" else "rollback", []
    listening.listen(database.engine.sync_engine, event, lambda _: working.cancel(), once=True)
    listening.listen(database.engine.sync_engine, "connect", lambda *_: replaced.append(1))
    (ended,) = await asyncio.gather(working, return_exceptions=True)
    assert isinstance(ended, asyncio.CancelledError)
    async with asyncio.timeout(5):
        await work()
    # Only a rollback within the work is cut short, and its connection given up.
    assert len(replaced) == (within == "the rollback")


async def test_work_cancelled_in_a_stream_leaves_nothing_locked(database: Database) -> None:
    async def work(cancelled: bool) -> None:
        async with database.transaction() as session:
            await session.execute(update(Region).values(name="Край"))
            async for _ in await session.stream(select(Region.code)):
                if cancelled:
                    working.cancel()

    working = asyncio.create_task(work(cancelled=True))
    # With its result stay its traceback and the cursor.
    (ended,) = await asyncio.gather(working, return_exceptions=True)
    assert isinstance(ended, asyncio.CancelledError)
    async with asyncio.timeout(5):
        await work(cancelled=False)


async def test_work_cancelled_while_it_waits_for_another_process_is_done_later(
    database: Database, tmp_path: Path
) -> None:
    async def work() -> None:
        async with database.transaction() as session:
            await session.execute(update(Region).values(name="Край"))

    with closing(sqlite3.connect(tmp_path / "bot.sqlite3", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        working = asyncio.create_task(work())
        await asyncio.sleep(0.05)
        working.cancel()
        await asyncio.sleep(0.05)
        other.rollback()
    (ended,) = await asyncio.gather(working, return_exceptions=True)
    assert isinstance(ended, asyncio.CancelledError)
    async with asyncio.timeout(5):
        await work()


async def test_a_driver_that_was_closed_is_replaced(database: Database) -> None:
    async with database.engine.connect() as connection:
        await (await driver_of(connection)).close()
        with pytest.raises(OperationalError) as caught:
            await connection.execute(text("SELECT 1"))
    assert caught.value.connection_invalidated
    async with database.transaction() as session:
        assert await session.scalar(text("SELECT 1")) == 1


async def test_sqlalchemy_gets_all_that_it_asks_of_a_cursor(database: Database) -> None:
    names = text("UPDATE regions SET name = :name WHERE code = :code")
    codes = select(Region.code).order_by(Region.code)
    async with database.engine.begin() as connection:
        inserted = await connection.exec_driver_sql("INSERT INTO regions VALUES ('9', 9, 'Ялта')")
        assert (inserted.rowcount, inserted.lastrowid) == (1, 6)
        returned = await connection.execute(
            update(Region).values(name="Край").returning(Region.code)
        )
        assert (returned.rowcount, len(returned.all())) == (6, 6)
        several = await connection.execute(names, [{"code": code, "name": ""} for code in "12?"])
        assert several.rowcount == 2
        rows = await connection.execute(codes)
        assert rows.fetchone() == ("1",)
        assert rows.fetchmany(2) == [("2",), ("3",)]
        assert [*rows] == [("4",), ("5",), ("9",)]
        assert rows.fetchone() is None


async def test_a_stream_begins_a_transaction_and_reads_it(database: Database) -> None:
    async with database.engine.begin() as connection:
        async with connection.stream(select(Region.code).order_by(Region.code)) as codes:
            assert [row.code async for row in codes] == ["1", "2", "3", "4", "5"]
        assert (await driver_of(connection)).in_transaction


async def test_a_connection_that_cannot_be_opened_leaves_no_thread_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    threads: list[threading.Thread] = []
    works = aiosqlite.core._connection_worker_thread

    def works_and_tarries(*args: Any) -> None:
        threads.append(threading.current_thread())
        works(*args)
        time.sleep(0.2)

    monkeypatch.setattr(aiosqlite.core, "_connection_worker_thread", works_and_tarries)
    monkeypatch.setattr("bot.sqlite.PATIENCE", PATIENCE)
    (tmp_path / "junk").write_bytes(b"not a database at all" * 200)
    database = Database(f"sqlite+aiosqlite:///{tmp_path / 'junk'}")
    with pytest.raises(DatabaseError):
        await database.is_current()
    assert [thread.is_alive() for thread in threads] == [False]
    await database.close()


async def test_who_is_cancelled_while_another_process_keeps_the_database_does_not_wait_for_it(
    sqlite_url: str,
) -> None:
    database, earlier = Database(sqlite_url), threading.enumerate()
    with closing(sqlite3.connect(sqlite_url.partition("///")[2])) as other:
        other.execute("PRAGMA locking_mode = EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        opening = asyncio.create_task(database.schema())
        await asyncio.sleep(0)
        opening.cancel()
        async with asyncio.timeout(PATIENCE):
            await asyncio.gather(opening, return_exceptions=True)
        new = [each for each in threading.enumerate() if each not in earlier]
        waiting = [each for each in new if "_connection_worker" in each.name]
    assert opening.cancelled()
    for thread in waiting:
        await asyncio.to_thread(thread.join)
    await database.close()
    assert len(waiting) == 1
