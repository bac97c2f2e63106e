"""Reads the tables of a Word document."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from docx import Document
from docx.oxml.ns import qn

from domain.tables.grid import Grid
from domain.tables.table import Table
from domain.tables.word_columns import columns_of
from domain.tables.word_text import FALLBACK, linked_text

Element = Any  # lxml has no types

_TABLE, _ROW, _CELL = qn("w:tbl"), qn("w:tr"), qn("w:tc")
_ROW_PROPERTIES, _CELL_PROPERTIES = qn("w:trPr"), qn("w:tcPr")
_DELETED, _MERGED, _VALUE = qn("w:del"), qn("w:vMerge"), qn("w:val")
# What may stand around a row or a cell: content controls, tags, changes that are tracked.
_AROUND = frozenset(
    map(qn, ("w:sdt", "w:sdtContent", "w:customXml", "w:smartTag", "w:ins", "w:moveTo"))
)


def read_word(path: Path) -> list[Table]:
    """The tables that are not empty, in their order; one that stands in a cell of another comes
    after it. With tracked changes they are read as if all had been accepted. Rows are counted by
    the table: Word shows no numbers."""
    document = Document(str(path))
    targets = {key: each.target_ref for key, each in document.part.rels.items() if each.is_external}
    tables = [
        _grid(table, targets).table(f"Таблица {number}")
        for number, table in enumerate(_shown_tables(document.element.body), start=1)
    ]
    return [replace(table, numbered=False) for table in tables if table]


def _shown_tables(body: Element) -> Iterator[Element]:
    """Also those in text boxes, which stand in the document twice: the second time as a drawing for
    older programs."""
    for table in body.iter(_TABLE):
        if not any(around.tag == FALLBACK for around in table.iterancestors()):
            yield table


def _grid(table: Element, targets: dict[str, str]) -> Grid:
    grid = Grid()
    rows = [row for row in _inside(table, _ROW) if not _is_deleted(row)]
    cells = [list(_inside(row, _CELL)) for row in rows]
    merged: dict[int, _Merged] = {}  # by column: the last cell that others may go on with
    ranges: list[_Merged] = []
    for row, places in enumerate(columns_of(table, rows, cells)):
        for cell, (column, columns) in zip(cells[row], places, strict=True):
            if _goes_on(cell) and column in merged:
                merged[column].rows = row + 1 - merged[column].row
                continue
            merged[column] = _Merged(row, column, columns)
            ranges.append(merged[column])
            grid.put(row, column, *linked_text(cell, targets))
    for each in ranges:
        if each.rows * each.columns > 1:
            grid.merge(each.row, each.column, rows=each.rows, columns=each.columns)
    return grid


@dataclass(slots=True)
class _Merged:
    row: int
    column: int
    columns: int
    rows: int = 1


def _inside(element: Element, tag: str) -> Iterator[Element]:
    for child in element:
        if child.tag == tag:
            yield child
        elif child.tag in _AROUND:
            yield from _inside(child, tag)


def _is_deleted(row: Element) -> bool:
    properties = row.find(_ROW_PROPERTIES)
    return properties is not None and properties.find(_DELETED) is not None


def _goes_on(cell: Element) -> bool:
    """Whether it is part of the cell above."""
    properties = cell.find(_CELL_PROPERTIES)
    mark = None if properties is None else properties.find(_MERGED)
    return mark is not None and mark.get(_VALUE) != "restart"
