"""Files are made in a process of their own: nobody waits for it but whoever wants the file."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Callable
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import select
from structlog.testing import capture_logs

from bot.errors import Failure, failure_of
from bot.files import making
from bot.files.kinds import FILES
from bot.files.process import FileProcess
from bot.files.send import FileContext
from bot.files.worker import OnProgress, Result, Work
from domain.campaigns.campaigns import current_campaign
from domain.export.filters import ExportFilter
from domain.reports.state import set_state
from handlers.export import texts
from handlers.phrases import DOWNLOAD_REPORT
from handlers.responses import (
    SendEmptyAnnex,
    SendFile,
    SendHistory,
    SendInvitations,
    SendPicture,
    SendRegionPaper,
    SendRegionReport,
    SendSubmitted,
    SendTemplate,
    SendWorkbook,
)
from models import InboxUpdate, Person, ReportState
from tests.bot.files import works
from tests.process import FILE_PATIENCE
from tests.world import DEADLINE, IN_THE_WEEK, MOSCOW, Someone, World

pytestmark = pytest.mark.processes


class Counting(FileProcess):
    runs = 0

    async def run(self, work: Work[Result], on_progress: OnProgress) -> Result:
        self.runs += 1
        return await super().run(work, on_progress)


@pytest.fixture
async def process(database_url: str) -> AsyncIterator[Counting]:
    process = Counting(database_url)
    yield process
    await process.close()


@pytest.fixture
async def world(database_url: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[World]:
    """Whose bot makes files as it does outside of tests."""
    from tests.world import Clock

    monkeypatch.setattr("bot.app.FileProcess", FileProcess)
    async with World(database_url, Clock(IN_THE_WEEK)) as world:
        yield world


def ignore(_: int) -> None: ...


async def until(true: Callable[[], bool]) -> None:
    async with asyncio.timeout(FILE_PATIENCE):
        while not true():  # noqa: ASYNC110 - another process rings no bell
            await asyncio.sleep(0.01)


def is_alive(process_id: int) -> bool:
    """A process that has ended may still be in the list, as a zombie."""
    try:
        return Path(f"/proc/{process_id}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):  # the second: it goes while it is read
        return False


def is_there(*path: str) -> bool:
    return Path(*path).exists()


def documents(someone: Someone) -> int:
    return sum(message.document is not None for message in someone.phone.messages)


# ── What it does ─────────────────────────────────────────────────────────────────────────

LINKS = {"31": "https://t.me/bot?start=a", "77": "https://t.me/bot?start=b"}
INVITATIONS = partial(SendInvitations, chat_id=1, links=LINKS, until=DEADLINE)
KINDS: tuple[tuple[SendFile, bytes], ...] = (
    (SendWorkbook(chat_id=1), b"PK"),
    (SendWorkbook(chat_id=1, export_filter=ExportFilter(format="csv")), b"\xef\xbb\xbf"),
    (SendRegionReport(chat_id=1, region_code="31", year=2026), b"PK"),
    (SendRegionPaper(chat_id=1, what="letter", region_code="31", year=2026), b"PK"),
    (SendRegionPaper(chat_id=1, what="picture", region_code="31", year=2026), b"\x89PNG"),
    (SendTemplate(chat_id=1, template=None), b"PK"),
    (SendTemplate(chat_id=1, template=None, sample=True), b"PK"),
    (SendSubmitted(chat_id=1, region_code="31", year=2026, number=1), b"PK"),
    (SendHistory(chat_id=1, subject="all", id=""), b"PK"),
    (SendPicture(chat_id=1, what="map", year=2026), b"\x89PNG"),
    (SendPicture(chat_id=1, what="chart", year=2026), b"\x89PNG"),
    (SendEmptyAnnex(chat_id=1, region_code="31"), b"PK"),
    (INVITATIONS(what="table"), b"PK"),
    (INVITATIONS(what="pages"), b"%PDF"),
    (INVITATIONS(what="archive"), b"PK"),
)


async def test_every_kind_of_file_is_made_there(
    world: World, process: Counting, tmp_path: Path
) -> None:
    anna = await world.coordinator("Белгородская область")
    await world.event(anna)
    async with world.app.database.transaction() as session:
        campaign, by = await current_campaign(session), await session.get_one(Person, anna.id)
        state, now = ReportState.SUBMITTED, world.clock()
        await set_state(session, campaign, "31", state, by=by, now=now)
    processes, at = (process, process, process), (MOSCOW, world.clock())
    context = FileContext(world.app.database, *processes, tmp_path, *at)
    for answer, beginning in KINDS:
        make, _ = FILES[type(answer)]
        made = await make(context, answer, tmp_path, ignore)
        assert made.path.read_bytes().startswith(beginning), answer
    assert process.runs == len(KINDS)
    assert {type(answer) for answer, _ in KINDS} == FILES.keys()


async def test_a_file_tells_of_its_progress_whatever_a_library_prints(
    process: FileProcess,
) -> None:
    told: list[int] = []
    assert await process.run(works.talking, told.append) == "made"
    assert told == [500, 1_000]


async def test_it_lets_the_bot_go_first_and_serves_for_several_files(process: FileProcess) -> None:
    first = await process.run(works.process_id, ignore)
    assert first != os.getpid()
    assert await process.run(works.process_id, ignore) == first
    assert await process.run(works.niceness, ignore) > os.nice(0)


async def test_it_imports_neither_the_bots_libraries_nor_what_other_files_need(
    process: FileProcess, tmp_path: Path
) -> None:
    draw = partial(
        making.tile_map,
        path=tmp_path / "map.png",
        statuses={},
        title="",
        subtitle="",
        made_at="",
    )
    with pytest.raises(KeyError):  # of all the other regions
        await process.run(draw, ignore)
    imported = await process.run(works.imported, ignore)
    assert "PIL" in imported
    assert imported & {"aiogram", "aiohttp", "structlog", "alembic", "openpyxl", "fpdf"} == set()


async def test_it_goes_when_there_is_nothing_to_do_and_comes_when_there_is(
    process: FileProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.files.process.IDLE", 0)
    first = await process.run(works.process_id, ignore)
    await until(lambda: not is_alive(first))
    assert await process.run(works.process_id, ignore) != first


async def test_whoever_stops_all_processes_at_once_leaves_its_end_to_the_bot(
    process: FileProcess,
) -> None:
    first = await process.run(works.process_id, ignore)
    for number in (signal.SIGTERM, signal.SIGINT):
        os.kill(first, number)
    assert await process.run(works.process_id, ignore) == first


# ── What goes wrong ──────────────────────────────────────────────────────────────────────


async def test_an_error_comes_back_as_what_it_is_and_says_where_but_not_with_what(
    process: FileProcess,
) -> None:
    with pytest.raises(Exception, match="locked") as outage:
        await process.run(works.locked_out, ignore)
    assert failure_of(outage.value) is Failure.OUTAGE
    with pytest.raises(Exception, match="no such table") as bug:
        await process.run(partial(works.wrong_statement, secret="Иванова Мария"), ignore)
    assert failure_of(bug.value) is Failure.BUG
    told = f"{bug.value} {bug.value.__notes__}"
    assert "in wrong_statement" in told
    assert "Иванова" not in told
    with pytest.raises(RuntimeError, match="WithoutCopies"):
        await process.run(works.odd, ignore)


async def test_whoever_is_let_down_hears_what_to_do_and_the_bot_goes_on(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    olga = await world.admin()
    with monkeypatch.context() as patch, capture_logs() as logs:
        patch.setattr(making, "export", works.killed)
        await olga.says("/export")
    assert olga.screen == texts.WORKBOOK_FAILED
    assert [line["event"] for line in logs if line["log_level"] == "error"] == ["answer.failed"]
    assert await world.rows(select(InboxUpdate)) == []
    await olga.says("/export")
    assert documents(olga) == 1


# ── Beside others ────────────────────────────────────────────────────────────────────────


async def test_others_are_answered_while_a_file_is_made_and_a_second_one_waits_its_turn(
    world: World, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    olga, peter = await world.admin(), await world.admin("Пётр", which=1)
    anna = await world.coordinator("31")
    await world.event(anna)
    go_on = tmp_path / "go on"
    monkeypatch.setattr(making, "export", partial(works.held_up, until=go_on))
    await olga.phone.says("/export")
    await olga.phone.sees(texts.MAKING_WORKBOOK)
    await peter.phone.says("/export")
    await peter.phone.sees(texts.MAKING_WORKBOOK)
    await anna.phone.says("/report")
    await anna.phone.sees("Заполняется")
    anna.phone.press(DOWNLOAD_REPORT)
    await until(lambda: documents(anna) == 1)
    assert documents(olga) == documents(peter) == 0
    go_on.touch()
    await world.settled()
    sent = [call.chat_id for call in world.telegram.journal.calls("sendDocument")]
    assert sent == [anna.id, olga.id, peter.id]


async def test_a_bot_that_stops_leaves_neither_a_process_nor_a_folder(
    world: World, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    olga, begun = await world.admin(), tmp_path / "begun"
    monkeypatch.setattr(making, "export", partial(works.endless, begun=begun))
    await olga.phone.says("/export")
    await until(begun.exists)
    process_id, half = begun.read_text().split()
    assert is_there(half)
    await world.crash()
    assert not is_alive(int(process_id))
    assert not is_there(half, "..")
    monkeypatch.undo()
    await world.start_bot()
    await until(lambda: documents(olga) == 1)


PARENT = """
import asyncio, functools, pathlib, sys
from bot.files.process import FileProcess
from tests.bot.files import works
folder = pathlib.Path(sys.argv[1])
work = functools.partial(works.endless, begun=folder / "begun", path=folder / "half")
asyncio.run(FileProcess("").run(work, print))
"""


async def test_it_dies_with_a_bot_that_is_killed(tmp_path: Path) -> None:
    parent = await asyncio.create_subprocess_exec(sys.executable, "-c", PARENT, str(tmp_path))
    begun = tmp_path / "begun"
    await until(begun.exists)
    process_id = int(begun.read_text().split()[0])
    assert is_alive(process_id)
    parent.kill()
    await parent.wait()
    await until(lambda: not is_alive(process_id))
