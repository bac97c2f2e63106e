"""What a careful clerk would take from a file, a line for each row that says something."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from domain.event_import.read_events import read_events
from domain.event_import.result import EventsRead, RowPlace
from domain.refusal import Refusal
from domain.tables.reading import read_tables
from tests.domain.event_import.annexes import BELGOROD


def told(path: Path, name: str) -> list[str]:
    """By the rows as they are numbered in the file: «4: education | Урок | Белгород | БГТУ | 3 |
    75» and the links that there are, «5! «heading»: what is wrong», «6 = 4» for a twin, «7 – ИТОГО»
    for a row that is no event, «Лист2:» before the rows of a sheet, where there are several; a
    sheet that is refused says why."""
    try:
        tables = read_tables(path, name)
    except Refusal as refusal:
        return [f"! {refusal}"]
    return list(lines(read_events(tables, BELGOROD)))


def lines(read: EventsRead) -> Iterator[str]:
    rows = dict(_rows(read))
    for number, table in enumerate(read.tables):
        if len(read.tables) > 1:
            yield f"{table.name}:"
        if table.refused:
            yield f"! {table.refused}"
        for place in sorted((each for each in rows if each.table == number), key=lambda p: p.row):
            yield from rows[place]


def _rows(read: EventsRead) -> Iterator[tuple[RowPlace, list[str]]]:
    for event in read.events:
        yield event.place, [f"{event.place.row}: {_said(event.answers)}"]
    for twin in read.twins:
        yield twin.place, [f"{twin.place.row} = {twin.repeats.row}"]
    for row in read.refused:
        said = [f"{row.place.row}! «{flaw.heading}»: {flaw.sentence}" for flaw in row.flaws]
        yield row.place, said
    for line in read.lines:
        yield line.place, [f"{line.place.row} – {line.text}".rstrip()]


def _said(answers: Mapping[str, Any]) -> str:
    keys = ("kind", "name", "city", "organisation", "times_held", "participants")
    links = (" ".join(answers[key]) for key in ("publication_links", "video_links"))
    named = (f"{sign} {each}" for sign, each in zip(("п", "в"), links, strict=True) if each)
    return " | ".join([*(str(answers[key]) for key in keys), *named])
