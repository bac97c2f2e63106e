"""The calls that answers are made of. aiogram's own give a whole Message back; reading one costs
ten times as much as reading its id, and more than that is never looked at."""

from typing import Any

from aiogram.client.default import Default
from aiogram.methods import TelegramMethod
from aiogram.types import InlineKeyboardMarkup
from pydantic import BaseModel

from handlers.responses import Keyboard


class SentMessage(BaseModel):
    message_id: int


class SendText(TelegramMethod[SentMessage]):
    __returning__ = SentMessage
    __api_method__ = "sendMessage"

    chat_id: int
    text: str
    reply_markup: Keyboard | None
    disable_notification: bool | None
    parse_mode: str | Default = Default("parse_mode")
    link_preview_options: Any = Default("link_preview")


class EditText(TelegramMethod[Any]):
    __returning__ = Any
    __api_method__ = "editMessageText"

    chat_id: int
    message_id: int
    text: str
    reply_markup: InlineKeyboardMarkup | None
    parse_mode: str | Default = Default("parse_mode")
    link_preview_options: Any = Default("link_preview")
