"""The cells of an event's row, with those that merged cells or «там же» stand for."""

import re
from collections.abc import Iterable
from itertools import product
from typing import NamedTuple

from domain.event_import.cells import Cell, Cells
from domain.event_import.columns import Columns, text_at, text_in
from domain.event_import.headings import Role
from domain.event_import.lines import EventLine
from domain.tables.table import Place, Table

_COUNTS = (Role.TIMES_HELD, Role.PARTICIPANTS)
_NOT_READ = frozenset({Role.NUMBER, Role.TO_MEND, Role.BOTH_COUNTS})
_LINKS = (Role.PUBLICATION_LINKS, Role.VIDEO_LINKS)
_REPEATABLE = frozenset({Role.NAME, Role.PLACE, Role.CITY, Role.ORGANISATION})
# «там же», «-//-», «—"—».
_DITTO = re.compile(r"(?:там|т[оа]) же\.?|[-–—\s]*(?://|\"|''|″|〃|«|»)[-–—\s]*", re.IGNORECASE)


class _Read(NamedTuple):
    """A column that is read, and how."""

    role: Role
    column: int
    heading: str
    is_count: bool
    is_repeatable: bool


class RowCells:
    """Of one table, whose events are known."""

    def __init__(self, table: Table, events: Iterable[EventLine]) -> None:
        self._table = table
        self._columns: Columns | None = None
        self._read: list[_Read] = []  # in these columns
        self._above: dict[int, str] = {}  # by column: what «там же» means, within a section
        self._section: str | None = None
        self._shared = self._shared_counts(events) if table.merged else frozenset()

    def of(self, line: EventLine) -> Cells:
        if line.columns is not self._columns:
            self._columns, self._read = line.columns, _to_read(line.columns)
        if line.section != self._section:
            self._section = line.section
            self._above.clear()
        cells: dict[Role, list[Cell]] = {}
        for read in self._read:
            cells.setdefault(read.role, []).append(self._cell(line, line.row, read))
        for below, read in product(line.links_below, self._read) if line.links_below else ():
            if read.role in _LINKS:
                cells[read.role].append(self._cell(line, below, read))
        return cells

    def text(self, line: EventLine, role: Role) -> str:
        """As it stands in the row itself."""
        return text_in(self._table.rows[line.row], line.columns.of(role))

    def _cell(self, line: EventLine, row: int, read: _Read) -> Cell:
        _, column, heading, is_count, is_repeatable = read
        text = text_in(self._table.rows[row], column)
        if is_count:
            if not self._shared or (row, column) not in self._shared:
                return Cell(text, heading, column)
            top = self._table.merged.get((row, column), (row, column))
            return Cell(text_at(self._table, *top), heading, column, shared=True)
        if is_repeatable:
            if len(text) < 12 and _DITTO.fullmatch(text) and (above := self._above.get(column)):
                return Cell(above, heading, column, filled=True)
            if text:
                self._above[column] = text
        links = self._table.links.get((row, column), ())
        if text or not self._table.merged:
            return Cell(text, heading, column, links)
        covered_by = self._table.merged.get((row, column))
        if covered_by is None or covered_by[1] != column or covered_by[0] <= line.columns.last:
            return Cell(text, heading, column, links)
        text, links = (text_at(self._table, *covered_by), self._table.links.get(covered_by, ()))
        return Cell(text, heading, column, links, filled=bool(text))

    def _shared_counts(self, events: Iterable[EventLine]) -> frozenset[Place]:
        """The merged cells of a count that stand for several events, and what they cover."""
        shared: set[Place] = set()
        for line in events:
            for column in map(line.columns.of, _COUNTS):
                if column is None:
                    continue
                top = self._table.merged.get((line.row, column))
                if top is not None and top[0] > line.columns.last and top[1] == column:
                    shared |= {top, (line.row, column)}
        return frozenset(shared)


def _to_read(columns: Columns) -> list[_Read]:
    return [
        _Read(role, at, columns.headings.get(at, ""), role in _COUNTS, role in _REPEATABLE)
        for role, of_role in columns.by_role.items()
        if role not in _NOT_READ
        for at in of_role
    ]
