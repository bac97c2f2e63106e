"""What is written is read back the same by programs that have nothing in common."""

import csv
import re
import subprocess
import tempfile
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import openpyxl
import pytest
import python_calamine
from hypothesis import example, given, settings
from hypothesis import strategies as st

from domain.spreadsheets.sheet import Column, Link, Sheet, Sum
from domain.spreadsheets.xlsx import write_workbook

MOSCOW = ZoneInfo("Europe/Moscow")
NOW = datetime(2025, 11, 17, 7, 0, tzinfo=UTC)
Row = tuple[str, int | None, datetime | None, Link | None]
TOTAL = ("Итого", Sum(5), None, None)
COLUMNS = (
    Column("Текст", 30, "text"),
    Column("Число", 15, "number"),
    Column("Время", 17, "time"),
    Column("Открыть", 20, "link"),
)
AWKWARD = (
    *("=1+1", "+7", "-", "@", "'", '"', "_x000D_", "_x005F_", "<b>", "&amp;", "]]>", "  ", " а "),
    *("\r\n", "\r", "\n", "\t", "\0", "\x0b", "\x1f", "\x7f", "\x85", "\xa0", "\u2028", "\u202e"),
    *("\ud800", "\udfff", "\ufffe", "\uffff", "😀", "👩‍👩‍👧", "е\u0301", "ё", "я" * 40),
    "https://a.ru/?a=1&b=2",
)
# By XML 1.0's production Char, which is all that a file can carry.
NO_CHAR = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
TEXTS = st.lists(st.characters() | st.sampled_from(AWKWARD), max_size=8).map("".join)
MIDNIGHT = datetime(1995, 1, 1)  # noqa: DTZ001 - a cell's time has no zone
TIMES = st.integers(1, 20_000_000).map(lambda number: MIDNIGHT + timedelta(minutes=number))
NUMBERS = st.integers(-10_000_000, 10_000_000)


def carried(text: str) -> str:
    """The text as an XML parser gives it back: every end of line is one character."""
    return NO_CHAR.sub("", text).replace("\r\n", "\n").replace("\r", "\n")


def write(folder: Path, rows: Sequence[Row]) -> Path:
    path = folder / "report.xlsx"
    sheet = Sheet("Лист", COLUMNS, rows, TOTAL)
    write_workbook(path, [sheet], title="Отчёт", zone=MOSCOW, made_at=NOW)
    return path


def moment(cell: object) -> object:
    """Calamine's empty cell is a text, and its midnight is a date."""
    if isinstance(cell, date) and not isinstance(cell, datetime):
        return datetime.combine(cell, time())
    return cell or None


@settings(max_examples=40, deadline=None)
@example([("", None, MIDNIGHT, None)])
@given(st.lists(st.tuples(TEXTS, NUMBERS | st.none(), TIMES | st.none(), st.none()), min_size=1))
def test_two_libraries_read_what_was_written(rows: list[Row]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = write(Path(folder), rows)
        sheet = openpyxl.load_workbook(path)["Лист"]
        by_openpyxl = [row[:3] for row in sheet.iter_rows(min_row=2, values_only=True)]
        by_calamine = python_calamine.load_workbook(path).get_sheet_by_index(0).to_python()[1:]
    expected = [[carried(text), number, at] for text, number, at, _ in rows]
    formula = f"=SUBTOTAL(109,B2:B{len(rows) + 1})"
    assert [[text or "", *others] for text, *others in by_openpyxl] == [
        *expected,
        ["Итого", formula, None],
    ]
    assert [
        [carried(str(text)), None if number == "" else number, moment(at)]
        for text, number, at, *_ in by_calamine
    ] == [*expected, ["Итого", 5, None]]


@pytest.mark.long
def test_libreoffice_reads_what_was_written(office: str, tmp_path: Path) -> None:
    at = MIDNIGHT + timedelta(hours=10)
    texts = [text for text in AWKWARD if carried(text).strip()]
    link = Link("https://a.ru/?a=1&b=2#в", "https://a.ru/?a=1&b=2#%D0%B2")
    path = write(tmp_path, [(text, 1000 + n, at, link) for n, text in enumerate(texts)])
    own = f"-env:UserInstallation={(tmp_path / 'office').as_uri()}"
    as_csv = "csv:Text - txt - csv (StarCalc):44,34,76"
    command = [office, own, "--headless", "--convert-to", as_csv, "--outdir", str(tmp_path)]
    # The command is made of this test's own words.
    subprocess.run([*command, str(path)], check=True, capture_output=True, timeout=180)  # noqa: S603
    with path.with_suffix(".csv").open(encoding="utf-8", newline="") as file:
        _, *rows, total = csv.reader(file)
    assert [row[0] for row in rows] == list(map(carried, texts))
    assert {(row[2], row[3]) for row in rows} == {("01.01.1995 10:00", link.text)}
    digits = ["".join(filter(str.isdecimal, row[1])) for row in rows]
    assert digits == [str(1000 + n) for n in range(len(texts))]
    assert total[0] == "Итого"
