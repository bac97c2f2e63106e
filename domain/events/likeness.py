"""What two events have in common that somebody would take for one. Events are given as answers, by
the fields' keys."""

import re
from collections.abc import Mapping
from functools import lru_cache
from hashlib import blake2b
from typing import Any

from domain.events.fields import FIELDS
from domain.text.cleaning import fold

Likeness = tuple[str | None, str]  # the kind; the words of name, city and organisation

# What twins may differ in: their numbers and links.
MAY_DIFFER = tuple(each.key for each in FIELDS if each.answers in ("count", "links"))

_KEPT = 4096  # places whose words are remembered
_WORD = re.compile(r"\w+")


def likeness(answers: Mapping[str, Any]) -> Likeness:
    """Equal for twins, and for them only. An event of a year with other kinds may have none."""
    return answers.get("kind"), _words(answers)


def twin_key(answers: Mapping[str, Any]) -> int:
    """Equal for twins, whatever their kind: a signed number of 64 bits."""
    return key_of(likeness(answers))


def key_of(looks: Likeness) -> int:
    """The same of what is known already."""
    key = blake2b(looks[1].encode(), digest_size=8).digest()
    return int.from_bytes(key, "big", signed=True)


def differing(one: Mapping[str, Any], twin: Mapping[str, Any]) -> tuple[str, ...]:
    """The keys of the fields in which two twins are not the same."""
    return tuple(key for key in MAY_DIFFER if one[key] != twin[key])


def _words(answers: Mapping[str, Any]) -> str:
    place = _words_in_place(f"{answers['city']} {answers['organisation']}")
    name = _words_in(f"{answers['name']}")
    return f"{name} {place}" if name and place else name or place


def _words_in(text: str) -> str:
    return " ".join(_WORD.findall(fold(text)))


# In a list of events places come again.
_words_in_place = lru_cache(_KEPT)(_words_in)
