"""The buttons that turn the pages of a list."""

from collections.abc import Callable, Sequence

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from handlers import phrases


def turning(page: int, pages: int, to: Callable[[int], CallbackData]) -> list[InlineKeyboardButton]:
    """To the page before and the one after, where they exist; pages are counted from 0."""
    offered = ((phrases.EARLIER, page - 1), (phrases.LATER, page + 1))
    return [button(label, to(number).pack()) for label, number in offered if 0 <= number < pages]


def button(text: str, data: str) -> InlineKeyboardButton:
    return InlineKeyboardButton(text=text, callback_data=data)


def rows(*rows: Sequence[InlineKeyboardButton]) -> InlineKeyboardMarkup:
    """A keyboard of those rows; empty ones are left out."""
    return InlineKeyboardMarkup(inline_keyboard=[list(row) for row in rows if row])


def columns(
    buttons: Sequence[InlineKeyboardButton], width: int
) -> list[list[InlineKeyboardButton]]:
    """The buttons in rows of that width."""
    return [list(buttons[start : start + width]) for start in range(0, len(buttons), width)]
