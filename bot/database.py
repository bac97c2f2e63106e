"""The database: how connections are opened and transactions begun."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import AbstractContextManager, asynccontextmanager, nullcontext
from pathlib import Path
from typing import Any, TypeVar

import structlog
from sqlalchemy import Connection
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession
from sqlalchemy.orm import Session

from bot import postgresql, schema, sqlite
from bot.connections import empty_journal, is_sqlite, reading
from bot.errors import Failure, failure_of
from bot.outages import Outages
from bot.private import make_private
from bot.schema import Schema

log = structlog.get_logger()

CONFLICT_TRIES = 5  # of a transaction that conflicts with another

POOL_SIZE = 15  # connections to PostgreSQL

Result = TypeVar("Result")
Unit = TypeVar("Unit", AsyncSession, AsyncConnection)


class Database:
    """Opens transactions for the bot, which write, and long reads beside them.

    SQLite has one writer. Its transactions queue in the process, first come, first served: SQLite
    itself keeps no order among connections that wait.
    """

    def __init__(self, url: str, outages: Outages | None = None) -> None:
        self._url = make_url(url)
        self._outages = outages or Outages()
        if is_sqlite(self._url):
            self.engine = sqlite.async_engine(
                self._url, begin="BEGIN IMMEDIATE", pool_size=1, max_overflow=0
            )
            self.reading_engine = sqlite.async_engine(
                self._url, begin="BEGIN", query_only=True, pool_size=1
            )
        else:
            # As many connections as the pool may have, but kept: with many people at once those
            # beyond its size would be opened and closed again and again.
            self.engine = postgresql.async_engine(self._url, pool_size=POOL_SIZE, max_overflow=0)
            self.reading_engine = self.engine.execution_options(
                isolation_level="REPEATABLE READ", postgresql_readonly=True
            )
        self._turn = asyncio.Lock() if is_sqlite(self._url) else nullcontext()

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[AsyncSession]:
        """One unit of work: committed at the end, or rolled back as a whole."""
        session = AsyncSession(self.engine, expire_on_commit=False)
        with self._outages.watching("database.writing"):
            async with self._turn, _committed(session):
                yield session

    @asynccontextmanager
    async def plain_transaction(self) -> AsyncIterator[AsyncConnection]:
        """The same for statements of tables, without what a session costs."""
        with self._outages.watching("database.writing"):
            async with self._turn, _committed(await self.engine.connect()) as connection:
                yield connection

    @asynccontextmanager
    async def reading_session(self) -> AsyncIterator[AsyncSession]:
        """A short transaction that sees one instant, never waits for SQLite's write lock nor takes
        it, and cannot write: whoever tries gets a DBAPIError."""
        session = AsyncSession(self.reading_engine, expire_on_commit=False)
        with self._outages.watching("database.reading"):
            async with _committed(session):
                yield session

    async def carry_through(self, work: Callable[[AsyncSession], Awaitable[Result]]) -> Result:
        """One unit of work, retried at once after a conflict: of two transactions in a deadlock
        PostgreSQL ends one."""
        tries = 0
        while True:
            try:
                async with self.transaction() as session:
                    return await work(session)
            except DBAPIError as error:
                tries += 1
                if failure_of(error) is not Failure.CONFLICT or tries == CONFLICT_TRIES:
                    raise
                log.info("database.conflict", tries=tries)

    async def read(self, work: Callable[[Connection], Result]) -> Result:
        """Long work in a worker thread, on a connection of its own (see `reading`)."""

        def read() -> Result:
            with self.reading() as connection:
                return work(connection)

        return await asyncio.to_thread(read)

    def reading(self) -> AbstractContextManager[Connection]:
        """For a thread that reads long."""
        return reading(self._url)

    async def migrate(self, revision: str = "head") -> None:
        """Bring the schema up to the revision, or down to `base`. Two processes may do it at
        once."""
        if is_sqlite(self._url):
            make_private(self.place)
            # SQLite changes a table by copying it, which foreign keys would forbid.
            engine = sqlite.async_engine(self._url, begin="BEGIN IMMEDIATE", foreign_keys=False)
        else:
            engine = postgresql.async_engine(self._url)
        try:
            async with engine.begin() as connection:
                await connection.run_sync(schema.migrate, revision)
        finally:
            await _to_the_end(engine.dispose())

    async def empty_journal(self) -> None:
        """SQLite's journal still holds what was erased since: it goes into the database, as far as
        nobody reads it, and is cut to nothing. At the next time if somebody does."""
        if is_sqlite(self._url):
            async with self._turn:
                await asyncio.to_thread(empty_journal, self.place)

    def is_there(self) -> bool:
        """Whether there is a file to open; of a server that is not known without connecting."""
        return not is_sqlite(self._url) or self.place.is_file()

    @property
    def is_server(self) -> bool:
        return not is_sqlite(self._url)

    @property
    def place(self) -> Path:
        """The file. Only of SQLite."""
        return Path(str(self._url.database))

    async def schema(self) -> Schema:
        async with self.reading_engine.connect() as connection:
            return await connection.run_sync(schema.state_of)

    async def is_current(self) -> bool:
        """Whether there is nothing to migrate."""
        return await self.schema() in (Schema.CURRENT, Schema.NEWER)

    async def close(self) -> None:
        await _to_the_end(self._dispose())

    async def _dispose(self) -> None:
        await self.reading_engine.dispose()
        await self.engine.dispose()


@asynccontextmanager
async def _committed(unit: Unit) -> AsyncIterator[Unit]:
    try:
        yield unit
    except BaseException:
        await _to_the_end(unit.close())
        raise
    await _to_the_end(unit.run_sync(_commit_and_close))


def _commit_and_close(unit: Session | Connection) -> None:
    # In one go: each way into SQLAlchemy's world of plain calls has its price.
    try:
        unit.commit()
    except BaseException:
        unit.rollback()  # or the connection would go back to the pool with what is left of it
        raise
    finally:
        unit.close()


async def _to_the_end(work: Coroutine[Any, Any, None]) -> None:
    """Also for someone who is cancelled meanwhile, and who hears of it only then: what is
    half done would be in the way of the next transaction, and a connection whose closing is
    cancelled leaves its thread behind."""
    task = asyncio.create_task(work)
    cancelled = None
    while not task.done():
        try:
            await asyncio.wait((task,))
        except asyncio.CancelledError as error:
            cancelled = error
    if cancelled is not None:
        raise cancelled from task.exception()
    task.result()
