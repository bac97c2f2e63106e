"""The file that goes back: the sender's own rows, with what is wrong marked beside it."""

from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from domain.event_import.marked import EXISTS, GOOD, write_marked
from domain.event_import.read_events import read_events
from domain.event_import.result import EventsRead
from domain.tables.reading import read_tables
from domain.tables.table import Table
from tests.domain.event_import.annexes import ANNEX, BELGOROD, LESSON, covered, table

NO_NUMBER = "«Количество участников»: Нужно точное число, без «около» и «более»."


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "marked.xlsx"


def mark(file: Path, *sheets: Table, existing: bool = False) -> EventsRead:
    """Give the result that the sheets are marked by; `existing`: the report has their events."""
    read = read_events(sheets, BELGOROD)
    write_marked(
        file,
        sheets,
        read,
        existing=[event.place for event in read.events] if existing else (),
        zone=ZoneInfo("Europe/Moscow"),
        made_at=datetime(2026, 11, 20, tzinfo=UTC),
    )
    return read


@contextmanager
def opened(file: Path) -> Iterator[Workbook]:
    with closing(openpyxl.load_workbook(file)) as book:
        yield book


def read_back(file: Path) -> EventsRead:
    return read_events(read_tables(file, file.name), BELGOROD)


def mend(file: Path, cells: Mapping[str, str | int]) -> EventsRead:
    """The file once more with these cells put right."""
    with opened(file) as book:
        for cell, value in cells.items():
            book.worksheets[0][cell] = value
        book.save(file)
    return read_back(file)


def test_rows_keep_their_numbers_and_say_what_is_wrong_with_them(file: Path) -> None:
    fair = LESSON.replace("Урок качества", "Ярмарка")
    mark(file, table("Отчёт области", "", ANNEX, "1|2|3|4|5|6|7|8", LESSON, "",
                     fair.replace("75", "около 30"), LESSON, "||Итого||6|150||"))  # fmt: skip
    with opened(file) as book:
        sheet = book["Лист1"]
        assert sheet["A1"].value == "Отчёт области"
        assert [cell.value for cell in sheet[3]] == [*ANNEX.split("|"), "Что исправить"]
        assert [sheet.cell(row, 9).value for row in range(4, 10)] == [
            None,
            GOOD,
            None,
            NO_NUMBER,
            "Повторяет строку 5",
            None,
        ]
        wrong = sheet["F7"]
        assert (wrong.value, wrong.fill.fgColor.rgb) == ("около 30", "00FFC7CE")
        assert wrong.comment.text == "Нужно точное число, без «около» и «более»."
        assert sheet["F5"].comment is None
        assert sheet.auto_filter.ref == "A3:I9"


def test_a_mended_file_is_read_and_has_the_same_rows(file: Path) -> None:
    lines = [LESSON, LESSON.replace("№ 5|3|75", "№ 6|раз|"), LESSON.replace("Белгород,", "")]
    first = mark(file, table("Отчёт", ANNEX, *lines))
    assert (len(first.events), len(first.refused)) == (1, 2)
    again = read_back(file)
    assert (again.events, again.refused) == (first.events, first.refused)
    mended = mend(file, {"E4": 2, "F4": 40, "D5": "Губкин, Школа № 5"})
    assert [event.place.row for event in mended.events] == [3, 4, 5]
    assert mended.refused == ()
    assert mended.tables[0].not_taken == ()


def test_a_file_that_is_marked_twice_has_one_column_for_it(file: Path) -> None:
    mark(file, table(ANNEX, LESSON.replace("75", "много")))
    mend(file, {"F2": "около 30"})
    mark(file, *read_tables(file, file.name))
    with opened(file) as book:
        titles = [cell.value for cell in book["Лист1"][1]]
        assert titles.count("Что исправить") == 1
        assert book["Лист1"]["I2"].value == NO_NUMBER


def test_two_rows_of_heading_and_merged_places_come_back_as_they_are_meant(file: Path) -> None:
    first = mark(
        file,
        table(
            "№|Мероприятие|Место проведения||Количество|",
            "||город|организация|проведений|участников",
            "1|Урок качества|Белгород|Школа № 5|3|75",
            "2|Ярмарка|||1|",
            "3|Форум|||1|30",
            merged=covered((0, 0), (1, 0))
            | covered((0, 1), (1, 1))
            | covered((0, 2), (0, 3))
            | covered((0, 4), (0, 5))
            | covered((2, 2), (4, 2))
            | covered((2, 3), (4, 3))
            | covered((2, 5), (3, 5)),
        ),
    )
    assert (len(first.events), len(first.refused)) == (1, 2)
    mended = mend(file, {"F3": 75, "F4": 200})
    assert [event.answers["participants"] for event in mended.events] == [75, 200, 30]
    assert {event.answers["organisation"] for event in mended.events} == {"Школа № 5"}


def test_links_under_words_and_formulas_come_back(file: Path) -> None:
    lines = [
        LESSON.replace("||", "|Новость|").replace("Урок", "=Урок"),
        LESSON.replace("75||", "75|Две новости|").replace("№ 5", "№ 6"),
    ]
    links = {(1, 6): ("https://a.ru/1",), (2, 6): ("https://a.ru/1", "https://пример.рф/2")}
    first = mark(file, table(ANNEX, *lines, links=links))
    again = read_back(file)
    assert [event.answers for event in again.events] == [event.answers for event in first.events]
    assert again.events[0].answers["name"] == "=Урок качества"


def test_a_table_that_is_refused_as_a_whole_says_why_in_its_first_row(file: Path) -> None:
    mark(file, table("Мероприятие|Место|Количество участников", "Урок|Белгород, БГТУ|3"))
    with opened(file) as book:
        why = book["Лист1"]["D2"].value
    assert isinstance(why, str)
    assert why.startswith("Нет столбца «Количество проведений».")


def test_rows_that_the_report_has_already_are_told_apart(file: Path) -> None:
    mark(file, table(ANNEX, LESSON), existing=True)
    with opened(file) as book:
        assert book["Лист1"]["I2"].value == EXISTS


def test_names_of_sheets_are_such_as_excel_takes(file: Path) -> None:
    names = ["Школы: [1/2]", "х" * 40, "Х" * 40, "", "Таблица 1", "таблица 1", "'в кавычках'"]
    mark(file, *(table(ANNEX, LESSON, name=name) for name in names))
    with opened(file) as book:
        written = book.sheetnames
    assert len({name.casefold() for name in written}) == len(names)
    assert all(0 < len(name) <= 31 for name in written)


def test_a_twin_on_another_sheet_says_on_which(file: Path) -> None:
    mark(file, table(ANNEX, LESSON, name="Школы"), table(ANNEX, LESSON, name="Район"))
    with opened(file) as book:
        assert book["Район"]["I2"].value == "Повторяет строку 2 листа «Школы»"
