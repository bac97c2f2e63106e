"""An admin's own message, taken out of Telegram's so that it can be sent just as it was written."""

from typing import Any

from aiogram.types import Message, MessageEntity

from domain.refusal import Refusal
from handlers.mailings import texts
from models import WrittenDocument, WrittenMessage, WrittenPhoto, WrittenText


def written_message(message: Message) -> WrittenMessage:
    """Raises Refusal for what is neither a text nor one photo or document."""
    if message.media_group_id is not None:
        raise Refusal(texts.broadcast.NO_ALBUMS)
    entities = _stored(message.caption_entities)
    if message.text is not None:
        options = message.link_preview_options
        return WrittenText(
            text=message.text,
            entities=_stored(message.entities),
            preview=options.model_dump(exclude_unset=True, exclude_none=True) if options else {},
        )
    if message.photo:
        return WrittenPhoto(
            photo=message.photo[-1].file_id,
            caption=message.caption,
            caption_entities=entities,
            caption_above=bool(message.show_caption_above_media),
            spoiler=bool(message.has_media_spoiler),
        )
    # An animation comes with a document beside it, but is not sent as one.
    if message.document is not None and message.animation is None:
        return WrittenDocument(
            document=message.document.file_id, caption=message.caption, caption_entities=entities
        )
    raise Refusal(texts.broadcast.KINDS)


def _stored(entities: list[MessageEntity] | None) -> list[dict[str, Any]]:
    return [entity.model_dump(mode="json", exclude_none=True) for entity in entities or []]
