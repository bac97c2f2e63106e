"""Files as regions draw them up, end to end: what a careful clerk would take from each, told row by
row in `clerk/told.txt`. Nothing is lost without a word, and nothing is taken for what it is not."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from domain.event_import.marked import write_marked
from domain.event_import.read_events import read_events
from domain.tables.reading import read_tables
from tests.domain.event_import.annexes import BELGOROD
from tests.domain.event_import.clerk import documents, workbooks
from tests.domain.event_import.clerk.told import told

FILES = {**workbooks.FILES, **documents.FILES}
NOW = datetime(2026, 11, 13, tzinfo=UTC)


def _by_file(text: str) -> Mapping[str, Sequence[str]]:
    parts = (part.strip().split("\n") for part in text.split("== ")[1:])
    return {name: lines for name, *lines in parts}


TOLD = _by_file(Path(__file__).with_name("clerk").joinpath("told.txt").read_text())


def test_of_every_file_it_is_told_what_is_in_it() -> None:
    assert FILES.keys() == TOLD.keys()
    assert len(FILES) >= 40


@pytest.mark.parametrize("name", FILES)
def test_a_file_gives_what_a_clerk_would_take(name: str, tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_bytes(FILES[name]())
    assert told(file, "Отчёт") == TOLD[name]


@pytest.mark.parametrize("name", [name for name, lines in TOLD.items() if "! «" in str(lines)])
def test_the_marked_file_sent_back_as_it_is_gives_the_same(name: str, tmp_path: Path) -> None:
    """No row becomes good by being marked, and none is lost."""
    file, marked = tmp_path / "file", tmp_path / "marked.xlsx"
    file.write_bytes(FILES[name]())
    tables = read_tables(file, "Отчёт")
    write_marked(marked, tables, read_events(tables, BELGOROD), zone=UTC, made_at=NOW)
    assert _rows(told(marked, marked.name)) == _rows(TOLD[name])


def _rows(lines: Sequence[str]) -> list[str]:
    """The events whole, and the numbers of the refused rows."""
    return list(
        dict.fromkeys(
            line if ": " in line.split("!")[0] else line.split("!")[0]
            for line in lines
            if line[:1].isdigit()
        )
    )
