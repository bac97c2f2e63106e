"""Reads a number as it stands in a file."""

import re
from typing import NamedTuple

from domain.event_import.result import Guess, GuessKind, shown
from domain.event_import.wording import EMPTY, IN_FULL, for_file
from domain.events.fields import field
from domain.events.numbers import NOT_EXACT
from domain.events.words import says_nothing
from domain.refusal import Refusal

# A spreadsheet's own way to show a whole number; three noughts would be a thousand.
_NO_FRACTION = re.compile(r"(\d[\d\s]*)[.,]0{1,2}")

# What a number of people or times has nowhere, or only where it is not exact.
_ROUNDED = re.compile(r"^\W*[-−–—]|\d[.,]\d|тыс|млн|миллион", re.IGNORECASE)


class Count(NamedTuple):
    """`refused` is what is wrong, if there is no value."""

    value: int | None
    guess: Guess | None = None
    refused: str | None = None


def read_count(key: str, text: str, kind: str) -> Count:
    """`key` is the field's, `kind` the event's. In words or as a sum it is a guess; an estimate is
    refused."""
    nothing = not text or says_nothing(text)
    if nothing and key == "participants" and field(key).worded(kind).none_is_usual:
        return Count(0, Guess(GuessKind.NONE, key, shown(text), "0"))
    if not text:
        return Count(None, refused=EMPTY[key])
    parse = field(key).parse
    assert parse is not None
    whole = _NO_FRACTION.fullmatch(text)
    try:
        return Count(parse(whole[1] if whole else text))
    except Refusal as refusal:
        if nothing or len(refusal.meant) != 1 or str(refusal).startswith(tuple(NOT_EXACT)):
            return Count(None, refused=for_file(refusal))
        (meant,) = refusal.meant
        if _ROUNDED.search(text):
            return Count(None, refused=IN_FULL.format(meant))
        return Count(meant, Guess(GuessKind.NUMBER, key, shown(text), str(meant)))
