"""Reads an .ods, whose content is one XML document: cells as they are shown, links, merged ranges.

Calamine reads .ods, too, but shows neither links nor merged ranges, and truths, durations and
errors not as people see them; so the document would have to be gone through twice.
"""

from datetime import date, datetime

from domain.refusal import Refusal
from domain.tables.archive import LOCKED, Archive
from domain.tables.cell_text import cell_text, number_text, text_in_cell
from domain.tables.grid import Grid
from domain.tables.hyperlink_formula import formula_targets
from domain.tables.limits import MOST_COLUMNS
from domain.tables.table import Table
from domain.tables.xml_events import Attributes, parse_xml

# Notes, drawings over the cells, and what has been deleted.
_UNSEEN = frozenset({"annotation", "shapes", "frame", "tracked-changes", "dde-links", "forms"})
_CELLS = ("table-cell", "covered-table-cell")


def read_ods(archive: Archive) -> list[Table]:
    """The sheets that are shown and not empty."""
    if b"encryption-data" in archive.read("META-INF/manifest.xml"):
        raise Refusal(LOCKED)
    reader = _Reader()
    parse_xml(archive.read("content.xml"), reader.on_start, reader.on_end, reader.on_text)
    return reader.tables


class _Reader:
    """Puts into grids what the parser meets."""

    def __init__(self) -> None:
        self.tables: list[Table] = []
        self._hidden: set[str] = set()  # styles of sheets
        self._style = ""
        self._unseen = 0  # how deep inside of what is no part of the cell
        self._grid: Grid | None = None  # while in a sheet that is shown
        self._name = ""
        self._row = self._column = 0
        self._row_repeated = 1
        self._cell: Attributes | None = None
        self._text: list[str] = []
        self._links: list[str] = []

    def on_start(self, name: str, attributes: Attributes) -> None:
        if self._unseen or name in _UNSEEN:
            self._unseen += 1
        elif self._cell is not None:
            self._in_cell(name, attributes)
        elif name in _CELLS:
            self._cell, self._text, self._links = attributes, [], []
        elif name == "table-row":
            self._column, self._row_repeated = 0, _number(attributes, "number-rows-repeated")
        elif name == "table":
            shown = attributes.get("style-name") not in self._hidden
            self._name, self._grid, self._row = attributes.get("name", ""), Grid(), 0
            self._grid = Grid() if shown else None
        elif name == "style":
            self._style = attributes.get("name", "")
        elif name == "table-properties" and attributes.get("display") == "false":
            self._hidden.add(self._style)

    def on_end(self, name: str) -> None:
        if self._unseen:
            self._unseen -= 1
        elif name in _CELLS and self._cell is not None:
            self._end_cell(name, self._cell)
        elif name == "table-row":
            self._row += self._row_repeated
        elif name == "table" and self._grid is not None:
            if table := self._grid.table(self._name):
                self.tables.append(table)
            self._grid = None

    def on_text(self, text: str) -> None:
        if self._cell is not None and not self._unseen and self._text:  # inside of a paragraph
            self._text.append(text)

    def _in_cell(self, name: str, attributes: Attributes) -> None:
        match name:
            case "p" | "line-break":
                self._text.append("\n")
            case "s":
                self._text.append(" " * min(_number(attributes, "c"), MOST_COLUMNS))
            case "tab":
                self._text.append(" ")
            case "a" if address := attributes.get("href"):
                self._links.append(address)

    def _end_cell(self, name: str, cell: Attributes) -> None:
        self._cell = None
        repeated = _number(cell, "number-columns-repeated")
        if self._grid is not None and name == "table-cell":
            text = _shown(cell, "".join(self._text))
            links = self._links + formula_targets(cell.get("formula", ""))
            self._put(self._grid, cell, text, links, repeated)
        self._column += repeated

    def _put(
        self, grid: Grid, cell: Attributes, text: str, links: list[str], repeated: int
    ) -> None:
        rows, columns = (
            _number(cell, "number-rows-spanned"),
            _number(cell, "number-columns-spanned"),
        )
        if rows * columns > 1:
            grid.merge(self._row, self._column, rows=rows, columns=columns)
        if not (text or links):
            return
        for row in range(self._row, self._row + self._row_repeated):
            for column in range(self._column, min(self._column + repeated, MOST_COLUMNS)):
                grid.put(row, column, text, links)


def _shown(cell: Attributes, text: str) -> str:
    """A number without the blanks and roundings of its format, because it is a count; a date as
    people here write it, whatever language the program speaks."""
    match cell.get("value-type"):
        case "float" if value := cell.get("value"):
            return number_text(float(value))
        case "date" if value := cell.get("date-value"):
            return cell_text(
                datetime.fromisoformat(value) if "T" in value else date.fromisoformat(value)
            )
    return text_in_cell(text)


def _number(attributes: Attributes, name: str) -> int:
    written = attributes.get(name)
    return max(int(written), 1) if written else 1
