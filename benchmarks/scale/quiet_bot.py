"""The whole bot beside a Telegram that only nods: what is measured is the bot and its database."""

import itertools
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from unittest.mock import patch
from zoneinfo import ZoneInfo

from aiogram import Bot
from aiogram.methods import GetMe, TelegramMethod
from aiogram.types import Chat, InlineKeyboardMarkup, Message, User
from pydantic import SecretStr

from benchmarks.scale.data import ADMIN
from bot.app import App, assemble
from bot.settings import Settings
from bot.updates.api_session import ApiSession
from bot.updates.turns import Pace

MOSCOW = ZoneInfo("Europe/Moscow")
# The day before the deadline, when those that have not reported are reminded at ten.
NOW = datetime(2026, 11, 28, 10, 5, tzinfo=MOSCOW)
STAND_IN = "1:" + "A" * 35  # no call is made with it
NO_HURRY = Pace(overall=100_000, chat=100_000, burst=100_000)


@dataclass(slots=True)
class Nodding:
    """`shown` has by chat the newest message's id and buttons."""

    ids: Iterator[int] = field(default_factory=lambda: itertools.count(1))
    shown: dict[int, tuple[int, dict[str, str]]] = field(default_factory=dict)

    def nod(self, method: TelegramMethod[Any]) -> Any:
        chat_id = getattr(method, "chat_id", None)
        if isinstance(method, GetMe):
            return User(id=1, is_bot=True, first_name="Бот", username="quality_week_bot")
        if not isinstance(chat_id, int):
            return True
        message_id = getattr(method, "message_id", None) or next(self.ids)
        if method.__api_method__ in ("sendMessage", "editMessageText"):
            buttons = _buttons(getattr(method, "reply_markup", None))
            self.shown[chat_id] = (message_id, buttons)
        chat = Chat(id=chat_id, type="private")
        return Message(message_id=message_id, date=NOW, chat=chat)


@dataclass(slots=True)
class Phone:
    """Somebody's. Whatever they do, the caller goes on once the bot has done with it."""

    app: App
    telegram: Nodding
    id: int

    async def types(self, text: str) -> int:
        """Gives the message's id."""
        message = self._message(next(self.telegram.ids)) | {"text": text}
        await self._does({"message": message})
        return int(message["message_id"])

    async def edits(self, message_id: int, text: str) -> None:
        edited = self._message(message_id) | {"text": text, "edit_date": int(NOW.timestamp())}
        await self._does({"edited_message": edited})

    async def presses(self, label: str) -> None:
        message_id, buttons = self.telegram.shown[self.id]
        press = {"id": "1", "chat_instance": "1", "from": self._user(), "data": buttons[label]}
        await self._does({"callback_query": press | {"message": self._message(message_id)}})

    async def _does(self, content: dict[str, Any]) -> None:
        # Ids of their own, above all that are stored.
        update_id = 10**9 + next(self.telegram.ids)
        await self.app.inbox.receive([{"update_id": update_id, **content}])
        await self.app.inbox.idle()

    def _message(self, message_id: int) -> dict[str, Any]:
        chat = {"id": self.id, "type": "private", "first_name": "Анна"}
        when = int(NOW.timestamp())
        return {"message_id": message_id, "date": when, "chat": chat, "from": self._user()}

    def _user(self) -> dict[str, Any]:
        return {"id": self.id, "is_bot": False, "first_name": "Анна"}


@asynccontextmanager
async def quiet_bot(url: str, telegram: Nodding) -> AsyncIterator[App]:
    settings = Settings(
        _env_file=None,
        bot_token=SecretStr(STAND_IN),
        admin_ids=[ADMIN],
        database_url=SecretStr(url),
        proxy_url=None,
        time_zone=MOSCOW,
    )

    async def answer(_: ApiSession, _bot: Bot, method: TelegramMethod[Any], **_more: object) -> Any:
        return telegram.nod(method)

    with patch.object(ApiSession, "make_request", answer):
        async with assemble(settings, now=lambda: NOW, pace=NO_HURRY) as app:
            yield app


def _buttons(markup: object) -> dict[str, str]:
    if not isinstance(markup, InlineKeyboardMarkup):
        return {}
    buttons = [button for row in markup.inline_keyboard for button in row]
    return {button.text: button.callback_data for button in buttons if button.callback_data}
