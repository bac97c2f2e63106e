"""Buttons, their rows, and lists that are shown page by page."""

from collections.abc import Callable, Sequence
from typing import Any, Literal, TypeVar

from aiogram.filters.callback_data import CallbackData
from aiogram.types import CopyTextButton, InlineKeyboardButton, InlineKeyboardMarkup

from domain.pages import Page

Button = TypeVar("Button")

Style = Literal["primary", "danger"]
MAIN: Style = "primary"
DANGER: Style = "danger"

# Before the data of a button whose message is kept.
KEPT = "!"

EARLIER_PAGE = "← Назад"
LATER_PAGE = "Вперёд →"
# What a phone shows whole of a button that shares its row with another one.
HALF_ROW = 16


def page_buttons(page: Page[Any], to: Callable[[int], CallbackData]) -> list[InlineKeyboardButton]:
    """To the page before and the one after, where they exist."""
    offered = ((EARLIER_PAGE, page.number - 1), (LATER_PAGE, page.number + 1))
    return [button(label, to(number)) for label, number in offered if 0 <= number < page.pages]


def button(text: str, data: CallbackData | str, style: Style | None = None) -> InlineKeyboardButton:
    """`data` says what a press does; a text is data that is packed already. `style` is MAIN for
    the main action of a screen and DANGER for one that destroys."""
    packed = data if isinstance(data, str) else data.pack()
    return InlineKeyboardButton(text=text, callback_data=packed, style=style)


def copy_button(text: str, copied: str) -> InlineKeyboardButton:
    """Copies up to 256 characters to the phone's clipboard, without the bot."""
    return InlineKeyboardButton(text=text, copy_text=CopyTextButton(text=copied))


def rows(*rows: Sequence[InlineKeyboardButton]) -> InlineKeyboardMarkup:
    """A keyboard of those rows; empty ones are left out."""
    return InlineKeyboardMarkup(inline_keyboard=[list(row) for row in rows if row])


def kept(keyboard: InlineKeyboardMarkup) -> InlineKeyboardMarkup:
    """The same keyboard for a message that somebody needs to keep: a press on it is answered by a
    new message, and never edits this one (see `KeptMessage` in `handlers/middlewares.py`)."""
    return InlineKeyboardMarkup(
        inline_keyboard=[[_marked(button) for button in row] for row in keyboard.inline_keyboard]
    )


def is_kept(keyboard: InlineKeyboardMarkup) -> bool:
    return any(
        (button.callback_data or "").startswith(KEPT)
        for row in keyboard.inline_keyboard
        for button in row
    )


def _marked(button: InlineKeyboardButton) -> InlineKeyboardButton:
    if button.callback_data is None or button.callback_data.startswith(KEPT):
        return button
    return button.model_copy(update={"callback_data": f"{KEPT}{button.callback_data}"})


def pairs(buttons: Sequence[InlineKeyboardButton]) -> list[list[InlineKeyboardButton]]:
    """Two in a row where a phone shows both labels whole; a longer one has a row of its own."""
    rows: list[list[InlineKeyboardButton]] = []
    for button in buttons:
        beside = rows[-1] if rows and len(rows[-1]) == 1 else None
        if beside is not None and max(len(beside[0].text), len(button.text)) <= HALF_ROW:
            beside.append(button)
        else:
            rows.append([button])
    return rows


def columns(buttons: Sequence[Button], width: int) -> list[list[Button]]:
    """The buttons in rows of that width."""
    return [list(buttons[start : start + width]) for start in range(0, len(buttons), width)]
