"""Reads tables saved as text: .csv, .tsv, .txt."""

import csv
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from io import StringIO
from itertools import islice

from domain.refusal import Refusal
from domain.tables.cell_text import text_in_cell
from domain.tables.grid import table_of
from domain.tables.limits import COUNTED_ROWS, MOST_COLUMNS, too_many_rows
from domain.tables.table import Table

_SEPARATORS = ";\t,|"
_LOOKED_AT = 300  # rows, by which the separator is guessed
_SEPARATOR_LINE = re.compile(r"\"?sep=(.)\"?\r?\n?", re.IGNORECASE)
_BINARY = re.compile("[\0-\x08\x0e-\x1a\x1c-\x1f]")
_RUSSIAN = re.compile("[А-Яа-яЁё«»„“”‚’–—…№\xa0°•·]")
_OLD_ENCODINGS = ("cp1251", "cp866")
_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)

NOT_TEXT = (
    "Этот файл – не таблица: бот не узнал его формат. Пришлите таблицу файлом .xlsx, .xls, .ods, "
    ".docx или .csv."
)
NO_COLUMNS = (
    "В этом текстовом файле нет таблицы: столбцы должны быть отделены точкой с запятой, запятой "
    "или табуляцией. Надёжнее сохранить таблицу как .xlsx и прислать её."
)
UNREADABLE = (
    "Не удалось разобрать буквы этого файла. Сохраните его в Excel как «CSV UTF-8» или как .xlsx "
    "и пришлите ещё раз."
)


def decode(content: bytes) -> str:
    """Raises Refusal if it is no text, or in an encoding that nobody has heard of."""
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            try:
                return content.decode(encoding)
            except UnicodeDecodeError as error:
                raise Refusal(UNREADABLE) from error
    try:
        text = content.decode()
    except UnicodeDecodeError:
        text = _decode_old(content)
    if _BINARY.search(text):
        raise Refusal(NOT_TEXT)
    return text


def _decode_old(content: bytes) -> str:
    """In one of the encodings for Russian from before Unicode: what is not ASCII in it must be
    nearly all Russian letters and signs."""
    if _BINARY.search(content.decode("latin-1")):
        raise Refusal(NOT_TEXT)
    foreign = content.translate(None, bytes(range(128)))
    for encoding in _OLD_ENCODINGS:
        text = foreign.decode(encoding, "replace")
        if len(_RUSSIAN.findall(text)) >= 0.9 * len(text):
            return content.decode(encoding, "replace")
    raise Refusal(UNREADABLE)


def read_text(text: str, title: str) -> list[Table]:
    """One table, which Excel calls after the file. Empty lines are rows, which Excel numbers."""
    text, separator = _separator_line(text)
    rows = _rows(text, separator or _guess_separator(text))
    if not any(len(row) > 1 for row in rows):
        raise Refusal(NO_COLUMNS)
    table = table_of(title, rows, {}, ())
    return [table] if table else []


def _separator_line(text: str) -> tuple[str, str | None]:
    """Excel obeys a first line «sep=;» and does not show it."""
    text = text.removeprefix("\ufeff")
    told = _SEPARATOR_LINE.match(text)
    return (text[told.end() :], told[1]) if told else (text, None)


def _guess_separator(text: str) -> str:
    """The one that parts most rows into the same number of cells, and that into many."""
    return max(_SEPARATORS, key=lambda separator: _evenness(text, separator))


def _evenness(text: str, separator: str) -> int:
    widths = Counter[int]()
    with suppress(csv.Error):  # is told when the rows are read
        for row in islice(_reader(text, separator), _LOOKED_AT):
            widths[len(row)] += len(row) > 1
    return max(((width - 1) * count for width, count in widths.items()), default=0)


def _rows(text: str, separator: str) -> list[list[str]]:
    rows: list[list[str]] = []
    try:
        for row in _reader(text, separator):
            rows.append([text_in_cell(cell) for cell in row[:MOST_COLUMNS]])
            if len(rows) >= COUNTED_ROWS:
                raise too_many_rows(COUNTED_ROWS)
    except csv.Error as error:  # a cell of more signs than any cell has
        raise _quote_without_end(len(rows) + 1) from error
    if rows and text.count('"') % 2 and "\n" in "".join(rows[-1]):
        raise _quote_without_end(len(rows))
    return rows


def _reader(text: str, separator: str) -> Iterator[list[str]]:
    return csv.reader(StringIO(text, newline=""), delimiter=separator)


def _quote_without_end(row: int) -> Refusal:
    """A cell that begins with a quote and has no other takes all the lines after it."""
    return Refusal(
        f"В строке {row} есть кавычка без пары, из-за неё не видно, где кончается ячейка. "
        "Исправьте её или сохраните таблицу как .xlsx и пришлите ещё раз."
    )
