"""An admin's own message, sent as it was written: the preview and the mailing are the same."""

from typing import Any

from aiogram import Bot
from aiogram.types import InlineKeyboardMarkup, LinkPreviewOptions, MessageEntity


async def send_as_written(
    bot: Bot, chat_id: int, content: dict[str, Any], keyboard: InlineKeyboardMarkup | None
) -> None:
    """`content` is that of a broadcast, see `domain.mailings.mailings.begin_mailing`."""
    # Formatting comes as entities: with a parse mode Telegram would pass them over.
    if "text" in content:
        await bot.send_message(
            chat_id,
            content["text"],
            parse_mode=None,
            entities=_entities(content.get("entities", [])),
            # Said outright, because the bot's own messages are without previews.
            link_preview_options=LinkPreviewOptions(
                **{"is_disabled": False, **content.get("preview", {})}
            ),
            reply_markup=keyboard,
        )
        return
    captioned: dict[str, Any] = {
        "caption": content.get("caption"),
        "parse_mode": None,
        "caption_entities": _entities(content.get("caption_entities", [])),
        "reply_markup": keyboard,
    }
    if "photo" in content:
        await bot.send_photo(
            chat_id,
            content["photo"],
            show_caption_above_media=content.get("caption_above"),
            has_spoiler=content.get("spoiler"),
            **captioned,
        )
    else:
        await bot.send_document(chat_id, content["document"], **captioned)


def _entities(stored: list[dict[str, Any]]) -> list[MessageEntity]:
    return [MessageEntity.model_validate(each) for each in stored]
