"""The cells of an event's row, with those that merged cells or «там же» stand for."""

import re
from collections import defaultdict
from collections.abc import Iterable
from itertools import product

from domain.event_import.cells import Cell, Cells
from domain.event_import.columns import Columns, text_at
from domain.event_import.headings import Role
from domain.event_import.lines import EventLine
from domain.tables.table import Place, Table

_COUNTS = (Role.TIMES_HELD, Role.PARTICIPANTS)
_NOT_READ = frozenset({Role.NUMBER, Role.TO_MEND, Role.BOTH_COUNTS})
_LINKS = (Role.PUBLICATION_LINKS, Role.VIDEO_LINKS)
_REPEATABLE = frozenset({Role.NAME, Role.PLACE, Role.CITY, Role.ORGANISATION})
# «там же», «-//-», «—"—».
_DITTO = re.compile(r"(?:там|т[оа]) же\.?|[-–—\s]*(?://|\"|''|″|〃|«|»)[-–—\s]*", re.IGNORECASE)


class RowCells:
    """Of one table, whose events are known."""

    def __init__(self, table: Table, events: Iterable[EventLine]) -> None:
        self._table = table
        self._above: dict[int, str] = {}  # by column: what «там же» means, within a section
        self._section: str | None = None
        self._shared = self._shared_counts(events) if table.merged else frozenset()

    def of(self, line: EventLine) -> Cells:
        columns, row = line.columns, line.row
        if line.section != self._section:
            self._section = line.section
            self._above.clear()
        cells = defaultdict[Role, list[Cell]](list)
        for role, of_role in columns.by_role.items():
            if role not in _NOT_READ:
                for at in of_role:
                    cells[role].append(self._cell(columns, row, at, role))
        for role in _LINKS if line.links_below else ():
            for below, at in product(line.links_below, columns.by_role.get(role, ())):
                cells[role].append(self._cell(columns, below, at, role))
        return cells

    def text(self, line: EventLine, role: Role) -> str:
        """As it stands in the row itself."""
        column = line.columns.of(role)
        return "" if column is None else text_at(self._table, line.row, column)

    def _cell(self, columns: Columns, row: int, column: int, role: Role) -> Cell:
        texts, heading = self._table.rows[row], columns.headings.get(column, "")
        text = texts[column].strip() if column < len(texts) else ""
        if role in _COUNTS:
            if not self._shared or (row, column) not in self._shared:
                return Cell(text, heading, column)
            top = self._table.merged.get((row, column), (row, column))
            return Cell(text_at(self._table, *top), heading, column, shared=True)
        if role in _REPEATABLE:
            if len(text) < 12 and _DITTO.fullmatch(text) and (above := self._above.get(column)):
                return Cell(above, heading, column, filled=True)
            if text:
                self._above[column] = text
        links = self._table.links.get((row, column), ())
        if text or not self._table.merged:
            return Cell(text, heading, column, links)
        covered_by = self._table.merged.get((row, column))
        if covered_by is None or covered_by[1] != column or covered_by[0] <= columns.last:
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
