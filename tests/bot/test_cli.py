"""`python -m bot …` as the operator runs it: what it says and how it ends."""

import asyncio
import json
import os
import re
import signal
import sqlite3
import subprocess
import sys
import tomllib
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator, Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path, PurePath

import openpyxl
import pytest
from pydantic import SecretStr
from sqlalchemy import delete, func, make_url, select, text

from bot.app import prepare
from bot.check import Mark, check_everything
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
from tests.process import Command, RunningBot
from tests.process import settings as start_settings
from tests.world import ADMIN_IDS, ANSWERS, MOSCOW, TOKEN, settings_for

pytestmark = pytest.mark.processes

NOW = datetime.now(UTC)
ON_RECORD = re.escape(f"{NOW.astimezone(MOSCOW):%Y-%m-%d %H:%M} (Europe/Moscow)")
WRAPPER = Path(__file__).parents[2] / "deploy" / "quality-week-bot"
SUBJECTS = ("token:", "database:", "migrations:", "admins:", "campaign:")
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


def marked(mark: str, done: Done) -> list[str]:
    """The subjects of the findings that are so marked."""
    lines = [
        line.removeprefix(mark).split() for line in done.out.splitlines() if line.startswith(mark)
    ]
    return [words[0] for words in lines]


def names_in(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]


def left_over(folder: Path) -> list[Path]:
    """Of an unfinished workbook."""
    return [*folder.glob(".workbook*"), *folder.glob("*.xlsx")]


async def test_check_says_that_everything_is_right(
    command: Command, database: Database, database_url: str
) -> None:
    await fill(database, database_url)
    done = await command.run("check", DATABASE_URL=database_url)
    assert marked("ok", done) == [*SUBJECTS]
    assert "@quality_week_bot" in done.out
    assert (done.code, done.err) == (0, "")


async def test_check_names_everything_that_is_wrong_and_changes_nothing(
    command: Command, database: Database, database_url: str
) -> None:
    done = await command.run("check", BOT_TOKEN=OTHER_TOKEN, DATABASE_URL=database_url)
    assert marked("WRONG", done) == ["token:"]
    assert marked("to do", done) == ["admins:", "campaign:"]
    assert "501, 502" in done.out
    assert (done.code, done.err) == (1, "")
    await database.migrate("base")
    await database.migrate("0022")
    done = await command.run("check", DATABASE_URL=database_url)
    assert marked("to do", done) == ["migrations:"]
    assert not await database.is_current()


async def test_check_finds_nothing_wrong_with_a_database_that_is_still_to_be_filled(
    command: Command, database: Database, database_url: str, tmp_path: Path
) -> None:
    new = f"sqlite+aiosqlite:///{tmp_path / 'data' / 'new.sqlite3'}"
    done = await command.run("check", DATABASE_URL=new)
    assert (done.code, marked("to do", done)) == (0, ["database:"])
    assert str(tmp_path / "data" / "new.sqlite3") in done.out
    assert not (tmp_path / "data").exists()
    await database.migrate("base")
    done = await command.run("check", DATABASE_URL=database_url)
    assert (done.code, marked("to do", done)) == (0, ["migrations:"])


async def test_a_database_that_can_never_be_made_is_wrong(command: Command, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    done = await command.run("check", DATABASE_URL="sqlite+aiosqlite:///file/new.sqlite3")
    assert (done.code, marked("WRONG", done)) == (1, ["database:"])


async def test_tables_of_another_program_are_left_alone(
    command: Command, database: Database, database_url: str
) -> None:
    await database.migrate("base")
    async with database.plain_transaction() as connection:
        await connection.execute(text("DROP TABLE alembic_version"))
        await connection.execute(text("CREATE TABLE films (id INTEGER)"))
    done = await command.run("check", DATABASE_URL=database_url)
    assert (done.code, marked("WRONG", done)) == (1, ["migrations:"])
    done = await command.run(DATABASE_URL=database_url)
    assert_one_sentence(done)
    assert "another program's tables" in done.err


async def test_a_database_that_a_newer_version_has_migrated_will_do(
    command: Command, database: Database, database_url: str
) -> None:
    await fill(database, database_url)
    async with database.plain_transaction() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    done = await command.run("check", DATABASE_URL=database_url)
    assert (done.code, marked("ok", done)) == (0, [*SUBJECTS])
    done = await command.run("export", "out.xlsx", DATABASE_URL=database_url)
    assert (done.code, done.err.count("\n")) == (0, 1)
    assert "database.newer" in done.err


@pytest.mark.parametrize("proxy", [None, f"socks5://u:sekret@{NOBODYS_PORT}"])
async def test_check_says_that_telegram_or_the_proxy_is_out_of_reach(
    sqlite_url: str, proxy: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.updates.api_middleware.PAUSES", (0,))
    settings = settings_for(f"http://{NOBODYS_PORT}", sqlite_url)
    settings.proxy_url = SecretStr(proxy) if proxy else None
    telegram, database, *_ = await check_everything(settings, NOW)
    assert (telegram.subject, telegram.mark) == ("telegram", Mark.WRONG)
    assert "cannot be reached, so the token was not tried (127.0.0.1:1" in telegram.words
    assert "sekret" not in telegram.words
    assert database.mark is Mark.OK


async def test_a_database_that_someone_else_has_locked_is_a_finding_of_check_and_a_sentence(
    database: Database, sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    await fill(database, sqlite_url)
    await database.close()
    monkeypatch.setattr("bot.connections.BUSY_TIMEOUT", 1)
    monkeypatch.setattr("bot.updates.api_middleware.PAUSES", ())
    settings = settings_for(f"http://{NOBODYS_PORT}", sqlite_url)
    with closing(sqlite3.connect(sqlite_url.partition("///")[2])) as other:
        other.execute("PRAGMA locking_mode = EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        found = (await check_everything(settings, NOW))[1]
    assert (found.subject, found.mark) == ("database", Mark.WRONG)
    assert "database is locked" in found.words


async def test_a_database_that_is_none_is_a_finding_of_check(
    command: Command, tmp_path: Path
) -> None:
    (tmp_path / "junk").write_bytes(b"not a database at all" * 200)
    done = await command.run("check", DATABASE_URL="sqlite+aiosqlite:///junk")
    assert "WRONG database: " in done.out
    assert (done.code, done.err) == (1, "")


async def test_check_tries_the_folder_for_copies(command: Command, tmp_path: Path) -> None:
    async def copies(folder: str) -> tuple[int | None, str]:
        done = await command.run("check", BACKUP_FOLDER=folder, BACKUP_KEEP="1")
        (said,) = [line for line in done.out.splitlines() if " copies: " in line]
        return done.code, said

    assert await copies("copies") == (
        1,
        f"WRONG copies: there is no folder {tmp_path}/copies; mount its disk, make it, or change "
        "BACKUP_FOLDER",
    )
    code, said = await copies("/proc")  # not even root can make a file there
    assert (code, said.partition(" (")[0]) == (
        1,
        "WRONG copies: nothing can be written into /proc",
    )
    (tmp_path / "copies").mkdir()
    said_of_it = f"ok    copies: one is put into {tmp_path}/copies each night"
    assert await copies("copies") == (0, said_of_it)
    assert [*(tmp_path / "copies").iterdir()] == []


async def test_check_says_where_copies_go_and_that_nobody_copies_a_postgresql(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.updates.api_middleware.PAUSES", ())

    async def said_of_copies(url: str, keep: int) -> list[tuple[Mark, str]]:
        settings = settings_for(f"http://{NOBODYS_PORT}", url, backup_keep=keep)
        found = await check_everything(settings, NOW)
        return [(each.mark, each.words) for each in found if each.subject == "copies"]

    postgresql = f"postgresql+psycopg://u@{NOBODYS_PORT}/bot"
    words = "none is made of PostgreSQL each night until BACKUP_FOLDER says where"
    assert await said_of_copies(postgresql, keep=14) == [(Mark.TO_DO, words)]
    assert await said_of_copies(postgresql, keep=0) == []
    folder = PurePath(str(make_url(sqlite_url).database)).parent / "backups"
    words = f"one is put into {folder} each night, on the database's own disk"
    assert await said_of_copies(sqlite_url, keep=14) == [(Mark.OK, words)]
    assert await said_of_copies(sqlite_url, keep=0) == []


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


@pytest.mark.parametrize("path", ["nowhere/out.xlsx", "nowhere/out.csv", "."])
async def test_export_to_where_nothing_can_be_written_is_a_sentence_that_names_the_place(
    command: Command, path: str, tmp_path: Path
) -> None:
    done = await command.run("export", path)
    assert_one_sentence(done)
    assert done.err.startswith(f"{path} ")
    assert left_over(tmp_path) == []


async def test_no_database_is_made_only_to_be_exported(command: Command, tmp_path: Path) -> None:
    done = await command.run("export", "out.csv", DATABASE_URL="sqlite+aiosqlite:///no/where")
    assert_one_sentence(done)
    assert done.err.startswith("There is no database no/where yet")
    assert not (tmp_path / "no").exists()


@pytest.fixture
def full_disk(tmp_path: Path) -> Iterator[Path]:
    """With place for a page or two."""
    folder = tmp_path / "full"
    folder.mkdir()
    mount = ("/bin/mount", "-t", "tmpfs", "-o", "size=8k,mode=0700", "full", str(folder))
    if os.geteuid() or subprocess.run(mount, check=False).returncode:  # noqa: S603 - as it stands
        pytest.skip("only root can mount a small disk")
    (folder / "else").write_bytes(b"." * 8192)
    yield folder
    subprocess.run(("/bin/umount", str(folder)), check=True)  # noqa: S603 - as it stands


@pytest.mark.parametrize("arguments", [("export", "full/out.csv"), ("backup", "full/copy")])
async def test_a_full_disk_is_a_sentence_and_leaves_nothing_on_it(
    command: Command,
    database: Database,
    database_url: str,
    full_disk: Path,
    arguments: tuple[str, str],
) -> None:
    await fill(database, database_url)
    done = await command.run(*arguments, DATABASE_URL=database_url)
    assert (done.code, done.out) == (2, "")
    assert f"{arguments[1]} cannot be written: " in done.err
    assert names_in(full_disk) == ["else"]


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


async def test_an_address_at_which_no_telegram_answers_is_told_of_by_check_and_at_the_start(
    command: Command, telegram: Telegram, sqlite_url: str, tmp_path: Path
) -> None:
    elsewhere = f"{telegram.url}/nothing"
    done = await command.run("check", BOT_API_URL=elsewhere)
    said = "WRONG telegram: answers «Not Found»; look at BOT_API_URL and BOT_TOKEN\n"
    assert done.out.startswith(said)
    bot = RunningBot(elsewhere, sqlite_url, tmp_path)
    bot.start()
    try:
        await bot.says("telegram.refused")
    finally:
        await bot.kill()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_who_stops_it_while_it_still_loads_stops_it_as_at_any_other_time(
    number: signal.Signals, telegram: Telegram, sqlite_url: str
) -> None:
    # Not forked from a process that has loaded everything: a start as the operator's.
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-X", "importtime", "-m", "bot"),
        env=os.environ | start_settings(telegram.url, sqlite_url),
        stderr=PIPE,
    )
    assert process.stderr is not None
    async for line in process.stderr:
        if b"aiogram" in line:
            break
    process.send_signal(number)
    _, err = await process.communicate()
    assert process.returncode == 0
    assert b"Traceback" not in err
    assert b"bot.stopping" not in err


async def test_it_says_which_version_it_is(command: Command) -> None:
    project = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text())["project"]
    done = await command.run("--version", BOT_TOKEN="", ADMIN_IDS="")
    assert (done.code, done.out, done.err) == (0, f"{project['version']}\n", "")


async def test_what_was_copied_and_destroyed_is_restored_and_moved(
    command: Command, database: Database, database_url: str
) -> None:
    await fill(database, database_url)
    done = await command.run("backup", "copy", DATABASE_URL=database_url)
    assert done.code == 0, done.err
    rows = rf"\d\d\d+ rows, among them 4 people and 2 events; the newest entry is of {ON_RECORD}"
    assert re.fullmatch(rf"copy: a whole copy, checked, \d+ KB: {rows}\.\n", done.out)
    async with database.transaction() as session:
        await session.execute(delete(Event))
    await database.close()
    done = await command.run("restore", "copy", DATABASE_URL=database_url)
    assert done.code == 0, done.err
    kept = r"What was there before is kept as .*\."
    assert re.fullmatch(rf"Restored from copy: {rows}\. Start the bot\.\n{kept}\n", done.out)
    done = await command.run("export", "out.csv", DATABASE_URL=database_url)
    assert "2 events, held 6 times, 151 participants" in done.out
    assert_one_sentence(await command.run("move", database_url, DATABASE_URL=database_url))
    assert_one_sentence(await command.run("restore", "nothing", DATABASE_URL=database_url))


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("postgres://u:sekret@host/bot", "TO_URL must begin with "),
        (f"postgresql+psycopg://u:sek@ret@{NOBODYS_PORT}/bot", "TO_URL must have @ : / ? # in its"),
        (f"postgresql+psycopg://u:s@ek/ret@{NOBODYS_PORT}/bot", "TO_URL must have @ : / ? # in"),
        (f"postgresql+psycopg://u:s@:/ret@{NOBODYS_PORT}/bot", "TO_URL must have a number as its"),
        (f"postgresql+psycopg://u:sekret@{NOBODYS_PORT}/bot", "The database does not work: "),
    ],
)
async def test_what_is_wrong_with_the_address_of_a_move_is_said_of_it_and_not_of_another_setting(
    command: Command, address: str, said: str
) -> None:
    done = await command.run("move", address)
    assert_one_sentence(done)
    assert done.err.startswith(said)
    assert "TO_URL" in done.err
    assert "DATABASE_URL" not in done.err
    assert "ret" not in done.err


async def test_a_move_reads_the_address_from_its_input_where_no_list_of_processes_shows_it(
    sqlite_url: str, own_postgresql_url: str
) -> None:
    source = Database(sqlite_url)
    await fill(source, sqlite_url)
    await source.close()
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "move", "-"),
        env=os.environ | start_settings("http://127.0.0.1:1", sqlite_url),
        stdin=PIPE,
        stdout=PIPE,
    )
    out, _ = await process.communicate(f"{own_postgresql_url}\n".encode())
    assert re.match(r"Moved \d+ rows, each compared\.", out.decode())
    target = Database(own_postgresql_url)
    async with target.reading_session() as session:
        assert await session.scalar(select(func.count(Event.id))) == 2
    await target.close()


async def test_help_names_the_commands_and_an_unknown_one_is_refused(command: Command) -> None:
    done = await command.run("--help")
    assert (done.code, done.err) == (0, "")
    assert "check" in done.out
    assert "export" in done.out
    done = await command.run("exprot")
    assert (done.code, done.out) == (2, "")
    assert "exprot" in done.err
    assert "Traceback" not in done.err


async def test_usage_names_the_command_that_was_typed(command: Command) -> None:
    (wrapper,) = re.findall(r"QUALITY_WEEK_COMMAND=(\S+)", WRAPPER.read_text())
    assert wrapper == WRAPPER.name
    done = await command.run("restore", QUALITY_WEEK_COMMAND=wrapper)
    assert done.err.startswith("Usage: quality-week-bot restore [")


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
    assert " says - " not in done.err  # in no library's words
    assert TOKEN.partition(":")[2] not in done.err
    lines = done.err.splitlines()
    assert len(lines) > 5
    if form == "json":
        for line in map(json.loads, lines):
            assert line.keys() >= {"event", "level", "timestamp", "logger"}
