"""Which columns a Word table's cells stand in.

Word keeps no columns, but a grid of all edges: whoever moves one cell's edge by a hair makes two
narrow columns of one, and the same column begins in each row elsewhere. So the row of the most
cells says what the columns are, and the cells of shorter rows (titles, headings over several
columns) stand in those that they lie nearest to.
"""

from collections.abc import Sequence
from itertools import accumulate, pairwise
from typing import Any

from docx.oxml.ns import qn

Element = Any  # lxml has no types

_GRID, _COLUMN, _WIDTH = qn("w:tblGrid"), qn("w:gridCol"), qn("w:w")
_BEFORE, _SPAN, _VALUE = qn("w:gridBefore"), qn("w:gridSpan"), qn("w:val")
_MOST = 1_000  # columns of the grid; Word itself takes 63


def columns_of(
    table: Element, rows: Sequence[Element], cells: Sequence[Sequence[Element]]
) -> list[list[tuple[int, int]]]:
    """For each cell of each row: its first column, counted from 0, and how many it takes."""
    edges = [_edges(row, inside) for row, inside in zip(rows, cells, strict=True)]
    places = _places(table, max((row[-1] for row in edges), default=0))
    columns = [places[edge] for edge in max(edges, key=len, default=[0])]
    return [_in_columns([places[edge] for edge in row], columns) for row in edges]


def _edges(row: Element, cells: Sequence[Element]) -> list[int]:
    """In grid columns: where each cell begins, and where the last one ends."""
    spans = [_number(cell.tcPr, _SPAN, 1) for cell in cells]
    return list(accumulate(spans, initial=_number(row.trPr, _BEFORE, 0)))


def _places(table: Element, count: int) -> list[int]:
    """How far from the left each edge of the grid is; all alike if the document does not say."""
    grid = table.find(_GRID)
    written = [] if grid is None else [each.get(_WIDTH) or "" for each in grid.iter(_COLUMN)]
    widths = [int(each) if each.isdecimal() else 0 for each in written]
    if len(widths) < count or not all(widths[:count]):
        widths = [1] * count
    return list(accumulate(widths[:count], initial=0))


def _in_columns(edges: list[int], columns: list[int]) -> list[tuple[int, int]]:
    """The same number of cells is the same columns, however their edges have been moved."""
    count = len(edges) - 1
    if len(edges) == len(columns):
        return [(column, 1) for column in range(count)]
    nearest = [min(range(len(columns)), key=lambda at: abs(columns[at] - edge)) for edge in edges]
    found: list[tuple[int, int]] = []
    free = 0
    for first, after in pairwise(nearest):
        column = max(first, free)
        found.append((column, max(after - column, 1)))
        free = column + 1
    return found


def _number(properties: Element, name: str, otherwise: int) -> int:
    if properties is None or (element := properties.find(name)) is None:
        return otherwise
    value = element.get(_VALUE) or ""
    return min(int(value), _MOST) if value.isdecimal() else otherwise
