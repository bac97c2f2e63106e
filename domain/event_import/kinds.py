"""Guesses of what kind an event is from the words of its name."""

import re
from collections.abc import Iterable
from functools import cache

from domain.events.fields import KINDS
from domain.events.kind_names import OF_KIND
from domain.text.cleaning import fold

_WORD = re.compile(r"\w+")
_STEM = re.compile(r"[аеийоуыьюя]+$")
# What may follow a stem: only what bends the word, so that «игра» is not found in «игрок».
_ENDING = r"[аеиоуыюяьй]{0,3}(?:м|х|в|ми|го|му)?[аеиюя]?"
# Between two words of a name: «конкурс детских рисунков».
_BETWEEN = r"\W+(?:\w+\W+)?"
# What another event is named for: «в рамках форума», «по итогам конкурса».
_OCCASION = r"(?:(?:в|во) (?:рамках|ходе|преддверии)|по итогам|к открытию|накануне)\W+(?:\w+\W+)?"
_WORLD_DAY = re.compile(r"всемирн\w+ дн?е?н?[ьяюе]м? качеств")
_FORUM = re.compile(r"\bфорум")
# Of a school is what has no name of its own, and on a site what is no event.
_LAST_SIGNS = (
    ("education", re.compile(r"\b(?:школ|сош\b|гимнази|лице[йяе]|студент|учащ|ученик|классник)")),
    ("publication", re.compile(r"\b(?:на сайте|в газете|в соц\w* ?сет|телеграм.канал|в сми\b)")),
)
_LONGEST = 300  # characters: more is no name


def guess_kind(text: str) -> str | None:
    """A key of KINDS: that of the first kind that is named, but for the occasion; None if no kind
    is."""
    name = fold(" ".join(text[:_LONGEST].split()))
    if (day := _WORLD_DAY.search(name)) and _FORUM.search(name):
        named = _named(name[: day.start()])
        if named in (None, "forum"):
            return "world_forum"
    if kind := _named(name):
        return kind
    return next((kind for kind, sign in _LAST_SIGNS if sign.search(name)), None)


def _named(name: str) -> str | None:
    found: tuple[str | None, str | None] = (None, None)
    for match in _names().finditer(name):
        kind = _kinds()[int(str(match.lastgroup)[1:])]
        if match["occasion"] is None:
            return kind
        found = (found[0] or kind, None)
    return found[0]


@cache
def _kinds() -> tuple[str, ...]:
    return tuple(kind for _, kind in _by_length())


@cache
def _names() -> re.Pattern[str]:
    """One search for all of them: of two that begin at one place the longer one."""
    # The group of each is empty and at its end: what begins with a letter is passed over faster.
    names = "|".join(f"{_bent(name)}(?P<n{at}>)" for at, (name, _) in enumerate(_by_length()))
    return re.compile(rf"(?P<occasion>\b{_OCCASION})?\b(?:{names})\b")


@cache
def _by_length() -> tuple[tuple[str, str], ...]:
    labels = (
        (part, kind)
        for kind, label in KINDS.items()
        if kind != "other"
        for part in (*label.split(", "), label)
    )
    names = dict[str, str]((fold(name), kind) for name, kind in (*labels, *OF_KIND.items()))
    return tuple(sorted(names.items(), key=lambda named: (-len(named[0].split()), -len(named[0]))))


def _bent(name: str) -> str:
    """In any case and number."""
    return _BETWEEN.join(_bent_words(_WORD.findall(name)))


def _bent_words(words: Iterable[str]) -> Iterable[str]:
    for word in words:
        stem = _STEM.sub("", word) if len(word) > 3 else word
        yield rf"{re.escape(stem)}{_ENDING}"
