"""A table that is put together cell by cell, with what its merged cells cover."""

import re
from collections.abc import Iterable, Mapping, Sequence

from domain.tables.limits import COUNTED_ROWS, MOST_COLUMNS, too_many_rows
from domain.tables.table import Place, Table

_BREAK = re.compile(r"(?:[\r\n]|%0[AaDd])+")

Range = tuple[Place, Place]  # its first cell, at the top left, and its last


class Grid:
    """Rows and columns are counted from 0. Those from `MOST_COLUMNS` on are left out."""

    def __init__(self) -> None:
        self.rows: list[list[str]] = []
        self.links: dict[Place, tuple[str, ...]] = {}
        self._ranges: list[Range] = []

    def put(self, row: int, column: int, text: str, links: Sequence[str] = ()) -> None:
        """Raises Refusal at a row that is beyond all bounds."""
        if not (text or links) or column >= MOST_COLUMNS:
            return
        if row >= COUNTED_ROWS:
            raise too_many_rows(COUNTED_ROWS)
        while len(self.rows) <= row:
            self.rows.append([])
        cells = self.rows[row]
        cells.extend([""] * (column + 1 - len(cells)))
        cells[column] = text
        if links:
            self.links[row, column] = tuple(dict.fromkeys(links))

    def merge(self, row: int, column: int, *, rows: int, columns: int) -> None:
        """The cell at `row` and `column` covers the others of so many rows and columns."""
        self._ranges.append(((row, column), (row + rows - 1, column + columns - 1)))

    def table(self, name: str) -> Table | None:
        """None if nothing is filled in."""
        return table_of(name, self.rows, self.links, self._ranges)


def table_of(
    name: str,
    rows: list[list[str]],
    links: Mapping[Place, tuple[str, ...]],
    ranges: Iterable[Range],
) -> Table | None:
    """Without the empty rows at the end. None if there are no others. `ranges` are merged."""
    last = max((row for row, _ in links), default=-1)
    filled = next((row for row in range(len(rows) - 1, last, -1) if any(rows[row])), last) + 1
    if not filled:
        return None
    clean = {place: _addresses(there) for place, there in links.items()}
    return Table(name, rows[:filled], clean, _merged(ranges, filled))


def _addresses(links: Iterable[str]) -> tuple[str, ...]:
    """Of a cell with several addresses in it Excel makes one link that leads to all of them."""
    parts = (part.strip() for link in links for part in _BREAK.split(link))
    return tuple(dict.fromkeys(part for part in parts if part))


def _merged(ranges: Iterable[Range], height: int) -> dict[Place, Place]:
    """Ranges do not overlap, so what is covered already is not gone through again."""
    merged: dict[Place, Place] = {}
    for first, last in ranges:
        for row in range(first[0], min(last[0] + 1, height)):
            if (row, first[1]) in merged:
                break
            for column in range(first[1], min(last[1] + 1, MOST_COLUMNS)):
                if (row, column) != first:
                    merged[row, column] = first
    return merged
