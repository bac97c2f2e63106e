"""A start that fails, or is broken off, half way: whatever it had opened is closed."""

import asyncio
import tempfile
import threading
from collections.abc import Awaitable, Generator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete, insert, select

from bot.app import assemble
from bot.database import Database
from models import Region
from sandbox.telegram import Telegram
from tests.world import IN_THE_WEEK, NO_HURRY, PATIENCE, TOKEN, Clock, World, settings_for


@pytest.fixture
def scratch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where temporary folders are made."""
    folder = tmp_path / "scratch"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def left_in(folder: Path) -> list[Path]:
    return [*folder.iterdir()]


class BrokenOff:
    """Does the work, and cancels whoever awaits it when they have to wait for the `step`th time."""

    def __init__(self, work: Awaitable[None], step: int) -> None:
        self._work = work
        self._step = step
        self.waits = 0

    def __await__(self) -> Generator[Any, None, None]:
        work, error = self._work.__await__(), None
        with suppress(StopIteration):
            while True:
                waited_for = work.send(None) if error is None else work.throw(error)
                self.waits += 1
                if self.waits == self._step:
                    task = asyncio.current_task()
                    assert task is not None
                    task.cancel()
                error = None
                try:
                    yield waited_for
                except BaseException as raised:
                    error = raised


@pytest.mark.parametrize(
    "step", ["serving", "prepare", "joined", "make_bot", "scratch_folder", "_introduce", "App"]
)
async def test_a_start_that_fails_ends_with_its_error_and_leaves_nothing_open(
    step: str, database_url: str, scratch: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise OSError(step)

    monkeypatch.setattr(f"bot.app.{step}", fail)
    with pytest.raises(OSError, match=step):
        async with World(database_url, Clock(IN_THE_WEEK)):
            pass
    assert left_in(scratch) == []


async def test_a_transaction_may_be_broken_off_at_any_step(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    # On PostgreSQL the driver lets others go first wherever it can: it would after 5 ms of work.
    monkeypatch.setattr("psycopg.waiting.MAX_BUSY_TIME", 0)
    regions = [{"code": code, "number": int(code), "name": "Область"} for code in ("31", "60")]

    async def add() -> None:
        async with database.transaction() as session:
            await session.execute(delete(Region))
            await session.execute(insert(Region), regions)

    async def begin(adding: BrokenOff) -> None:
        await adding

    step = waits = 0
    while step <= waits:
        step += 1
        adding = BrokenOff(add(), step)
        (ended,) = await asyncio.gather(begin(adding), return_exceptions=True)
        waits = adding.waits
        assert isinstance(ended, asyncio.CancelledError | None), ended
        async with database.reading_session() as session:
            stored = (await session.execute(select(Region.code))).scalars().all()
        assert len(stored) in (0, len(regions))
    assert ended is None
    assert step > 3


@pytest.mark.long
async def test_a_start_may_be_broken_off_at_any_step(
    database_url: str, scratch: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with Telegram() as telegram:
        telegram.add_bot(TOKEN, "quality_week_bot", "Неделя качества")
        settings = settings_for(telegram.url, database_url, http_port=0)

        async def start() -> None:
            async with assemble(settings, now=Clock(IN_THE_WEEK), pace=NO_HURRY):
                pass

        async def begin(starting: BrokenOff) -> None:
            await starting

        step = waits = 0
        while step <= waits:
            step += 1
            starting = BrokenOff(start(), step)
            (ended,) = await asyncio.gather(begin(starting), return_exceptions=True)
            waits = starting.waits
            assert isinstance(ended, asyncio.CancelledError | None), ended
            assert left_in(scratch) == []
            assert not caplog.records, step
        assert ended is None
        assert step > 30
    for thread in threading.enumerate():
        if "_connection_worker" in thread.name:
            thread.join(PATIENCE)  # it may have told that it is done, and not be gone yet
            assert not thread.is_alive()
