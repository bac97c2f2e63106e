"""Outage, conflict, refusal or bug: told apart for real errors of Telegram and the databases."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest
from aiogram import Bot
from aiogram.exceptions import AiogramError, TelegramForbiddenError
from aiogram.methods import SendMessage
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from bot.app import make_bot
from bot.database import Database
from bot.errors import Failure, failure_of, in_a_line, is_unreachable, may_have_been_done
from bot.metrics import Metrics
from bot.outages import Outages
from models import Region
from sandbox.bots import Bot as Account
from sandbox.faults import Fault, LostAfterEffect, LostBeforeEffect, ServerError
from sandbox.phone import Phone
from sandbox.telegram import Telegram
from tests.world import NO_HURRY, TOKEN, settings_for

PAGE = "<html><h1>nginx</h1></html>"


@pytest.fixture(autouse=True)
def never_repeated(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.updates.api_middleware.PAUSES", ())


@pytest.fixture
async def telegram() -> AsyncIterator[Telegram]:
    async with Telegram() as telegram:
        yield telegram


@pytest.fixture
def account(telegram: Telegram) -> Account:
    return telegram.add_bot(TOKEN, "quality_week_bot", "Неделя качества")


@pytest.fixture
async def phone(telegram: Telegram, account: Account) -> Phone:
    """Anna's, who has started the bot."""
    phone = telegram.person("Анна").chat_with(account)
    await phone.says("/start")
    return phone


@pytest.fixture
async def bot(telegram: Telegram, sqlite_url: str) -> AsyncIterator[Bot]:
    bot = make_bot(settings_for(telegram.url, sqlite_url), NO_HURRY, Metrics(), Outages())
    yield bot
    await bot.session.close()


async def error_of(call: Awaitable[object]) -> AiogramError:
    with pytest.raises(AiogramError) as caught:
        await call
    return caught.value


# ── Telegram ─────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("fault", "failure", "perhaps_done"),
    [
        (ServerError(), Failure.OUTAGE, False),
        (ServerError(502, html=PAGE), Failure.OUTAGE, False),
        (ServerError(429, html=PAGE), Failure.OUTAGE, False),
        (ServerError(200, html=PAGE), Failure.OUTAGE, True),
        (ServerError(413, html=PAGE), Failure.REFUSAL, False),
        (ServerError(403, html=PAGE), Failure.REFUSAL, False),
        (LostBeforeEffect(), Failure.OUTAGE, True),
        (LostAfterEffect(), Failure.OUTAGE, True),
    ],
    ids=str,
)
async def test_a_call_that_fails_is_judged_by_its_http_status(
    telegram: Telegram, bot: Bot, phone: Phone, fault: Fault, failure: Failure, perhaps_done: bool
) -> None:
    telegram.faults.order(fault, "sendMessage")
    error = await error_of(bot.send_message(phone.id, "Напоминание"))
    assert (failure_of(error), may_have_been_done(error)) == (failure, perhaps_done)


async def test_what_telegram_says_itself_was_not_done(
    bot: Bot, account: Account, phone: Phone
) -> None:
    errors = [await error_of(bot.send_message(phone.id, "<b>"))]
    errors.append(await error_of(bot.send_message(12345, "Кому это?")))
    await phone.blocks()
    errors.append(await error_of(bot.send_message(phone.id, "Напоминание")))
    assert {failure_of(error) for error in errors} == {Failure.REFUSAL}
    account.revoked = True
    errors.append(await error_of(bot.send_message(phone.id, "Напоминание")))
    assert failure_of(errors[-1]) == Failure.OUTAGE  # until the operator gives a valid token
    assert not any(may_have_been_done(error) for error in errors)


async def test_nothing_is_done_by_a_telegram_that_cannot_be_connected_to(
    sqlite_url: str,
) -> None:
    nowhere = make_bot(
        settings_for("http://127.0.0.1:1", sqlite_url), NO_HURRY, Metrics(), Outages()
    )
    error = await error_of(nowhere.send_message(1, "Напоминание"))
    await nowhere.session.close()
    assert (failure_of(error), may_have_been_done(error)) == (Failure.OUTAGE, False)


async def test_an_unreadable_answer_is_not_shown_whole(
    telegram: Telegram, bot: Bot, phone: Phone
) -> None:
    page = "<html>" + "x" * 100_000
    telegram.faults.order(ServerError(200, html=page), "sendMessage")
    error = await error_of(bot.send_message(phone.id, "Напоминание"))
    assert "100006 characters" in str(error)
    assert len(str(error)) < 500


async def test_what_the_operator_reads_of_a_call_that_failed_is_in_no_librarys_words(
    telegram: Telegram, bot: Bot, phone: Phone
) -> None:
    host = telegram.url.removeprefix("http://")
    telegram.faults.order(LostBeforeEffect(), "sendMessage")
    error = await error_of(bot.send_message(phone.id, "Напоминание"))
    assert in_a_line(error) == f"{host}: the connection was closed instead of an answer"
    error = await error_of(bot.send_message(12345, "Кому это?"))
    assert in_a_line(error) == "Bad Request: chat not found"


def test_only_a_person_can_be_out_of_reach() -> None:
    def forbidden(words: str) -> TelegramForbiddenError:
        return TelegramForbiddenError(SendMessage(chat_id=1, text="1"), f"Forbidden: {words}")

    assert is_unreachable(forbidden("bot was blocked by the user"))
    assert is_unreachable(forbidden("user is deactivated"))
    assert not is_unreachable(forbidden("bot was kicked from the group chat"))
    assert not is_unreachable(RuntimeError("blocked by the user"))


# ── The database ─────────────────────────────────────────────────────────────────────────


async def failure_of_work(work: Callable[[], Awaitable[object]]) -> Failure:
    with pytest.raises(SQLAlchemyError) as caught:
        await work()
    return failure_of(caught.value)


async def statement(database: Database, sql: str) -> None:
    async with database.transaction() as session:
        await session.execute(text(sql))


async def test_a_database_that_is_locked_or_gone_is_an_outage(
    sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.connections.BUSY_TIMEOUT", 1)
    database = Database(sqlite_url)
    await statement(database, "SELECT 1")
    with closing(sqlite3.connect(tmp_path / "bot.sqlite3", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        locked = await failure_of_work(partial(statement, database, "SELECT 1"))
    await database.close()
    (tmp_path / "bot.sqlite3").unlink()
    (tmp_path / "bot.sqlite3").mkdir()
    with pytest.raises(SQLAlchemyError) as caught, database.reading():
        pass
    assert locked == failure_of(caught.value) == Failure.OUTAGE


async def test_a_server_that_is_gone_or_ends_the_connection_is_an_outage(
    postgresql_url: str,
) -> None:
    gone = Database("postgresql+psycopg://postgres@127.0.0.1:1/postgres")
    assert await failure_of_work(partial(statement, gone, "SELECT 1")) == Failure.OUTAGE
    await gone.close()
    database = Database(postgresql_url)
    ending = "SELECT pg_terminate_backend(pg_backend_pid())"
    assert await failure_of_work(partial(statement, database, ending)) == Failure.OUTAGE
    await database.close()


async def test_two_that_wait_for_each_other_are_a_conflict(postgresql_url: str) -> None:
    database = Database(postgresql_url)
    async with database.transaction() as session:
        for number, code in enumerate("AB"):
            session.add(Region(code=code, number=number, name=code))
    have_one = asyncio.Barrier(2)

    async def work(first: str, second: str) -> None:
        async with database.transaction() as session:
            await session.execute(text("SET LOCAL deadlock_timeout = '20ms'"))
            for code in (first, second):
                change = text("UPDATE regions SET name = 'x' WHERE code = :code")
                await session.execute(change, {"code": code})
                if code == first:
                    await have_one.wait()

    ends = await asyncio.gather(work("A", "B"), work("B", "A"), return_exceptions=True)
    await database.close()
    (error,) = [end for end in ends if end is not None]
    assert failure_of(error) == Failure.CONFLICT


async def test_whatever_the_database_forbids_is_a_bug(database: Database) -> None:
    twice = "INSERT INTO regions (code, number, name) VALUES ('31', 1, 'x'), ('31', 2, 'y')"
    for sql in (twice, "SELECT nothing FROM nowhere"):
        assert await failure_of_work(partial(statement, database, sql)) == Failure.BUG


def test_everything_else_is_a_bug() -> None:
    for error in (RuntimeError(), KeyError("31"), TypeError()):
        assert failure_of(error) == Failure.BUG
