"""SQLite through SQLAlchemy and aiosqlite, with each statement in one call of the driver's thread.

A call costs more than most statements do. SQLAlchemy's own adapter takes four for a query: to make
a cursor, to execute, to fetch and to close. Here no cursor is left open after its call, which also
means that nothing keeps SQLite's lock once a connection is closed in the midst of its work.
"""

import asyncio
from collections.abc import Coroutine, Iterator, Sequence
from functools import partial
from itertools import islice
from typing import Any, TypeVar

import aiosqlite
from sqlalchemy import URL, Dialect, event
from sqlalchemy.dialects.sqlite.aiosqlite import AsyncAdapt_aiosqlite_connection
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.util.concurrency import await_

from bot.connections import SqliteConnection

PATIENCE = 1.0  # seconds for the driver's thread

Result = TypeVar("Result")


def async_engine(
    url: URL, *, begin: str, foreign_keys: bool = True, query_only: bool = False, **options: Any
) -> AsyncEngine:
    connection = partial(
        SqliteConnection, begin=begin, foreign_keys=foreign_keys, query_only=query_only
    )
    opens = {"factory": connection, "async_creator_fn": _opened}
    engine = create_async_engine(url, hide_parameters=True, connect_args=opens, **options)

    @event.listens_for(engine.sync_engine, "do_connect")
    def connect(dialect: Dialect, _: object, args: Any, kwargs: Any) -> "_AdaptedConnection":
        adapted = dialect.loaded_dbapi.connect(*args, **kwargs)
        return _AdaptedConnection(adapted.dbapi, adapted.driver_connection)

    return engine


async def _opened(*args: Any, **kwargs: Any) -> aiosqlite.Connection:
    """Where there is nothing to open, the driver's thread is at its end when that is said: it would
    still tell the event loop, which may have been closed since. One that waits for another
    process's lock is not waited for: it ends with this process."""
    connection = aiosqlite.connect(*args, **kwargs)
    thread = connection._thread
    thread.daemon = True  # one that is never closed does not keep the process from ending
    try:
        return await connection
    except BaseException:
        await asyncio.to_thread(thread.join, PATIENCE)
        raise


class _AdaptedCursor:
    """What SQLAlchemy takes for a cursor: the rows of one that is no more."""

    server_side = False
    arraysize = 1

    def __init__(self, connection: "_AdaptedConnection") -> None:
        self._connection = connection
        self._rows: Iterator[Any] = iter(())
        self.description: Any = None
        self.rowcount = -1
        self.lastrowid: int | None = None

    def execute(self, statement: str, parameters: Sequence[Any] = ()) -> None:
        driver = self._connection.driver_connection
        rows = self._connection.call(driver.execute_fetchall(statement, parameters))
        self._rows = iter(rows)
        self._describe(rows)

    def executemany(self, statement: str, parameters: Sequence[Any]) -> None:
        driver = self._connection.driver_connection
        self._describe(self._connection.call(driver.executemany(statement, parameters)))

    def _describe(self, done: Any) -> None:
        self.description, self.rowcount = done.description, done.rowcount
        self.lastrowid = done.lastrowid

    def fetchone(self) -> Any:
        return next(self._rows, None)

    def fetchmany(self, size: int | None = None) -> list[Any]:
        return list(islice(self._rows, size or self.arraysize))

    def fetchall(self) -> list[Any]:
        return list(self._rows)

    def close(self) -> None:
        self._rows = iter(())

    async def _async_soft_close(self) -> None:
        """SQLAlchemy asks for this before it takes the rows: nothing is open any more."""


class _AdaptedConnection(AsyncAdapt_aiosqlite_connection):
    def __init__(self, dbapi: Any, connection: Any) -> None:
        super().__init__(dbapi, connection)
        self._begun = False

    def cursor(self, server_side: bool = False) -> Any:
        self._begun = True
        return super().cursor(server_side) if server_side else _AdaptedCursor(self)

    def call(self, work: Coroutine[Any, Any, Result]) -> Result:
        try:
            return await_(work)
        except Exception as error:
            self._handle_exception(error)

    def commit(self) -> None:
        super().commit()
        self._begun = False

    def rollback(self) -> None:
        # SQLAlchemy rolls back whatever returns to the pool, even what has just been committed.
        if self._begun:
            super().rollback()
            self._begun = False
