"""An outage is a line when it begins, and one when it is over."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import suppress

import pytest
from sqlalchemy import event
from sqlalchemy.exc import OperationalError
from structlog.testing import capture_logs
from structlog.typing import EventDict

from bot.jobs.periodic import run_every
from bot.outages import REPEAT, Outages
from sandbox import LostBeforeEffect
from tests.bot.test_alerts import heard
from tests.outage import locked
from tests.world import World


@pytest.fixture
def logs() -> Iterator[list[EventDict]]:
    with capture_logs() as logs:
        yield logs


def said(logs: list[EventDict]) -> list[str]:
    """All but what is said at DEBUG."""
    return [line["event"] for line in logs if line["log_level"] not in ("debug", "info")]


async def look_five_times(job: Callable[[], Awaitable[None]]) -> None:
    looks = 0

    async def look() -> None:
        nonlocal looks
        looks += 1
        if looks > 5:
            raise asyncio.CancelledError
        await job()

    with suppress(asyncio.CancelledError):
        await run_every(0, look, "job.failed")


async def test_while_the_database_is_locked_one_line_says_so_and_one_that_it_is_over(
    world: World, monkeypatch: pytest.MonkeyPatch, logs: list[EventDict]
) -> None:
    people = [await world.coordinator("Псковская область", name) for name in ("Анна", "Борис")]
    monkeypatch.setattr("bot.updates.applying.OUTAGE_RETRY", 0.01)
    monkeypatch.setattr("bot.updates.polling.PAUSES", (0.01,))
    engine = world.app.database.engine.sync_engine
    reading_engine = world.app.database.reading_engine.sync_engine

    def lock(*_: object) -> None:
        raise locked()

    for each in {engine, reading_engine}:
        event.listen(each, "before_cursor_execute", lock)
    for person in people:
        await person.phone.says("/help")
    for job in (world.app.reminders.send_due, world.app.mailings.send_due):
        await look_five_times(job)
    for each in {engine, reading_engine}:
        event.remove(each, "before_cursor_execute", lock)
    for person in people:
        await person.waits()
        assert "/new" in person.screen
    assert said(logs).count("database.out") <= 2  # for writing, and for reading
    assert set(said(logs)) == {"database.out", "database.back"}


async def test_one_call_that_fails_is_no_outage_of_telegram_and_a_minute_of_them_is(
    world: World, monkeypatch: pytest.MonkeyPatch, logs: list[EventDict]
) -> None:
    anna = await world.coordinator("Псковская область")
    monkeypatch.setattr("bot.updates.api_middleware.PAUSES", (0, 0))
    world.telegram.faults.order(LostBeforeEffect(), "sendMessage")
    await anna.says("/help")
    assert said(logs) == []
    monkeypatch.setattr("bot.outages.SETTLED", 0)
    world.telegram.faults.order(LostBeforeEffect(), "sendMessage", times=2)
    await anna.says("/help")
    assert said(logs) == ["telegram.out", "telegram.back"]


@pytest.mark.python_loop
async def test_a_long_outage_is_said_again_seldom(
    monkeypatch: pytest.MonkeyPatch, logs: list[EventDict]
) -> None:
    now = 1000.0
    monkeypatch.setattr(asyncio.get_running_loop(), "time", lambda: now)
    outages, over = Outages(), list[tuple[str, float]]()
    outages.when_over = lambda part, seconds: over.append((part, seconds))
    for _ in range(60):
        outages.failed("database.writing", locked())
        now += REPEAT / 30
    outages.worked("database.writing")
    outages.worked("database.writing")
    assert said(logs) == ["database.out", "database.out", "database.back"]
    assert logs[0]["why"] == "database is locked"
    assert over == [("database.writing", 2 * REPEAT)]


@pytest.mark.python_loop
async def test_an_outage_is_as_long_as_the_work_that_it_ended_has_waited(
    monkeypatch: pytest.MonkeyPatch, logs: list[EventDict]
) -> None:
    now = 1000.0
    monkeypatch.setattr(asyncio.get_running_loop(), "time", lambda: now)
    outages = Outages()
    for waited in (30.0, 2.0):
        with suppress(OperationalError), outages.watching("database.writing"):
            now += waited
            raise locked()
    now += 1
    with outages.watching("database.writing"):
        pass
    assert [(line["event"], line["seconds"]) for line in logs] == [
        ("database.out", 30),
        ("database.back", 33),
    ]


async def test_the_admins_hear_of_a_long_outage_of_the_database_once_it_is_over(
    world: World,
) -> None:
    olga = await world.admin()
    world.app.alerts.outage_is_over("database.writing", 100)
    world.app.alerts.outage_is_over("telegram", 1000)
    world.app.alerts.outage_is_over("database.writing", 720)
    await world.app.alerts.idle()
    assert heard(olga) == ["База данных была недоступна"]
    assert "12 минут" in olga.phone.last.text
