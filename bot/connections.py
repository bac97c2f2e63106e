"""Connections to the database: how they are prepared, and the one that a long read has to itself.

Apart from `database.py`, because the process that makes files needs no more than this, and none of
what that imports.
"""

import select
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Dialect, Engine, ExceptionContext, create_engine, event
from sqlalchemy.engine import URL
from sqlalchemy.exc import InvalidatePoolError

# What people were told is saved survives a power cut: each commit is on the disk. It makes an
# answer a fifth to a third slower; with NORMAL nothing is before the next checkpoint.
SYNCHRONOUS = "FULL"

BUSY_TIMEOUT = 30_000  # ms that a writer of SQLite waits for another process
CONNECT_TIMEOUT = 10  # seconds, for PostgreSQL's answer


@contextmanager
def reading(url: URL) -> Iterator[Connection]:
    """One transaction, which shows a single instant and never holds SQLite's write lock."""
    with _engine(url, "BEGIN", "REPEATABLE READ") as engine, engine.connect() as connection:
        yield connection


@contextmanager
def writing(url: URL) -> Iterator[Connection]:
    """One transaction beside the bot, committed at the end. SQLite looks at no foreign keys: whole
    tables are changed."""
    with _engine(url, "BEGIN IMMEDIATE", "READ COMMITTED") as engine, engine.begin() as connection:
        yield connection


@contextmanager
def _engine(url: URL, begin: str, isolation_level: Any) -> Iterator[Engine]:
    if is_sqlite(url):
        opens = {"factory": partial(SqliteConnection, begin=begin, foreign_keys=False)}
        url = url.set(drivername="sqlite")
        engine = create_engine(url, hide_parameters=True, connect_args=opens)
    else:
        engine = create_engine(url, hide_parameters=True, isolation_level=isolation_level)
        hide_values(engine)
        give_up_in_time(engine)
    try:
        yield engine
    finally:
        engine.dispose()


def empty_journal(database: Path) -> None:
    """Without waiting for those who read or write."""
    with closing(sqlite3.connect(database, timeout=0)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


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


def give_up_in_time(engine: Engine) -> None:
    """A server that takes a connection and then says nothing is not waited for: the driver would,
    for two minutes. What the database's address says comes first."""

    @event.listens_for(engine, "do_connect")
    def connect(_dialect: Dialect, _record: object, _arguments: Any, options: Any) -> None:
        options.setdefault("connect_timeout", CONNECT_TIMEOUT)


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
        self.execute(f"PRAGMA synchronous = {SYNCHRONOUS}")
        self.execute("PRAGMA secure_delete = ON")  # what is erased is overwritten
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
