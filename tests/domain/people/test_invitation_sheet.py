"""The table of invitations for letters: what it says, and what it looks like on paper."""

from datetime import datetime
from io import BytesIO
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from domain.people.invitation_sheet import LIST, TITLE, mailing_sheet, qr_code
from domain.regions.directory import load_regions
from domain.spreadsheets.xlsx import write_workbook

MOSCOW = ZoneInfo("Europe/Moscow")
UNTIL = datetime(2026, 12, 11, 12, 0, tzinfo=MOSCOW)
LINKS = {
    region.code: f"https://t.me/quality_week_bot?start=token-of-{region.code}-abcdefghij"
    for region in load_regions()
}
NAMES = {"31": ["Анна"], "33": [f"Имя {number} " + "длинное " * 15 for number in range(6)]}


@pytest.fixture(scope="module")
def sheet(tmp_path_factory: pytest.TempPathFactory) -> Worksheet:
    """As a reader of the file finds it."""
    path = Path(tmp_path_factory.mktemp("book"), "invitations.xlsx")
    table = mailing_sheet(LINKS, NAMES, until=UNTIL, zone=MOSCOW)
    write_workbook(path, [table], title=TITLE, zone=MOSCOW, made_at=UNTIL)
    book = load_workbook(BytesIO(path.read_bytes()))
    assert book.sheetnames == [LIST]
    return book[LIST]


def test_each_code_stands_in_its_row_which_keeps_room_for_it(sheet: Worksheet) -> None:
    pictures = sheet._images  # type: ignore[attr-defined]  # openpyxl has no other way
    assert [each.anchor._from.row for each in pictures] == list(range(1, 90))
    for number, picture in enumerate(pictures, start=2):
        height = sheet.row_dimensions[number].height
        assert picture.anchor.ext.height == picture.anchor.ext.width == 80 * 12_700
        assert height is not None
        assert height >= 80
        assert sheet.row_dimensions[number].customHeight


def test_a_code_has_enough_dots_to_be_printed_sharp() -> None:
    png = qr_code(LINKS["31"]).png
    assert int.from_bytes(png[16:20], "big") >= 300  # the width, from the header


def test_many_and_long_names_leave_a_line_a_line(sheet: Worksheet) -> None:
    names = str(sheet["E4"].value).split("\n")
    assert names[-1] == "и ещё 2"
    assert all(len(name) <= 40 for name in names)
    assert sheet["E2"].value == "Анна"
    assert sheet["E3"].value == "–"


def test_the_time_is_the_ministrys_and_links_are_plain_text(sheet: Worksheet) -> None:
    assert sheet["H2"].value == UNTIL.replace(tzinfo=None)
    assert sheet["F2"].value == LINKS["31"]
    assert sheet["F2"].data_type == "s"


def test_the_heading_of_the_time_names_the_zone_that_was_set() -> None:
    few, yekaterinburg = {"31": LINKS["31"]}, ZoneInfo("Asia/Yekaterinburg")
    for zone, name, hour in ((MOSCOW, "мск", 12), (yekaterinburg, "Asia/Yekaterinburg", 14)):
        listed = mailing_sheet(few, {}, until=UNTIL, zone=zone)
        (row,) = listed.rows
        assert listed.columns[-1].title == f"Действует до ({name})"
        assert row[-1] == UNTIL.replace(tzinfo=None, hour=hour)


def test_regions_without_a_link_are_left_out() -> None:
    few = {code: LINKS[code] for code in ("69", "31")}
    listed = mailing_sheet(few, {}, until=UNTIL, zone=MOSCOW)
    assert [row[1] for row in listed.rows] == ["Белгородская область", "Тверская область"]
