"""What all methods share: parameters checked by type, and the shapes of some of them.

A method is a class: its name is the method's, its fields are the parameters, `perform`
is the effect. Parameters come as JSON or as strings of a form; both mean the same.
"""

import json
from abc import abstractmethod
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationInfo

from sandbox.access import chat_to_write, message_in
from sandbox.bots import Bot
from sandbox.chats import Chat, Message
from sandbox.files import Upload
from sandbox.keyboards import Markup, read_markup
from sandbox.refusals import MisuseError, bad_request
from sandbox.world import World

JSON = dict[str, Any]


def _decoded(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError as error:
        raise ValueError("no JSON") from error


def _decoded_markup(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value or "null")
    except ValueError:
        raise bad_request("can't parse reply keyboard markup JSON object") from None


def _fetched(value: Any, info: ValidationInfo) -> Any:
    """`attach://name` becomes the file that came under that name, a file of its own stays."""
    if isinstance(value, str) and value.startswith("attach://"):
        uploads: dict[str, Upload] = info.context or {}
        return uploads.pop(value.removeprefix("attach://"), "")
    return value


Decoded = BeforeValidator(_decoded)
ReplyMarkup = Annotated[Any, BeforeValidator(_decoded_markup)]
InputFile = Annotated[Upload | str, BeforeValidator(_fetched)]


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class MessageEntity(Strict):
    type: str
    offset: int
    length: int
    url: str | None = None
    language: str | None = None


class ReplyParameters(Strict):
    """Without quotes; but clients send how to parse one even when there is none."""

    message_id: int
    chat_id: int | str | None = None
    allow_sending_without_reply: bool = False
    quote_parse_mode: str | None = None


Entities = Annotated[list[MessageEntity], Decoded]


def as_json(entities: list[MessageEntity]) -> list[JSON]:
    return [entity.model_dump(exclude_none=True) for entity in entities]


class Method(Strict):
    @abstractmethod
    async def perform(self, world: World, bot: Bot) -> Any:
        """The `result` of the answer; RefusedError for any other answer."""


class Sending(Method):
    """A method that puts a message of the bot into a chat."""

    chat_id: int | str = ""
    disable_notification: bool = False
    protect_content: bool = False
    reply_parameters: Annotated[ReplyParameters | None, Decoded] = None
    reply_markup: ReplyMarkup = None

    def checked(self, world: World, bot: Bot) -> tuple[Chat, Markup | None, JSON]:
        """Where it goes, with which keyboard, and the fields that all such messages share."""
        markup = read_markup(self.reply_markup)
        chat = chat_to_write(world, bot, self.chat_id)
        extras: JSON = {"has_protected_content": True} if self.protect_content else {}
        buttons = [button for row in markup.rows for button in row] if markup else []
        if chat.kind != "private" and any(button.requests_contact for button in buttons):
            raise bad_request("phone number can be requested in private chats only")
        if self.reply_parameters and (original := self._replied(chat, self.reply_parameters)):
            extras["reply_to_message"] = original.quoted
        return chat, markup, extras

    def _replied(self, chat: Chat, reply: ReplyParameters) -> Message | None:
        if str(reply.chat_id or chat.id) != str(chat.id):
            raise MisuseError("replies to another chat are not modelled", 501)
        if reply.allow_sending_without_reply:
            found = chat.messages.get(reply.message_id)
            return found if found and not found.deleted else None
        return message_in(chat, reply.message_id, "message to be replied")
