"""The sandbox is judged by a client that knows the real one."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from aiogram import Bot, Dispatcher, F
from aiogram.client.default import DefaultBotProperties
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import (
    ClientDecodeError,
    RestartingTelegram,
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramNetworkError,
    TelegramRetryAfter,
)
from aiogram.filters import CommandStart
from aiogram.types import (
    BotCommand,
    BotCommandScopeAllPrivateChats,
    BufferedInputFile,
    CallbackQuery,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    Message,
    ReplyKeyboardMarkup,
)

from sandbox.bots import Bot as Account
from sandbox.chats import Answer
from sandbox.faults import LostAfterEffect, RetryAfter, ServerError
from sandbox.phone import Phone
from sandbox.telegram import Telegram
from tests.sandbox.conftest import TOKEN

KEYBOARD = InlineKeyboardMarkup(
    inline_keyboard=[[InlineKeyboardButton(text="Да", callback_data="yes")]]
)


@pytest.fixture
async def client(telegram: Telegram, bot: Account) -> AsyncIterator[Bot]:
    server = TelegramAPIServer.from_base(telegram.url)
    session = AiohttpSession(api=server)
    defaults = DefaultBotProperties(parse_mode="HTML", link_preview_is_disabled=True)
    async with Bot(bot.token, session=session, default=defaults) as client:
        yield client


def dispatcher() -> Dispatcher:
    dispatcher = Dispatcher()

    @dispatcher.message(CommandStart())
    async def greet(message: Message) -> None:
        await message.answer("<b>Сохранить?</b>", reply_markup=KEYBOARD)

    @dispatcher.message(F.document)
    async def confirm(message: Message) -> None:
        assert message.document
        assert message.document.file_name
        file = BufferedInputFile(message.document.file_name.encode(), "Имя.txt")
        await message.reply_document(file, caption="Вот")

    @dispatcher.callback_query()
    async def save(query: CallbackQuery) -> None:
        assert isinstance(query.message, Message)
        await query.message.edit_text("Сохранено")
        await query.answer("Готово")

    return dispatcher


@asynccontextmanager
async def polling(client: Bot) -> AsyncIterator[None]:
    running = dispatcher()
    task = asyncio.create_task(
        running.start_polling(client, handle_signals=False, close_bot_session=False)
    )
    yield
    await running.stop_polling()
    await task


async def test_a_polling_bot_talks_with_a_person(
    telegram: Telegram, bot: Account, client: Bot
) -> None:
    phone = telegram.person("Анна").chat_with(bot)
    async with polling(client):
        await phone.says("/start")
        question = await phone.sees("Сохранить?")
        assert question.entities == [{"type": "bold", "offset": 0, "length": 10}]
        assert await phone.presses("Да") == Answer("Готово")
        await phone.sees("Сохранено")
        assert question.labels == []
        await phone.sends_document("x.txt", b"ab")
        answer = await phone.sees("Вот")
        assert answer.document is not None
        assert (answer.document.name, answer.document.content) == ("Имя.txt", b"x.txt")
        await telegram.settled(bot)


async def test_errors_arrive_as_the_exceptions_of_the_client(
    telegram: Telegram, client: Bot, phone: Phone
) -> None:
    async def send() -> None:
        await client.send_message(phone.id, "Привет")

    for fault, expected in (
        (RetryAfter(3), TelegramRetryAfter),
        (ServerError(), RestartingTelegram),
        (ServerError(502, html="<html></html>"), ClientDecodeError),
        (LostAfterEffect(), TelegramNetworkError),
    ):
        telegram.faults.order(fault)
        with pytest.raises(expected):
            await send()
    with pytest.raises(TelegramBadRequest, match="can't parse entities"):
        await client.send_message(phone.id, "<b>")
    await phone.blocks()
    with pytest.raises(TelegramForbiddenError, match="blocked by the user"):
        await send()


async def test_the_other_methods_satisfy_the_client_too(
    telegram: Telegram, client: Bot, phone: Phone
) -> None:
    sent = await client.send_document(phone.id, BufferedInputFile(b"1", "1.txt"), caption="1")
    await client.send_photo(phone.id, BufferedInputFile(b"\x89PNG", "1.png"), reply_markup=KEYBOARD)
    assert phone.last.labels == ["Да"]
    await client.send_chat_action(phone.id, "typing")
    buttons = [[KeyboardButton(text="Телефон", request_contact=True)]]
    await client.send_message(
        phone.id, "?", reply_markup=ReplyKeyboardMarkup(keyboard=buttons, resize_keyboard=True)
    )
    assert phone.keyboard[0][0].requests_contact
    scope = BotCommandScopeAllPrivateChats()
    await client.set_my_commands([BotCommand(command="help", description="Помощь")], scope)
    assert phone.commands == [("help", "Помощь")]
    assert (await client.me()).username == "quality_week_bot"
    await client.delete_message(phone.id, sent.message_id)
    assert await client.delete_webhook()
    assert TOKEN.partition(":")[2] not in telegram.journal.tail(100)
