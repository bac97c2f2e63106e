"""`python -m demo.bot`: the bot by a clock that is moved, and only beside a local Telegram."""

import asyncio
import signal
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.app import prepare
from bot.database import Database
from demo.bot import telegram_is_local
from demo.clock import Clock
from domain.people.people import make_coordinator
from domain.people.sender import get_sender
from handlers.after_deadline import late_is_taken
from handlers.mailings.texts.reminders import HEADING
from sandbox.telegram import Telegram
from tests.bot.test_cli import assert_one_sentence
from tests.process import Command
from tests.world import ADMIN_IDS, DEADLINE, IN_THE_WEEK, TOKEN, settings_for

pytestmark = pytest.mark.processes


@pytest.fixture
def clock(tmp_path: Path) -> Clock:
    """The command's and, as in the demonstration, Telegram's: messages carry its dates."""
    return Clock(tmp_path)


@pytest.fixture
async def telegram(clock: Clock) -> AsyncIterator[Telegram]:
    async with Telegram(now=clock) as telegram:
        telegram.add_bot(TOKEN, "quality_week_bot", "Неделя качества")
        yield telegram


@pytest.fixture
def command(telegram: Telegram, sqlite_url: str, tmp_path: Path) -> Command:
    return Command(telegram.url, sqlite_url, tmp_path, module="demo.bot")


async def test_reminders_closing_and_the_form_go_by_the_clock(
    telegram: Telegram, command: Command, sqlite_url: str, clock: Clock
) -> None:
    (bot,) = telegram.world.bots.values()
    olga = telegram.person("Ольга", id=ADMIN_IDS[0]).chat_with(bot)
    anna = telegram.person("Анна").chat_with(bot)
    database = Database(sqlite_url)
    await prepare(database, settings_for(telegram.url, sqlite_url), IN_THE_WEEK)
    async with database.transaction() as session:
        person = (
            await get_sender(session, anna.id, "Анна", None, admin_ids=(), now=IN_THE_WEEK)
        ).person
        await make_coordinator(session, person, "31", now=IN_THE_WEEK, by=person)
    await database.close()

    clock.set(DEADLINE - timedelta(hours=30))
    for phone in (olga, anna):
        await phone.says("/start")
    running = asyncio.create_task(command.run(LOG_LEVEL="WARNING"))
    await anna.sees(HEADING, within=60)
    clock.set(DEADLINE + timedelta(minutes=1))
    await olga.sees("Срок сдачи отчётов истёк", within=60)
    await anna.says("/new")
    await anna.sees(late_is_taken(0), within=60)
    command.signal(signal.SIGTERM)
    done = await running
    assert (done.code, done.out) == (0, "")


@pytest.mark.parametrize(
    ("zone", "deadline"),
    [
        ("Europe/Moscow", "2027-11-28T23:59:00+03:00"),
        ("Asia/Vladivostok", "2027-11-28T23:59:00+10:00"),
    ],
)
async def test_deadline_prints_the_campaigns_and_the_commands_go_by_the_clock_too(
    zone: str, deadline: str, command: Command, clock: Clock
) -> None:
    clock.set(datetime(2027, 3, 1, tzinfo=UTC))
    done = await command.run("deadline", TIME_ZONE=zone)
    assert (done.code, done.out, done.err) == (0, f"{deadline}\n", "")
    clock.set(datetime(2027, 12, 1, tzinfo=UTC))
    done = await command.run("check", TIME_ZONE=zone)
    assert "2027, closed since 28.11.2027 23:59" in done.out


# ── Only beside a Telegram on this machine ───────────────────────────────────────────────


DATABASE = "sqlite+aiosqlite:///unused.sqlite3"


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:8081", "http://localhost", "https://LocalHost:1", "http://[::1]:1"]
)
def test_a_telegram_on_this_machine_is_local(url: str) -> None:
    assert telegram_is_local(settings_for(url, DATABASE))


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
def test_any_other_is_not(url: str) -> None:
    assert not telegram_is_local(settings_for(url, DATABASE))


@pytest.mark.parametrize("arguments", [(), ("sample",), ("deadline",), ("check",)])
async def test_beside_the_true_telegram_nothing_is_begun(
    arguments: tuple[str, ...], command: Command, tmp_path: Path
) -> None:
    done = await command.run(
        *arguments,
        BOT_API_URL="https://api.telegram.org",
        DATABASE_URL="sqlite+aiosqlite:///data/other.sqlite3",
    )
    assert_one_sentence(done)
    assert "BOT_API_URL" in done.err
    assert not (tmp_path / "data").exists()


async def test_the_bot_itself_knows_no_such_commands(
    telegram: Telegram, sqlite_url: str, tmp_path: Path
) -> None:
    bot = Command(telegram.url, sqlite_url, tmp_path)
    for name in ("sample", "deadline"):
        done = await bot.run(name)
        assert (done.code, done.out) == (2, "")
        assert name in done.err
