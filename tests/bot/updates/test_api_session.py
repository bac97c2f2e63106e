"""How a call goes out, and what of its answer is read."""

import json
from typing import Any

import pytest
from aiogram import Bot
from aiogram.client.default import DefaultBotProperties
from aiogram.enums import ParseMode
from aiogram.exceptions import (
    TelegramAPIError,
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramServerError,
)
from aiogram.methods import SendDocument, SetMyCommands, TelegramMethod
from aiogram.types import (
    BotCommand,
    BotCommandScopeChat,
    BufferedInputFile,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
)
from aiohttp import BytesPayload, MultipartWriter

from bot.updates.api_session import ApiSession
from bot.updates.calls import SendText
from bot.updates.polling import GetUpdates


@pytest.fixture
def session() -> ApiSession:
    return ApiSession()


@pytest.fixture
def bot(session: ApiSession) -> Bot:
    default = DefaultBotProperties(parse_mode=ParseMode.HTML)
    return Bot("1:" + "A" * 35, session=session, default=default)


def written(bot: Bot, method: TelegramMethod[Any]) -> Any:
    """What goes out, read as JSON."""
    assert isinstance(bot.session, ApiSession)
    body: object = bot.session.build_form_data(bot, method)
    assert isinstance(body, BytesPayload)
    assert body.headers["Content-Type"] == "application/json"
    return json.loads(body.decode())


def test_a_message_goes_out_as_json_with_the_defaults_and_without_what_is_not_given(
    bot: Bot,
) -> None:
    button = InlineKeyboardButton(text="Дальше", callback_data="next")
    keyboard = InlineKeyboardMarkup(inline_keyboard=[[button]])
    text = SendText(chat_id=7, text="Да & нет", reply_markup=keyboard, disable_notification=None)

    assert written(bot, text) == {
        "chat_id": 7,
        "text": "Да & нет",
        "parse_mode": "HTML",
        "reply_markup": {"inline_keyboard": [[{"text": "Дальше", "callback_data": "next"}]]},
    }


def test_objects_within_a_call_go_out_as_objects(bot: Bot) -> None:
    commands = [BotCommand(command="start", description="Начать")]

    assert written(bot, SetMyCommands(commands=commands, scope=BotCommandScopeChat(chat_id=7))) == {
        "commands": [{"command": "start", "description": "Начать"}],
        "scope": {"type": "chat", "chat_id": 7},
    }


def test_a_file_goes_out_in_a_form(bot: Bot, session: ApiSession) -> None:
    document = BufferedInputFile(b"table", "table.xlsx")

    body = session.build_form_data(bot, SendDocument(chat_id=7, document=document))()

    assert isinstance(body, MultipartWriter)


def test_only_the_id_of_a_sent_message_is_read(bot: Bot, session: ApiSession) -> None:
    content = '{"ok":true,"result":{"message_id":5,"chat":"of a kind that is not known yet"}}'
    text = SendText(chat_id=7, text="Да", reply_markup=None, disable_notification=None)

    sent = session.check_response(bot, text, 200, content).result

    assert sent is not None
    assert sent.model_dump() == {"message_id": 5}


def test_half_a_surrogate_pair_stops_no_updates(bot: Bot, session: ApiSession) -> None:
    content = r'{"ok":true,"result":[{"update_id":1,"message":{"text":"\ud83d"}}]}'

    updates = session.check_response(bot, GetUpdates(), 200, content).result

    assert updates == [{"update_id": 1, "message": {"text": "\ud83d"}}]


def test_a_refusal_that_comes_as_a_success_is_raised(bot: Bot, session: ApiSession) -> None:
    content = '{"ok":false,"error_code":400,"description":"Bad Request: chat not found"}'
    text = SendText(chat_id=7, text="Да", reply_markup=None, disable_notification=None)

    with pytest.raises(TelegramAPIError):
        session.check_response(bot, text, 200, content)


def test_a_429_without_seconds_is_no_refusal(bot: Bot, session: ApiSession) -> None:
    text = SendText(chat_id=7, text="Да", reply_markup=None, disable_notification=None)
    content = '{"ok": false, "error_code": 429, "description": "Too Many Requests: retry after 0",'
    content += ' "parameters": {"retry_after": 0}}'
    with pytest.raises(TelegramServerError):
        session.check_response(bot, text, 429, content)


@pytest.mark.parametrize(
    ("status", "error"),
    [(400, TelegramBadRequest), (403, TelegramForbiddenError), (502, TelegramServerError)],
)
def test_a_refusal_without_a_word_is_still_one(
    bot: Bot, status: int, error: type[TelegramAPIError]
) -> None:
    text = SendText(chat_id=7, text="Да", reply_markup=None, disable_notification=None)
    with pytest.raises(error) as raised:
        bot.session.check_response(bot, text, status, '{"ok": false}')
    assert raised.value.message
