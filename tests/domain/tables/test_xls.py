"""Workbooks of Excel 97 to 2003."""

from tests.domain.tables.conftest import Read, Refused
from tests.domain.tables.containers import error, formula, label, link, merged, number, xls

TO_TEXT = b"\0\0\0\0\0\0\xff\xff"
TO_ERROR = b"\2\0\x07\0\0\0\xff\xff"
HYPERLINK = b"\x42\x02" + (359).to_bytes(2, "little")
EXAMPLE = (
    label(1, 0, "Отчёт"),
    label(3, 0, "Урок"),
    number(3, 1, 120),
    label(3, 2, "тут"),
    formula(3, 3, TO_TEXT, b"\x17\x0chttps://c.ru".replace(b"\x0c", b"\x0c\0") + HYPERLINK, "там"),
    error(4, 1, 0x2A),
    formula(4, 2, TO_ERROR, b"\x1e\1\0\x1e\0\0\6"),
    merged(1, 1, 0, 3),
    link((3, 3, 2, 2), "https://a.ru/новость", part="место", title="новость"),
    link((3, 4, 0, 0), "https://b.ru"),
)


def test_values_links_errors_and_merged_cells(read: Read) -> None:
    (table,) = read(xls(*EXAMPLE))
    assert table.name == "Отчёт"
    assert table.rows == [
        ["", "", "", ""],
        ["Отчёт", "", "", ""],
        ["", "", "", ""],
        ["Урок", "120", "тут", "там"],
        ["", "#N/A", "#DIV/0!", ""],
    ]
    assert table.links == {
        (3, 2): ("https://a.ru/новость#место",),
        (3, 0): ("https://b.ru",),
        (4, 0): ("https://b.ru",),
        (3, 3): ("https://c.ru",),
    }
    assert table.merged == {(1, column): (1, 0) for column in (1, 2, 3)}


def test_a_hidden_sheet_is_not_read(refused: Refused) -> None:
    assert "нет ни одной заполненной таблицы" in refused(xls(*EXAMPLE, state=1))
