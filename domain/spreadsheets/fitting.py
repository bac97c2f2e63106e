"""How much room a text takes in a cell. No program may be left to find it: LibreOffice does not
measure the rows of a file that it opens, and Excel only those whose height is not given."""

import re
from functools import cache
from math import ceil

from PIL import ImageFont

from domain.fonts.pt_sans import REGULAR

# Sizes of the font in points, and the height of a line in the first of them.
SIZES = (11, 8, 6)
LINE = 15.0
HIGHEST_ROW = 409.0  # Excel's
# Of a cell's width, in characters.
_MARGINS = 0.8
# Texts are wider in Calibri and in what stands in for it than in PT Sans, by the width of a digit.
_WIDER = 1.08
_UNIT = 100  # widths are in such parts of a digit
# A word may be broken after each, as an address is.
_PIECE = re.compile("[^/?&–-]+[/?&–-]*|[/?&–-]+")
_CODES = "cp1251"  # one byte a character, and all that Russian texts consist of
_WORDS_KEPT, _LONGEST_KEPT = 10_000, 16


def fit(text: str, width: float) -> tuple[int, float]:
    """For a cell so many digits wide: the largest size of font in which the whole wrapped text
    can be shown, and the height that it takes, both in points."""
    for size in SIZES:
        scale = size / SIZES[0]
        height = ceil(_lines(text, (width - _MARGINS) / scale * _UNIT) * LINE * scale)
        if height <= HIGHEST_ROW:
            return size, height
    return SIZES[-1], HIGHEST_ROW


def _lines(text: str, room: float) -> int:
    width_of = _words().__getitem__
    space, lines = width_of(" "), 0
    for paragraph in text.split("\n"):
        lines, used = lines + 1, 0.0
        words = paragraph.split(" ")
        for place, width in enumerate(map(width_of, words)):
            if used + width <= room or not width:
                used += width + space  # which may hang over the end of the line
            elif width <= room and words[place].isalpha():
                lines, used = lines + 1, width + space
            else:
                more, used = _broken(words[place], used, room)
                lines, used = lines + more, used + space
    return lines


def _broken(word: str, used: float, room: float) -> tuple[int, float]:
    """How many lines are begun with a word that does not fit on the rest of one of which so much
    is used, and how much it then uses of the last."""
    width_of, lines = _words().__getitem__, 0
    for piece in _PIECE.findall(word):
        needed = width_of(piece)
        if used + needed <= room:
            used += needed
            continue
        lines, used = lines + bool(used), needed
        if needed > room:  # broken anywhere; a whole character has to fit
            more = ceil(needed / (room - _UNIT)) - 1
            lines, used = lines + more, needed - more * (room - _UNIT)
    return lines, used


class _Widths(dict[str, int]):
    """Of words and pieces of them. Most come again and again, but hardly an address."""

    def __missing__(self, word: str) -> int:
        # The codes begin with those of ASCII, which is encoded much faster.
        codes = word.encode() if word.isascii() else word.encode(_CODES, errors="replace")
        width = sum(codes.translate(_widths()))
        if len(word) <= _LONGEST_KEPT:
            if len(self) >= _WORDS_KEPT:
                self.clear()
            self[word] = width
        return width


@cache
def _words() -> _Widths:
    return _Widths()


@cache
def _widths() -> bytes:
    """Of each byte's character."""
    font = ImageFont.truetype(REGULAR, 1000)
    unit = font.getlength("0") / (_UNIT * _WIDER)
    characters = bytes(range(256)).decode(_CODES, errors="replace")
    return bytes(
        min(round(font.getlength(each if each.isprintable() else "?") / unit), 255)
        for each in characters
    )
