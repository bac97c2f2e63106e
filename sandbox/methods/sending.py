"""Methods that put messages into chats."""

from typing import Annotated, Any

from sandbox.access import chat_to_write
from sandbox.bots import Bot
from sandbox.files import FileStore, Upload
from sandbox.methods.method import (
    JSON,
    Decoded,
    Entities,
    InputFile,
    Method,
    Sending,
    Strict,
    as_json,
)
from sandbox.refusals import MisuseError, bad_request
from sandbox.texts import read_caption, read_text
from sandbox.world import World

_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"RIFF")
_ACTIONS = {
    "typing",
    "upload_photo",
    "record_video",
    "upload_video",
    "record_voice",
    "upload_voice",
    "upload_document",
    "choose_sticker",
    "find_location",
    "record_video_note",
    "upload_video_note",
}


class LinkPreviewOptions(Strict):
    is_disabled: bool | None = None
    url: str | None = None
    prefer_small_media: bool | None = None
    prefer_large_media: bool | None = None
    show_above_text: bool | None = None


class Previewed(Strict):
    """`disable_web_page_preview` is an old name that clients still send along."""

    link_preview_options: Annotated[LinkPreviewOptions | None, Decoded] = None
    disable_web_page_preview: bool = False

    def preview(self) -> JSON:
        if self.link_preview_options:
            options = self.link_preview_options.model_dump(exclude_none=True)
        else:
            options = {"is_disabled": True} if self.disable_web_page_preview else {}
        return {"link_preview_options": options} if options else {}


class Captioned(Strict):
    caption: str = ""
    parse_mode: str | None = None
    caption_entities: Entities = []

    def captioned(self) -> JSON:
        entities = as_json(self.caption_entities)
        return read_caption(self.caption, self.parse_mode, entities).content("caption")


class SendMessage(Previewed, Sending):
    text: str = ""
    parse_mode: str | None = None
    entities: Entities = []

    async def perform(self, world: World, bot: Bot) -> JSON:
        formatted = read_text(self.text, self.parse_mode, as_json(self.entities))
        chat, markup, extras = self.checked(world, bot)
        content = formatted.content() | self.preview() | extras
        return world.post(chat, bot.user, content, markup=markup).json


class SendDocument(Captioned, Sending):
    document: InputFile = ""
    disable_content_type_detection: bool = False

    async def perform(self, world: World, bot: Bot) -> JSON:
        if not self.document:
            raise bad_request("there is no document in the request")
        caption = self.captioned()
        chat, markup, extras = self.checked(world, bot)
        upload = _upload(world.files, self.document, "document")
        content = {"document": world.files.document(upload)} | caption | extras
        return world.post(chat, bot.user, content, markup=markup, upload=upload).json


class SendPhoto(Captioned, Sending):
    photo: InputFile = ""
    show_caption_above_media: bool = False
    has_spoiler: bool = False

    async def perform(self, world: World, bot: Bot) -> JSON:
        if not self.photo:
            raise bad_request("there is no photo in the request")
        caption = self.captioned()
        chat, markup, extras = self.checked(world, bot)
        upload = _upload(world.files, self.photo, "photo")
        if not upload.content.startswith(_PICTURES):
            raise bad_request("IMAGE_PROCESS_FAILED")
        content: JSON = {"photo": world.files.photo(upload)} | caption | extras
        if self.show_caption_above_media:
            content["show_caption_above_media"] = True
        if self.has_spoiler:
            content["has_media_spoiler"] = True
        return world.post(chat, bot.user, content, markup=markup, upload=upload).json


def _upload(files: FileStore, given: Upload | str, kind: str) -> Upload:
    """`given` is a file, or the file_id of one that Telegram has already."""
    if isinstance(given, Upload):
        return given
    if "://" in given:
        raise MisuseError("files by URL are not modelled", 501)
    stored = files.get(given)
    if stored is None or stored.kind != kind:
        raise bad_request("wrong file identifier/HTTP URL specified")
    return stored.upload


class SendChatAction(Method):
    chat_id: int | str = ""
    action: str = ""

    async def perform(self, world: World, bot: Bot) -> Any:
        if self.action not in _ACTIONS:
            raise bad_request("wrong parameter action in request")
        chat = chat_to_write(world, bot, self.chat_id)
        chat.action = (self.action, world.now())
        world.show(chat, "action")
        return True
