"""A sheet as plain values, whatever file it is written to: columns, rows, links, pictures, sums."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Literal, NamedTuple

ColumnKind = Literal["index", "text", "number", "links", "link", "time", "picture"]


@dataclass(frozen=True, slots=True)
class Column:
    """`width` is in characters of the default font. The columns of a sheet together are so wide
    that it stays readable when it is fitted to the width of an A4 page in landscape. Not on paper
    are those of the kind "link", the last ones: each has a single address, on one line, because
    a cell can lead to one place only and LibreOffice does not wrap a text that leads anywhere."""

    title: str
    width: float
    kind: ColumnKind


class Link(NamedTuple):
    """A link as written, and the ASCII address that a click opens."""

    text: str
    target: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A square picture within its cell, `side` points long."""

    png: bytes
    side: float


@dataclass(frozen=True, slots=True)
class Sum:
    """The sum of a column, a formula over the rows that a filter leaves; `value` is that of all
    rows."""

    value: int


class Marked(NamedTuple):
    """A cell that stands out, with a note of why."""

    value: str | int | None
    note: str


Value = str | int | datetime | Link | Picture | Sum | Marked | None


@dataclass(frozen=True, slots=True)
class Check:
    """What may be filled into a column, counted from 0: one of the texts in the cells `choices`
    («'Виды'!$A$2:$A$11»), a whole number in `between`, or anything. `prompt` is shown beside the
    cell, `error` where it is something else."""

    column: int
    prompt: str
    error: str = ""
    choices: str = ""
    between: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class Chart:
    """A bar for each row, below the table. `labels` is a column, from 0; `values` are columns by
    the names of what they stand for, laid end to end in the bar."""

    title: str
    labels: int
    values: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Sheet:
    """`rows` may be readable only once; each may leave out its last cells in columns of the kind
    "link". `total` is the line below them, outside the filter."""

    title: str
    columns: tuple[Column, ...]
    rows: Iterable[Sequence[Value]]
    total: Sequence[Value] | None = None
    chart: Chart | None = None
    above: Sequence[Sequence[Value]] = ()
    checks: Sequence[Check] = ()
    room: int = 0


INDEX = Column("№", 6, "index")


def zone_name(zone: tzinfo) -> str:
    """For the title of a column of times: «мск», or the zone's own name."""
    return "мск" if str(zone) == "Europe/Moscow" else str(zone)


def in_zone(at: datetime | None, zone: tzinfo) -> datetime | None:
    """A cell's time: a spreadsheet knows no zones."""
    return at and at.astimezone(zone).replace(tzinfo=None)
