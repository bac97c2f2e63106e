"""Reads the links of a cell."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from domain.event_import.result import Guess, GuessKind, shown
from domain.event_import.wording import MEMBERS_ONLY, NO_LINK, TOO_MANY_LINKS
from domain.events.fields import LINKS_LIMIT
from domain.events.form import take_links
from domain.events.links import is_link
from domain.events.words import says_nothing

# What was meant for an address beside others.
_LIKE_ADDRESS = re.compile(r"(?!\W*\d{1,2}\.\d{1,2}\.(?:\d\d){1,2}\b)\S+[./\\]\S{2,}")


class CellLinks(NamedTuple):
    links: tuple[str, ...]
    guess: Guess | None = None
    refused: str | None = None


def read_links(key: str, have: Sequence[str], text: str, attached: Sequence[str] = ()) -> CellLinks:
    """Adds those of a cell to those that the row has; `attached` lie under its text. Words beside
    links are left out, words without one are refused."""
    if not attached:
        if not have and is_link(text):  # as nearly all are
            return CellLinks((text,))
        if says_nothing(text):
            return CellLinks(tuple(have))
    found = take_links(have, text, attached)
    if found.members_only:
        return CellLinks(found.links, refused=MEMBERS_ONLY.format(shown(found.members_only[0])))
    if found.left_over:
        return CellLinks(found.links, refused=TOO_MANY_LINKS.format(LINKS_LIMIT))
    if not (found.added or found.repeated):
        refused = NO_LINK.format(shown(found.not_links[0] if found.not_links else text))
        return CellLinks(found.links, refused=refused)
    if attached:
        return CellLinks(found.links)
    words = [piece for piece in found.not_links if not says_nothing(piece)]
    broken = next((piece for piece in words if _LIKE_ADDRESS.fullmatch(piece)), None)
    if broken is not None:
        return CellLinks(found.links, refused=NO_LINK.format(shown(broken)))
    left_out = Guess(GuessKind.WORDS_LEFT_OUT, key, shown("; ".join(words))) if words else None
    return CellLinks(found.links, left_out)
