"""Methods that change or delete messages, and the one that answers a press."""

from datetime import timedelta
from typing import Any

from sandbox.access import chat_to_write, message_in
from sandbox.bots import Bot
from sandbox.chats import Answer, Chat, Message
from sandbox.keyboards import read_inline_markup
from sandbox.methods.method import JSON, Entities, Method, ReplyMarkup, as_json
from sandbox.methods.sending import Previewed
from sandbox.refusals import bad_request
from sandbox.texts import read_text
from sandbox.world import World

DELETABLE = timedelta(hours=48)
# Not published; answers after some ten seconds have been seen refused.
ANSWERABLE = timedelta(seconds=15)
ANSWER_LIMIT = 200

_NO_TEXT = {"text": None, "entities": None, "link_preview_options": None}


class EditMessageText(Previewed, Method):
    """Only of a message of the bot's own. Without `reply_markup` its keyboard goes."""

    chat_id: int | str = ""
    message_id: int = 0
    reply_markup: ReplyMarkup = None
    text: str = ""
    parse_mode: str | None = None
    entities: Entities = []

    async def perform(self, world: World, bot: Bot) -> JSON:
        formatted = read_text(self.text, self.parse_mode, as_json(self.entities))
        markup = read_inline_markup(self.reply_markup)
        if self.chat_id == "" and not self.message_id:
            raise bad_request("message identifier is not specified")
        chat = chat_to_write(world, bot, self.chat_id)
        message = message_in(chat, self.message_id, "message to edit")
        foreign = message.json["from"]["id"] != bot.user.id
        if foreign or message.locked or "forward_origin" in message.json:
            raise bad_request("message can't be edited")
        if "text" not in message.json:
            raise bad_request("there is no text in the message to edit")
        content = _NO_TEXT | formatted.content() | self.preview()
        world.edit(chat, message, content, markup=markup)
        return message.json


class DeleteMessage(Method):
    chat_id: int | str = ""
    message_id: int = 0

    async def perform(self, world: World, bot: Bot) -> Any:
        if self.chat_id == "":
            raise bad_request("chat identifier is not specified")
        if not self.message_id:
            raise bad_request("message identifier is not specified")
        chat = chat_to_write(world, bot, self.chat_id)
        message = message_in(chat, self.message_id, "message to delete")
        if not _deletable(world, bot, chat, message):
            raise bad_request("message can't be deleted")
        world.delete(chat, message)
        return True


def _deletable(world: World, bot: Bot, chat: Chat, message: Message) -> bool:
    own = message.json["from"]["id"] == bot.user.id
    return world.now() - message.date < DELETABLE and (own or chat.kind == "private")


class AnswerCallbackQuery(Method):
    callback_query_id: str
    text: str = ""
    show_alert: bool = False
    cache_time: int = 0

    async def perform(self, world: World, bot: Bot) -> Any:
        press = world.presses.get(self.callback_query_id)
        known = press and bot.user.id in press.chat.statuses
        if press is None or not known or press.answer or world.now() - press.at > ANSWERABLE:
            raise bad_request(
                "query is too old and response timeout expired or query ID is invalid"
            )
        if len(self.text) > ANSWER_LIMIT:
            raise bad_request("MESSAGE_TOO_LONG")
        press.answer = Answer(self.text, self.show_alert)
        world.show(press.chat, "answer")
        return True
