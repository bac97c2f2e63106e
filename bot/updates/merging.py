"""What is said once in place of many: to somebody who writes faster than they can be answered, and
to somebody whom much comes to at once."""

from collections.abc import Callable, Sequence
from typing import Any

from aiogram.types import InlineKeyboardMarkup

from bot.updates.lanes import Lanes
from bot.updates.queries import Owed
from bot.updates.turns import Urgency
from handlers.keyboards import is_kept
from handlers.responses import Response, Say, SendFile

# Updates that wait in a chat: with more of them the person cannot be answered one by one. A
# stranger is answered once whatever they write.
MANY = 4

# An answer that is owed, with the update that it belongs to.
Awaited = tuple[Owed, Response]


class Screens:
    """The last screen of each chat whose next updates wait already, until something is said in its
    place. It stays owed meanwhile: what follows may be answered with nothing, or never be
    applied. `lanes` is whatever knows how much waits in a chat."""

    def __init__(self, lanes: Lanes[Any], urgency_of: Callable[[int], Urgency]) -> None:
        self._lanes = lanes
        self._urgency_of = urgency_of
        self._held_back: dict[int, tuple[Owed, Say]] = {}
        self._said: dict[int, Say] = {}  # the last words of each chat where more updates wait

    def hold_back(self, owed: Owed, answer: Say) -> bool:
        """Whether the answer is not to be given now. A message to be kept always is."""
        chat_id = owed.chat_id
        stranger = self._urgency_of(chat_id) == Urgency.STRANGER
        many = self._lanes.behind((chat_id, "messages")) > (0 if stranger else MANY)
        if many and (_is_screen(answer) or _says_the_same(answer, self._said.get(chat_id))):
            self._held_back[chat_id] = (owed, answer)
            return True
        self._said[chat_id] = answer
        return False

    def take(self, chat_id: int) -> tuple[Owed, Say] | None:
        """What was held back there; it is the caller's now."""
        return self._held_back.pop(chat_id, None)

    def forget(self, chat_id: int) -> None:
        self._said.pop(chat_id, None)


def _is_screen(answer: Say) -> bool:
    """Whether it shows where the person stands, as the next one will; a standing keyboard is more
    than that."""
    keyboard = answer.keyboard
    return isinstance(keyboard, InlineKeyboardMarkup) and not is_kept(keyboard)


def _says_the_same(answer: Say, other: Say | None) -> bool:
    return other is not None and (answer.text, answer.keyboard) == (other.text, other.keyboard)


def together_with(first: Awaited, others: Sequence[Awaited]) -> tuple[list[Awaited], Response]:
    """Those that are given together with the first, and what is given for all of them."""
    _, answer = first
    if isinstance(answer, SendFile):
        return [each for each in others if each[1] == answer], answer
    if isinstance(answer, Say) and answer.among_others is not None:
        alike = [each for each in others if _among(each[1]) == answer.among_others]
        return alike, answer.among_others if alike else answer
    return [], answer


def _among(answer: Response) -> Say | None:
    return answer.among_others if isinstance(answer, Say) else None
