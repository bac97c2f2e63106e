"""What the ministry's merged table says, sheet by sheet, as plain values: no file format here."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from math import ceil
from typing import Literal

from yarl import URL

from reports.fields import FIELDS, Field

ColumnKind = Literal["index", "text", "number", "links", "time", "picture"]

# An address over 2,079 characters is no hyperlink for Excel.
_TARGET_LIMIT = 2079
# A host with a dot, and no user's name before it: "https://rskrf.ru@example.com" would lead
# elsewhere than it reads.
_PUBLIC_HOST = re.compile(r"[\w-]+(\.[\w-]+)+(:\d+)?", re.ASCII)

_LINE_HEIGHT = 15.0
PICTURE_MARGIN = 3.0  # points
_HIGHEST_ROW = 409.0
# Words move whole to the next line, so a line of text rarely fills its column.
_FILLED = 0.9


@dataclass(frozen=True, slots=True)
class EventRow:
    """One event. `answers` maps the form's keys to what was answered: text, a whole number or
    a list of links; a question passed over is absent or None."""

    region_name: str
    answers: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Column:
    """`width` is in characters of the spreadsheet's default font. Those of a sheet add up to
    what stays readable when an A4 page in landscape is fitted to its width."""

    title: str
    width: float
    kind: ColumnKind


@dataclass(frozen=True, slots=True)
class Link:
    """A link as written, and the address in plain ASCII that a click opens."""

    text: str
    target: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A square picture that stays in its cell, `side` points long."""

    png: bytes
    side: float


@dataclass(frozen=True, slots=True)
class Sum:
    """The sum of a column, to be reckoned anew from the rows that a filter leaves; `value` is
    what it comes to over all of them."""

    value: int


Value = str | int | datetime | Link | Picture | Sum | None


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars below the table: a bar for each row. `labels` and `values` are numbers of columns,
    from 0."""

    title: str
    labels: int
    values: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """`rows` may be read only once. `total` is the line below them, outside the filter. With
    `page_a_row` each row is printed on a page of its own."""

    title: str
    columns: tuple[Column, ...]
    rows: Iterable[Sequence[Value]]
    total: Sequence[Value] | None = None
    chart: Chart | None = None
    page_a_row: bool = False


INDEX = Column("№", 6, "index")
_REGION = Column("Субъект РФ", 24, "text")
_KIND = next(field for field in FIELDS if field.key == "kind")


def columns() -> tuple[Column, ...]:
    """The annex's columns: the number, the region, then the form's in its order."""
    return (INDEX, _REGION, *(_annex_column(fields) for fields in _annex_fields()))


def report_sheet(events: Iterable[EventRow]) -> Sheet:
    """The annex itself: `events` in the order in which they are to stand. It has the columns
    and rows of the ministry's form and nothing else: a line with the total would be one event
    more to whoever counts the rows or copies them on, so the totals stand on other sheets."""
    return Sheet("Отчёт", columns(), _event_rows(events))


def plain_sheet(events: Iterable[EventRow]) -> Sheet:
    """The annex for a file that has no other sheets: with a column for the kind of event."""
    kind = Column(_KIND.title, 28, "text")
    return Sheet("Отчёт", (*columns(), kind), _event_rows(events, also=(_KIND,)))


def answer_text(field: Field, answer: object) -> str:
    """One answer in words, as a cell shows it; links on lines of their own."""
    match answer:
        case None:
            return ""
        case list():
            return "\n".join(map(str, answer))
        case _:
            return dict(field.choices).get(str(answer), str(answer))


def zone_name(zone: tzinfo) -> str:
    """In the heading of a column of times: «мск», or the zone's own name."""
    return "мск" if str(zone) == "Europe/Moscow" else str(zone)


def in_zone(at: datetime | None, zone: tzinfo) -> datetime | None:
    """A cell's time: a spreadsheet knows no zones."""
    return at and at.astimezone(zone).replace(tzinfo=None)


def row_height(values: Sequence[Value], columns: Sequence[Column]) -> float:
    """An estimate, in points, of the height that shows the row's wrapped text whole; Excel
    takes the height from the file instead of measuring the text. A picture keeps a margin."""
    needed = max(
        _height(value, column.width) for value, column in zip(values, columns, strict=True)
    )
    return min(needed, _HIGHEST_ROW)


def _height(value: Value, width: float) -> float:
    if isinstance(value, Picture):
        return value.side + 2 * PICTURE_MARGIN
    return _lines(value.text if isinstance(value, Link) else value, width) * _LINE_HEIGHT


def _annex_fields() -> list[list[Field]]:
    by_title: dict[str, list[Field]] = {}
    for field in FIELDS:
        if field.column is not None:
            by_title.setdefault(field.column, []).append(field)
    return list(by_title.values())


def _annex_column(fields: list[Field]) -> Column:
    title = str(fields[0].column)
    match fields[0].answers:
        case "count":
            return Column(title, 13, "number")
        case "links":
            return Column(title, 28, "links")
        case _:
            return Column(title, 34, "text")


def _event_rows(
    events: Iterable[EventRow], also: Sequence[Field] = ()
) -> Iterator[tuple[Value, ...]]:
    columns = [*_annex_fields(), *([field] for field in also)]
    for number, event in enumerate(events, start=1):
        yield (number, event.region_name, *(_cell(fields, event.answers) for fields in columns))


def _cell(fields: list[Field], answers: Mapping[str, object]) -> Value:
    given = [
        (field, answer) for field in fields if (answer := answers.get(field.key)) not in (None, "")
    ]
    match given:
        case [(_, int() as count)]:
            return count
        case [(_, list() as links)]:
            return _links([str(link) for link in links])
        case _:
            return ", ".join(answer_text(field, answer) for field, answer in given)


def _links(links: list[str]) -> str | Link:
    text = "\n".join(links)
    target = _target(text) if len(links) == 1 else None
    return text if target is None else Link(text, target)


def _target(text: str) -> str | None:
    try:
        url = URL(text.strip())
    except ValueError:
        return None
    target = str(url)
    web = url.scheme in ("http", "https") and _PUBLIC_HOST.fullmatch(url.raw_authority)
    return target if web and len(target) <= _TARGET_LIMIT else None


def _lines(value: str | int | datetime | Sum | None, width: float) -> int:
    if not isinstance(value, str):
        return 1
    return sum(max(1, ceil(len(line) / (width * _FILLED))) for line in value.split("\n"))
