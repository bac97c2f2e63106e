"""The table of invitations for letters: what it says, and what it looks like on paper."""

from datetime import datetime
from io import BytesIO
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from domain.people.invitation_sheet import LIST, PAGES, TITLE, mailing_sheets, qr_code, what_to_do
from domain.regions.directory import load_regions
from domain.spreadsheets.xlsx import write_workbook
from models import Campaign

MOSCOW = ZoneInfo("Europe/Moscow")
UNTIL = datetime(2026, 12, 11, 12, 0, tzinfo=MOSCOW)
CAMPAIGN = Campaign(year=2026, deadline=datetime(2026, 11, 29, 23, 59, tzinfo=MOSCOW))
LINKS = {
    region.code: f"https://t.me/quality_week_bot?start=token-of-{region.code}-abcdefghij"
    for region in load_regions()
}
NAMES = {"31": ["Анна"], "33": [f"Имя {number} " + "длинное " * 15 for number in range(6)]}


@pytest.fixture(scope="module")
def sheets(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Worksheet]:
    """As a reader of the file finds them, by title."""
    path = Path(tmp_path_factory.mktemp("book"), "invitations.xlsx")
    tables = mailing_sheets(LINKS, NAMES, CAMPAIGN, until=UNTIL, zone=MOSCOW)
    write_workbook(path, tables, title=TITLE, zone=MOSCOW, made_at=UNTIL)
    book = load_workbook(BytesIO(path.read_bytes()))
    return {name: book[name] for name in book.sheetnames}


def test_the_list_comes_first_and_then_the_pages_for_the_letters(
    sheets: dict[str, Worksheet],
) -> None:
    assert list(sheets) == [LIST, PAGES]
    for sheet in sheets.values():
        assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)


def test_each_code_stands_in_its_row_which_keeps_room_for_it(sheets: dict[str, Worksheet]) -> None:
    for sheet, side in zip(sheets.values(), (80, 140), strict=True):
        pictures = sheet._images  # type: ignore[attr-defined]  # openpyxl has no other way
        assert [each.anchor._from.row for each in pictures] == list(range(1, 90))
        for number, picture in enumerate(pictures, start=2):
            height = sheet.row_dimensions[number].height
            assert picture.anchor.ext.height == picture.anchor.ext.width == side * 12_700
            assert height is not None
            assert height >= side
            assert sheet.row_dimensions[number].customHeight


def test_a_code_has_enough_dots_to_be_printed_sharp() -> None:
    png = qr_code(LINKS["31"], 80).png
    assert int.from_bytes(png[16:20], "big") >= 300  # the width, from the header


def test_many_and_long_names_leave_a_line_a_line(sheets: dict[str, Worksheet]) -> None:
    sheet = sheets[LIST]
    names = str(sheet["E4"].value).split("\n")
    assert names[-1] == "и ещё 2"
    assert all(len(name) <= 40 for name in names)
    assert sheet["E2"].value == "Анна"
    assert sheet["E3"].value == "–"


def test_the_time_is_the_ministrys_and_links_are_plain_text(sheets: dict[str, Worksheet]) -> None:
    sheet = sheets[LIST]
    assert sheet["H2"].value == UNTIL.replace(tzinfo=None)
    assert sheet["F2"].value == LINKS["31"]
    assert sheet["F2"].data_type == "s"


def test_the_heading_of_the_time_names_the_zone_that_was_set() -> None:
    few, yekaterinburg = {"31": LINKS["31"]}, ZoneInfo("Asia/Yekaterinburg")
    for zone, name, hour in ((MOSCOW, "мск", 12), (yekaterinburg, "Asia/Yekaterinburg", 14)):
        for sheet in mailing_sheets(few, {}, CAMPAIGN, until=UNTIL, zone=zone):
            (row,) = sheet.rows
            assert sheet.columns[-1].title == f"Действует до ({name})"
            assert row[-1] == UNTIL.replace(tzinfo=None, hour=hour)


def test_regions_without_a_link_are_left_out() -> None:
    few = {code: LINKS[code] for code in ("69", "31")}
    listed, pages = mailing_sheets(few, {}, CAMPAIGN, until=UNTIL, zone=MOSCOW)
    assert [row[1] for row in listed.rows] == ["Белгородская область", "Тверская область"]
    assert [row[1] for row in pages.rows] == ["Белгородская область", "Тверская область"]


def test_the_page_for_the_letter_says_who_asks_and_until_when(
    sheets: dict[str, Worksheet],
) -> None:
    steps = what_to_do(CAMPAIGN, MOSCOW)
    assert sheets[PAGES]["C2"].value == steps
    for told in ("Минпромторг России", "2026", "29.11.2026, 23:59 (мск)"):
        assert told in steps
