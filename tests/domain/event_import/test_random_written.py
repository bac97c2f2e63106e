"""Whatever stands in a file's rows, in whatever format: each is an event, a twin or refused."""

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.event_import.read_events import read_events
from domain.tables.reading import read_tables
from tests.domain.event_import.annexes import BELGOROD
from tests.domain.tables.books import of_rows
from tests.domain.tables.documents import docx, table_in

HEADING = ["Мероприятие", "Место", "Количество проведений", "Количество участников", "Ссылки"]
CELLS = st.sampled_from(
    ["", "3", "75 чел.", "нет", "около 30", "Итого", "там же", "Министр", "И. И. Иванов", "=1+1",
     "https://a.ru/1", "13.11.2026", "Количество участников", '"', "\u202eурок", "🎉", "№ 5"]
) | st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12)  # fmt: skip
ROWS = st.lists(st.tuples(CELLS, CELLS, CELLS, CELLS), min_size=1, max_size=6)
Rows = Sequence[Sequence[str]]


def _csv(rows: Rows) -> bytes:
    quoted = (";".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows)
    return "\r\n".join(quoted).encode()


WRITE: dict[str, Callable[[Rows], bytes]] = {
    "xlsx": lambda rows: of_rows(*rows),
    "docx": lambda rows: docx(lambda document: table_in(document, rows)),
    "csv": _csv,
}


@pytest.mark.parametrize("format_", WRITE)
@settings(
    max_examples=15,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(rows=ROWS)
def test_every_row_is_told(
    tmp_path: Path, format_: str, rows: Sequence[tuple[str, str, str, str]]
) -> None:
    lines = [
        [f"Урок {name}", f"Белгород, {number}-й дом", *counts]
        for number, (name, *counts) in enumerate(rows)
    ]
    file = tmp_path / "file"
    file.write_bytes(WRITE[format_]([HEADING, *lines]))
    found = read_events(read_tables(file, "Отчёт"), BELGOROD)
    told = (
        *(event.place.row for event in found.events),
        *(twin.place.row for twin in found.twins),
        *(row.place.row for row in found.refused),
    )
    assert sorted(told) == list(range(2, len(lines) + 2))
    assert found.rows == len(lines)
