"""Cleans text as people type it: for storing in one line or several, and for comparing."""

import re
import unicodedata
from functools import lru_cache

from domain.refusal import Refusal
from domain.text.counting import counted, figure

# Lone surrogates cannot be stored, noncharacters and control characters break a workbook. White
# space is not among them: it becomes a space.
_UNWANTED = re.compile(
    "[\0-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u200b\ufeff\ud800-\udfff\ufdd0-\ufdef"
    + "".join(chr(plane * 0x10000 + last) for plane in range(17) for last in (0xFFFE, 0xFFFF))
    + "]"
)
# Nobody sees them at our letters, and two equal lines would differ: soft hyphens, joiners,
# variation selectors, writing direction. Elsewhere they change how an emoji or a script looks.
_INVISIBLE_MARK = "[\xad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe00-\ufe0f]"
_OUR_LETTER = "[A-Za-zА-Яа-яЁё]"
_UNSEEN = re.compile(
    # A run is tried once, at its begin: a cell may have thousands of them.
    rf"(?<={_OUR_LETTER}){_INVISIBLE_MARK}++"
    rf"|(?<!{_INVISIBLE_MARK}){_INVISIBLE_MARK}++(?={_OUR_LETTER})|[\xad\u2060]"
)
# Latin letters that look like Cyrillic ones. A word of both is a Russian word in which a key was
# pressed in the other layout.
_LATIN, _CYRILLIC = "aceopxyABCEHKMOPTX", "асеорхуАВСЕНКМОРТХ"
_LOOKALIKES = str.maketrans(_LATIN, _CYRILLIC)
LOOKALIKES_IN_LATIN = str.maketrans(_CYRILLIC + "к", _LATIN + "k")
_MIXED_WORD = re.compile(rf"\b[{_LATIN}]*[а-яёА-ЯЁ][{_LATIN}а-яёА-ЯЁ]*\b")
# What the hand of anybody has typed: most texts have nothing else, which is seen in one look.
_PLAIN = re.compile(r"[ -@\[-`{-~А-Яа-яЁё«»„“–—…№]*")
# Two more hyphens that look like the usual one.
HYPHENS = str.maketrans("\u2010\u2011", "--")
# Letters by their category, but drawn blank: Hangul fillers, the empty Braille cell.
_BLANK_LETTERS = frozenset("\u115f\u1160\u2800\u3164\uffa0")
_KEPT = 64  # texts: what is made of one is asked for several times in a row
_INVISIBLE = frozenset({"Cc", "Cf", "Mn", "Me", "Zs"})


def drop_unwanted(text: str) -> str:
    """`text` without what must not be stored; white space stays as it is."""
    return _UNWANTED.sub("", text)


def clean_line(text: str, *, limit: int) -> str:
    """`text` in one line: NFC, no control characters, single spaces, nothing at the edges.

    Raises Refusal if nothing visible is left or if it is longer than `limit` code points.
    """
    return _checked(_in_one_line(text), limit)


def clean_text(text: str, *, limit: int) -> str:
    """Like `clean_line`, but the lines stay, with at most one empty line between them."""
    lines = "\n".join(map(_in_one_line, text.splitlines()))
    return _checked(re.sub(r"\n{3,}", "\n\n", lines).strip(), limit)


@lru_cache(_KEPT)
def fold(text: str) -> str:
    """For comparing: without case and unseen differences, and with «е» for «ё»."""
    return without_unseen(text).casefold().replace("ё", "е")


def without_unseen(text: str) -> str:
    """`text` as another hand would have typed what is seen of it."""
    if _PLAIN.fullmatch(text):
        return text
    seen = _UNSEEN.sub("", unicodedata.normalize("NFC", text)).translate(HYPHENS)
    return _MIXED_WORD.sub(lambda word: word[0].translate(_LOOKALIKES), seen)


def _in_one_line(text: str) -> str:
    if not _PLAIN.fullmatch(text):
        text = without_unseen(drop_unwanted(text))
    return " ".join(text.split())


def _checked(text: str, limit: int) -> str:
    if not any(map(_is_visible, text)):
        raise Refusal("В ответе нет текста. Напишите его словами.")
    if len(text) > limit:
        signs = counted(len(text), "знак", "знака", "знаков")
        raise Refusal(
            f"Слишком длинный ответ: {signs}, а предел – {figure(limit)}. Сократите его и пришлите "
            "ещё раз."
        )
    return text


def _is_visible(character: str) -> bool:
    return unicodedata.category(character) not in _INVISIBLE and character not in _BLANK_LETTERS
