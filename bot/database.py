"""The database: how connections are opened and transactions begun."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, nullcontext, suppress
from pathlib import Path
from typing import Any, TypeVar

import structlog
from sqlalchemy import Connection, Engine, ExceptionContext, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine

from bot import schema
from bot.errors import Failure, failure_of

log = structlog.get_logger()

BUSY_TIMEOUT = 30_000  # ms that a writer of SQLite waits for another process
CONFLICT_TRIES = 5  # of a transaction that conflicts with another

Result = TypeVar("Result")


class Database:
    """Opens transactions for the bot, which write, and long reads beside them.

    SQLite has one writer. Its transactions queue in the process, first come, first served: SQLite
    itself keeps no order among connections that wait.
    """

    def __init__(self, url: str) -> None:
        self._url = make_url(url)
        if _is_sqlite(self._url):
            self.engine = create_async_engine(
                self._url, hide_parameters=True, pool_size=1, max_overflow=0
            )
            _prepare_sqlite(self.engine.sync_engine, begin="BEGIN IMMEDIATE")
            self.reading_engine = create_async_engine(self._url, hide_parameters=True, pool_size=1)
            _prepare_sqlite(self.reading_engine.sync_engine, begin="BEGIN", query_only=True)
        else:
            self.engine = create_async_engine(self._url, hide_parameters=True, pool_pre_ping=True)
            _hide_values(self.engine.sync_engine)
            self.reading_engine = self.engine.execution_options(
                isolation_level="REPEATABLE READ", postgresql_readonly=True
            )
        self._sessions = async_sessionmaker(self.engine, expire_on_commit=False)
        self._reading_sessions = async_sessionmaker(self.reading_engine, expire_on_commit=False)
        self._turn = asyncio.Lock() if _is_sqlite(self._url) else nullcontext()

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[AsyncSession]:
        """One unit of work: committed at the end, or rolled back as a whole."""
        async with self._turn, self._sessions.begin() as session:
            yield session

    @asynccontextmanager
    async def reading_session(self) -> AsyncIterator[AsyncSession]:
        """A short transaction that sees one instant, never waits for SQLite's write lock nor takes
        it, and cannot write: whoever tries gets a DBAPIError."""
        async with self._reading_sessions.begin() as session:
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

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """For a thread that reads long: one transaction, which shows a single instant and never
        holds SQLite's write lock."""
        if _is_sqlite(self._url):
            url = self._url.set(drivername="sqlite")
            engine = create_engine(url, hide_parameters=True)
            _prepare_sqlite(engine, begin="BEGIN")
        else:
            engine = create_engine(
                self._url, hide_parameters=True, isolation_level="REPEATABLE READ"
            )
            _hide_values(engine)
        try:
            with engine.connect() as connection:
                yield connection
        finally:
            engine.dispose()

    async def migrate(self, revision: str = "head") -> None:
        """Bring the schema up to the revision, or down to `base`. Two processes may do it at
        once."""
        if _is_sqlite(self._url):
            Path(str(self._url.database)).parent.mkdir(parents=True, exist_ok=True)
        engine = create_async_engine(self._url, hide_parameters=True)
        if _is_sqlite(self._url):
            # SQLite changes a table by copying it, which foreign keys would forbid.
            _prepare_sqlite(engine.sync_engine, begin="BEGIN IMMEDIATE", foreign_keys=False)
        try:
            async with engine.begin() as connection:
                await connection.run_sync(schema.migrate, revision)
        finally:
            await engine.dispose()

    def is_there(self) -> bool:
        """Whether there is a file to open; of a server that is not known without connecting."""
        return not _is_sqlite(self._url) or Path(str(self._url.database)).is_file()

    async def is_current(self) -> bool:
        """Whether the schema is at the newest revision."""
        async with self.engine.connect() as connection:
            return await connection.run_sync(schema.is_current)

    async def close(self) -> None:
        # Shielded: a connection whose closing is cancelled leaves its thread behind.
        await asyncio.shield(self._dispose())

    async def _dispose(self) -> None:
        await self.reading_engine.dispose()
        await self.engine.dispose()


def _is_sqlite(url: URL) -> bool:
    return url.get_backend_name() == "sqlite"


def _prepare_sqlite(
    engine: Engine, *, begin: str, foreign_keys: bool = True, query_only: bool = False
) -> None:
    @event.listens_for(engine, "connect")
    def connect(connection: Any, _: object) -> None:
        # The driver must not begin transactions by its own rules: `start` below does it. Those
        # that write take the lock at once, because two readers that turn into writers lose updates.
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT}")
        cursor.execute("PRAGMA journal_mode = WAL")
        cursor.execute("PRAGMA synchronous = NORMAL")
        cursor.execute(f"PRAGMA foreign_keys = {'ON' if foreign_keys else 'OFF'}")
        cursor.execute(f"PRAGMA query_only = {'ON' if query_only else 'OFF'}")
        cursor.close()

    @event.listens_for(engine, "invalidate")
    def release_lock(connection: Any, _record: object, _error: object) -> None:
        # SQLAlchemy closes a connection whose statement was cancelled, but SQLite keeps its lock
        # for as long as a traceback somewhere holds the cursor.
        with suppress(sqlite3.Error):
            connection.rollback()

    @event.listens_for(engine, "begin")
    def start(connection: Connection) -> None:
        connection.exec_driver_sql(begin)


def _hide_values(engine: Engine) -> None:
    """Of an error's text only the first line stays: below it PostgreSQL quotes the row, which is
    what people wrote."""

    @event.listens_for(engine, "handle_error")
    def cut(context: ExceptionContext) -> None:
        for error in (context.original_exception, context.sqlalchemy_exception):
            if error is not None and error.args:
                error.args = (str(error.args[0]).partition("\n")[0], *error.args[1:])
