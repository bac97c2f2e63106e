"""The sheets with totals and the sheets to read through, as plain values."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from domain.export.check_and_change_sheets import (
    NO_REMARKS,
    ChangeRow,
    changes_sheet,
    remarks_sheet,
)
from domain.export.filters import ExportFilter
from domain.export.not_reported_sheet import (
    ALL_REPORTED,
    NOBODY,
    Contact,
    SilentRow,
    not_reported_sheet,
)
from domain.export.report_words import report_words
from domain.export.summary_sheets import (
    KindRow,
    RegionRow,
    district_sheet,
    kind_sheet,
    summary_sheet,
)
from domain.regions.directory import FEDERAL_DISTRICTS, region_by_code
from domain.reports.data_checks import Remark, RemarkCategory
from domain.reports.reported_event import ReportedEvent
from domain.reports.state import ReportStatus
from domain.reports.sums import Part, Sums
from domain.spreadsheets.sheet import Sheet, Sum, Value
from tests.regional import status
from tests.world import DEADLINE

WHOLE = ExportFilter()
MOSCOW = ZoneInfo("Europe/Moscow")
CHANGED = datetime(2025, 11, 14, 21, 30, tzinfo=UTC)


def region(
    *,
    name: str = "Белгородская область",
    district: str | None = "ЦФО",
    reported: bool,
    left: bool = True,
) -> RegionRow:
    return RegionRow(
        name=name,
        federal_district=district,
        part=Part.SUBMITTED if reported else Part.UNSUBMITTED,
        sums=Sums(2, 5, 300),
        state="Принят" if reported else "Не начат",
        term="В срок" if reported else None,
        changed_at=CHANGED if reported else None,
        left=left,
    )


def totals(sheet: Sheet) -> dict[str, object]:
    assert sheet.total is not None
    named = zip(sheet.columns, sheet.total, strict=True)
    return {column.title: value for column, value in named if value is not None}


def test_a_region_has_its_sums_where_its_report_stands_and_its_time_in_moscow() -> None:
    sheet = summary_sheet([region(reported=True), region(reported=False)], MOSCOW, WHOLE.headings)
    changed = datetime(2025, 11, 15, 0, 30)  # noqa: DTZ001 - a cell's time has no zone
    name, none = "Белгородская область", [None] * 3
    assert list(sheet.rows) == [
        (1, name, "ЦФО", 2, 5, 300, *none, "Принят", "В срок", changed),
        (2, name, "ЦФО", *none, 2, 5, 300, "Не начат", None, None),
    ]
    assert totals(sheet) == {
        "Субъект РФ": "Итого",
        "Сдано: мероприятий": Sum(2),
        "Сдано: проведений": Sum(5),
        "Сдано: участников": Sum(300),
        "Не сдано: мероприятий": Sum(2),
        "Не сдано: проведений": Sum(5),
        "Не сдано: участников": Sum(300),
    }


def test_a_table_of_one_part_has_only_its_columns_and_regions() -> None:
    accepted = region(reported=True)
    submitted = replace(accepted, sums=Sums(), left=False)
    regions, only = [submitted, accepted], ExportFilter(reports="accepted")
    sheet = summary_sheet(regions, MOSCOW, only.headings)
    assert [row[0] for row in sheet.rows] == [1], "rows are numbered as they stand"
    titles = [column.title for column in sheet.columns[3:6]]
    assert titles == ["Принято: мероприятий", "Принято: проведений", "Принято: участников"]
    assert sheet.columns[6].title == "Состояние отчёта"
    by_district = district_sheet(regions, only.headings, only.counted)
    assert next(iter(by_district.rows))[2:] == (2, 1, 2, 5, 300), "all regions count, one accepted"
    assert totals(by_district)["Принято отчётов"] == Sum(1)
    assert by_district.chart is not None
    assert by_district.chart.values == {"Принято": 4}


def test_the_headings_name_the_zone_in_which_the_times_are() -> None:
    samara = ZoneInfo("Europe/Samara")
    sheet = summary_sheet([region(reported=True)], samara, WHOLE.headings)
    assert sheet.columns[-1].title == "Последнее изменение (Europe/Samara)"
    (row,) = sheet.rows
    assert row[-1] == datetime(2025, 11, 15, 1, 30)  # noqa: DTZ001 - a cell's time has no zone
    in_moscow = summary_sheet([], MOSCOW, WHOLE.headings).columns[-1]
    assert in_moscow.title == "Последнее изменение (мск)"
    changes = changes_sheet([], since=CHANGED, zone=samara)
    assert changes.columns[0].title == "Когда (Europe/Samara)"
    assert changes.columns[4].title == "Что сделано после 15.11.2025, 01:30"


def test_every_district_has_its_sums_in_the_letters_order() -> None:
    sheet = district_sheet(
        [
            region(reported=True),
            region(reported=False),
            region(district="ДФО", reported=True),
            region(district=None, reported=False),
        ],
        WHOLE.headings,
        WHOLE.counted,
    )
    rows = {row[1]: row[2:] for row in sheet.rows}
    assert list(rows) == list(FEDERAL_DISTRICTS.values())
    assert rows["Центральный федеральный округ"] == (2, 1, 2, 5, 300, 2, 5, 300)
    assert rows["Уральский федеральный округ"] == (0, 0, 0, 0, 0, 0, 0, 0)
    assert rows["Вне федеральных округов"] == (1, 0, 0, 0, 0, 2, 5, 300)
    assert totals(sheet)["Субъектов"] == Sum(4)
    assert totals(sheet)["Отчитались"] == Sum(2)
    assert totals(sheet)["Сдано: участников"] == Sum(600)
    assert totals(sheet)["Не сдано: участников"] == Sum(600)
    assert sheet.chart is not None
    assert {name: sheet.columns[at].title for name, at in sheet.chart.values.items()} == {
        "Сдано": "Сдано: мероприятий",
        "Не сдано": "Не сдано: мероприятий",
    }


def test_a_region_with_several_kinds_is_not_counted_into_a_total_of_regions() -> None:
    def kind(label: str, submitted: Sums, unsubmitted: Sums) -> KindRow:
        regions = {Part.SUBMITTED: 1, Part.UNSUBMITTED: int(unsubmitted.events > 0)}
        return KindRow(label, regions, {Part.SUBMITTED: submitted, Part.UNSUBMITTED: unsubmitted})

    sheet = kind_sheet(
        [kind("Ярмарка", Sums(2, 3, 40), Sums(1, 1, 7)), kind("Выставка", Sums(1, 1, 5), Sums())],
        WHOLE.headings,
    )
    assert list(sheet.rows) == [
        (1, "Ярмарка", 1, 2, 3, 40, 1, 1, 1, 7),
        (2, "Выставка", 1, 1, 1, 5, 0, 0, 0, 0),
    ]
    assert totals(sheet) == {
        "Вид мероприятия": "Итого",
        "Сдано: мероприятий": Sum(3),
        "Сдано: проведений": Sum(4),
        "Сдано: участников": Sum(45),
        "Не сдано: мероприятий": Sum(1),
        "Не сдано: проведений": Sum(1),
        "Не сдано: участников": Sum(7),
    }
    assert sheet.chart is not None
    assert {name: sheet.columns[at].title for name, at in sheet.chart.values.items()} == {
        "Сдано": "Сдано: мероприятий",
        "Не сдано": "Не сдано: мероприятий",
    }


def silent(*contacts: Contact) -> list[Value]:
    """The cells about the coordinators of a region that has these."""
    row = SilentRow("Тульская область", "Не начат", contacts, events=0, drafts=0, delivery="МЭДО")
    ((_, _, _, *cells, _, _, _),) = not_reported_sheet([row], MOSCOW).rows
    return cells


def test_whoever_has_not_reported_stands_with_whom_to_turn_to_and_when_they_were_told() -> None:
    anna = Contact("Анна", "anna", blocked=False, told_at=CHANGED)
    vera = Contact("Вера", None, blocked=True, told_at=None)
    told, never = "Анна, @anna: 15.11.2025 00:30", "Вера (бот заблокирован): сообщений не было"
    assert silent(anna) == [told, "да"]
    assert silent(anna, vera) == [f"{told}\n{never}", "не всем"]
    assert silent(vera) == [never, "нет"]
    assert silent() == [NOBODY, NOBODY]


def test_when_nobody_is_silent_the_sheet_says_so() -> None:
    (row,) = not_reported_sheet([], MOSCOW).rows
    assert [value for value in row if value is not None] == [ALL_REPORTED]


LATE = DEADLINE + timedelta(days=1)


@pytest.mark.parametrize(
    ("report_status", "given", "words"),
    [
        (ReportStatus.SUBMITTED, {}, "Сдан"),
        (ReportStatus.SUBMITTED, {"submitted_at": LATE}, "Сдан с опозданием"),
        (ReportStatus.SUBMITTED, {"accepted": True}, "Принят"),
        (
            ReportStatus.SUBMITTED,
            {"accepted": True, "submitted_at": LATE},
            "Принят, сдан с опозданием",
        ),
        (ReportStatus.SUBMITTED, {"returned_at": LATE}, "Сдан, исправлен"),
        (ReportStatus.ZERO, {}, "Мероприятий не было"),
        (ReportStatus.ZERO, {"accepted": True}, "Принят, мероприятий не было"),
        (
            ReportStatus.ZERO,
            {"submitted_at": LATE},
            "Мероприятий не было, сообщено с опозданием",
        ),
        (ReportStatus.RETURNED, {"submitted_at": LATE}, "Возвращён"),
        (ReportStatus.IN_PROGRESS, {}, "Заполняется"),
        (ReportStatus.NOT_BEGUN, {}, "Не начат"),
    ],
)
def test_where_a_report_stands_is_said_in_words(
    report_status: ReportStatus, given: dict[str, Any], words: str
) -> None:
    assert report_words(status(region_by_code("31"), report_status, **given)) == words


def test_remarks_are_numbered_and_their_absence_is_said() -> None:
    event = ReportedEvent(1, "71", 7, "education", "Урок", "Тула", "Школа № 5", 1, 25, links=0)
    remark = Remark(event, RemarkCategory.NO_LINKS, "Ссылок нет.")
    assert list(remarks_sheet([remark]).rows) == [
        (1, "Тульская область", 7, "Урок", "Нет ссылок", "Ссылок нет.")
    ]
    (row,) = remarks_sheet([]).rows
    assert row[1] == NO_REMARKS


def test_a_change_has_a_line_for_each_field_with_what_was_and_what_is() -> None:
    change = ChangeRow(
        at=CHANGED,
        region_name="Тульская область",
        number=7,
        name="Урок",
        done="Изменено",
        before={"video_links": ["https://a.ru/1"], "kind": "fair", "participants": 0},
        after={"video_links": [], "kind": "education", "participants": 5},
        by=None,
    )
    rows = list(changes_sheet([change], since=CHANGED, zone=MOSCOW).rows)
    assert [row[5:] for row in rows] == [
        ("Вид", "Фестиваль, ярмарка", "Урок, занятие", None),
        ("Число участников", "0", "5", None),
        ("Ссылки на видео", "https://a.ru/1", "", None),
    ]
    (row,) = changes_sheet([], since=CHANGED, zone=MOSCOW).rows
    assert row[1] == "Изменений нет"
