"""What an .xlsx sheet's own XML says that calamine does not show.

The XML is searched, not parsed: parsing takes several times as long as reading the whole sheet by
calamine.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from html import unescape
from typing import IO

from domain.refusal import Refusal
from domain.tables.cell_text import percent_text
from domain.tables.hyperlink_formula import formula_targets
from domain.tables.limits import (
    COUNTED_ROWS,
    MOST_CELLS,
    MOST_COLUMNS,
    MOST_FILLED_ROWS,
    too_many_rows,
)
from domain.tables.table import Place

_PIECE = 1024 * 1024  # bytes
_EMPTY_CELL = re.compile(rb"<c [^>]*/>|<row [^>]*/>")
_EMPTY_ROW = re.compile(rb"<row [^>]*>\s*</row>")
# Columns by three letters begin with the 703rd.
_FAR_RIGHT = re.compile(rb' r="[A-Z]{3}\d+"[^>/]*>(?!</)')
_NEAR_COLUMNS = 702
_DIMENSION = re.compile(rb'dimension ref="\w+:([A-Z]{1,3})(\d{1,7})"')
_FILLED_CELL = re.compile(rb'<(?:\w+:)?c\b[^>]*?\br="([A-Z]{1,3})(\d{1,7})"[^>/]*>(?!</)')
_ROW = re.compile(rb'<(?:\w+:)?row\b[^>]*?\br="(\d{1,7})"')
_ERROR = re.compile(
    rb'<(?:\w+:)?c\b(?=[^>]*\bt="e")[^>]*?\br="([A-Z]{1,3})(\d{1,7})"[^>]*>'
    rb"(?:<(?:\w+:)?f\b[^<]*(?:/>|</[^>]*>))?<(?:\w+:)?v>([^<]*)<"
)
_FORMULA_LINK = re.compile(
    rb'<(?:\w+:)?c\b[^>]*?\br="([A-Z]{1,3})(\d{1,7})"[^>]*>'
    rb"<(?:\w+:)?f\b[^>]*>([^<]*\bHYPERLINK\([^<]*)<"
)
_LINK = re.compile(rb"<(?:\w+:)?hyperlink\s([^>]*)>")
_ATTRIBUTE = re.compile(r"""(?:\w+:)?(\w+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_RANGE = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})(?::\$?([A-Z]{1,3})\$?(\d{1,7}))?")


def without_empty_cells(sheet: IO[bytes]) -> bytes:
    """The XML without the cells that have nothing but a border: of a sheet that is formatted to its
    last row they are nearly all."""
    # Where a piece ends within an empty cell, that cell stays, which does no harm.
    pieces = iter(partial(sheet.read, _PIECE), b"")
    return b"".join(_EMPTY_ROW.sub(b"", _EMPTY_CELL.sub(b"", piece)) for piece in pieces)


def check_extent(sheet: bytes, title: str) -> None:
    """Raises Refusal if so far from the table something is written that the cells up to there would
    fill the memory."""
    written = max(sheet.rfind(b"<row "), 4)
    rows = _ROW.findall(sheet, max(written, sheet.rfind(b":row ", written)) - 4)
    last = int(rows[-1]) if rows else 0
    if _told_extent(sheet) == last or (
        last * _NEAR_COLUMNS <= MOST_CELLS and not _FAR_RIGHT.search(sheet)
    ):
        return
    last_row, last_column, filled = 0, 0, set[bytes]()
    for cell in _FILLED_CELL.finditer(sheet):
        last_row = max(last_row, int(cell[2]))
        last_column = max(last_column, _column(cell[1]))
        filled.add(cell[2])
        if len(filled) >= COUNTED_ROWS:
            raise too_many_rows(COUNTED_ROWS)
    if last_row * (last_column + 1) <= MOST_CELLS:
        return
    if len(filled) > MOST_FILLED_ROWS:
        raise too_many_rows(len(filled))
    raise Refusal(
        f"На листе «{title}» далеко от таблицы что-то записано: заняты строки до {last_row} и "
        f"столбцы до {_letters(last_column)}. Удалите лишние строки и столбцы (выделите их и "
        "нажмите «Удалить»), сохраните файл и пришлите ещё раз."
    )


def _told_extent(sheet: bytes) -> int:
    """The last row, if the sheet tells its own extent and that is small; else 0."""
    told = _DIMENSION.search(sheet, 0, 4096)
    if told is None:
        return 0
    column, row = _column(told[1]) + 1, int(told[2])
    return row if row * column <= MOST_CELLS else 0


def shown_otherwise(sheet: bytes, percent_styles: Sequence[int]) -> Iterator[tuple[Place, str]]:
    """Cells that people see otherwise than calamine: errors («#ДЕЛ/0!» is «#DIV/0!» in the file),
    and percents, whose number is a hundred times less."""
    if b't="e"' in sheet:
        for letters, row, error in _ERROR.findall(sheet):
            yield _place(letters, row), unescape(error.decode())
    if percent_styles:
        styles = "|".join(map(str, percent_styles)).encode()
        percent = re.compile(
            rb'<(?:\w+:)?c\b(?=[^>]*\bs="(?:' + styles + rb')")(?![^>]*\bt="[^n])'
            rb'[^>]*?\br="([A-Z]{1,3})(\d{1,7})"[^>]*>(?:<(?:\w+:)?f\b[^<]*(?:/>|</[^>]*>))?'
            rb"<(?:\w+:)?v>([0-9.eE+-]+)<"
        )
        for letters, row, number in percent.findall(sheet):
            yield _place(letters, row), percent_text(float(number))


def links_of(sheet: bytes, targets: Mapping[str, str], height: int) -> dict[Place, tuple[str, ...]]:
    """By cell of the first `height` rows. `targets` are the addresses by the ids of the sheet's
    relations."""
    found: dict[Place, list[str]] = {}
    if b"HYPERLINK(" in sheet:
        for letters, row, formula in _FORMULA_LINK.findall(sheet):
            targets_there = formula_targets(unescape(formula.decode("utf-8", "replace")))
            found.setdefault(_place(letters, row), []).extend(targets_there)
    if targets:
        for written in _LINK.findall(sheet, sheet.rfind(b"sheetData")):
            link = {
                name: unescape(one or two)
                for name, one, two in _ATTRIBUTE.findall(written.decode("utf-8", "replace"))
            }
            if target := targets.get(link.get("id", "")):
                part = link.get("location")
                for place in _places(link.get("ref", ""), height):
                    found.setdefault(place, []).append(f"{target}#{part}" if part else target)
    return {
        place: tuple(dict.fromkeys(links))
        for place, links in found.items()
        if links and place[0] < height and place[1] < MOST_COLUMNS
    }


def _places(reference: str, height: int) -> Iterator[Place]:
    """The cells of a range such as «B2» or «B2:D4», as far as they are read."""
    if not (ends := _RANGE.fullmatch(reference)):
        return
    left, top, right, bottom = ends.groups()
    first = _place(left.encode(), top.encode())
    last = _place(right.encode(), bottom.encode()) if right else first
    for row in range(first[0], min(last[0] + 1, height)):
        for column in range(first[1], min(last[1] + 1, MOST_COLUMNS)):
            yield row, column


def _place(letters: bytes, row: bytes) -> Place:
    return int(row) - 1, _column(letters)


def _column(letters: bytes) -> int:
    """Counted from 0: «A» is 0, «AA» is 26."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1


def _letters(column: int) -> str:
    letters, column = "", column + 1
    while column:
        column, letter = divmod(column - 1, 26)
        letters = chr(65 + letter) + letters
    return letters
