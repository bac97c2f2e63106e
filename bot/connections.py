"""Connections to the database: how they are prepared, and the one that a long read has to itself.

Apart from `database.py`, because the process that makes files needs no more than this, and none of
what that imports.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from sqlalchemy import Connection, Engine, ExceptionContext, create_engine, event
from sqlalchemy.engine import URL

BUSY_TIMEOUT = 30_000  # ms that a writer of SQLite waits for another process


@contextmanager
def reading(url: URL) -> Iterator[Connection]:
    """One transaction, which shows a single instant and never holds SQLite's write lock."""
    if is_sqlite(url):
        url = url.set(drivername="sqlite")
        engine = create_engine(url, hide_parameters=True)
        prepare_sqlite(engine, begin="BEGIN")
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


def prepare_sqlite(
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


def hide_values(engine: Engine) -> None:
    """Of an error's text only the first line stays: below it PostgreSQL quotes the row, which is
    what people wrote."""

    @event.listens_for(engine, "handle_error")
    def cut(context: ExceptionContext) -> None:
        for error in (context.original_exception, context.sqlalchemy_exception):
            if error is not None and error.args:
                error.args = (str(error.args[0]).partition("\n")[0], *error.args[1:])
