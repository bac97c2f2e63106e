"""The buttons that turn the pages of a list."""

from collections.abc import Callable

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton

from handlers import texts
from handlers.answers import button


def turning(page: int, pages: int, to: Callable[[int], CallbackData]) -> list[InlineKeyboardButton]:
    """To the page before and the one after, where they exist; pages are counted from 0."""
    offered = ((texts.values.EARLIER, page - 1), (texts.values.LATER, page + 1))
    return [button(label, to(number).pack()) for label, number in offered if 0 <= number < pages]
