"""Whole files as Excel, LibreOffice and Word write them: from the file to the events."""

import subprocess
from pathlib import Path

import docx
import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from domain.event_import.result import EventsRead
from domain.tables.reading import read_tables as tables_of
from tests.domain.event_import.annexes import complaints, read_tables

ROWS: list[list[str | int | None]] = [
    ["Отчёт о проведении Недели качества в Белгородской области"],
    [],
    ["№ п/п", "Субъект РФ", "Наименование мероприятия", "Место проведения", "Количество", None,
     "Ссылки", None],
    [None, None, None, None, "проведений", "участников", "на публикации", "на видео"],
    [1, 2, 3, 4, 5, 6, 7, 8],
    [1, "Белгородская область", "Урок качества", "г. Белгород, СОШ № 5", 3, 75, "Новость"],
    [2, None, "Урок качества", "г. Белгород, СОШ № 6", "2 раза", "50 чел."],
    ["2. Публикации на региональных информационных ресурсах"],
    [3, None, "Статьи о хлебе", "г. Белгород, газета", 4, "-", "https://b.ru/1\nhttps://b.ru/2"],
    [4, None, "Ярмарка", "Губкин, ДК", 1, "около 300"],
    [None, None, "ИТОГО", None, 10, "=SUM(F6:F9)"],
]  # fmt: skip
MERGED = ("A1:H1", "A3:A4", "B3:B4", "C3:C4", "D3:D4", "E3:F3", "G3:H3", "B6:B7", "A8:H8")


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    for row in ROWS:
        sheet.append(row)
    for cells in MERGED:
        sheet.merge_cells(cells)
    sheet["G6"].hyperlink = "https://a.ru/1"
    book.save(tmp_path / "annex.xlsx")
    return tmp_path / "annex.xlsx"


def read(file: Path) -> EventsRead:
    return read_tables(*tables_of(file, file.name))


def check(found: EventsRead) -> None:
    assert [
        (event.place.row, event.answers["kind"], event.answers["times_held"],
         event.answers["participants"], event.answers["publication_links"])
        for event in found.events
    ] == [
        (6, "education", 3, 75, ["https://a.ru/1"]),
        (7, "education", 2, 50, []),
        (9, "publication", 4, 0, ["https://b.ru/1", "https://b.ru/2"]),
    ]  # fmt: skip
    heading = "Количество участников"
    assert complaints(found) == [f"10 «{heading}»: Нужно точное число, без «около» и «более»."]
    assert [line.text for line in found.lines] == [
        "2. Публикации на региональных информационных ресурсах",
        "ИТОГО",
    ]


def test_a_workbook_with_merged_cells_and_links_under_words(workbook: Path) -> None:
    check(read(workbook))


@pytest.mark.long
@pytest.mark.parametrize("ending", ["ods", "xls", "xlsx"])
def test_the_same_as_libreoffice_saves_it(
    office: str, workbook: Path, tmp_path: Path, ending: str
) -> None:
    folder = tmp_path / "saved"
    command = [office, f"-env:UserInstallation={tmp_path.as_uri()}/profile", "--headless"]
    subprocess.run(  # noqa: S603  # no input from outside
        [*command, "--convert-to", ending, "--outdir", str(folder), str(workbook)],
        check=True,
        capture_output=True,
    )
    check(read(folder / f"annex.{ending}"))


def test_a_table_of_a_word_file(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("Приложение к письму")
    table = document.add_table(rows=0, cols=6)
    for row in (
        ["№", "Субъект РФ", "Проведенное мероприятие", "Место проведения", "Кол-во проведений",
         "Кол-во участников"],
        ["1", "Белгородская область", "Урок качества", "Белгород, Школа № 5", "3", "75"],
        ["2", "", "Ярмарка", "Губкин, Дом культуры", "1", "1 200"],
    ):  # fmt: skip
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    table.cell(1, 1).merge(table.cell(2, 1))
    document.save(str(tmp_path / "annex.docx"))
    found = read(tmp_path / "annex.docx")
    assert [event.answers["participants"] for event in found.events] == [75, 1200]
    assert found.refused == ()
