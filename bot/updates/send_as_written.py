"""Sends an admin's own message as it was written: the preview and the mailing are the same."""

from typing import Any

from aiogram import Bot
from aiogram.types import InlineKeyboardMarkup, LinkPreviewOptions, MessageEntity

from models import WrittenDocument, WrittenMessage, WrittenPhoto, WrittenText


async def send_as_written(
    bot: Bot, chat_id: int, message: WrittenMessage, keyboard: InlineKeyboardMarkup | None
) -> None:
    # Formatting comes as entities: with a parse mode Telegram would pass them over.
    match message:
        case WrittenText():
            await bot.send_message(
                chat_id,
                message.text,
                parse_mode=None,
                entities=_entities(message.entities),
                # Said outright, because the bot's own messages are without previews.
                link_preview_options=LinkPreviewOptions(
                    **{"is_disabled": False, **message.preview}
                ),
                reply_markup=keyboard,
            )
        case WrittenPhoto():
            await bot.send_photo(
                chat_id,
                message.photo,
                caption=message.caption,
                parse_mode=None,
                caption_entities=_entities(message.caption_entities),
                show_caption_above_media=message.caption_above,
                has_spoiler=message.spoiler,
                reply_markup=keyboard,
            )
        case WrittenDocument():
            await bot.send_document(
                chat_id,
                message.document,
                caption=message.caption,
                parse_mode=None,
                caption_entities=_entities(message.caption_entities),
                reply_markup=keyboard,
            )


def _entities(stored: list[dict[str, Any]]) -> list[MessageEntity]:
    return [MessageEntity.model_validate(entity) for entity in stored]
