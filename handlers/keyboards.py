"""Buttons, their rows, and lists that are shown page by page."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from handlers import phrases

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """The items of one page of a list, its number from 0, and how many pages there are."""

    items: Sequence[T]
    number: int
    pages: int

    @classmethod
    def of(cls, items: Sequence[T], number: int, size: int) -> "Page[T]":
        """The last page instead of one beyond it."""
        pages = max(-(-len(items) // size), 1)
        number = min(number, pages - 1)
        return cls(items[number * size : (number + 1) * size], number, pages)

    def turning(self, to: Callable[[int], CallbackData]) -> list[InlineKeyboardButton]:
        return turning(self.number, self.pages, to)


def turning(page: int, pages: int, to: Callable[[int], CallbackData]) -> list[InlineKeyboardButton]:
    """To the page before and the one after, where they exist; pages are counted from 0."""
    offered = ((phrases.EARLIER, page - 1), (phrases.LATER, page + 1))
    return [button(label, to(number)) for label, number in offered if 0 <= number < pages]


def button(text: str, data: CallbackData | str) -> InlineKeyboardButton:
    """`data` says what a press does; a text is data that is packed already."""
    packed = data if isinstance(data, str) else data.pack()
    return InlineKeyboardButton(text=text, callback_data=packed)


def rows(*rows: Sequence[InlineKeyboardButton]) -> InlineKeyboardMarkup:
    """A keyboard of those rows; empty ones are left out."""
    return InlineKeyboardMarkup(inline_keyboard=[list(row) for row in rows if row])


def columns(
    buttons: Sequence[InlineKeyboardButton], width: int
) -> list[list[InlineKeyboardButton]]:
    """The buttons in rows of that width."""
    return [list(buttons[start : start + width]) for start in range(0, len(buttons), width)]
