"""The response that has a file read."""

from pathlib import PurePath

from aiogram.enums import ContentType
from aiogram.filters import Filter
from aiogram.types import Message

from domain.refusal import Refusal
from domain.tables.limits import MOST_BYTES, TOO_LARGE
from handlers.context import Context
from handlers.event_import import texts
from handlers.responses import TakeEvents

_NAME = 100  # characters of a file's name that are kept


class AnyFile(Filter):
    """A document of whatever kind; no animation, which Telegram calls a document, too."""

    async def __call__(self, message: Message) -> bool:
        return message.content_type == ContentType.DOCUMENT


def to_read(message: Message, context: Context) -> TakeEvents:
    """For the region of the context. Raises Refusal if it is no file, or too big to be fetched."""
    document = message.document
    if document is None or message.content_type != ContentType.DOCUMENT:
        raise Refusal(texts.file.SEND_A_FILE)
    if (document.file_size or 0) > MOST_BYTES:
        raise Refusal(TOO_LARGE)
    return TakeEvents(
        chat_id=context.person.id,
        file_id=document.file_id,
        name=_shortened(document.file_name or "файл"),
        region_code=context.region.code,
        year=context.campaign.year,
        message_id=message.message_id,
        for_region=context.person.is_admin,
        captioned=bool(message.caption),
    )


def _shortened(name: str) -> str:
    """With its ending."""
    ending = PurePath(name).suffix[:10]
    return name if len(name) <= _NAME else f"{name[: _NAME - len(ending) - 1]}…{ending}"
