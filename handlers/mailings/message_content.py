"""An admin's own message as it is stored, so that it can be sent again just as it was written."""

from typing import Any

from aiogram.types import Message, MessageEntity

from domain.refusal import Refusal
from handlers.mailings import texts


def content_of(message: Message) -> dict[str, Any]:
    """What `begin_mailing` stores of a broadcast. Raises Refusal for what is neither a text nor one
    photo or document."""
    if message.media_group_id is not None:
        raise Refusal(texts.broadcast.NO_ALBUMS)
    if message.text is not None:
        content: dict[str, Any] = {"text": message.text, "entities": _stored(message.entities)}
        if message.link_preview_options is not None:
            content["preview"] = message.link_preview_options.model_dump(
                exclude_unset=True, exclude_none=True
            )
        return content
    if message.photo:
        content = {
            "photo": message.photo[-1].file_id,
            "caption_above": bool(message.show_caption_above_media),
            "spoiler": bool(message.has_media_spoiler),
        }
    # An animation comes with a document beside it, but is not sent as one.
    elif message.document is not None and message.animation is None:
        content = {"document": message.document.file_id}
    else:
        raise Refusal(texts.broadcast.KINDS)
    if message.caption is not None:
        content["caption"] = message.caption
        content["caption_entities"] = _stored(message.caption_entities)
    return content


def _stored(entities: list[MessageEntity] | None) -> list[dict[str, Any]]:
    return [each.model_dump(mode="json", exclude_none=True) for each in entities or []]
