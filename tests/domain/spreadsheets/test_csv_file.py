import csv
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.export.events_sheet import EventRow, columns, plain_sheet
from domain.spreadsheets.csv_file import write_csv


def write(path: Path, *names: str, **answers: object) -> list[list[str]]:
    events = [EventRow("Тульская область", "Сдан", {"name": name, **answers}) for name in names]
    write_csv(path, plain_sheet(events))
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file, delimiter=";"))


def test_the_file_is_what_excel_in_russian_opens_by_a_double_click(tmp_path: Path) -> None:
    path = tmp_path / "report.csv"
    write(path, "Урок; «качества»", kind="education", city="Тула", times_held=3, participants=1200)
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    head, row, end = path.read_text(encoding="utf-8-sig").split("\n")
    assert head == ";".join([*(column.title for column in columns()), "Состояние отчёта", "Вид"])
    assert row == '1;Тульская область;"Урок; «качества»";Тула;3;1200;;;Сдан;Урок, занятие'
    assert end == ""


def test_lines_end_as_windows_wants_and_lines_in_a_cell_stay_in_it(tmp_path: Path) -> None:
    links = ["https://rskrf.ru/1", "https://rskrf.ru/2"]
    rows = write(tmp_path / "report.csv", "Урок", "Урок", video_links=links)
    assert [row[7] for row in rows[1:]] == ["\n".join(links)] * 2
    assert (tmp_path / "report.csv").read_bytes().count(b"\r\n") == 3


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+7 800",
        "-5",
        "@SUM(A1)",
        "  =1",
        "\u00a0=1",
        "\u200b=1",
        "\ufeff=1",
        "\n=1",
        "\tУрок",
        "\rУрок",
        "＝1",
        "＋1",
        "－1",
        "＠a",
    ],
)
def test_what_a_spreadsheet_could_take_for_a_formula_begins_with_an_apostrophe(
    tmp_path: Path, text: str
) -> None:
    assert write(tmp_path / "report.csv", text)[1][2] == f"'{text}"


@pytest.mark.parametrize(
    "text",
    ["12.11", "1/2", "1-2", "12:30", "007", "1e5", "100 %", "5 мая", "12 ноября 2026", "1-дек"],
)
def test_what_a_spreadsheet_could_take_for_a_date_or_a_number_does_too(
    tmp_path: Path, text: str
) -> None:
    assert write(tmp_path / "report.csv", text)[1][2] == f"'{text}"


@pytest.mark.parametrize("text", ["Урок", "1+1=2", "«=1»", "Знак – качества", "5 школ", "'=1", ""])
def test_other_texts_stay_as_they_are(tmp_path: Path, text: str) -> None:
    assert write(tmp_path / "report.csv", text)[1][2] == text


@settings(max_examples=50, deadline=None)
@given(st.lists(st.text(st.characters(exclude_categories=["Cc", "Cs"])), min_size=1))
def test_any_text_comes_back_whatever_signs_are_in_it(texts: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        back = [row[2] for row in write(Path(folder, "report.csv"), *texts)[1:]]
    assert [each.removeprefix("'") for each in back] == [each.removeprefix("'") for each in texts]


def test_the_old_file_stays_when_the_new_one_fails(tmp_path: Path) -> None:
    path = tmp_path / "report.csv"
    path.write_text("old")

    def events() -> Iterator[EventRow]:
        yield EventRow("Тульская область", "Сдан", {})
        raise ConnectionError

    with pytest.raises(ConnectionError):
        write_csv(path, plain_sheet(events()))
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]
