"""Reads the one XML document that Excel 2003 called an XML table. Portals and accounting programs
still give it out, most often under the name of an .xls."""

from datetime import datetime

from domain.tables.cell_text import cell_text, number_text, text_in_cell
from domain.tables.grid import Grid
from domain.tables.hyperlink_formula import formula_targets
from domain.tables.table import Table
from domain.tables.xml_events import Attributes, parse_xml


def read_excel_xml(document: bytes) -> list[Table]:
    """The sheets that are shown and not empty."""
    reader = _Reader()
    parse_xml(document, reader.on_start, reader.on_end, reader.on_text)
    return reader.tables


class _Reader:
    """Puts into grids what the parser meets."""

    def __init__(self) -> None:
        self.tables: list[Table] = []
        self._grid = Grid()
        self._name = ""
        self._visible = True
        self._row = self._column = -1
        self._cell: Attributes = {}
        self._kind: str | None = None  # of the data that we are in
        self._text: list[str] = []
        self._in_visible = self._in_comment = False

    def on_start(self, name: str, attributes: Attributes) -> None:
        match name:
            case "Worksheet":
                self._grid, self._name = Grid(), attributes.get("Name", "")
                self._row, self._visible = -1, True
            case "Row":
                self._row = int(attributes.get("Index", self._row + 2)) - 1
                self._column = -1
            case "Cell":
                self._column = int(attributes.get("Index", self._column + 2)) - 1
                self._cell, self._text = attributes, []
            case "Comment":
                self._in_comment = True
            case "Data" if not self._in_comment:
                self._kind = attributes.get("Type", "String")
            case "Visible":
                self._in_visible = True

    def on_end(self, name: str) -> None:
        match name:
            case "Comment":
                self._in_comment = False
            case "Data" if self._kind:
                text = _shown(self._kind, "".join(self._text))
                self._kind, self._text = None, [text]
            case "Cell":
                self._end_cell()
            case "Visible":
                self._in_visible = False
            case "Worksheet" if self._visible and (table := self._grid.table(self._name)):
                self.tables.append(table)

    def on_text(self, text: str) -> None:
        if self._kind:
            self._text.append(text)
        elif self._in_visible and "Hidden" in text:
            self._visible = False

    def _end_cell(self) -> None:
        links = formula_targets(self._cell.get("Formula", ""))
        if address := self._cell.get("HRef"):
            links.append(address)
        self._grid.put(self._row, self._column, "".join(self._text), links)
        rows = int(self._cell.get("MergeDown", "0")) + 1
        columns = int(self._cell.get("MergeAcross", "0")) + 1
        if rows * columns > 1:
            self._grid.merge(self._row, self._column, rows=rows, columns=columns)
        self._column += columns - 1


def _shown(kind: str, text: str) -> str:
    match kind:
        case "Number":
            return number_text(float(text))
        case "DateTime":
            return cell_text(datetime.fromisoformat(text))
        case "Boolean":
            return cell_text(text.strip() == "1")
    return text_in_cell(text)
