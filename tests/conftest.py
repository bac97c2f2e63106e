"""What tests stand on: real databases with the real schema, and the world of a chat.

The process that only hands the tests out reads this file, too. It needs nothing of the bot, whose
libraries take seconds to load: so what is heavy is imported where it is used.
"""

import asyncio
import gc
import logging
import shutil
import ssl
from collections.abc import AsyncIterator, Callable, Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, settings

from tests.loop import Loop

if TYPE_CHECKING:
    from bot.database import Database
    from tests.databases import PostgreSQL
    from tests.world import World

# How long an example takes says more of the machine than of the code.
settings.register_profile("tests", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("chaos", settings.get_profile("tests"))  # see tests/attacks
settings.load_profile("tests")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--texts", help="write what is said in tests/stories to this page")


def pytest_configure() -> None:
    # Each full look for garbage goes through all libraries and all statements that are kept: a
    # tenth of the time, were there one every few tests.
    gc.set_threshold(10_000, 10, 10)


def pytest_asyncio_loop_factories(
    item: pytest.Item,
) -> dict[str, Callable[[], asyncio.AbstractEventLoop]]:
    """The loop that the bot runs on, or Python's own."""
    if item.get_closest_marker("python_loop"):
        return {"python": asyncio.new_event_loop}
    return {"uvloop": Loop}


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        assert isinstance(item, pytest.Function)
        parameters = item.callspec.params if hasattr(item, "callspec") else {}
        if "postgresql" in (*item.fixturenames, parameters.get("database_url")):
            item.add_marker("postgresql")
    # First the stories, which keep the pace of a real person and wait more than they work.
    items.sort(key=lambda item: item.path.name != "test_story.py")


@pytest.fixture(scope="session", autouse=True)
def nothing_done_over_and_over() -> Iterator[None]:
    """What a process does once, a thousand bots in one would do a thousand times: look through
    everything imported for garbage, read the certificates of a TLS that no test speaks, inspect
    all handlers, write the same statements as SQL, and start a process for files."""
    from sqlalchemy import Engine
    from sqlalchemy.engine.default import DefaultDialect

    from handlers.routers import build_router
    from tests.file_thread import FileThread

    gc.collect()
    gc.freeze()
    statements: dict[Any, Any] = {}  # as SQL, of all engines of one kind of database
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ssl, "create_default_context", cache(ssl.create_default_context))
        patch.setattr("bot.updates.dispatch.build_router", cache(build_router))
        patch.setattr("bot.app.FileProcess", FileThread)
        patch.setattr("bot.app.BoundedProcess", FileThread)
        # Of the class, so that no way to make an engine goes by it.
        kept = property(lambda _: statements, lambda _, __: None)
        patch.setattr(Engine, "_compiled_cache", kept, raising=False)
        # A part of the keys, and each engine has one.
        patch.setattr(DefaultDialect, "__eq__", lambda one, other: type(one) is type(other))
        patch.setattr(DefaultDialect, "__hash__", lambda one: hash(type(one)))
        yield


@pytest.fixture(scope="session", autouse=True)
def rows_only_in_the_order_asked_for() -> Iterator[None]:
    from tests.databases import ReversedSqliteConnection

    with pytest.MonkeyPatch.context() as patch:
        for module in ("bot.connections", "bot.sqlite"):
            patch.setattr(f"{module}.SqliteConnection", ReversedSqliteConnection)
        yield


@pytest.fixture(autouse=True)
def nobody_waits_for_the_disk(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Tests never outlive a crash of the machine, but for those that look at the disk."""
    if "disk" not in request.fixturenames:
        monkeypatch.setattr("bot.connections.SYNCHRONOUS", "OFF")


@pytest.fixture(scope="session", autouse=True)
def logs() -> None:
    """As the process writes them: the usual look of a failure takes seconds to draw."""
    from bot.logs import set_up_logs

    set_up_logs("WARNING", "console")


@pytest.fixture
def usual_logs() -> Iterator[None]:
    """For a test in which they are set up anew: the next one finds them as they were."""
    from bot.logs import set_up_logs

    root = logging.getLogger()
    before = root.handlers[:]
    yield
    set_up_logs("WARNING", "console")
    root.handlers[:] = before  # the new one would write where nothing is read any more


@pytest.fixture(autouse=True)
def words_for_whatever_is_on_record(request: pytest.FixtureRequest) -> Iterator[None]:
    """Every chat of every test puts something on record: the history has words for all of it."""
    if "world" not in request.fixturenames:
        yield
        return
    from tests.recorded import without_words

    with without_words() as missing:
        yield
    assert not missing, "add them in domain/history/recorded_changes.py"


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from tests.databases import migrate

    path = tmp_path_factory.mktemp("template") / "bot.sqlite3"
    asyncio.run(migrate(f"sqlite+aiosqlite:///{path}"))
    return path


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """A database of the test's own, at the newest revision and empty."""
    path = tmp_path / "bot.sqlite3"
    shutil.copy(sqlite_template, path)
    return f"sqlite+aiosqlite:///{path}"


@pytest.fixture(scope="session")
def postgresql() -> Iterator["PostgreSQL"]:
    from tests.databases import running_postgresql

    with running_postgresql() as server:
        yield server


@pytest.fixture(scope="session")
def cleared_postgresql_url(postgresql: "PostgreSQL") -> str:
    """One migrated database for a worker's tests, one after the other. A new one for each would
    cost a quarter of a second: PostgreSQL copies it and then learns its catalogue anew."""
    return postgresql.new_database()


@pytest.fixture
def postgresql_url(cleared_postgresql_url: str) -> Iterator[str]:
    """The same on PostgreSQL, and empty. A test that changes the schema needs
    `own_postgresql_url`."""
    from tests.databases import CLEAR, execute

    yield cleared_postgresql_url
    execute(cleared_postgresql_url, CLEAR)


@pytest.fixture
def own_postgresql_url(postgresql: "PostgreSQL") -> str:
    """A database that the test may do anything to."""
    return postgresql.new_database()


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """Whatever touches the database is tried on both: on PostgreSQL by `make test-postgresql`."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture
async def database(database_url: str) -> AsyncIterator["Database"]:
    from bot.database import Database

    database = Database(database_url)
    yield database
    await database.close()


@pytest.fixture
async def world(database_url: str) -> AsyncIterator["World"]:
    from tests.world import IN_THE_WEEK, Clock, World

    async with World(database_url, Clock(IN_THE_WEEK)) as world:
        yield world
