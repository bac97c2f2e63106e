"""How much room a text takes in a cell. No program may be left to find it: LibreOffice does not
measure the rows of a file that it opens, and Excel only those whose height is not given."""

import re
from functools import cache, lru_cache
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
# Text may be broken after each: between words, and within an address.
_PIECE = re.compile(r" +|[^ /?&–-]*[/?&–-]*")
_CODES = "cp1251"  # one byte a character, and all that Russian texts consist of


@lru_cache(maxsize=256)  # regions and states come again and again
def fit(text: str, width: float) -> tuple[int, float]:
    """For a cell so many digits wide: the largest size of font in which the whole wrapped text
    can be shown, and the height that it takes, both in points."""
    for size in SIZES:
        scale = size / SIZES[0]
        height = ceil(_lines(text, (width - _MARGINS) / scale) * LINE * scale)
        if height <= HIGHEST_ROW:
            return size, height
    return SIZES[-1], HIGHEST_ROW


def _lines(text: str, room: float) -> int:
    return sum(_lines_of(paragraph, room * _UNIT) for paragraph in text.split("\n"))


def _lines_of(paragraph: str, room: float) -> int:
    widths = paragraph.encode(_CODES, errors="replace").translate(_widths())
    if sum(widths) <= room:
        return 1
    lines, used = 1, 0.0
    for piece in _PIECE.finditer(paragraph):
        needed = sum(widths[piece.start() : piece.end()])
        if used + needed <= room:
            used += needed
        elif paragraph[piece.start()] == " ":  # hangs over the end of its line
            used = room
        else:
            lines, used = lines + bool(used), needed
            if needed > room:  # broken anywhere; a whole character has to fit
                more = ceil(needed / (room - _UNIT)) - 1
                lines, used = lines + more, needed - more * (room - _UNIT)
    return lines


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
