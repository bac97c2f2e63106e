"""Excel workbooks, as people and programs draw them up."""

from datetime import UTC, datetime, time, timedelta

import pytest
import xlsxwriter
from openpyxl.worksheet.worksheet import Worksheet

from domain.tables.limits import MOST_COLUMNS
from tests.domain.tables.books import (
    HEADINGS,
    ROW,
    by_openpyxl,
    of_rows,
    of_xml,
    parts_of,
    xlsx,
    zipped,
)
from tests.domain.tables.conftest import Read, Refused


def test_rows_are_read_as_they_stand(read: Read) -> None:
    (table,) = read(of_rows(HEADINGS, ROW))
    assert table.name == "Лист1"
    assert table.rows == [list(HEADINGS), ["Урок качества", "Казань, школа № 5", "120", ROW[3]]]
    assert table.links == {(1, 3): (ROW[3],)}
    assert table.merged == {}


def test_openpyxl_and_its_inline_texts(read: Read) -> None:
    def draw(sheet: Worksheet) -> None:
        sheet.title = "Отчёт"
        sheet.append(HEADINGS)
        sheet.append(ROW)

    (table,) = read(by_openpyxl(draw))
    assert table.name == "Отчёт"
    assert table.rows[1][2] == "120"


def test_numbers_of_rows_are_the_senders(read: Read) -> None:
    def draw(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet()
        sheet.write("B4", "Заголовок")
        sheet.write("B17", "Урок")
        sheet.set_row(15, None, None, {"hidden": True})
        sheet.write("B16", "в скрытой строке")

    (table,) = read(xlsx(draw))
    assert table.rows[16] == ["", "Урок"]
    assert table.rows[15] == ["", "в скрытой строке"]
    assert table.rows[3] == ["", "Заголовок"]
    assert len(table.rows) == 17


def test_values_are_texts_as_people_see_them(read: Read) -> None:
    formats = {"date": "dd.mm.yyyy", "both": "dd.mm.yyyy hh:mm", "time": "hh:mm", "long": "[h]:mm"}
    moment = datetime(2025, 11, 13, 14, 30, tzinfo=UTC).replace(tzinfo=None)

    def draw(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet()
        styles = {name: book.add_format({"num_format": each}) for name, each in formats.items()}
        cells = (
            (120.0, None),
            (1e5, None),
            (0.1 + 0.2, None),
            (119.99999999999999, None),
            (-3, None),
            (12.5, None),
            (1e20, None),
            (True, None),
            (moment.replace(hour=0, minute=0), styles["date"]),
            (moment, styles["both"]),
            (time(9, 5), styles["time"]),
            (timedelta(hours=26, minutes=30), styles["long"]),
            (120, book.add_format({"num_format": "# ##0"})),
            (0.5, book.add_format({"num_format": "0%"})),
            (0.125, book.add_format({"num_format": "0.00%"})),
        )
        for column, (value, style) in enumerate(cells):
            sheet.write(0, column, value, style)

    (table,) = read(xlsx(draw))
    assert " | ".join(table.rows[0]) == (
        "120 | 100000 | 0,3 | 120 | -3 | 12,5 | 100000000000000000000 | ИСТИНА | 13.11.2025"
        " | 13.11.2025 14:30 | 09:05 | 26:30 | 120 | 50% | 12,5%"
    )


def test_formulas_show_what_they_came_to(read: Read) -> None:
    def draw(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet()
        sheet.write_formula("A1", "=SUM(1,2)", None, 3)
        sheet.write_formula("B1", '="a"&"б"', None, "aб")
        sheet.write_formula("C1", "=1/0", None, "#DIV/0!")
        sheet.write_formula("D1", "=Лист9!A1", None, "#REF!")
        sheet.write_formula("E1", "=TRUE()", None, True)
        sheet.write_formula("F1", "=NOW()", book.add_format({"num_format": "0%"}), 0.07)

    (table,) = read(xlsx(draw))
    assert table.rows == [["3", "aб", "#DIV/0!", "#REF!", "ИСТИНА", "7%"]]


def test_texts_keep_their_lines_and_lose_blank_edges(read: Read) -> None:
    def draw(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet()
        bold = book.add_format({"bold": True})
        sheet.write("A1", "первая\nвторая")
        sheet.write("B1", "  с пробелами \t")
        sheet.write_rich_string("C1", "жир", bold, "ный", " текст")
        sheet.write("D1", "   ")
        sheet.write("E1", "a_x000D_\nб")
        sheet.write("F1", "=это не формула", book.add_format({"num_format": "@"}))
        sheet.write_string("G1", "00120")
        sheet.write("H1", "🎉 «ёлочки» – <b>&amp;</b>")

    (table,) = read(xlsx(draw))
    assert table.rows[0][:5] == ["первая\nвторая", "с пробелами", "жирный текст", "", "a\nб"]
    assert table.rows[0][6:] == ["00120", "🎉 «ёлочки» – <b>&amp;</b>"]


def test_links_under_words(read: Read) -> None:
    def draw(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet()
        sheet.write_url("A1", "https://a.ru/x?y=1&z=2#part", string="новость")
        sheet.write_url("B1", "https://b.ru/новость", string="тут")
        sheet.write_url("C1", "internal:Sheet1!A1", string="к началу")
        sheet.write_formula("A2", '=HYPERLINK("https://c.ru/?a=1&b=2","тут")', None, "тут")
        sheet.write_formula("B2", '=IF(1,HYPERLINK("https://d.ru"),"")', None, "https://d.ru")
        sheet.write_formula("C2", '=HYPERLINK(A1,"из ячейки")', None, "из ячейки")
        sheet.write("D2", "HYPERLINK(ничего)")

    (table,) = read(xlsx(draw))
    assert table.links == {
        (0, 0): ("https://a.ru/x?y=1&z=2#part",),
        (0, 1): ("https://b.ru/новость",),
        (1, 0): ("https://c.ru/?a=1&b=2",),
        (1, 1): ("https://d.ru",),
    }


def test_a_link_over_several_cells_and_two_under_one(read: Read) -> None:
    def draw(sheet: Worksheet) -> None:
        sheet.append(["а", "б"])
        sheet.append(["в", "г"])
        sheet["A1"].hyperlink = "https://a.ru"
        sheet["A1"].hyperlink.ref = "A1:B2"
        sheet["B2"].hyperlink = "https://b.ru"

    (table,) = read(by_openpyxl(draw))
    assert table.links[0, 1] == table.links[1, 0] == ("https://a.ru",)
    assert table.links[1, 1] == ("https://a.ru", "https://b.ru")


def test_a_link_that_excel_has_made_of_several(read: Read) -> None:
    def draw(sheet: Worksheet) -> None:
        sheet.append(["https://a.ru/1\nhttps://a.ru/2"])
        sheet["A1"].hyperlink = "https://a.ru/1%0Ahttps://a.ru/2"

    (table,) = read(by_openpyxl(draw))
    assert table.links == {(0, 0): ("https://a.ru/1", "https://a.ru/2")}


def test_merged_ranges_know_the_cell_that_has_the_text(read: Read) -> None:
    def draw(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet()
        sheet.merge_range("A1:C1", "Отчёт о Неделе качества")
        sheet.merge_range("B2:B4", "Казань")
        sheet.write("A4", "Урок")

    (table,) = read(xlsx(draw))
    assert table.merged == {(0, 1): (0, 0), (0, 2): (0, 0), (2, 1): (1, 1), (3, 1): (1, 1)}


def test_sheets_that_nobody_sees_or_that_are_empty_are_left_out(read: Read) -> None:
    def draw(book: xlsxwriter.Workbook) -> None:
        book.add_worksheet("Пустой")
        book.add_worksheet("Первый").write("A1", "1")
        hidden, very = book.add_worksheet("Скрытый"), book.add_worksheet("Совсем скрытый")
        hidden.write("A1", "2")
        hidden.hide()
        very.write("A1", "3")
        very.very_hidden()
        book.add_chartsheet("Диаграмма")
        book.add_worksheet("Второй & «последний»").write("A1", "4")

    tables = read(xlsx(draw))
    assert [(table.name, table.rows) for table in tables] == [
        ("Первый", [["1"]]),
        ("Второй & «последний»", [["4"]]),
    ]


def test_formatted_empty_rows_do_not_count(read: Read) -> None:
    def draw(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet()
        border = book.add_format({"border": 1})
        sheet.write_row(0, 0, HEADINGS)
        for row in range(1, 500):
            for column in range(8):
                sheet.write_blank(row, column, None, border)
        sheet.write("A450", "   ")
        sheet.set_column(0, 120, 10, border)

    (table,) = read(xlsx(draw))
    assert len(table.rows) == 1


def with_rows(rows: bytes) -> bytes:
    """A sheet of the headings, and those rows below."""
    parts = parts_of(of_rows(HEADINGS))
    sheet = parts["xl/worksheets/sheet1.xml"]
    end = sheet.index(b"</sheetData>")
    return zipped({**parts, "xl/worksheets/sheet1.xml": sheet[:end] + rows + sheet[end:]})


@pytest.mark.long
def test_a_sheet_with_borders_to_its_last_row(read: Read) -> None:
    rows = (
        b'<row r="%d" ht="15" customHeight="1">%b</row>'
        % (row, b"".join(b'<c r="%c%d" s="1"/>' % (letter, row) for letter in b"ABCDEFGH"))
        for row in range(2, 1_048_577)
    )
    (table,) = read(with_rows(b"".join(rows)))
    assert table.rows == [list(HEADINGS)]


@pytest.mark.long
def test_a_sheet_that_is_full_to_its_last_row(refused: Refused) -> None:
    cells = b'<row r="%d"><c r="A%d"><v>1</v></c><c r="D%d"><v>1</v></c></row>'
    rows = b"".join(cells % (row, row, row) for row in range(2, 1_048_577))
    assert "больше 99\xa0000" in refused(with_rows(rows))


def test_columns_far_to_the_right_are_not_read(read: Read) -> None:
    def draw(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, range(300))
        sheet.write("XFD2", "потерянная ячейка")

    (table,) = read(xlsx(draw))
    assert max(map(len, table.rows)) == MOST_COLUMNS


def test_a_lost_cell_at_the_end_of_the_sheet_is_named(refused: Refused) -> None:
    def draw(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet("Отчёт")
        sheet.write_row(0, 0, HEADINGS)
        sheet.write("XFD1048576", " ")

    sentence = refused(xlsx(draw))
    assert "На листе «Отчёт»" in sentence
    assert "строки до 1048576 и столбцы до XFD" in sentence


def test_xml_with_prefixes_and_without_addresses(read: Read) -> None:
    parts = parts_of(of_rows(HEADINGS, ROW))
    sheet = parts["xl/worksheets/sheet1.xml"].decode()
    prefixed = sheet.replace("</", "</x:").replace("<", "<x:").replace("<x:/x:", "</x:")
    prefixed = prefixed.replace("<x:?", "<?").replace("xmlns=", "xmlns:x=")
    (expected,) = read(zipped(parts))
    (table,) = read(zipped({**parts, "xl/worksheets/sheet1.xml": prefixed.encode()}))
    assert table == expected
    rows = "<row><c><v>1</v></c><c/><c t='inlineStr'><is><t>б</t></is></c></row><row><c/></row>"
    (table,) = read(of_xml(rows))
    assert table.rows == [["1", "", "б"]]


def test_parts_named_as_some_programs_name_them(read: Read) -> None:
    parts = parts_of(of_rows(HEADINGS, ROW))
    (expected,) = read(zipped(parts))
    renamed = {
        name.replace("sharedStrings", "SharedStrings").replace("xl/", "xl\\"): part
        for name, part in parts.items()
    }
    assert read(zipped(renamed)) == [expected]
    parts["xl/_rels/workbook.xml.rels"] = parts["xl/_rels/workbook.xml.rels"].replace(
        b'Target="worksheets', b'Target="/xl/worksheets'
    )
    assert read(zipped(parts)) == [expected]


def test_a_prefixed_sheet_shows_its_links_errors_and_percents(read: Read) -> None:
    def draw(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet()
        sheet.write_url("A1", "https://a.ru", string="тут")
        sheet.write_formula("B1", "=1/0", None, "#DIV/0!")
        sheet.write("C1", 0.5, book.add_format({"num_format": "0%"}))
        sheet.write_formula("D1", '=HYPERLINK("https://b.ru")', None, "там")

    parts = parts_of(xlsx(draw))
    (expected,) = read(zipped(parts))
    assert expected.rows[0][1:3] == ["#DIV/0!", "50%"]
    sheet = parts["xl/worksheets/sheet1.xml"].decode()
    for tag in ("worksheet", "sheetData", "row", "c", "v", "f", "hyperlinks", "hyperlink"):
        sheet = sheet.replace(f"</{tag}>", f"</x:{tag}>")
        sheet = sheet.replace(f"<{tag} ", f"<x:{tag} ").replace(f"<{tag}>", f"<x:{tag}>")
    sheet = sheet.replace("xmlns=", "xmlns:x=").replace("<dimension", "<x:dimension")
    for tag in ("sheetViews", "sheetView", "sheetFormatPr", "pageMargins"):
        sheet = sheet.replace(f"<{tag}", f"<x:{tag}").replace(f"</{tag}", f"</x:{tag}")
    assert read(zipped({**parts, "xl/worksheets/sheet1.xml": sheet.encode()})) == [expected]


@pytest.mark.parametrize(("rows", "said"), [(6_001, 5), (20_500, 19)])
def test_of_too_many_rows_it_is_said_how_many_at_least_are_events(
    refused: Refused, rows: int, said: int
) -> None:
    sentence = refused(of_rows(*(("Урок", number) for number in range(rows))))
    assert f"больше {said}\xa0000 строк" in sentence
    assert "не больше 5\xa0000 мероприятий" in sentence


def test_an_empty_workbook_is_no_table(refused: Refused) -> None:
    assert "нет ни одной заполненной таблицы" in refused(of_rows())
