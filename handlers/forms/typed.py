"""What comes into a form, a message or a press, and what a step makes of it."""

from dataclasses import dataclass

from aiogram.types import CallbackQuery, Message

from domain.refusal import Refusal
from handlers.forms import texts
from handlers.responses import Screen

Event = Message | CallbackQuery


@dataclass(frozen=True, slots=True)
class Typed:
    """An answer as it was sent: its text (or caption), and the message that brought it, None
    for the value of a pressed button."""

    text: str | None
    message: Message | None = None

    def words(self, needed: str = texts.NEEDS_TEXT) -> str:
        """The text; Refusal, which says what is `needed`, if there is none."""
        if self.text is None:
            raise Refusal(needed)
        return self.text


# What a step makes of an answer: a note on it (ready HTML, may be empty) and the form goes on; or
# a screen to show while the question stays open.
Taken = str | Screen
