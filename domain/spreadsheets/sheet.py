"""A sheet as plain values, whatever file it is written to: columns, rows, links, pictures, sums."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from math import ceil
from typing import Literal

ColumnKind = Literal["index", "text", "number", "links", "time", "picture"]

# In points; Excel's highest row.
_LINE_HEIGHT, PICTURE_MARGIN, _HIGHEST_ROW = 15.0, 3.0, 409.0
# Words are wrapped whole, so a line of text rarely fills its column.
_FILLED = 0.9


@dataclass(frozen=True, slots=True)
class Column:
    """`width` is in characters of the default font. The columns of a sheet together are so wide
    that it stays readable when it is fitted to the width of an A4 page in landscape."""

    title: str
    width: float
    kind: ColumnKind


@dataclass(frozen=True, slots=True)
class Link:
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


Value = str | int | datetime | Link | Picture | Sum | None


@dataclass(frozen=True, slots=True)
class Chart:
    """A bar for each row, below the table. `labels` and `values` are columns, from 0."""

    title: str
    labels: int
    values: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """`rows` may be readable only once. `total` is the line below them, outside the filter. With
    `page_a_row` each row is printed on a page of its own."""

    title: str
    columns: tuple[Column, ...]
    rows: Iterable[Sequence[Value]]
    total: Sequence[Value] | None = None
    chart: Chart | None = None
    page_a_row: bool = False


INDEX = Column("№", 6, "index")


def zone_name(zone: tzinfo) -> str:
    """For the title of a column of times: «мск», or the zone's own name."""
    return "мск" if str(zone) == "Europe/Moscow" else str(zone)


def in_zone(at: datetime | None, zone: tzinfo) -> datetime | None:
    """A cell's time: a spreadsheet knows no zones."""
    return at and at.astimezone(zone).replace(tzinfo=None)


def row_height(values: Sequence[Value], columns: Sequence[Column]) -> float:
    """The estimated height, in points, that shows all of the row's wrapped text: Excel takes it
    from the file instead of measuring the text. A picture has a margin around it."""
    needed = max(
        _height(value, column.width) for value, column in zip(values, columns, strict=True)
    )
    return min(needed, _HIGHEST_ROW)


def _height(value: Value, width: float) -> float:
    if isinstance(value, Picture):
        return value.side + 2 * PICTURE_MARGIN
    return _lines(value.text if isinstance(value, Link) else value, width) * _LINE_HEIGHT


def _lines(value: str | int | datetime | Sum | None, width: float) -> int:
    if not isinstance(value, str):
        return 1
    return sum(max(1, ceil(len(line) / (width * _FILLED))) for line in value.split("\n"))
