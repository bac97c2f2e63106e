"""Whatever the file: tables, or a sentence. Never another error."""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from random import Random

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.refusal import Refusal
from domain.tables.limits import MOST_COLUMNS
from domain.tables.reading import read_tables
from tests.domain.tables.books import HEADINGS, ROW, parts_of, xlsx, zipped
from tests.domain.tables.containers import xls
from tests.domain.tables.documents import docx, linked, table_in
from tests.domain.tables.test_ods import cell, ods, row, sheet, text
from tests.domain.tables.test_other_formats import PAGE, WORKBOOK
from tests.domain.tables.test_xls import EXAMPLE

some = settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
many = settings(some, max_examples=300)


def check(path: Path, content: bytes) -> None:
    path.write_bytes(content)
    try:
        tables = read_tables(path, "../Отчёт\0за 2026 🎉/…")
    except Refusal:
        return
    assert tables
    for table in tables:
        assert any(map(any, table.rows))
        assert all(len(each) <= MOST_COLUMNS for each in table.rows)
        cells = [cell for each in table.rows for cell in each]
        assert all(isinstance(cell, str) and cell == cell.strip() for cell in cells)
        places = [*table.links, *table.merged, *table.merged.values()]
        assert all(
            0 <= at < len(table.rows) and 0 <= column < MOST_COLUMNS for at, column in places
        )


def workbook(book: xlsxwriter.Workbook) -> None:
    sheet = book.add_worksheet("Отчёт")
    sheet.merge_range("A1:D1", "Неделя качества")
    sheet.write_row("A2", HEADINGS)
    sheet.write_row("A3", ROW)
    sheet.write_url("A4", "https://a.ru#b", string="тут")
    sheet.write("B4", 0.5, book.add_format({"num_format": "0%"}))
    sheet.write_formula("C4", "=1/0", None, "#DIV/0!")


def document() -> bytes:
    def draw(into: object) -> None:
        table = table_in(into, [["а", "б", "в"], ["г", "д", "е"]])
        table.cell(0, 0).merge(table.cell(1, 1))
        linked(table.cell(0, 2), "тут", "https://a.ru")

    return docx(draw)


@cache
def good(kind: str) -> bytes:
    return GOOD[kind]()


GOOD: dict[str, Callable[[], bytes]] = {
    "xlsx": lambda: xlsx(workbook),
    "docx": document,
    "ods": lambda: ods(sheet(row(text("а"), cell("<text:p>5</text:p>")))),
    "xls": lambda: xls(*EXAMPLE),
    "html": lambda: PAGE.format(charset="utf-8").encode(),
    "xml": lambda: WORKBOOK.format(charset="windows-1251").encode("cp1251"),
    "csv": lambda: 'Имя;Ссылки\n"Урок";"a.ru\nb.ru"\n'.encode("cp1251"),
}


@some
@given(st.binary(max_size=2_000))
def test_random_bytes(tmp_path: Path, content: bytes) -> None:
    check(tmp_path / "file", content)


@some
@given(st.text(alphabet=st.sampled_from("аЯё1.,;\t|\"\n\r ='<>&\u200b🎉é"), max_size=300))
def test_random_text(tmp_path: Path, written: str) -> None:
    check(tmp_path / "file", written.encode())


@many
@given(
    st.lists(st.sampled_from(["<table", ">", "<tr>", "<td", "</td>", "</table>", "<a href='x'>"]))
)
def test_random_web_pages(tmp_path: Path, pieces: list[str]) -> None:
    page = "<html>" + " colspan=3 rowspan='2'>а".join(pieces)
    check(tmp_path / "file", page.encode())


@pytest.mark.long
@pytest.mark.parametrize("kind", GOOD)
@many
@given(data=st.data())
def test_good_files_with_a_few_bytes_changed_or_cut_off(
    tmp_path: Path, kind: str, data: st.DataObject
) -> None:
    content = bytearray(good(kind))
    places = st.integers(0, len(content) - 1)
    for place, byte in data.draw(st.lists(st.tuples(places, st.integers(0, 255)), max_size=8)):
        content[place] = byte
    del content[data.draw(places) if data.draw(st.booleans()) else len(content) :]
    check(tmp_path / "file", bytes(content))


@pytest.mark.long
@pytest.mark.parametrize("kind", ["xlsx", "docx", "ods"])
@many
@given(seed=st.integers(0, 1_000_000))
def test_parts_that_are_broken_in_a_sound_archive(tmp_path: Path, kind: str, seed: int) -> None:
    random = Random(seed)  # noqa: S311 - no secret is made of it
    parts = parts_of(good(kind))
    name = random.choice(sorted(parts))
    part = bytearray(parts[name])
    for _ in range(random.choice((1, 2, 10))):
        at = random.randrange(len(part) or 1)
        match random.randrange(3):
            case 0:
                part[at : at + 1] = bytes([random.randrange(256)])
            case 1:
                del part[at : at + random.randrange(1, 40)]
            case 2:
                digits = str(random.choice((0, -1, 7, 10**9, 10**30))).encode()
                part[at : at + 1] = digits
    check(tmp_path / "file", zipped({**parts, name: bytes(part)}))
