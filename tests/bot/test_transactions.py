"""The bot speaks only when no transaction is open, and a transaction never outlives its work."""

import asyncio
from datetime import datetime
from typing import Any

import pytest
from aiogram import Bot
from aiogram.client.session.middlewares.base import NextRequestMiddlewareType
from aiogram.methods import Response, TelegramMethod
from sqlalchemy import event as listening
from sqlalchemy import select, text, update

from bot.database import Database
from models import Region
from tests.world import MOSCOW, World


class OpenTransactions:
    """Counts them, and notes each call to Telegram by a task that has one open."""

    def __init__(self, world: World) -> None:
        self._open: dict[int, asyncio.Task[Any] | None] = {}
        self.begun = 0
        self.calls_within: list[str] = []
        self.calls: set[str] = set()
        database = world.app.database
        for engine in (database.engine.sync_engine, database.reading_engine.sync_engine):
            listening.listen(engine, "begin", self._began)
            listening.listen(engine, "commit", self._ended)
            listening.listen(engine, "rollback", self._ended)
        world.app.bot.session.middleware(self._called)

    def _began(self, connection: Any) -> None:
        self._open[id(connection)] = asyncio.current_task()
        self.begun += 1

    def _ended(self, connection: Any) -> None:
        self._open.pop(id(connection), None)

    async def _called(
        self, make_request: NextRequestMiddlewareType[Any], bot: Bot, method: TelegramMethod[Any]
    ) -> Response[Any]:
        self.calls.add(method.__api_method__)
        if asyncio.current_task() in self._open.values():
            self.calls_within.append(method.__api_method__)
        return await make_request(bot, method)


async def test_no_transaction_is_open_while_the_bot_speaks(world: World) -> None:
    olga, ivan = await world.admin(), world.stranger()
    watched = OpenTransactions(world)
    await ivan.asks_for_access("Белгородская область")
    await olga.presses("Одобрить")
    await ivan.reports(publications="rskrf.ru/news")
    await ivan.says("/events")
    await ivan.presses(ivan.buttons[0])
    await olga.says("/invite псков", "/people", "/export")
    world.clock.at = datetime(2026, 11, 26, 23, 50, tzinfo=MOSCOW)
    await world.app.reminders.send_due()
    assert len(ivan.reminders) == 1
    await ivan.says("/report")
    await ivan.presses("Сдать отчёт")
    await olga.says("/people белгород")
    await olga.presses(olga.buttons[0], "Отключить", "Да, отключить")
    world.clock.at = datetime(2026, 11, 30, 12, 0, tzinfo=MOSCOW)
    await world.app.reminders.send_due()
    assert "Не отчитались" in olga.screen
    await ivan.blocks()
    spoken = {"sendMessage", "editMessageText", "answerCallbackQuery", "setMyCommands"}
    assert watched.calls >= spoken | {"sendDocument", "deleteMessage", "sendChatAction"}
    assert watched.calls_within == []
    assert watched.begun > 50


@pytest.mark.parametrize("ends", ["commits", "rolls back"])
async def test_a_call_within_a_transaction_would_be_noticed(world: World, ends: str) -> None:
    ivan = world.stranger()
    await ivan.says("/start")
    watched = OpenTransactions(world)
    async with world.app.database.transaction() as session:
        await world.app.bot.send_message(ivan.id, "Ещё ничего не открыто.")
        assert watched.calls_within == []
        await session.execute(text("SELECT 1"))
        await world.app.bot.send_message(ivan.id, "Так нельзя.")
        assert len(watched.calls_within) == 1
        if ends == "rolls back":
            await session.rollback()
    await world.app.bot.send_message(ivan.id, "Опять ничего не открыто.")
    assert len(watched.calls_within) == 1


@pytest.mark.parametrize("statement", ["UPDATE", "SELECT"])
async def test_work_cancelled_in_a_statement_leaves_nothing_locked(
    database: Database, statement: str
) -> None:
    async def work() -> None:
        async with database.transaction() as session:
            await session.execute(update(Region).values(name="Ялта"))
            (await session.execute(select(Region))).all()

    async with database.transaction() as session:
        session.add(Region(code="31", number=1, name="Белгородская область"))
    working = asyncio.create_task(work())

    def cancel(_connection: object, _cursor: object, begins: str, *_: object) -> None:
        if begins.startswith(statement):
            working.cancel()

    engine = database.engine.sync_engine
    listening.listen(engine, "before_cursor_execute", cancel)
    # With its result stay its traceback and whatever that holds.
    (ended,) = await asyncio.gather(working, return_exceptions=True)
    listening.remove(engine, "before_cursor_execute", cancel)
    assert isinstance(ended, asyncio.CancelledError)
    async with asyncio.timeout(5):
        await work()
