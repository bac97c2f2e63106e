"""The template and the checker agree: one is made from the fields, and the other reads it."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import openpyxl
import pytest
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from domain.event_import.read_events import read_events
from domain.event_import.template import EVENTS, KIND_LIST, ROOM, SAMPLES, write_template
from domain.events.fields import FIELDS, KINDS, field
from domain.export.events_sheet import columns
from domain.regions.directory import Region, load_regions
from domain.tables.reading import read_tables
from domain.tables.table import Table
from tests.domain.event_import.annexes import BELGOROD

TITLES = [*(column.title for column in columns()), "Вид"]
HEADING = 3


def written(path: Path, region: Region = BELGOROD) -> Path:
    file = path / "template.xlsx"
    write_template(
        file,
        region,
        title="Неделя качества 2026",
        zone=ZoneInfo("Europe/Moscow"),
        made_at=datetime(2026, 11, 2, 7, tzinfo=UTC),
    )
    return file


@pytest.fixture
def template(tmp_path: Path) -> Path:
    return written(tmp_path)


@pytest.fixture
def sheet(template: Path) -> Iterator[Worksheet]:
    with closing(openpyxl.load_workbook(template)) as book:
        yield book[EVENTS]


def tables(file: Path) -> list[Table]:
    return read_tables(file, file.name)


def filled_in(file: Path, *rows: list[Any]) -> Path:
    """The template with these rows, as somebody saves it."""
    with closing(openpyxl.load_workbook(file)) as book:
        for number, row in enumerate(rows, start=HEADING + 1):
            for column, value in enumerate(row, start=1):
                book[EVENTS].cell(number, column, value)
        book.save(file)
    return file


def column_of(check: DataValidation) -> int:
    return int(min(cells.min_col for cells in check.sqref.ranges))


def last_row(check: DataValidation) -> int:
    return int(max(cells.max_row for cells in check.sqref.ranges))


def test_it_has_the_columns_of_the_ministrys_annex_and_the_kind(sheet: Worksheet) -> None:
    assert [cell.value for cell in sheet[HEADING]] == TITLES
    assert sheet.freeze_panes == f"A{HEADING + 1}"
    assert sheet.print_title_rows == f"${HEADING}:${HEADING}"
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert sheet.auto_filter.ref is None
    assert sheet["B4"].value == "Белгородская область"


def test_an_empty_template_has_no_events_and_its_other_sheets_are_no_reports(
    template: Path,
) -> None:
    found = read_events(tables(template), BELGOROD)
    assert (found.rows, found.lines) == (0, ())
    assert found.tables[0].heading == HEADING
    assert [table.name for table in found.tables if table.is_ours] == [SAMPLES, KIND_LIST]
    assert found.skipped == []


def test_each_region_has_a_template_that_is_read(tmp_path: Path) -> None:
    for region in (load_regions()[0], load_regions()[-1]):
        found = read_events(tables(written(tmp_path, region)), region)
        assert (found.rows, found.tables[0].is_report) == (0, True)


def test_its_examples_are_good_events_where_they_are_not_called_examples(template: Path) -> None:
    (samples,) = (each for each in tables(template) if each.name == SAMPLES)
    found = read_events([replace(samples, rows=samples.rows[1:])], BELGOROD)
    assert len(found.events) == found.rows == 3
    assert [(event.guesses, event.doubts) for event in found.events] == 3 * [((), ())]


def test_what_is_filled_in_is_read_with_every_column(template: Path) -> None:
    lesson = ["Урок качества", "Белгород, Школа № 5", 3, 75, "https://a.ru/1", "https://b.ru/2"]
    file = filled_in(template, [1, "Белгородская область", *lesson, KINDS["contest"]])
    (event,) = read_events(tables(file), BELGOROD).events
    assert event.place.row == HEADING + 1
    assert event.guesses == ()
    assert event.answers == {
        "kind": "contest",
        "name": "Урок качества",
        "city": "Белгород",
        "organisation": "Школа № 5",
        "times_held": 3,
        "participants": 75,
        "publication_links": ["https://a.ru/1"],
        "video_links": ["https://b.ru/2"],
    }


def test_every_kind_of_its_list_is_taken(template: Path) -> None:
    rows = [
        [number, "", f"Событие {number} дня", f"Белгород, Школа № {number}", 1, 5, "", "", label]
        for number, label in enumerate(KINDS.values(), start=1)
    ]
    found = read_events(tables(filled_in(template, *rows)), BELGOROD)
    assert [event.answers["kind"] for event in found.events] == list(KINDS)


def test_its_list_of_kinds_is_that_of_the_form(template: Path, sheet: Worksheet) -> None:
    (choice,) = (each for each in sheet.data_validations.dataValidation if each.type == "list")
    assert choice.formula1 == f"'{KIND_LIST}'!$A$2:$A${len(KINDS) + 1}"
    with closing(openpyxl.load_workbook(template)) as book:
        listed = [cell.value for (cell,) in book[KIND_LIST][f"A2:A{len(KINDS) + 1}"]]
    assert listed == list(KINDS.values())


def test_its_checks_of_numbers_are_those_of_the_checker(sheet: Worksheet) -> None:
    checks = {
        sheet.cell(HEADING, column_of(each)).value: each
        for each in sheet.data_validations.dataValidation
        if each.type == "whole"
    }
    counts = [each for each in FIELDS if each.answers == "count"]
    assert checks.keys() == {each.column for each in counts}
    for count in counts:
        check, parse = checks[count.column], field(count.key).parse
        assert parse is not None
        assert parse(check.formula1) == int(check.formula1)
        assert parse(check.formula2) == int(check.formula2)
        assert check.showErrorMessage
        assert "целое число" in check.error
        assert last_row(check) == HEADING + ROOM


def test_every_column_to_fill_in_says_what_belongs_there(sheet: Worksheet) -> None:
    prompted = {column_of(each) for each in sheet.data_validations.dataValidation}
    assert prompted == set(range(3, len(TITLES) + 1))
    assert all(each.prompt for each in sheet.data_validations.dataValidation)
