"""Connections to the database: how they are prepared, and the one that a long read has to itself.

Apart from `database.py`, because the process that makes files needs no more than this, and none of
what that imports.
"""

import select
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

from sqlalchemy import Connection, Engine, ExceptionContext, create_engine, event
from sqlalchemy.engine import URL
from sqlalchemy.exc import InvalidatePoolError

BUSY_TIMEOUT = 30_000  # ms that a writer of SQLite waits for another process


@contextmanager
def reading(url: URL) -> Iterator[Connection]:
    """One transaction, which shows a single instant and never holds SQLite's write lock."""
    if is_sqlite(url):
        url = url.set(drivername="sqlite")
        opens = {"factory": partial(SqliteConnection, begin="BEGIN")}
        engine = create_engine(url, hide_parameters=True, connect_args=opens)
    else:
        engine = create_engine(url, hide_parameters=True, isolation_level="REPEATABLE READ")
        hide_values(engine)
    try:
        with engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()


def is_sqlite(url: URL) -> bool:
    return url.get_backend_name() == "sqlite"


def hide_values(engine: Engine) -> None:
    """Of an error's text only the first line stays: below it PostgreSQL quotes the row, which is
    what people wrote."""

    @event.listens_for(engine, "handle_error")
    def cut(context: ExceptionContext) -> None:
        for error in (context.original_exception, context.sqlalchemy_exception):
            if error is not None and error.args:
                error.args = (str(error.args[0]).partition("\n")[0], *error.args[1:])


def replace_ended(engine: Engine) -> None:
    """No pooled connection is given out that the server has ended meanwhile. Between transactions a
    server says nothing: if there is something to read, it is the end, and that is known without the
    round trip of a ping."""

    @event.listens_for(engine, "checkout")
    def check(connection: Any, *_: Any) -> None:
        driver = connection.driver_connection
        if driver.closed or _can_be_read(driver.fileno()):
            raise InvalidatePoolError


def _can_be_read(file: int) -> bool:
    poll = select.poll()
    poll.register(file, select.POLLIN)
    return bool(poll.poll(0))


class _Rows(list[Any]):
    """All that a statement has returned, with what SQLAlchemy asks its cursor."""

    description: Any
    rowcount: int
    lastrowid: int | None


class _Cursor(sqlite3.Cursor):
    connection: "SqliteConnection"

    def execute(self, statement: str, parameters: Any = (), /) -> "_Cursor":
        self._begin()
        return super().execute(statement, parameters)

    def executemany(self, statement: str, parameters: Any, /) -> "_Cursor":
        self._begin()
        return super().executemany(statement, parameters)

    def fetchall(self) -> _Rows:
        rows = _Rows(super().fetchall())
        rows.description, rows.rowcount = self.description, self.rowcount
        rows.lastrowid = self.lastrowid
        return rows

    def _begin(self) -> None:
        if self.connection.begin and not self.connection.in_transaction:
            super().execute(self.connection.begin)


class SqliteConnection(sqlite3.Connection):
    """Begins a transaction with the first statement after the last one, as DBAPI wants it. Those
    that write take the lock at once, because two readers that turn into writers lose updates."""

    begin = ""

    def __init__(
        self,
        *args: Any,
        begin: str,
        foreign_keys: bool = True,
        query_only: bool = False,
        **kwargs: Any,
    ) -> None:
        # The driver must not begin transactions by its own rules as well.
        super().__init__(*args, **(kwargs | {"isolation_level": None}))
        self.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT}")
        self.execute("PRAGMA journal_mode = WAL")
        self.execute("PRAGMA synchronous = NORMAL")
        self.execute(f"PRAGMA foreign_keys = {foreign_keys}")
        self.execute(f"PRAGMA query_only = {query_only}")
        self.begin = begin

    def cursor(self, factory: Any = _Cursor) -> Any:
        return super().cursor(factory)

    # The inherited ones would make cursors of sqlite3's own class.
    def execute(self, statement: str, parameters: Any = (), /) -> sqlite3.Cursor:
        return _Cursor(self).execute(statement, parameters)

    def executemany(self, statement: str, parameters: Any, /) -> sqlite3.Cursor:
        return _Cursor(self).executemany(statement, parameters)
