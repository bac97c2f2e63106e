"""Methods that change what is already in a chat."""

from datetime import timedelta
from typing import Annotated, Any, Literal

from sandbox.access import chat_to_write, message_in
from sandbox.bots import Bot
from sandbox.chats import Answer, Chat, Message
from sandbox.methods.method import JSON, Decoded, Editing, Entities, InputFile, Method, as_json
from sandbox.methods.sending import Captioned, Previewed, document_content, photo_content
from sandbox.refusals import bad_request
from sandbox.texts import read_text
from sandbox.world import World

DELETABLE = timedelta(hours=48)
# Not published; answers after some ten seconds have been seen refused.
ANSWERABLE = timedelta(seconds=15)
ANSWER_LIMIT = 200

_NO_TEXT = {"text": None, "entities": None, "link_preview_options": None}
_NO_CAPTION = {"caption": None, "caption_entities": None}


class EditMessageText(Previewed, Editing):
    text: str = ""
    parse_mode: str | None = None
    entities: Entities = []

    async def perform(self, world: World, bot: Bot) -> JSON:
        formatted = read_text(self.text, self.parse_mode, as_json(self.entities))
        chat, message, markup = self.checked(world, bot)
        if "text" not in message.json:
            raise bad_request("there is no text in the message to edit")
        content = _NO_TEXT | formatted.content() | self.preview()
        world.edit(chat, message, content, markup=markup)
        return message.json


class EditMessageReplyMarkup(Editing):
    async def perform(self, world: World, bot: Bot) -> JSON:
        chat, message, markup = self.checked(world, bot)
        world.edit(chat, message, {}, markup=markup)
        return message.json


class EditMessageCaption(Captioned, Editing):
    async def perform(self, world: World, bot: Bot) -> JSON:
        content = _NO_CAPTION | self.captioned()
        chat, message, markup = self.checked(world, bot)
        if "document" not in message.json and "photo" not in message.json:
            raise bad_request("there is no caption in the message to edit")
        world.edit(chat, message, content, markup=markup)
        return message.json


class InputMedia(Captioned):
    type: Literal["document", "photo"]
    media: InputFile


class EditMessageMedia(Editing):
    media: Annotated[InputMedia, Decoded]

    async def perform(self, world: World, bot: Bot) -> JSON:
        caption = self.media.captioned()
        chat, message, markup = self.checked(world, bot)
        maker = document_content if self.media.type == "document" else photo_content
        upload, media = maker(world.files, self.media.media)
        nothing = _NO_TEXT | _NO_CAPTION | {"document": None, "photo": None}
        content = nothing | media | caption
        world.edit(chat, message, content, markup=markup, upload=upload)
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


class DeleteMessages(Method):
    chat_id: int | str = ""
    message_ids: Annotated[list[int], Decoded] = []

    async def perform(self, world: World, bot: Bot) -> Any:
        if not self.message_ids:
            raise bad_request("message identifiers are not specified")
        if len(self.message_ids) > 100:
            raise bad_request("too many message identifiers specified")
        chat = chat_to_write(world, bot, self.chat_id)
        found = [chat.messages[number] for number in self.message_ids if number in chat.messages]
        for message in found:
            if not message.deleted and _deletable(world, bot, chat, message):
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
