"""Tables as regions draw them up, written as they look: cells between bars."""

from collections.abc import Mapping, Sequence

from domain.event_import.read_events import read_events
from domain.event_import.result import EventsRead
from domain.regions.directory import region_by_code
from domain.tables.table import Place, Table

BELGOROD = region_by_code("31")
ANNEX = (
    "№|Субъект РФ|Проведенное мероприятие|Место проведения (город, организация)"
    "|Количество проведений|Количество участников|Ссылка на публикации (при наличии)"
    "|Ссылка на видео (при наличии)"
)
LESSON = "1|Белгородская область|Урок качества|Белгород, Школа № 5|3|75||"


def table(
    *lines: str,
    name: str = "Лист1",
    links: Mapping[Place, tuple[str, ...]] | None = None,
    merged: Mapping[Place, Place] | None = None,
) -> Table:
    rows = [[cell.replace("\\n", "\n") for cell in line.split("|")] for line in lines]
    return Table(name, rows, links or {}, merged or {})


def read(
    *lines: str,
    links: Mapping[Place, tuple[str, ...]] | None = None,
    merged: Mapping[Place, Place] | None = None,
) -> EventsRead:
    """One sheet with these rows, sent by the Belgorod region."""
    return read_tables(table(*lines, links=links, merged=merged))


def read_tables(*tables: Table) -> EventsRead:
    found = read_events(tables, BELGOROD)
    assert found.rows == len(found.events) + len(found.twins) + found.refused_rows
    return found


def covered(first: Place, last: Place) -> dict[Place, Place]:
    """The merged range between two corners."""
    cells = [
        (row, column)
        for row in range(first[0], last[0] + 1)
        for column in range(first[1], last[1] + 1)
    ]
    return dict.fromkeys(cells[1:], first)


def complaints(found: EventsRead) -> Sequence[str]:
    return [
        f"{row.place.row} «{flaw.heading}»: {flaw.sentence}"
        for row in found.refused
        for flaw in row.flaws
    ]
