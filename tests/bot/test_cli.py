"""`python -m bot …` as the operator runs it: what it says and how it ends."""

import asyncio
import json
import signal
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import openpyxl
import pytest
from pydantic import SecretStr

from bot.app import prepare
from bot.check import check_everything
from bot.database import Database
from demo.process import Done
from domain.campaigns.campaigns import current_campaign
from domain.export.events_sheet import REPORT
from domain.export.filters import ExportFilter
from domain.export.log import recent_exports
from domain.people.people import make_coordinator
from domain.people.sender import get_sender
from domain.reports.state import set_state
from models import Event, ReportState
from sandbox.faults import LostBeforeEffect, ServerError
from sandbox.telegram import Telegram
from tests.process import Command
from tests.world import ADMIN_IDS, ANSWERS, TOKEN, settings_for

pytestmark = pytest.mark.processes

NOW = datetime.now(UTC)
NOBODYS_PORT = "127.0.0.1:1"
OTHER_TOKEN = "1000002:AAOfNoUseButInTheLocalTelegram_____"


@pytest.fixture
def postgresql_url(own_postgresql_url: str) -> str:
    """These tests change the schema."""
    return own_postgresql_url


@pytest.fixture
async def telegram() -> AsyncIterator[Telegram]:
    async with Telegram() as telegram:
        telegram.add_bot(TOKEN, "quality_week_bot", "Неделя качества")
        yield telegram


@pytest.fixture
def command(telegram: Telegram, sqlite_url: str, tmp_path: Path) -> Command:
    return Command(telegram.url, sqlite_url, tmp_path)


async def fill(database: Database, database_url: str) -> None:
    """Both admins have started the bot, and two regions have reported, the later one first."""
    await prepare(database, settings_for("http://127.0.0.1", database_url), NOW)
    async with database.transaction() as session:
        for number in ADMIN_IDS:
            await get_sender(session, number, f"Админ {number}", None, admin_ids=ADMIN_IDS, now=NOW)
        campaign = await current_campaign(session)
        for draft, (code, name) in enumerate((("77", "=1+1"), ("31", "Урок\nкачества"))):
            by = (await get_sender(session, 10 + draft, "Анна", None, admin_ids=(), now=NOW)).person
            await make_coordinator(session, by, code, now=NOW, by=by)
            times = {"created_at": NOW, "changed_at": NOW, "created_by": by.id}
            answers = ANSWERS | {"name": name, "participants": 75 + draft}
            event = Event(campaign_id=campaign.id, region_code=code, number=1, draft_id=draft)
            for key, value in (answers | times).items():
                setattr(event, key, value)
            session.add(event)
            await set_state(session, campaign, code, ReportState.SUBMITTED, by=by, now=NOW)


def assert_one_sentence(done: Done) -> None:
    assert (done.code, done.out) == (2, "")
    assert done.err.count("\n") == 1, done.err
    assert done.err.endswith(".\n")


def left_over(folder: Path) -> list[Path]:
    """Of an unfinished workbook."""
    return [*folder.glob(".workbook*"), *folder.glob("*.xlsx")]


async def test_check_says_that_everything_is_right(
    command: Command, database: Database, database_url: str
) -> None:
    await fill(database, database_url)
    done = await command.run("check", DATABASE_URL=database_url)
    marks = [line.split()[:2] for line in done.out.splitlines()]
    subjects = ("token:", "database:", "migrations:", "admins:", "campaign:")
    assert marks == [["ok", subject] for subject in subjects]
    assert "@quality_week_bot" in done.out
    assert (done.code, done.err) == (0, "")


async def test_check_names_everything_that_is_wrong_and_changes_nothing(
    command: Command, database: Database, database_url: str
) -> None:
    done = await command.run("check", BOT_TOKEN=OTHER_TOKEN, DATABASE_URL=database_url)
    wrong = [line.split()[1] for line in done.out.splitlines() if line.startswith("WRONG")]
    assert wrong == ["token:", "admins:", "campaign:"]
    assert "501, 502" in done.out
    assert (done.code, done.err) == (1, "")
    await database.migrate("base")
    done = await command.run("check", DATABASE_URL=database_url)
    wrong = [line.split()[1] for line in done.out.splitlines() if line.startswith("WRONG")]
    assert wrong == ["migrations:"]
    assert not await database.is_current()


@pytest.mark.parametrize("proxy", [None, f"socks5://u:sekret@{NOBODYS_PORT}"])
async def test_check_says_that_telegram_or_the_proxy_is_out_of_reach(
    sqlite_url: str, proxy: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.updates.api_middleware.PAUSES", (0,))
    settings = settings_for(f"http://{NOBODYS_PORT}", sqlite_url)
    settings.proxy_url = SecretStr(proxy) if proxy else None
    token, database, *_ = await check_everything(settings, NOW)
    assert (token.subject, token.right) == ("token", False)
    assert "cannot be reached" in token.words
    assert "sekret" not in token.words
    assert database.right


async def test_a_database_that_is_none_is_a_finding_of_check(
    command: Command, tmp_path: Path
) -> None:
    (tmp_path / "junk").write_bytes(b"not a database at all" * 200)
    done = await command.run("check", DATABASE_URL="sqlite+aiosqlite:///junk")
    assert "WRONG database: " in done.out
    assert (done.code, done.err) == (1, "")


async def test_export_writes_what_is_in_the_database(
    command: Command, database: Database, database_url: str, tmp_path: Path
) -> None:
    await fill(database, database_url)
    done = await command.run("export", "out.xlsx", DATABASE_URL=database_url)
    assert (done.code, done.err) == (0, "")
    assert "2 of 89 regions" in done.out
    assert "Submitted: 2 events, held 6 times, 151 participants." in done.out
    assert "Not submitted: 0 events, held 0 times, 0 participants." in done.out
    sheet = openpyxl.load_workbook(tmp_path / "out.xlsx")[REPORT]
    rows = [row[:9] for row in sheet.iter_rows(values_only=True) if isinstance(row[0], int)]
    place, link = "Белгород, Школа № 5", "https://rskrf.ru/news"
    assert rows == [
        (1, "Белгородская область", "Урок\nкачества", place, 3, 76, link, None, "Сдан"),
        (2, "Москва", "=1+1", place, 3, 75, link, None, "Сдан"),
    ]


async def test_export_writes_csv_when_the_name_says_so_and_is_on_record(
    command: Command, database: Database, database_url: str, tmp_path: Path
) -> None:
    await fill(database, database_url)
    done = await command.run("export", "out.CSV", DATABASE_URL=database_url)
    assert (done.code, done.err) == (0, "")
    assert "2 events, held 6 times, 151 participants" in done.out
    head, *events = (tmp_path / "out.CSV").read_text(encoding="utf-8-sig").split("\n1;")
    assert head.startswith("№;Субъект РФ;")
    assert "'=1+1" in events[0]
    async with database.transaction() as session:
        campaign = await current_campaign(session)
        (made,) = await recent_exports(session, campaign)
    assert (made.by, made.export_filter) == (None, ExportFilter(year=campaign.year, format="csv"))


async def test_export_into_an_unmigrated_database_migrates_it_and_is_empty(
    command: Command, database: Database, database_url: str, tmp_path: Path
) -> None:
    await database.migrate("base")
    done = await command.run("export", "out.xlsx", DATABASE_URL=database_url)
    assert (done.code, done.err) == (0, "")
    assert "0 of 89 regions" in done.out
    assert (tmp_path / "out.xlsx").exists()


@pytest.mark.parametrize("path", ["nowhere/out.xlsx", "."])
async def test_export_to_where_nothing_can_be_written_is_a_sentence(
    command: Command, path: str, tmp_path: Path
) -> None:
    assert_one_sentence(await command.run("export", path))
    assert left_over(tmp_path) == []


@pytest.mark.parametrize("arguments", [(), ("export", "out.xlsx")])
async def test_a_database_out_of_reach_is_a_sentence_without_its_password(
    command: Command, arguments: tuple[str, ...]
) -> None:
    address = f"postgresql+psycopg://u:sekret@{NOBODYS_PORT}/bot"
    done = await command.run(*arguments, DATABASE_URL=address)
    assert_one_sentence(done)
    assert "DATABASE_URL" in done.err
    assert "sekret" not in done.err


async def test_a_dead_token_ends_the_bot_with_a_sentence(command: Command) -> None:
    done = await command.run(BOT_TOKEN=OTHER_TOKEN)
    assert_one_sentence(done)
    assert "BOT_TOKEN" in done.err
    assert OTHER_TOKEN not in done.err


async def test_help_names_the_commands_and_an_unknown_one_is_refused(command: Command) -> None:
    done = await command.run("--help")
    assert (done.code, done.err) == (0, "")
    assert "check" in done.out
    assert "export" in done.out
    done = await command.run("exprot")
    assert (done.code, done.out) == (2, "")
    assert "exprot" in done.err
    assert "Traceback" not in done.err


@pytest.mark.parametrize("form", ["json", "console"])
async def test_no_line_of_the_log_carries_the_token_and_json_lines_are_json(
    telegram: Telegram, command: Command, form: str
) -> None:
    bot = telegram.world.bots[int(TOKEN.partition(":")[0])]
    anna = telegram.person("Анна").chat_with(bot)
    telegram.faults.order(ServerError(502, html="<html>Bad Gateway</html>"), "getUpdates")
    telegram.faults.order(LostBeforeEffect(), "getMe")
    telegram.faults.order(ServerError(), "sendMessage")
    await anna.says("/start")
    running = asyncio.create_task(command.run(LOG_LEVEL="DEBUG", LOG_FORMAT=form))
    await anna.sees("Здравствуйте", within=60)
    command.signal(signal.SIGTERM)
    done = await running
    assert (done.code, done.out) == (0, "")
    assert "telegram.retry" in done.err
    assert TOKEN.partition(":")[2] not in done.err
    lines = done.err.splitlines()
    assert len(lines) > 5
    if form == "json":
        for line in map(json.loads, lines):
            assert line.keys() >= {"event", "level", "timestamp", "logger"}
