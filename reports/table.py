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
class RegionRow:
    """Where one region stands. `number` is its place in the mailing list, `state` the label
    as shown, `reported` is true for a report handed in, with events or without; `changed_at`
    is aware."""

    number: int
    name: str
    federal_district: str | None
    delivery: str
    events: int
    times_held: int
    participants: int
    state: str
    reported: bool
    changed_at: datetime | None
    coordinators: int


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


Value = str | int | datetime | Link | Picture | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """`rows` may be read only once. `total` is the line below them, outside the filter. With
    `page_a_row` each row is printed on a page of its own."""

    title: str
    columns: tuple[Column, ...]
    rows: Iterable[Sequence[Value]]
    total: Sequence[Value] | None = None
    page_a_row: bool = False


_INDEX = Column("№", 6, "index")
_REGION = Column("Субъект РФ", 24, "text")


def columns() -> tuple[Column, ...]:
    """The annex's columns: the number, the region, then the form's in its order."""
    return (_INDEX, _REGION, *(_annex_column(fields) for fields in _annex_fields()))


def report_sheet(events: Iterable[EventRow]) -> Sheet:
    """The annex itself: `events` in the order in which they are to stand."""
    return Sheet("Отчёт", columns(), _event_rows(events))


def summary_sheet(regions: Sequence[RegionRow], zone: tzinfo) -> Sheet:
    """Every region's numbers and state, with a total; times are naive, in `zone`."""
    return Sheet(
        "Свод по субъектам",
        (
            _INDEX,
            Column("Субъект РФ", 40, "text"),
            Column("Федеральный округ", 16, "text"),
            Column("Мероприятий", 14, "number"),
            Column("Проведений", 14, "number"),
            Column("Участников", 14, "number"),
            Column("Состояние", 22, "text"),
            Column("Последнее изменение (мск)", 20, "time"),
        ),
        [
            (
                region.number,
                region.name,
                region.federal_district,
                region.events,
                region.times_held,
                region.participants,
                region.state,
                region.changed_at and region.changed_at.astimezone(zone).replace(tzinfo=None),
            )
            for region in regions
        ],
        total=(
            None,
            "Итого",
            None,
            sum(region.events for region in regions),
            sum(region.times_held for region in regions),
            sum(region.participants for region in regions),
            None,
            None,
        ),
    )


def silent_sheet(regions: Sequence[RegionRow]) -> Sheet:
    """The regions that have not reported, and how to reach them."""
    silent = [region for region in regions if not region.reported]
    rows: list[tuple[Value, ...]] = [
        (number, region.name, region.state, region.delivery, region.coordinators)
        for number, region in enumerate(silent, start=1)
    ]
    return Sheet(
        "Не отчитались",
        (
            _INDEX,
            Column("Субъект РФ", 44, "text"),
            Column("Состояние", 26, "text"),
            Column("Способ доставки", 24, "text"),
            Column("Координаторов", 17, "number"),
        ),
        rows or [(None, "Все субъекты отчитались", None, None, None)],
    )


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


def _event_rows(events: Iterable[EventRow]) -> Iterator[tuple[Value, ...]]:
    annex = _annex_fields()
    for number, event in enumerate(events, start=1):
        yield (number, event.region_name, *(_cell(fields, event.answers) for fields in annex))


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
            return ", ".join(
                dict(field.choices).get(str(answer), str(answer)) for field, answer in given
            )


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


def _lines(value: str | int | datetime | None, width: float) -> int:
    if not isinstance(value, str):
        return 1
    return sum(max(1, ceil(len(line) / (width * _FILLED))) for line in value.split("\n"))
