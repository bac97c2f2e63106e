"""What has been read from the tables that somebody sent: plain data, to be kept as JSON. What there
is of every row are tuples: they are made, and go from process to process, several times faster."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple

from domain.events.doubts import Doubt

_SHOWN = 80  # characters of a cell


class GuessKind(StrEnum):
    KIND = "kind"  # from the event's name
    KIND_OF_SECTION = "section"  # from the line above a group of rows
    NO_KIND = "other"  # neither says one: it is taken as «Другое»
    FILLED = "filled"  # a merged cell, or «там же», stands for several rows
    CITY = "city"  # what comes first in the place, though it is no town that we know
    ADDRESS = "address"  # a street stands for the organisation
    NUMBER = "number"  # in words or as a sum
    NONE = "none"  # «нет» or nothing is 0
    CITY_ABOVE = "above"  # the town of the line or the sheet that the row stands under
    VIDEO = "video"  # taken from a column for all links
    WORDS_LEFT_OUT = "words"  # beside links


class Guess(NamedTuple):
    """`key` is the field's, `written` what the sender wrote, shortened, `taken` what it is taken
    for: a key of KINDS, a town, a number as text; "" where nothing is."""

    kind: GuessKind
    key: str
    written: str
    taken: str = ""


@dataclass(frozen=True, slots=True)
class Flaw:
    """What is wrong with a cell. `heading` is its column's as it stands in the file, `written` is
    its text, shortened, `sentence` whole. `column` is counted from 0. One that is `cleared` comes
    back empty: by itself its text would be taken for a good answer."""

    heading: str
    written: str
    sentence: str
    column: int
    cleared: bool = False


class RowPlace(NamedTuple):
    """`table` is the place of the sheet in the file, counted from 0, `sheet` its name, `row` the
    row's number as it is shown."""

    table: int
    sheet: str
    row: int


class EventRead(NamedTuple):
    """A row that is an event: `answers` have all keys of FIELDS and can be saved. `twin_key` is as
    in `domain/events/likeness.py`. `elsewhere` are those of its towns that are known in other
    regions only."""

    place: RowPlace
    answers: dict[str, Any]
    twin_key: int
    guesses: tuple[Guess, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    elsewhere: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TwinRead:
    """A row that is the event of an earlier row once more; `differs` are the keys of the fields
    in which it is not: its numbers or links."""

    place: RowPlace
    answers: dict[str, Any]
    repeats: RowPlace
    differs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """`title` is what the row calls the event, `number` its «№ п/п», shortened; "" if nothing."""

    place: RowPlace
    title: str
    number: str
    flaws: tuple[Flaw, ...]


class LineKind(StrEnum):
    TOTAL = "total"
    SECTION = "section"  # only a text: the title of what follows, a signature
    SIGNATURE = "signature"  # in several cells


@dataclass(frozen=True, slots=True)
class Line:
    """A row with words that is no event."""

    place: RowPlace
    kind: LineKind
    text: str


@dataclass(frozen=True, slots=True)
class TableRead:
    """`heading` is the number of the last row of the heading, None if the sheet has none and is no
    report, or goes on with the columns of the one before. `not_taken` are the headings of columns
    that the report has no place for. `refused` says why none of the `rows` can be taken. `is_ours`:
    it is a sheet of our template that nobody fills in. `numbered` is as in Table."""

    name: str
    heading: int | None = None
    continues: bool = False
    not_taken: tuple[str, ...] = ()
    refused: str | None = None
    rows: int = 0
    is_ours: bool = False
    numbered: bool = True

    @property
    def is_report(self) -> bool:
        return self.heading is not None or self.continues


@dataclass(frozen=True, slots=True)
class EventsRead:
    """The rows of all reports are `events`, `twins`, `refused` or those of refused `tables`."""

    tables: tuple[TableRead, ...]
    events: tuple[EventRead, ...] = ()
    twins: tuple[TwinRead, ...] = ()
    refused: tuple[RefusedRow, ...] = ()
    lines: tuple[Line, ...] = ()

    @property
    def rows(self) -> int:
        """How many rows should be events."""
        return sum(table.rows for table in self.tables)

    @property
    def refused_rows(self) -> int:
        in_refused_tables = sum(table.rows for table in self.tables if table.refused)
        return len(self.refused) + in_refused_tables

    @property
    def skipped(self) -> Sequence[str]:
        """The names of the sender's sheets that are no reports."""
        return [table.name for table in self.tables if not (table.is_report or table.is_ours)]


def shown(text: str) -> str:
    """A cell's text as it is quoted."""
    line = " ".join(text[: 4 * _SHOWN].split())
    return line if len(line) <= _SHOWN else f"{line[: _SHOWN - 1]}…"
