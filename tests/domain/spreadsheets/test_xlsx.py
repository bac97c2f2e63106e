import gc
import html
import re
import tempfile
import tracemalloc
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, tzinfo
from io import BufferedRandom
from pathlib import Path
from typing import Any
from zipfile import ZipFile
from zoneinfo import ZoneInfo

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.export.events_sheet import REPORT, EventRow, columns, report_sheet
from domain.export.filters import ExportFilter
from domain.export.not_reported_sheet import NOT_REPORTED, SilentRow, not_reported_sheet
from domain.export.summary_sheets import BY_REGION, RegionRow, summary_sheet
from domain.reports.sums import Part, Sums
from domain.spreadsheets import sheet_writer
from domain.spreadsheets.sheet import Chart, Column, Sheet, Sum
from domain.spreadsheets.xlsx import write_workbook

MOSCOW = ZoneInfo("Europe/Moscow")
MADE_AT = datetime(2025, 11, 17, 7, 0, tzinfo=UTC)
NOT_BEGUN = RegionRow(
    name="Тульская область",
    federal_district="ЦФО",
    part=Part.UNSUBMITTED,
    sums=Sums(),
    state="Не начат",
    term=None,
    changed_at=None,
)
DONE = RegionRow(
    name="Калужская область",
    federal_district="ЦФО",
    part=Part.SUBMITTED,
    sums=Sums(1, 2, 30),
    state="Сдан",
    term=None,
    changed_at=MADE_AT,
)
MARGINS = ("oddHeader", "oddFooter")
SILENT = SilentRow("Тульская область", "Не начат", (), events=0, drafts=1, delivery="МЭДО")


def write(
    path: Path,
    events: Iterable[EventRow] = (),
    *,
    title: str = "Неделя качества",
    zone: tzinfo = MOSCOW,
    links: int = 0,
    more: Iterable[Sheet] = (),
) -> Path:
    regions = [NOT_BEGUN, DONE]
    sheets = [
        report_sheet(events, links=links),
        summary_sheet(regions, zone, ExportFilter().headings),
        not_reported_sheet([SILENT], zone),
        *more,
    ]
    write_workbook(path, sheets, title=title, zone=zone, made_at=MADE_AT)
    return path


def event(**answers: object) -> EventRow:
    return EventRow("Тульская область", "Сдан", answers)


def named(name: str) -> EventRow:
    return event(name=name)


def rows(path: Path, sheet: str = REPORT) -> list[tuple[Any, ...]]:
    return list(openpyxl.load_workbook(path)[sheet].iter_rows(values_only=True))


def raw(path: Path, part: str = "xl/worksheets/sheet1.xml") -> str:
    with ZipFile(path) as archive:
        return archive.read(part).decode()


def margins(path: Path) -> tuple[str, str]:
    """What stands at the top and at the foot of a page, as Excel reads it."""
    found = [re.search(f"<{part}>(.*)</{part}>", raw(path), re.DOTALL) for part in MARGINS]
    header, footer = (html.unescape(part[1]) for part in found if part is not None)
    return header, footer


def test_the_report_begins_with_the_annex_headings_and_has_a_row_for_each_event(
    tmp_path: Path,
) -> None:
    path = write(
        tmp_path / "report.xlsx",
        [event(name="Урок", city="Тула", organisation="ТулГУ", times_held=3, participants=0)],
    )
    assert rows(path) == [
        (*(column.title for column in columns()), "Состояние отчёта"),
        (1, "Тульская область", "Урок", "Тула, ТулГУ", 3, 0, None, None, "Сдан"),
    ]


def test_the_other_sheets_show_every_region_and_who_is_silent(tmp_path: Path) -> None:
    path = write(tmp_path / "report.xlsx")
    changed = datetime(2025, 11, 17, 10, 0)  # noqa: DTZ001 - a cell's time has no zone
    assert rows(path, BY_REGION)[1:] == [
        (1, "Тульская область", "ЦФО", *[None] * 3, 0, 0, 0, "Не начат", None, None),
        (2, "Калужская область", "ЦФО", 1, 2, 30, *[None] * 3, "Сдан", None, changed),
        (None, "Итого", None, *(f"=SUBTOTAL(109,{x}2:{x}3)" for x in "DEFGHI"), *[None] * 3),
    ]
    book = openpyxl.load_workbook(path)
    assert book[BY_REGION]["L3"].number_format == "dd.mm.yyyy hh:mm"
    assert rows(path, NOT_REPORTED)[1:] == [
        (1, "Тульская область", "Не начат", *["нет координатора"] * 2, 0, 1, "МЭДО")
    ]


def test_a_report_without_events_opens_with_its_headings_and_filter(tmp_path: Path) -> None:
    path = write(tmp_path / "report.xlsx")
    assert len(rows(path)) == 1
    assert openpyxl.load_workbook(path)[REPORT].auto_filter.ref == "A1:I1"


@pytest.mark.parametrize("text", ["=1+1", '=HYPERLINK("http://a.ru")', "=", "@SUM(A1)", "#REF!"])
def test_what_people_wrote_is_a_text_even_when_it_looks_like_a_formula(
    tmp_path: Path, text: str
) -> None:
    path = write(tmp_path / "report.xlsx", [named(text)])
    cell = openpyxl.load_workbook(path)[REPORT]["C2"]
    assert (cell.value, cell.data_type, cell.number_format) == (text, "s", "@")
    assert not re.search("<f[ >]", raw(path))
    assert re.search(r'<c r="C2"[^>]* t="inlineStr"', raw(path))


# Characters by XML 1.0's production Char, which is all that a file can carry.
NO_CHAR = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
AWKWARD = (
    *("=1", "_x000D_", "_", "x0041_", "<b>", "&amp;", "]]>", "  ", "\r\n", "\r", "\n", "\t"),
    *("\0", "\x1f", "\x7f", "\ud800", "\ufffe", "\uffff", "\u202e", "\u2028", "😀"),
)


def carried(text: str) -> str:
    """The text as an XML parser gives it back: every end of line is one character."""
    return NO_CHAR.sub("", text).replace("\r\n", "\n").replace("\r", "\n")


@settings(max_examples=30, deadline=None)
@given(st.lists(st.lists(st.characters() | st.sampled_from(AWKWARD)).map("".join), min_size=1))
def test_any_text_comes_back_as_it_was_but_for_what_xml_cannot_carry(texts: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = write(Path(folder, "report.xlsx"), [named(text) for text in texts])
        assert [row[2] or "" for row in rows(path)[1:]] == [carried(text) for text in texts]
        assert not re.search("<f[ >]", raw(path))


def test_spaces_around_a_text_are_kept_by_programs_that_drop_them_unless_told(
    tmp_path: Path,
) -> None:
    path = write(tmp_path / "report.xlsx", [named("  Урок ")])
    assert '<t xml:space="preserve">  Урок </t>' in raw(path)


def test_a_code_that_spreadsheets_decode_is_never_whole_in_one_run_of_text(
    tmp_path: Path,
) -> None:
    path = write(tmp_path / "report.xlsx", [named("_x000D_x0041_ _x005F_")])
    assert rows(path)[1][2] == "_x000D_x0041_ _x005F_"
    assert not re.search("_x[0-9A-F]{4}_", raw(path))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("я" * 32_767, "я" * 32_767),
        ("я" * 32_768, "я" * 32_766 + "…"),
        ("😀" * 16_384, "😀" * 16_383 + "…"),
        ("я" + "😀" * 16_384, "я" + "😀" * 16_382 + "…"),
    ],
)
def test_a_text_too_long_for_a_cell_is_cut_where_all_can_see_it(
    tmp_path: Path, text: str, shown: str
) -> None:
    assert rows(write(tmp_path / "report.xlsx", [named(text)]))[1][2] == shown


def test_each_address_is_opened_by_a_cell_of_its_own_which_is_not_on_paper(tmp_path: Path) -> None:
    path = write(
        tmp_path / "report.xlsx",
        [
            event(publication_links=["https://rskrf.ru/1"], video_links=["https://rskrf.ru/2#в"]),
            event(video_links=["https://rskrf.ru/5?a=1&b=2"]),
        ],
        links=2,
    )
    sheet = openpyxl.load_workbook(path)[REPORT]
    linked = {
        cell.coordinate: (cell.value, cell.hyperlink.target, cell.hyperlink.location)
        for row in sheet
        for cell in row
        if cell.hyperlink
    }
    assert linked == {
        "J2": ("https://rskrf.ru/1", "https://rskrf.ru/1", None),
        "K2": ("https://rskrf.ru/2#в", "https://rskrf.ru/2", "%D0%B2"),
        "J3": ("https://rskrf.ru/5?a=1&b=2", "https://rskrf.ru/5?a=1&b=2", None),
    }
    assert (sheet["G2"].value, sheet["G2"].font.underline) == ("https://rskrf.ru/1", None)
    assert (sheet["J2"].font.underline, sheet["J2"].alignment.wrap_text) == ("single", None)
    assert sheet.print_area == f"'{REPORT}'!$A$1:$I$3"
    assert sheet.auto_filter.ref == "A1:K3", "sorting moves the links with their events"


def test_links_over_what_a_sheet_may_have_stay_plain_text(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sheet_writer, "LINKS_LIMIT", 1)
    path = write(
        tmp_path / "report.xlsx",
        [event(publication_links=[f"https://rskrf.ru/{number}"]) for number in (1, 2)],
        links=1,
    )
    sheet = openpyxl.load_workbook(path)[REPORT]
    assert sheet["J2"].hyperlink is not None
    assert sheet["J3"].hyperlink is None
    assert (sheet["J3"].value, sheet["J3"].font.underline) == ("https://rskrf.ru/2", None)


def test_the_parts_of_a_sheet_stand_in_the_order_that_excel_demands(tmp_path: Path) -> None:
    path = write(tmp_path / "report.xlsx", [event(video_links=["https://rskrf.ru/1"])], links=1)
    order = ["sheetData", "autoFilter", "hyperlinks", "pageMargins", "pageSetup", "headerFooter"]
    assert [part for part in re.findall(r"<(\w+)", raw(path)) if part in order] == order


@pytest.mark.parametrize(
    ("title", "filtered"),
    [(REPORT, "A1:I3"), (BY_REGION, "A1:L3"), (NOT_REPORTED, "A1:H2")],
)
def test_every_sheet_is_ready_for_screen_and_print(
    tmp_path: Path, title: str, filtered: str
) -> None:
    path = write(tmp_path / "report.xlsx", [named("Урок"), named("Урок")])
    sheet = openpyxl.load_workbook(path)[title]
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == filtered
    assert sheet.print_title_rows == "$1:$1"
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert sheet.sheet_properties.pageSetUpPr is not None
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.page_setup.fitToHeight == 0
    assert {cell.border.left.style for row in sheet for cell in row} == {"thin"}
    assert all(cell.alignment.wrap_text for row in sheet for cell in row)
    assert sheet["A1"].font.bold


def test_a_row_is_high_enough_for_its_text_and_still_fits_itself_to_it(tmp_path: Path) -> None:
    path = write(tmp_path / "report.xlsx", [named("Урок\nкачества")])
    assert '<row r="2" ht="30">' in raw(path)


def test_a_page_carries_the_campaign_the_sheet_and_its_number_within_it(tmp_path: Path) -> None:
    path = write(tmp_path / "report.xlsx", title="Качество & жизнь\n2025")
    assert margins(path) == (
        "&LКачество && жизнь 2025\n&R&A\n",
        "&L\nСформировано 17.11.2025 10:00 (мск)&R\nСтраница &P",
    )
    for number in (1, 2):
        sheet = raw(path, f"xl/worksheets/sheet{number}.xml")
        assert re.search(r'<pageSetup[^>]* firstPageNumber="1" useFirstPageNumber="1"', sheet)


def test_a_long_title_fits_the_header_of_a_page(tmp_path: Path) -> None:
    path = write(tmp_path / "report.xlsx", title="&" * 300)
    header, _ = margins(path)
    assert len(header) <= 255
    assert header.startswith("&L&&")


def test_the_file_names_the_campaign_and_no_author(tmp_path: Path) -> None:
    path = write(tmp_path / "report.xlsx", title="Неделя качества\x00")
    assert openpyxl.load_workbook(path).properties.title == "Неделя качества"
    assert "creator" not in raw(path, "docProps/core.xml")


def test_the_old_file_stays_until_the_new_one_is_whole_and_then_stands_alone(
    tmp_path: Path,
) -> None:
    path = tmp_path / "report.xlsx"
    path.write_text("old")

    def events() -> Iterator[EventRow]:
        yield named("Урок")
        assert path.read_text() == "old"

    assert len(rows(write(path, events()))) == 2
    assert list(tmp_path.iterdir()) == [path]


def test_a_failure_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    path = tmp_path / "report.xlsx"
    path.write_text("old")

    def events() -> Iterator[EventRow]:
        yield event(video_links=["https://rskrf.ru/1"])
        raise ConnectionError

    with pytest.raises(ConnectionError):
        write(path, events())
    assert path.read_text() == "old"
    assert sorted(tmp_path.rglob("*")) == [path, tmp_path / "temporary"]
    files = [each for each in gc.get_objects() if type(each) is BufferedRandom and not each.closed]
    assert not [file.name for file in files if str(tmp_path) in str(file.name)]


@pytest.fixture
def garbage_is_looked_for_as_usual() -> Iterator[None]:
    """As in the process for files."""
    thresholds = gc.get_threshold()
    gc.set_threshold(700, 10, 10)
    yield
    gc.set_threshold(*thresholds)


@pytest.mark.long
@pytest.mark.usefixtures("garbage_is_looked_for_as_usual")
def test_memory_does_not_grow_with_the_rows(tmp_path: Path) -> None:
    def peak(count: int) -> int:
        one, two = ["https://rskrf.ru/1"], ["https://rskrf.ru/1", "https://rskrf.ru/2"]
        tracemalloc.start()
        try:
            events = (event(publication_links=one, video_links=two) for _ in range(count))
            write(tmp_path / "report.xlsx", events, links=3)
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    peak(1)  # what is imported and kept on first use is no part of the comparison
    assert peak(1200) < 1.1 * peak(300)


# ── Totals and charts ────────────────────────────────────────────────────────────────────

SUMS = Sheet(
    "Суммы",
    (Column("Что", 20, "text"), Column("Сколько", 12, "number"), Column("Ещё", 12, "number")),
    [("=1+1", 3, 0), ("Выставки & «прочее»", 4, 6)],
    total=("Итого", Sum(7), Sum(6)),
    chart=Chart("Сколько чего", labels=0, values={"Сдано": 1, "Не сдано": 2}),
)


def test_a_total_is_a_formula_that_follows_the_filter_with_its_value_beside_it(
    tmp_path: Path,
) -> None:
    path = write(tmp_path / "report.xlsx", more=[SUMS])
    assert rows(path, "Суммы")[-1] == ("Итого", "=SUBTOTAL(109,B2:B3)", "=SUBTOTAL(109,C2:C3)")
    shown = openpyxl.load_workbook(path, data_only=True)["Суммы"]
    assert shown["B4"].value == 7, "or viewers that do not reckon show nothing"
    assert shown["B4"].number_format == "#,##0"
    assert shown["B4"].font.bold
    assert shown.auto_filter.ref == "A1:C3", "the total is not filtered away"


def test_beside_formulas_of_ours_what_people_wrote_is_still_a_text(tmp_path: Path) -> None:
    path = write(tmp_path / "report.xlsx", more=[SUMS])
    cell = openpyxl.load_workbook(path)["Суммы"]["A2"]
    assert (cell.value, cell.data_type) == ("=1+1", "s")
    assert re.findall("<f>(.*?)</f>", raw(path, "xl/worksheets/sheet4.xml")) == [
        "SUBTOTAL(109,B2:B3)",
        "SUBTOTAL(109,C2:C3)",
    ]


def test_a_chart_draws_the_cells_and_brings_their_values_along(tmp_path: Path) -> None:
    path = write(tmp_path / "report.xlsx", more=[SUMS])
    drawn = raw(path, "xl/charts/chart1.xml")
    assert "'Суммы'!$A$2:$A$3" in drawn
    assert "'Суммы'!$B$2:$B$3" in drawn
    assert "'Суммы'!$C$2:$C$3" in drawn
    labels = ["=1+1", "Выставки &amp; «прочее»"]
    found = re.findall("<v>(.*?)</v>", drawn)
    assert found == ["Сдано", *labels, "3", "4", "Не сдано", *labels, "0", "6"]
    assert "<legend>" in drawn, "or nobody knows which part of a bar is which"
    assert "Сколько чего" in drawn
    sheet = raw(path, "xl/worksheets/sheet4.xml")
    assert sheet.index("headerFooter") < sheet.index("<drawing"), "in the order Excel demands"
    assert "drawing1.xml" in raw(path, "xl/worksheets/_rels/sheet4.xml.rels")
    assert openpyxl.load_workbook(path)["Суммы"].page_setup.fitToHeight == 1


def test_the_foot_of_a_page_names_the_zone_of_its_time(tmp_path: Path) -> None:
    path = write(tmp_path / "report.xlsx", zone=ZoneInfo("Asia/Yekaterinburg"))
    _, footer = margins(path)
    assert "Сформировано 17.11.2025 12:00 (Asia/Yekaterinburg)" in footer


@pytest.mark.parametrize(
    ("rows", "pages"),
    [
        (20, 0),  # on a single page
        (95, 2),  # a few rows more than fit on two
        (110, 0),  # enough of them for a third
    ],
)
def test_a_few_rows_get_no_page_to_themselves(tmp_path: Path, rows: int, pages: int) -> None:
    columns = (Column("Субъект РФ", 150, "text"), Column("Мероприятий", 40, "number"))
    sheet = Sheet("Свод", columns, [("Москва", 1)] * rows)
    path = tmp_path / "report.xlsx"
    write_workbook(path, [sheet], title="Отчёт", zone=MOSCOW, made_at=MADE_AT)
    assert openpyxl.load_workbook(path)["Свод"].page_setup.fitToHeight == pages
