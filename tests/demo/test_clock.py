"""The bot's time: real, unless a demonstration runs it forward."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.app import prepare
from bot.clock import make_clock
from bot.database import Database
from domain.people.people import get_or_create_person, make_coordinator
from sandbox.telegram import Telegram
from tests.command import Command
from tests.world import ADMIN_IDS, DEADLINE, IN_THE_WEEK, TOKEN, settings_for

LOCAL = "http://127.0.0.1:8081"
DATABASE = "sqlite+aiosqlite:///unused.sqlite3"


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """That the environment names; it is not there yet."""
    file = tmp_path / "clock"
    monkeypatch.setenv("CLOCK_FILE", str(file))
    return file


def ahead(url: str = LOCAL) -> timedelta:
    """How far the bot's clock is from the real one, to the minute."""
    moved = make_clock(settings_for(url, DATABASE))()
    assert moved.utcoffset() == timedelta()
    return timedelta(minutes=round((moved - datetime.now(UTC)) / timedelta(minutes=1)))


def test_without_a_file_it_is_real_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CLOCK_FILE", raising=False)
    assert ahead() == timedelta()


def test_the_file_moves_time_either_way_and_is_read_anew_at_each_look(file: Path) -> None:
    now = make_clock(settings_for(LOCAL, DATABASE))
    before = now()
    file.write_text("864000.5\n")
    assert timedelta(days=10) < now() - before < timedelta(days=10, minutes=5)
    file.write_text("-3600")
    assert now() < before
    file.unlink()
    assert before <= now() < before + timedelta(minutes=5)


@pytest.mark.parametrize(
    "content", [b"", b"\n", "завтра".encode(), b"\xff", b"nan", b"inf", b"1e15"]
)
def test_a_file_without_a_usable_number_moves_nothing(content: bytes, file: Path) -> None:
    file.write_bytes(content)
    assert ahead() == timedelta()


def test_a_file_that_cannot_be_read_moves_nothing(file: Path) -> None:
    assert ahead() == timedelta()
    file.mkdir()
    assert ahead() == timedelta()


@pytest.mark.parametrize(
    "url", [LOCAL, "http://localhost", "https://LocalHost:1", "http://[::1]:1"]
)
def test_the_file_is_heeded_beside_a_telegram_on_this_machine(url: str, file: Path) -> None:
    file.write_text("3600")
    assert ahead(url) == timedelta(hours=1)


@pytest.mark.parametrize(
    "url",
    [
        "https://api.telegram.org",
        "http://192.168.0.10:8081",
        "http://127.0.0.1.example.org",
        "http://localhost.example.org",
        "http://127.0.0.1@example.org",
        "http://example.org/127.0.0.1",
    ],
)
def test_the_file_is_ignored_beside_any_other(url: str, file: Path) -> None:
    file.write_text("3600")
    assert ahead(url) == timedelta()


# ── In a process ─────────────────────────────────────────────────────────────────────────


@pytest.fixture
async def telegram() -> AsyncIterator[Telegram]:
    async with Telegram() as telegram:
        telegram.add_bot(TOKEN, "quality_week_bot", "Неделя качества")
        yield telegram


@pytest.fixture
def command(telegram: Telegram, sqlite_url: str, tmp_path: Path, file: Path) -> Command:
    return Command(
        tmp_path,
        BOT_TOKEN=TOKEN,
        ADMIN_IDS=",".join(map(str, ADMIN_IDS)),
        BOT_API_URL=telegram.url,
        DATABASE_URL=sqlite_url,
        CLOCK_FILE=str(file),
        LOG_LEVEL="WARNING",
    )


def set_clock(file: Path, to: datetime) -> None:
    fresh = file.with_suffix(".new")
    fresh.write_text(str((to - datetime.now(UTC)).total_seconds()))
    fresh.replace(file)


async def test_reminders_closing_and_the_form_go_by_the_clock(
    telegram: Telegram, command: Command, sqlite_url: str, file: Path
) -> None:
    (bot,) = telegram.world.bots.values()
    olga = telegram.person("Ольга", id=ADMIN_IDS[0]).chat_with(bot)
    anna = telegram.person("Анна").chat_with(bot)
    database = Database(sqlite_url)
    await prepare(database, settings_for(telegram.url, sqlite_url), IN_THE_WEEK)
    async with database.transaction() as session:
        person = await get_or_create_person(
            session, anna.id, "Анна", None, admin_ids=(), now=IN_THE_WEEK
        )
        await make_coordinator(session, person, "31", now=IN_THE_WEEK, by=person)
    await database.close()
    for phone in (olga, anna):
        await phone.says("/start")

    set_clock(file, DEADLINE - timedelta(hours=30))
    command.start()
    await anna.sees("Напоминание:", within=60)
    set_clock(file, DEADLINE + timedelta(minutes=1))
    await olga.sees("Срок сдачи отчётов истёк", within=60)
    await anna.says("/new")
    await anna.sees("добавить или изменить ничего нельзя", within=60)
    command.stop()
    done = await command.ends()
    assert (done.code, done.out) == (0, "")


@pytest.mark.parametrize(
    ("zone", "deadline"),
    [
        ("Europe/Moscow", "2027-11-28T23:59:00+03:00"),
        ("Asia/Vladivostok", "2027-11-28T23:59:00+10:00"),
    ],
)
async def test_deadline_prints_the_campaigns_and_the_commands_go_by_the_clock_too(
    zone: str, deadline: str, command: Command, file: Path
) -> None:
    set_clock(file, datetime(2027, 3, 1, tzinfo=UTC))
    done = await command.run("deadline", TIME_ZONE=zone)
    assert (done.code, done.out, done.err) == (0, f"{deadline}\n", "")
    set_clock(file, datetime(2027, 12, 1, tzinfo=UTC))
    done = await command.run("check", TIME_ZONE=zone)
    assert "2027, closed since 28.11.2027 23:59" in done.out
