"""Reads events from the tables that a region has drawn up, each row with what is wrong with it,
with what was guessed and with what it repeats."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from domain.event_import.cells import CellReader
from domain.event_import.columns import Columns, find_columns
from domain.event_import.headings import Role
from domain.event_import.lines import EventLine, Lines, OtherLine, looks_like_events
from domain.event_import.result import (
    EventRead,
    EventsRead,
    Line,
    RefusedRow,
    RowPlace,
    TableRead,
    TwinRead,
    shown,
)
from domain.event_import.row_cells import RowCells
from domain.event_import.samples import is_ours, is_sample
from domain.event_import.titles import region_of_title
from domain.event_import.wording import TITLE_OF_OTHER
from domain.events.doubts import link_doubts, number_doubts
from domain.events.likeness import Likeness, differing, key_of, likeness
from domain.regions.directory import Region
from domain.regions.towns import towns_elsewhere
from domain.tables.table import Table


def read_events(tables: Sequence[Table], region: Region) -> EventsRead:
    """Every row that should be an event is one of the events, of the twins or of the refused."""
    reading, before = _Reading(CellReader(region), region), None
    found = [None if is_sample(table) else _columns_of(table, region) for table in tables]
    has_report = any(columns and columns.refused is None for columns in found)
    for at, (table, columns) in enumerate(zip(tables, found, strict=True)):
        if has_report and columns and columns.refused and columns.of(Role.NAME) is None:
            columns = None  # a summary: what has no names is no list of events
        continues = columns is None and not is_sample(table)
        if continues and before is not None:
            columns = _continued(table, *before)
        if columns is None:
            reading.tables.append(TableRead(table.name, is_ours=is_ours(table)))
            continue
        reading.read(at, table, columns, continues=continues)
        if columns.refused is None:
            before = (table, columns)
    return reading.result()


def _columns_of(table: Table, region: Region) -> Columns | None:
    columns = find_columns(table)
    other = region_of_title(table, columns, region) if columns and not columns.refused else None
    return (
        replace(columns, refused=TITLE_OF_OTHER.format(other.name))
        if columns and other
        else columns
    )


def _continued(table: Table, before: Table, columns: Columns) -> Columns | None:
    """The columns of the table before, if this one goes on with it: in Word a table that is cut in
    two has no second heading."""
    if _width(table) > _width(before):
        return None
    own = replace(columns, first=-1, last=-1)
    return own if looks_like_events(table, own) else None


def _width(table: Table) -> int:
    """Without empty columns at the end."""
    return max(
        (at for row in table.rows for at, text in enumerate(row, start=1) if text.strip()),
        default=0,
    )


@dataclass(slots=True)
class _Reading:
    cells: CellReader
    region: Region
    tables: list[TableRead] = field(default_factory=list)
    events: list[EventRead] = field(default_factory=list)
    twins: list[TwinRead] = field(default_factory=list)
    refused: list[RefusedRow] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    first: dict[Likeness, EventRead] = field(default_factory=dict)

    def result(self) -> EventsRead:
        return EventsRead(
            tuple(self.tables),
            tuple(self.events),
            tuple(self.twins),
            tuple(self.refused),
            tuple(self.lines),
        )

    def read(self, at: int, table: Table, columns: Columns, *, continues: bool) -> None:
        found = list(Lines(table, columns))
        events = [line for line in found if isinstance(line, EventLine)]
        self.tables.append(
            TableRead(
                table.name,
                heading=None if continues else columns.last + 1,
                continues=continues,
                not_taken=() if continues else columns.not_taken,
                refused=columns.refused,
                rows=len(events),
                numbered=table.numbered,
            )
        )
        if columns.refused is not None:
            return
        for line in found:
            if isinstance(line, OtherLine):
                place = RowPlace(at, table.name, line.row + 1)
                self.lines.append(Line(place, line.kind, shown(line.text)))
        rows = RowCells(table, events)
        for event in events:
            self._add(RowPlace(at, table.name, event.row + 1), rows, event)

    def _add(self, place: RowPlace, rows: RowCells, line: EventLine) -> None:
        row = self.cells.read(rows.of(line), line.section, place.sheet)
        if row.flaws:
            title, number = (shown(rows.text(line, role)) for role in (Role.NAME, Role.NUMBER))
            self.refused.append(RefusedRow(place, title, number, tuple(row.flaws)))
            return
        answers, key = row.answers, likeness(row.answers)
        if first := self.first.get(key):
            differs = differing(answers, first.answers)
            self.twins.append(TwinRead(place, answers, first.place, differs))
            return
        doubts = (*number_doubts(answers), *link_doubts(answers))
        elsewhere = towns_elsewhere(answers["city"], self.region)
        event = EventRead(place, answers, key_of(key), tuple(row.guesses), doubts, elsewhere)
        self.first[key] = event
        self.events.append(event)
