"""A file is made once and sent once, whatever happens to the calls and to the database."""

import threading
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError
from structlog.testing import capture_logs

from bot.files import making, workbook
from bot.files.worker import OnProgress
from domain.export.log import record_export
from domain.people.erasure import erase, person_to_erase
from handlers.export import texts
from models import InboxUpdate, Person
from sandbox.faults import LostBeforeEffect, ServerError
from sandbox.journal import Call
from tests.outage import locked
from tests.world import Someone, World

UNREACHABLE = 1_000  # times


@pytest.fixture(autouse=True)
def hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    """What fails is tried again at once."""
    monkeypatch.setattr("bot.updates.api_middleware.PAUSES", ())
    monkeypatch.setattr("bot.updates.answering.RETRY_DELAY", 0.01)
    monkeypatch.setattr("bot.updates.answering.LONGEST_DELAY", 0.01)
    monkeypatch.setattr("bot.files.send.PROGRESS_EVERY", 0.01)


Make = Callable[..., Any]


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The workbooks that were made."""
    paths: list[Path] = []

    make_export = making.export

    def make(*arguments: Any, path: Path, **options: Any) -> Any:
        paths.append(path)
        return make_export(*arguments, path=path, **options)

    monkeypatch.setattr(making, "export", make)
    return paths


def documents(someone: Someone) -> int:
    return sum(message.document is not None for message in someone.phone.messages)


def announced(world: World) -> int:
    calls = world.telegram.journal.calls("sendMessage")
    return sum(texts.MAKING_WORKBOOK in str(call) for call in calls)


async def test_a_file_that_cannot_be_sent_is_made_and_announced_once_and_holds_up_nothing(
    world: World, made: list[Path]
) -> None:
    olga = await world.admin()
    world.telegram.faults.order(LostBeforeEffect(), "sendDocument", times=UNREACHABLE)
    await olga.phone.says("/export")
    await olga.phone.says("/help")
    await olga.phone.sees("/export")
    await tried(world, "sendDocument", 3)
    world.telegram.faults.cancel()
    await world.settled()
    assert (documents(olga), len(made), announced(world)) == (1, 1, 1)
    assert not made[0].exists()


async def tried(world: World, method: str, times: int) -> None:
    async def enough() -> bool:
        return len(world.telegram.journal.calls(method)) >= times

    await world.until(enough)


async def test_a_file_that_cannot_be_sent_for_a_day_is_given_up(
    world: World, made: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    olga = await world.admin()
    world.telegram.faults.order(ServerError(), "sendDocument", times=UNREACHABLE)
    await olga.phone.says("/export")
    await tried(world, "sendDocument", 2)
    monkeypatch.setattr("bot.updates.answering.REPLY_TTL", timedelta())
    await world.settled()
    assert (documents(olga), len(made)) == (0, 1)
    assert olga.screen == texts.WORKBOOK_FAILED
    assert await world.rows(select(InboxUpdate)) == []


async def test_a_database_that_is_out_while_a_file_is_made_is_waited_for(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    olga = await world.admin()
    outages = [locked(), locked(), locked()]
    make_export = making.export

    def make(*arguments: Any, **options: Any) -> Any:
        if outages:
            raise outages.pop()
        return make_export(*arguments, **options)

    monkeypatch.setattr(making, "export", make)
    await olga.says("/export")
    assert (documents(olga), announced(world)) == (1, 1)
    assert not any(texts.WORKBOOK_FAILED in message.text for message in olga.phone.messages)


async def test_a_file_is_not_sent_again_because_its_record_waits_for_the_database(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    olga = await world.admin()
    outages: list[OperationalError] = [locked(), locked(), locked()]

    def record(*arguments: Any, **options: Any) -> None:
        if outages:
            raise outages.pop()
        record_export(*arguments, **options)

    monkeypatch.setattr(workbook, "record_export", record)
    await olga.says("/export")
    assert documents(olga) == len(await world.audit("export.made")) == 1


async def test_an_admin_erased_while_their_file_is_sent_gets_it_once(world: World) -> None:
    olga, peter = await world.admin(), await world.admin("Пётр", which=1)

    async def erase_olga(call: Call) -> None:
        if call.method == "sendDocument":
            async with world.app.database.transaction() as session:
                by = await session.get_one(Person, peter.id)
                person = await person_to_erase(session, olga.id)
                if person is not None:
                    await erase(session, person, now=world.clock(), by=by)

    world.telegram.journal.on_call(erase_olga)
    with capture_logs() as logs:
        await olga.says("/export")
    assert documents(olga) == 1
    assert [line for line in logs if line["log_level"] in ("warning", "error")] == []


async def test_one_worker_makes_a_file_however_often_its_progress_cannot_be_shown(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    olga = await world.admin()
    made: list[Path] = []
    told_in_vain = threading.Event()
    make_export = making.export

    def make(database_url: str, on_progress: OnProgress, **options: Any) -> Any:
        made.append(options["path"])
        for row in range(1, 100_000):
            on_progress(row)
            if told_in_vain.wait(0.005):
                break
        return make_export(database_url, on_progress, **options)

    monkeypatch.setattr(making, "export", make)
    world.telegram.faults.order(LostBeforeEffect(), "editMessageText", times=UNREACHABLE)
    await olga.phone.says("/export")
    await tried(world, "editMessageText", 3)
    told_in_vain.set()
    await world.settled()
    assert (documents(olga), len(made), announced(world)) == (1, 1, 1)


async def test_a_file_that_telegram_refuses_is_told_of(world: World) -> None:
    olga = await world.admin()
    world.telegram.faults.order(ServerError(413, html="<html></html>"), "sendDocument")
    await olga.says("/export")
    assert olga.screen == texts.WORKBOOK_FAILED
    assert len(world.telegram.journal.calls("sendDocument")) == 1
