"""The same workbook as LibreOffice saves it in each of its formats."""

import subprocess
from datetime import date, timedelta
from pathlib import Path

import pytest
import xlsxwriter

from domain.refusal import Refusal
from domain.tables.reading import read_tables
from tests.domain.tables.books import HEADINGS, xlsx
from tests.domain.tables.test_other_formats import PAGE

DATE = date(2025, 11, 13)


def draw(book: xlsxwriter.Workbook) -> None:
    sheet = book.add_worksheet("Отчёт")
    day, time = (
        book.add_format({"num_format": "d mmm yyyy"}),
        book.add_format({"num_format": "[h]:mm"}),
    )
    border, bold = book.add_format({"border": 1}), book.add_format({"bold": True})
    sheet.merge_range("B2:E2", "Отчёт о Неделе качества")
    sheet.write_row("B4", HEADINGS)
    sheet.write_row("B5", ("Урок «Мёд»\nвторая строка", "Казань", 1200, "нет"))
    sheet.set_row(5, None, None, {"hidden": True})
    sheet.write_rich_string("B6", "жир", bold, "ный")
    sheet.merge_range("C6:C7", "Пермь")
    sheet.write_url("E6", "https://a.ru/новость?x=1&y=2#part", string="тут")
    sheet.write_formula("E7", '=HYPERLINK("https://b.ru/?x=1&y=2","там")', None, "там")
    sheet.write("B7", "состав")
    sheet.write_row("B8", ("  края  ", "00120", 12.5, -3))
    sheet.write_datetime("B9", DATE, day)
    sheet.write_datetime("C9", timedelta(hours=26, minutes=30), time)
    sheet.write_formula("D9", "=1/0", None, "#DIV/0!")
    sheet.write_formula("E9", "=SUM(D5:D5)", None, 1200)
    for row in range(9, 3_000):
        sheet.write_blank(row, 1, None, border)
    hidden = book.add_worksheet("Списки")
    hidden.write("A1", "Урок")
    hidden.hide()
    book.add_worksheet("Пустой")
    book.add_worksheet("Второй").write("A1", "последняя")


ROWS = [
    [],
    ["", "Отчёт о Неделе качества"],
    [],
    ["", *HEADINGS],
    ["", "Урок «Мёд»\nвторая строка", "Казань", "1200", "нет"],
    ["", "жирный", "Пермь", "", "тут"],
    ["", "состав", "", "", "там"],
    ["", "края", "00120", "12,5", "-3"],
    ["", "13.11.2025", "26:30", "#DIV/0!", "1200"],
]


@pytest.mark.long
@pytest.mark.parametrize("ending", ["xlsx", "xls", "ods"])
def test_a_workbook_saved_by_libreoffice(office: str, tmp_path: Path, ending: str) -> None:
    (tmp_path / "drawn.xlsx").write_bytes(xlsx(draw))
    path = converted(office, tmp_path / "drawn.xlsx", ending)
    first, second = read_tables(path, path.name)
    assert second.rows == [["последняя"]]
    assert first.name == "Отчёт"
    assert [strip(list(row)) for row in first.rows] == ROWS
    assert first.links == {
        (5, 4): ("https://a.ru/новость?x=1&y=2#part",),
        (6, 4): ("https://b.ru/?x=1&y=2",),
    }
    assert first.merged == {**{(1, column): (1, 1) for column in (2, 3, 4)}, (6, 2): (5, 2)}


@pytest.mark.long
def test_a_document_saved_by_libreoffice(office: str, tmp_path: Path) -> None:
    (tmp_path / "drawn.html").write_text(PAGE.format(charset="utf-8"), encoding="utf-8")
    path = converted(office, tmp_path / "drawn.html", "docx:MS Word 2007 XML")
    (table,) = read_tables(path, path.name)
    assert [[cell.replace("\xa0", " ") for cell in strip(list(row))] for row in table.rows] == [
        ["Мероприятие", "", "Участников"],
        ["Урок качества «Мёд»", "в Казани", "120"],
        ["", "тут\nи там", "5"],
    ]
    assert table.links == {(2, 1): ("https://a.ru/?x=1&y=2", "https://b.ru/")}
    assert table.merged == {(0, 1): (0, 0), (2, 0): (1, 0)}
    for ending, told in (("doc", "старого образца"), ("odt", ".odt"), ("rtf", ".rtf")):
        with pytest.raises(Refusal, match=told):
            read_tables(converted(office, path, ending), "Отчёт.docx")


def strip(row: list[str]) -> list[str]:
    """Formats differ in whether they keep empty cells at the end."""
    while row and not row[-1]:
        row = row[:-1]
    return row


def converted(office: str, path: Path, ending: str) -> Path:
    own = f"-env:UserInstallation={(path.parent / 'office').as_uri()}"
    folder = path.parent / "made"
    name = f"{path.stem}.{ending.partition(':')[0]}"
    command = [office, own, "--headless", "--convert-to", ending, "--outdir", str(folder)]
    # The command is made of this test's own words.
    subprocess.run([*command, str(path)], check=True, capture_output=True, timeout=180)  # noqa: S603
    return folder / name
