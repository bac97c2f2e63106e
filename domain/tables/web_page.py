"""Reads the tables of a web page. Portals give them out under the name of an .xls, and Excel opens
them as such."""

import re
from html.parser import HTMLParser

from domain.tables.cell_text import text_in_cell
from domain.tables.grid import Grid
from domain.tables.limits import COUNTED_ROWS, MOST_COLUMNS
from domain.tables.table import Table

_BLANKS = re.compile(r"[ \t\r\n\f]+")
_UNSEEN = frozenset({"script", "style", "head"})
_BREAKS = frozenset({"br", "p", "div", "li"})


def read_web_page(page: str) -> list[Table]:
    """The tables that are not empty, in their order; one in a cell of another comes after it."""
    reader = _Reader()
    reader.feed(page)
    reader.close()
    reader.end_all()
    tables = [grid.table(f"Таблица {number}") for number, grid in enumerate(reader.grids, start=1)]
    return [table for table in tables if table]


class _OpenTable:
    """One that is being read, with its place in it."""

    def __init__(self) -> None:
        self.grid = Grid()
        self.row = self.column = -1
        self.cell = False  # whether we are in one
        self.text: list[str] = []
        self.links: list[str] = []
        self._taken: dict[int, int] = {}  # by column: the last row that is filled in it

    def start_row(self) -> None:
        self.end_cell()
        self.row, self.column = self.row + 1, -1

    def start_cell(self, rows: int, columns: int) -> None:
        self.end_cell()
        if self.row < 0:
            self.start_row()
        self.column += 1
        while self._taken.get(self.column, -1) >= self.row:
            self.column += 1
        if rows * columns > 1:
            self.grid.merge(self.row, self.column, rows=rows, columns=columns)
        self._taken.update(
            dict.fromkeys(range(self.column, self.column + columns), self.row + rows - 1)
        )
        self.cell, self.text, self.links = True, [], []

    def end_cell(self) -> None:
        if self.cell:
            lines = "".join(self.text).split("\n")
            text = "\n".join(line for each in lines if (line := each.strip(" ")))
            self.grid.put(self.row, self.column, text_in_cell(text), self.links)
        self.cell = False


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.grids: list[Grid] = []
        self._open: list[_OpenTable] = []  # the innermost last
        self._unseen = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _UNSEEN:
            self._unseen = tag
        elif tag == "table":
            self._open.append(_OpenTable())
            self.grids.append(self._open[-1].grid)
        elif self._open:
            self._in_table(self._open[-1], tag, dict(attrs))

    def handle_endtag(self, tag: str) -> None:
        if tag == self._unseen:
            self._unseen = ""
        elif self._open and tag == "table":
            self._open.pop().end_cell()
        elif self._open and tag in ("td", "th", "tr"):
            self._open[-1].end_cell()

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1].cell and not self._unseen:
            self._open[-1].text.append(_BLANKS.sub(" ", data))

    def end_all(self) -> None:
        """Whoever leaves out the last tags means them all the same."""
        while self._open:
            self._open.pop().end_cell()

    def _in_table(self, table: _OpenTable, tag: str, attributes: dict[str, str | None]) -> None:
        if tag == "tr":
            table.start_row()
        elif tag in ("td", "th"):
            rows = _span(attributes.get("rowspan"), COUNTED_ROWS)
            table.start_cell(rows, _span(attributes.get("colspan"), MOST_COLUMNS))
        elif tag in _BREAKS and table.cell:
            table.text.append("\n")
        elif tag == "a" and (address := attributes.get("href")):
            table.links.append(address)


def _span(written: str | None, most: int) -> int:
    number = int(written) if written and written.isascii() and written.isdigit() else 1
    return min(max(number, 1), most)
