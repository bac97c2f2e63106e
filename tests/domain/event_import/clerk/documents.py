"""Word documents, text files and workbooks with more than cells in them."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

import xlsxwriter
from docx.enum.section import WD_ORIENT

from tests.domain.event_import.clerk.workbooks import ANNEX, FAIR, LESSON, SHORT
from tests.domain.tables.books import xlsx
from tests.domain.tables.documents import docx, linked, table_in, xml


def words(row: Sequence[object]) -> list[str]:
    return ["" if each is None else str(each) for each in row]


def annex_row(*row: object) -> list[str]:
    number, *rest = words(row)
    return [number, "Белгородская область", *rest, *[""] * (7 - len(row))]


def _annex(document: Any) -> None:
    document.add_paragraph("Приложение к письму от 14.11.2026 № 123")
    document.sections[0].orientation = WD_ORIENT.LANDSCAPE
    table = table_in(document, [list(ANNEX), annex_row(*LESSON), annex_row(*FAIR)])
    linked(table.cell(1, 6), "Новость", "https://a.ru/1")
    table_in(document, [["Министр", "(подпись)", "И. И. Иванов"]])


def _cut_in_two(document: Any) -> None:
    table_in(document, [["Бланк министерства", "Заместителю министра\nПетрову П. П."]])
    table_in(document, [list(ANNEX), annex_row(*LESSON)])
    document.add_section()
    table_in(document, [annex_row(*FAIR), annex_row(3, "Форум", "г. Губкин, ДК", 1, 30)])
    table_in(document, [list(ANNEX), annex_row(4, "Показ", "г. Губкин, музей", 1, 300)])


def _changed(document: Any) -> None:
    headings = [*SHORT, "Ссылки"]
    table = table_in(document, [headings, [*words(LESSON), ""], [*words(FAIR), ""]])
    table_in(table.cell(1, 5), [["ВК", "https://vk.com/wall-1_2"]])
    paragraph = table.cell(2, 4).paragraphs[0]._p
    for run in list(paragraph):
        paragraph.remove(run)
    for written in (
        '<w:del w:id="1" w:author="x"><w:r><w:delText>30</w:delText></w:r></w:del>',
        '<w:ins w:id="2" w:author="x"><w:r><w:t>28</w:t></w:r></w:ins>',
        '<w:r><w:footnoteReference w:id="2"/></w:r>',
    ):
        paragraph.append(xml(written))


def _merged(document: Any) -> None:
    last = ["", "Итого", "", "5", "400"]
    other = ["3", "Форум", "", "1", "25"]
    table = table_in(document, [list(SHORT), words(LESSON), words(FAIR), other, last])
    table.cell(2, 2).merge(table.cell(3, 2))
    table.cell(4, 0).merge(table.cell(4, 2))


def _sections(document: Any) -> None:
    lines = [["1. Образовательные мероприятия", "", "", "", ""], ["2. Публикации", "", "", "", ""]]
    lecture = words((1, "Лекция", "г. Белгород,\nул. Победы, 85,\nНИУ «БелГУ»", 1, "40\n\n"))
    bread = words((2, "Хлеб области", "г. Белгород, областная газета", 4, "-"))
    table = table_in(document, [list(SHORT), lines[0], lecture, lines[1], bread])
    for row in (1, 3):
        table.cell(row, 0).merge(table.cell(row, 4))


def _cards(document: Any) -> None:
    for _, name, place, times, people in (LESSON, FAIR):
        rows = [("Мероприятие", name), ("Место проведения", place),
                ("Количество проведений", times), ("Количество участников", people)]  # fmt: skip
        table_in(document, [words(row) for row in rows])


def _sheets(named: bool, book: xlsxwriter.Workbook) -> None:
    """A sheet for each municipality, whose name is in the places or only the sheet's."""
    for town, count in (("Белгород", 2), ("Губкин", 1)):
        sheet = book.add_worksheet(town)
        sheet.write_row(2, 0, SHORT)
        for number in range(1, count + 1):
            school = f"школа № {number}"
            place = f"{town}, {school}" if named else school
            sheet.write_row(2 + number, 0, (number, "Урок качества", place, 1, 20 + number))
        sheet.write_row(3 + count, 0, ("Итого", None, None, count, 20 * count + count))
    sheet = book.add_worksheet("Свод")
    sheet.write_row(0, 0, ("Муниципалитет", "Количество мероприятий", "Количество участников"))
    sheet.write_row(1, 0, ("Белгород", 2, 43))
    book.add_worksheet("Контакты").write_row(0, 0, ("ФИО", "Телефон"))


def _hidden(book: xlsxwriter.Workbook) -> None:
    sheet = book.add_worksheet("Отчёт")
    sheet.write_row(0, 0, SHORT)
    for number in range(1, 5):
        place = f"Белгород, школа № {number}"
        sheet.write_row(number, 0, (number, "Урок качества", place, 1, 20 + number))
    sheet.set_row(2, None, None, {"hidden": True})
    sheet.set_column(0, 0, None, None, {"hidden": True})
    sheet.autofilter("A1:E5")
    sheet.write_comment("C2", "проверить!")
    sheet.insert_textbox("G2", "Сдать до пятницы")
    sheet.write_formula("E4", "=10+12", None, 22)
    sheet.write("B6", "Всего")
    sheet.write_formula("D6", "=SUM(D2:D5)", None, 4)
    sheet.write_formula("E6", "=SUM(E2:E5)", None, 89)


def text(encoding: str, separator: str = ";") -> Callable[[], bytes]:
    quoted = f'"г. Белгород{separator} СОШ № 5"'
    rows = [SHORT, (1, "Урок качества", quoted, 3, 75), (2, "Ярмарка", "Губкин ДК", 1, "1 200"),
            (None, "Итого", None, 4, 1275)]  # fmt: skip
    lines = "\r\n".join(separator.join(words(row)) for row in rows)
    return lambda: lines.encode(encoding)


FILES: Mapping[str, Callable[[], bytes]] = {
    "a Word annex with a table to sign": partial(docx, _annex),
    "a Word table cut in two, another one, a letterhead": partial(docx, _cut_in_two),
    "a nested table, tracked changes and a footnote": partial(docx, _changed),
    "a Word table with merged cells": partial(docx, _merged),
    "sections over the width and lines in cells": partial(docx, _sections),
    "a Word card for each event": partial(docx, _cards),
    "Word without a table": lambda: docx(lambda document: document.add_paragraph("1. Урок, 75")),
    "a sheet for each municipality and a summary": partial(xlsx, partial(_sheets, True)),
    "the town only in the sheet's name": partial(xlsx, partial(_sheets, False)),
    "hidden rows, a filter, a comment, formulas": partial(xlsx, _hidden),
    "text in UTF-8": text("utf-8"),
    "text in UTF-8 with a mark": text("utf-8-sig"),
    "text in Windows-1251": text("cp1251"),
    "text of DOS": text("cp866"),
    "text in UTF-16": text("utf-16"),
    "text with commas": text("utf-8", ","),
    "text with tabs": text("cp1251", "\t"),
    "text with a comma too many": lambda: "\n".join(
        (",".join(SHORT), "1,Урок качества,Белгород, СОШ № 5,3,75")
    ).encode(),
}
