"""What the bot shows over HTTP: whether it is well, and what it counts."""

import asyncio
import re
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from sqlalchemy import make_url, text
from sqlalchemy.ext.asyncio import AsyncSession

from bot.app import assemble
from bot.database import Database
from bot.metrics import Metrics
from bot.web.readings import Readings
from bot.web.server import Pages, serving
from sandbox import LostBeforeEffect
from tests.databases import execute
from tests.free_port import free_port
from tests.outage import locked
from tests.world import IN_THE_WEEK, MOSCOW, NO_HURRY, PATIENCE, Clock, World, settings_for


class Watcher:
    """Whoever watches the bot from outside."""

    def __init__(self, port: int) -> None:
        self.port = port
        self._url = f"http://127.0.0.1:{port}"

    async def asks(self, path: str) -> tuple[int, str]:
        async with aiohttp.ClientSession() as client, client.get(self._url + path) as answer:
            return answer.status, await answer.text()

    async def asks_whether_ready(self) -> tuple[int, dict[str, Any]]:
        async with (
            aiohttp.ClientSession() as client,
            client.get(f"{self._url}/healthz/ready") as answer,
        ):
            return answer.status, await answer.json()

    async def reads_metrics(self) -> dict[str, float]:
        """By name, with labels as they stand in the page."""
        _, page = await self.asks("/metrics")
        lines = (line for line in page.splitlines() if not line.startswith("#"))
        return {name: float(value) for name, _, value in (line.rpartition(" ") for line in lines)}


@asynccontextmanager
async def watched(world: World) -> AsyncIterator[Watcher]:
    """The bot started anew, with a port, and ready."""
    watcher = Watcher(free_port())
    await world.stop_bot()
    await world.start_bot(http_port=watcher.port)

    async def is_ready() -> bool:
        return (await watcher.asks_whether_ready())[0] == 200

    await world.until(is_ready)
    yield watcher


@pytest.fixture
async def watcher(world: World) -> AsyncIterator[Watcher]:
    async with watched(world) as watcher:
        yield watcher


async def test_a_bot_that_is_well_says_so(world: World, watcher: Watcher) -> None:
    assert await watcher.asks("/healthz") == (200, '{"live": true}')
    status, state = await watcher.asks_whether_ready()
    assert status == 200
    assert state == {
        "ready": True,
        "receiving": True,
        "database": True,
        "migrations": True,
        "last_update": None,
    }
    await world.stranger().says("/start")
    assert (await watcher.asks_whether_ready())[1]["last_update"] == "2026-11-11T09:00:00+00:00"


async def test_while_the_database_is_out_the_bot_lives_and_is_not_ready(
    world: World, watcher: Watcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    def out(*_: object) -> None:
        raise locked()

    with monkeypatch.context() as patch:
        patch.setattr(world.app.database, "reading_session", out)
        status, state = await watcher.asks_whether_ready()
        assert (status, state["database"], state["ready"]) == (503, False, False)
        assert (await watcher.asks("/healthz"))[0] == 200
        metrics = await watcher.reads_metrics()
        assert metrics["bot_database_up"] == 0
        assert "bot_updates_received_total" in metrics
    assert (await watcher.asks_whether_ready())[0] == 200


@pytest.mark.postgresql
async def test_while_postgresql_lets_nobody_in_the_bot_lives_and_is_not_ready(
    own_postgresql_url: str,
) -> None:
    async with World(own_postgresql_url, Clock(IN_THE_WEEK)) as world, watched(world) as watcher:

        async def is_ready() -> bool:
            return (await watcher.asks_whether_ready())[0] == 200

        async def is_out() -> bool:
            return (await watcher.asks_whether_ready())[1]["database"] is False

        with nobody_let_in(own_postgresql_url):
            await world.until(is_out)
            assert (await watcher.asks_whether_ready())[0] == 503
            assert (await watcher.asks("/healthz"))[0] == 200
            metrics = await watcher.reads_metrics()
            assert metrics["bot_database_up"] == 0
            assert "bot_updates_received_total" in metrics
        await world.until(is_ready)


@contextmanager
def nobody_let_in(url: str) -> Iterator[None]:
    """By the server, which ends whatever is connected."""
    name, server = make_url(url).database, make_url(url).set(database="postgres")
    address = server.render_as_string(hide_password=False)
    allow = f"ALTER DATABASE {name} ALLOW_CONNECTIONS"
    execute(address, f"{allow} false")
    try:
        everybody = f"FROM pg_stat_activity WHERE datname = '{name}'"
        execute(address, f"SELECT pg_terminate_backend(pid) {everybody}")
        yield
    finally:
        execute(address, f"{allow} true")


async def test_a_database_that_hangs_is_asked_once_and_keeps_nobody_waiting(
    watcher: Watcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked, hanging = 0, asyncio.Event()

    async def hangs(_: AsyncSession) -> None:
        nonlocal asked
        asked += 1
        await hanging.wait()
        raise locked()

    monkeypatch.setattr("bot.web.readings.PATIENCE", 0.05)
    monkeypatch.setattr("bot.web.readings._read", hangs)
    answers = await asyncio.gather(*(watcher.asks_whether_ready() for _ in range(3)))
    assert [status for status, _ in answers] == [503] * 3
    assert (await watcher.reads_metrics())["bot_database_up"] == 0
    assert asked == 1
    hanging.set()


@pytest.mark.parametrize(("revision", "suits"), [("0022", False), ("9999", True)])
async def test_a_schema_that_lacks_something_does_not_do_and_a_newer_one_does(
    database: Database, database_url: str, revision: str, suits: bool
) -> None:
    port = free_port()
    settings = settings_for("http://127.0.0.1:1", database_url, http_port=port)
    pages = Pages(Readings(database, None, Clock(IN_THE_WEEK)), Metrics(), None)
    known = "SELECT version_num FROM alembic_version"
    change = "UPDATE alembic_version SET version_num = :revision"
    async with database.transaction() as session:
        own = await session.scalar(text(known))
        await session.execute(text(change), {"revision": revision})
    try:
        async with serving(settings, pages):
            status, state = await Watcher(port).asks_whether_ready()
    finally:
        async with database.transaction() as session:
            await session.execute(text(change), {"revision": own})
    assert (status, state["migrations"]) == (503, suits)  # it receives nothing here


async def test_before_telegram_can_be_reached_the_bot_lives_and_is_not_ready(
    database_url: str,
) -> None:
    port = free_port()
    settings = settings_for("http://127.0.0.1:1", database_url, http_port=port)

    async def start() -> None:
        async with assemble(settings, now=Clock(IN_THE_WEEK), pace=NO_HURRY):
            raise AssertionError("nobody is there to be introduced to")

    starting = asyncio.create_task(start())
    watcher = Watcher(port)
    try:
        async with asyncio.timeout(PATIENCE):
            while not (await said(watcher)).get("database"):  # noqa: ASYNC110 - nothing tells of it
                await asyncio.sleep(0.01)
        status, state = await watcher.asks_whether_ready()
        assert (status, state["receiving"]) == (503, False)
    finally:
        starting.cancel()
        await asyncio.gather(starting, return_exceptions=True)


async def said(watcher: Watcher) -> dict[str, Any]:
    try:
        return (await watcher.asks_whether_ready())[1]
    except aiohttp.ClientConnectionError:
        return {}


# ── What is counted ──────────────────────────────────────────────────────────────────────


async def test_what_happens_in_chats_is_counted(
    world: World, watcher: Watcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    anna = await world.coordinator("Белгородская область")
    await anna.fills_in()
    monkeypatch.setattr("bot.updates.api_middleware.PAUSES", (0,))
    world.telegram.faults.order(LostBeforeEffect(), "sendMessage")
    await anna.says("/help")
    olga = await world.admin()
    await olga.says("/export")
    world.bot.updates.add("message", {"new": "something that Telegram has thought of"})
    await world.settled()
    metrics = await watcher.reads_metrics()
    received = metrics["bot_updates_received_total"]
    assert received == metrics["bot_updates_applied_total"] > 10
    assert metrics['bot_updates_passed_over_total{reason="from nobody"}'] == 1
    assert metrics['bot_update_seconds_count{until="answered"}'] == received
    assert metrics["bot_updates_in_hand"] == 0
    assert metrics["bot_calls_in_hand"] == 0
    assert metrics['bot_answers_total{outcome="sent",what="workbook"}'] == 1
    assert metrics['bot_calls_total{method="sendMessage",outcome="TelegramNetworkError"}'] == 1
    assert metrics['bot_drafts_open{form="event"}'] == 1
    assert metrics["bot_database_up"] == 1
    assert metrics["process_resident_memory_bytes"] > 0


async def test_the_moment_of_the_newest_copy_is_shown_where_copies_are_made_after_a_restart_too(
    world: World, tmp_path: Path
) -> None:
    name, port = "bot_last_backup_timestamp_seconds", free_port()
    watcher = Watcher(port)
    await world.stop_bot()
    await world.start_bot(http_port=port, backup_keep=0)
    assert name not in await watcher.reads_metrics()
    await world.stop_bot()
    await world.start_bot(http_port=port, backup_folder=tmp_path, backup_keep=2)
    assert (await watcher.reads_metrics())[name] == 0
    for others in ("quality-week-2099-01-01_04-00.sqlite3", "before-upgrade.sqlite3"):
        (tmp_path / others).touch()
    world.clock.at = datetime(2026, 11, 12, 4, 0, 30, tzinfo=MOSCOW)
    await world.app.backups.make_due()
    made = datetime(2026, 11, 12, 4, 0, tzinfo=MOSCOW).timestamp()
    assert (await watcher.reads_metrics())[name] == made
    world.clock.pass_(hours=20)
    await world.stop_bot()
    await world.start_bot(http_port=port, backup_folder=tmp_path, backup_keep=2)
    assert (await watcher.reads_metrics())[name] == made


async def test_a_folder_for_copies_that_cannot_be_read_hides_no_other_figure(
    world: World, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def lost(*_: object) -> None:
        raise OSError("Stale file handle")

    port = free_port()
    await world.stop_bot()
    await world.start_bot(http_port=port, backup_folder=tmp_path, backup_keep=2)
    monkeypatch.setattr("bot.web.readings.newest_copy", lost)
    metrics = await Watcher(port).reads_metrics()
    assert "bot_last_backup_timestamp_seconds" not in metrics
    assert metrics["bot_database_up"] == 1


async def test_nobody_is_named_in_what_is_counted(world: World, watcher: Watcher) -> None:
    anna = await world.coordinator("Белгородская область", "Аполлинария")
    await anna.reports(name="Урок о штрихкодах")
    await anna.blocks()
    _, page = await watcher.asks("/metrics")
    assert str(anna.id) not in page
    assert re.search("[А-Яа-яЁё]", page) is None  # nothing of what people write, nor any region


async def test_another_path_is_not_found_and_nothing_but_reading_is_allowed(
    watcher: Watcher,
) -> None:
    assert (await watcher.asks("/"))[0] == 404
    async with (
        aiohttp.ClientSession() as client,
        client.post(watcher._url + "/metrics") as answer,
    ):
        assert answer.status == 405
