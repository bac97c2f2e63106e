"""Transactions in line, readers beside them, conflicts done anew, and errors that tell nothing."""

import asyncio
import socket
import traceback
from collections.abc import Awaitable, Callable
from functools import partial

import pytest
from sqlalchemy import event as listening
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError
from sqlalchemy.ext.asyncio import AsyncSession

from bot.database import CONFLICT_TRIES, Database
from models import Region
from tests.databases import execute
from tests.world import PATIENCE

ON_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
ON_POSTGRESQL = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)


@ON_SQLITE
async def test_the_transactions_of_a_process_write_in_the_order_in_which_they_came(
    database: Database,
) -> None:
    order, connected = [], []

    async def work(number: int) -> None:
        async with database.transaction() as session:
            await session.execute(text("SELECT 1"))
            order.append(number)
            session.add(Region(code=f"{number:02}", number=number, name="Область"))

    listening.listen(database.engine.sync_engine, "connect", lambda *_: connected.append(1))
    await asyncio.gather(*(work(number) for number in range(40)))
    assert order == list(range(40))
    assert len(connected) == 1


async def test_a_long_read_and_a_transaction_go_on_beside_each_other(database: Database) -> None:
    async def add(code: str) -> None:
        async with database.transaction() as session:
            session.add(Region(code=code, number=int(code), name="Область"))

    await add("31")
    with database.reading() as reading:
        assert reading.execute(select(Region.code)).scalars().all() == ["31"]
        await add("60")
        # It goes on seeing the instant at which it began.
        assert reading.execute(select(Region.code)).scalars().all() == ["31"]


async def test_a_reading_session_goes_on_beside_a_transaction_and_sees_one_instant(
    database: Database,
) -> None:
    async def codes(session: AsyncSession) -> list[str]:
        return list((await session.execute(select(Region.code))).scalars())

    async with database.transaction() as writing:
        writing.add(Region(code="31", number=1, name="Область"))
        await writing.flush()
        async with database.reading_session() as reading:
            assert await codes(reading) == []
            await writing.commit()
            assert await codes(reading) == []
    async with database.reading_session() as reading:
        assert await codes(reading) == ["31"]


async def test_a_reading_session_cannot_write_and_the_next_one_reads(database: Database) -> None:
    for code in ("31", "60"):
        with pytest.raises(DBAPIError, match=r"readonly|read-only"):
            async with database.reading_session() as session:
                session.add(Region(code=code, number=int(code), name="Область"))
        async with database.reading_session() as session:
            assert (await session.execute(select(Region.code))).all() == []
    # The connection that it had can be one that writes.
    async with database.transaction() as session:
        session.add(Region(code="31", number=31, name="Область"))


@ON_POSTGRESQL
async def test_of_two_that_wait_for_each_other_both_are_carried_through_at_once(
    database: Database,
) -> None:
    async with database.transaction() as session:
        for number, code in enumerate("AB"):
            session.add(Region(code=code, number=number, name=""))
    tries = have_one = 0
    each_has_one = asyncio.Event()

    async def work(session: AsyncSession, first: str, second: str) -> None:
        nonlocal tries, have_one
        tries += 1
        await session.execute(text("SET LOCAL deadlock_timeout = '20ms'"))
        for code in (first, second):
            change = text("UPDATE regions SET name = name || :by WHERE code = :code")
            await session.execute(change, {"code": code, "by": first})
            have_one += 1
            if have_one == 2:
                each_has_one.set()
            await each_has_one.wait()

    await asyncio.gather(
        database.carry_through(lambda session: work(session, "A", "B")),
        database.carry_through(lambda session: work(session, "B", "A")),
    )
    assert tries == 3
    async with database.transaction() as session:
        names = (await session.execute(select(Region.name))).scalars()
        assert [set(name) for name in names] == [{"A", "B"}] * 2


@ON_POSTGRESQL
async def test_connections_that_the_server_has_ended_are_replaced_before_anybody_meets_them(
    database: Database, database_url: str
) -> None:
    connected = []
    listening.listen(database.engine.sync_engine, "connect", lambda *_: connected.append(1))

    async def two_at_once() -> None:
        async with database.transaction() as one, database.reading_session() as other:
            for session in (one, other):
                await session.execute(text("SELECT 1"))

    await two_at_once()
    await two_at_once()
    assert len(connected) == 2
    ending = "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
    execute(
        database_url, f"{ending} WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    await two_at_once()
    assert len(connected) == 4


@ON_POSTGRESQL
async def test_a_conflict_without_end_is_given_up(database: Database) -> None:
    tries = 0

    async def work(session: AsyncSession) -> None:
        nonlocal tries
        tries += 1
        raising = (
            "DO $$ BEGIN RAISE EXCEPTION 'again' USING ERRCODE = 'serialization_failure'; END $$"
        )
        await session.execute(text(raising))

    with pytest.raises(DBAPIError, match="again"):
        await database.carry_through(work)
    assert tries == CONFLICT_TRIES


SECRET = "ЪЫ"


async def test_an_error_says_nothing_of_what_was_written(database: Database) -> None:
    async with database.transaction() as session:
        session.add(Region(code="31", number=1, name="Белгородская область"))
    statements = (
        "INSERT INTO regions (code, number, name) VALUES (:secret, 1, :secret)",
        "INSERT INTO regions (code, number, name) VALUES (:secret, NULL, :secret)",
    )
    for statement in statements:
        with pytest.raises(IntegrityError) as caught:
            async with database.transaction() as session:
                await session.execute(text(statement), {"secret": SECRET})
        told = "".join(traceback.format_exception(caught.value))
        assert "INSERT INTO regions" in told
        assert SECRET not in told


@pytest.mark.parametrize("way", ["migrating", "writing", "reading", "reading long"])
async def test_a_server_that_takes_a_connection_and_says_nothing_is_not_waited_for(
    way: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.connections.CONNECT_TIMEOUT", 2)  # the least that there is
    silent = socket.create_server(("127.0.0.1", 0))
    database = Database(f"postgresql+psycopg://u:p@127.0.0.1:{silent.getsockname()[1]}/bot")
    ways: dict[str, Callable[[], Awaitable[object]]] = {
        "migrating": database.migrate,
        "writing": partial(database.carry_through, _select),
        "reading": database.schema,
        "reading long": partial(database.read, lambda _: None),
    }
    with pytest.raises(OperationalError, match="timeout"):
        async with asyncio.timeout(PATIENCE):
            await ways[way]()
    await database.close()
    silent.close()


async def _select(session: AsyncSession) -> None:
    await session.execute(text("SELECT 1"))
