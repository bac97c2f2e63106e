"""An update's JSON as aiogram's objects, without those optional parts that cannot be read."""

from collections.abc import Iterable

from aiogram import Bot
from aiogram.types import Update
from pydantic import ValidationError

from bot.updates.origin import Json


def read_update(update: Json, bot: Bot) -> Update:
    """Takes from `update` what cannot be read: Telegram sends now and then what its own
    description does not allow. ValueError, with the places, if the rest is no update."""
    while True:
        try:
            return Update.model_validate(update, context={"bot": bot})
        except ValidationError as error:
            places = [problem["loc"] for problem in error.errors(include_url=False)]
        if not any(_leave_out(update, place) for place in places):
            # Not the error itself: it quotes what people wrote.
            raise ValueError(f"an update is unreadable at {places}")


def _leave_out(update: Json, place: Iterable[int | str]) -> bool:
    """Whether there is a part at that place that can be left out. What stands there is named by
    its keys, and between them by models of which it might be one."""
    holder: Json = {}
    key, path, part = "", 0, update
    for name in place:
        if not isinstance(part, dict):
            break
        if name in part:
            holder, key, part, path = part, str(name), part[name], path + 1
    # The message itself is no part of it, and without its sender it would be from nobody.
    if path < 2 or (path == 2 and key == "from") or key not in holder:
        return False
    del holder[key]
    return True
