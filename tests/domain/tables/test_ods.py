"""OpenDocument workbooks: what LibreOffice writes only now and then."""

from tests.domain.tables.books import zipped
from tests.domain.tables.conftest import Read, Refused

KIND = b"application/vnd.oasis.opendocument.spreadsheet"


def ods(tables: str, styles: str = "") -> bytes:
    content = (
        '<?xml version="1.0"?><office:document-content xmlns:office="o" xmlns:table="t" '
        'xmlns:text="x" xmlns:xlink="l" xmlns:style="s" xmlns:calcext="c">'
        f"<office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body>"
        "</office:document-content>"
    )
    return zipped({"mimetype": KIND, "content.xml": content.encode()})


def sheet(*rows: str, attributes: str = 'table:name="Лист1"') -> str:
    return f"<table:table {attributes}>{''.join(rows)}</table:table>"


def row(*cells: str, repeated: int = 1) -> str:
    times = f'table:number-rows-repeated="{repeated}"'
    return f"<table:table-row {times}>{''.join(cells)}</table:table-row>"


def cell(inside: str = "", attributes: str = "") -> str:
    return f"<table:table-cell {attributes}>{inside}</table:table-cell>"


def text(words: str) -> str:
    return cell(f"<text:p>{words}</text:p>")


def test_values_by_their_kinds(read: Read) -> None:
    def value(kind: str, shown: str, more: str = "") -> str:
        return cell(f"<text:p>{shown}</text:p>", f'office:value-type="{kind}" {more}')

    cells = (
        value("float", "1 200,00", 'office:value="1200"'),
        value("percentage", "50%", 'office:value="0.5"'),
        value("date", "11/13/25", 'office:date-value="2025-11-13"'),
        value("date", "11/13/25", 'office:date-value="2025-11-13T14:30:00"'),
        value("time", "26:30", 'office:time-value="PT26H30M00S"'),
        value("boolean", "ИСТИНА", 'office:boolean-value="true"'),
        value("string", "#ДЕЛ/0!", 'calcext:value-type="error"'),
        value("currency", "5,00 ₽", 'office:value="5"'),
    )
    (table,) = read(ods(sheet(row(*cells))))
    assert " | ".join(table.rows[0]) == (
        "1200 | 50% | 13.11.2025 | 13.11.2025 14:30 | 26:30 | ИСТИНА | #ДЕЛ/0! | 5,00 ₽"
    )


def test_text_is_all_that_stands_in_the_cell_and_nothing_else(read: Read) -> None:
    inside = (
        "<office:annotation><text:p>примечание</text:p></office:annotation>"
        '<text:p>Урок<text:s text:c="2"/><text:span>ка<text:span>че</text:span>ства</text:span>'
        "</text:p>"
        '<text:p>и <text:a xlink:href="https://a.ru/?x=1&amp;y=2">тут</text:a><text:line-break/>'
        '<text:a xlink:href="https://b.ru">там</text:a></text:p>\n'
    )
    (table,) = read(ods(sheet(row(cell(inside), text("2")))))
    assert table.rows == [["Урок  качества\nи тут\nтам", "2"]]
    assert table.links == {(0, 0): ("https://a.ru/?x=1&y=2", "https://b.ru")}


def test_repeated_rows_and_cells(read: Read) -> None:
    rows = (
        row(cell(attributes='table:number-columns-repeated="16384"'), repeated=3),
        row(cell("<text:p>а</text:p>", 'table:number-columns-repeated="2"'), text("б"), repeated=2),
        row(cell(attributes='table:number-columns-repeated="16384"'), repeated=1_048_571),
    )
    (table,) = read(ods(sheet(*rows)))
    assert table.rows == [[], [], [], ["а", "а", "б"], ["а", "а", "б"]]


def test_rows_repeated_without_end_are_too_many(refused: Refused) -> None:
    assert "больше 99\xa0000 строк" in refused(ods(sheet(row(text("Урок"), repeated=1_048_576))))
    assert "больше 89\xa0000 строк" in refused(ods(sheet(row(text("Урок"), repeated=90_000))))


def test_merged_cells(read: Read) -> None:
    wide = cell(
        "<text:p>Отчёт</text:p>",
        'table:number-columns-spanned="2" table:number-rows-spanned="2"',
    )
    covered = "<table:covered-table-cell><text:p>скрыто</text:p></table:covered-table-cell>"
    (table,) = read(ods(sheet(row(wide, covered, text("а")), row(covered, covered, text("б")))))
    assert table.rows == [["Отчёт", "", "а"], ["", "", "б"]]
    assert table.merged == {(0, 1): (0, 0), (1, 0): (0, 0), (1, 1): (0, 0)}


def test_hidden_and_empty_sheets_are_left_out(read: Read) -> None:
    styles = "".join(
        f'<style:style style:name="{name}"><style:table-properties table:display="{shown}"/>'
        "</style:style>"
        for name, shown in (("ta1", "true"), ("ta2", "false"))
    )
    tables = (
        sheet(row(text("нет")), attributes='table:name="Скрытый" table:style-name="ta2"'),
        sheet(row(cell()), attributes='table:name="Пустой" table:style-name="ta1"'),
        sheet(row(text("да")), attributes='table:name="Отчёт" table:style-name="ta1"'),
    )
    (table,) = read(ods("".join(tables), styles))
    assert (table.name, table.rows) == ("Отчёт", [["да"]])


def test_what_has_been_deleted_is_not_read(read: Read) -> None:
    deleted = f"<table:tracked-changes><table:deletion>{sheet(row(text('нет')))}</table:deletion>"
    (table,) = read(ods(f"{deleted}</table:tracked-changes>{sheet(row(text('да')))}"))
    assert table.rows == [["да"]]
