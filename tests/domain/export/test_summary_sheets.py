"""The sheets with totals and the sheets to read through, as plain values."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from domain.export.check_and_change_sheets import (
    NO_REMARKS,
    ChangeRow,
    changes_sheet,
    remarks_sheet,
)
from domain.export.summary_sheets import (
    KindRow,
    RegionRow,
    district_sheet,
    kind_sheet,
    not_reported_sheet,
    summary_sheet,
)
from domain.regions.directory import FEDERAL_DISTRICTS
from domain.reports.data_checks import Remark, RemarkCategory
from domain.reports.reported_event import ReportedEvent
from domain.spreadsheets.sheet import Sheet, Sum

MOSCOW = ZoneInfo("Europe/Moscow")
CHANGED = datetime(2025, 11, 14, 21, 30, tzinfo=UTC)


def region(
    number: int = 1,
    *,
    name: str = "Белгородская область",
    district: str | None = "ЦФО",
    reported: bool,
) -> RegionRow:
    return RegionRow(
        number=number,
        name=name,
        federal_district=district,
        delivery="МЭДО",
        events=2,
        times_held=5,
        participants=300,
        state="Отчёт сдан" if reported else "Нет ответа",
        reported=reported,
        changed_at=CHANGED if reported else None,
        coordinators=1,
        review="Принят" if reported else None,
        term="В срок" if reported else None,
    )


def totals(sheet: Sheet) -> dict[str, object]:
    assert sheet.total is not None
    named = zip(sheet.columns, sheet.total, strict=True)
    return {column.title: value for column, value in named if value is not None}


def test_the_summary_has_every_region_with_its_time_in_moscow() -> None:
    sheet = summary_sheet([region(1, reported=True), region(2, reported=False)], MOSCOW)
    changed = datetime(2025, 11, 15, 0, 30)  # noqa: DTZ001 - a cell's time has no zone
    name = "Белгородская область"
    assert list(sheet.rows) == [
        (1, name, "ЦФО", 2, 5, 300, "Отчёт сдан", "Принят", "В срок", changed),
        (2, name, "ЦФО", 2, 5, 300, "Нет ответа", None, None, None),
    ]


def test_the_headings_name_the_zone_in_which_the_times_are() -> None:
    samara = ZoneInfo("Europe/Samara")
    sheet = summary_sheet([region(reported=True)], samara)
    assert sheet.columns[-1].title == "Последнее изменение (Europe/Samara)"
    (row,) = sheet.rows
    assert row[-1] == datetime(2025, 11, 15, 1, 30)  # noqa: DTZ001 - a cell's time has no zone
    assert summary_sheet([], MOSCOW).columns[-1].title == "Последнее изменение (мск)"
    changes = changes_sheet(None, since=CHANGED, zone=samara)
    assert changes.columns[0].title == "Когда (Europe/Samara)"
    assert changes.columns[4].title == "Что сделано после 15.11.2025, 01:30"


def test_the_summary_ends_with_the_totals_of_its_columns() -> None:
    sheet = summary_sheet([region(number, reported=True) for number in range(1, 90)], MOSCOW)
    assert totals(sheet) == {
        "Субъект РФ": "Итого",
        "Мероприятий": Sum(178),
        "Проведений": Sum(445),
        "Участников": Sum(26_700),
    }


def test_every_district_has_its_sums_in_the_letters_order() -> None:
    sheet = district_sheet(
        [
            region(1, reported=True),
            region(2, reported=False),
            region(3, district="ДФО", reported=True),
            region(4, district=None, reported=False),
        ]
    )
    rows = {row[1]: row[2:] for row in sheet.rows}
    assert list(rows) == list(FEDERAL_DISTRICTS.values())
    assert rows["Центральный федеральный округ"] == (2, 1, 4, 10, 600)
    assert rows["Уральский федеральный округ"] == (0, 0, 0, 0, 0)
    assert rows["Вне федеральных округов"] == (1, 0, 2, 5, 300)
    assert totals(sheet)["Субъектов"] == Sum(4)
    assert totals(sheet)["Отчитались"] == Sum(2)
    assert totals(sheet)["Участников"] == Sum(1200)


def test_a_region_with_several_kinds_is_not_counted_into_a_total_of_regions() -> None:
    sheet = kind_sheet([KindRow("Ярмарка", 1, 2, 3, 40), KindRow("Выставка", 1, 1, 1, 5)])
    assert list(sheet.rows) == [(1, "Ярмарка", 1, 2, 3, 40), (2, "Выставка", 1, 1, 1, 5)]
    assert totals(sheet) == {
        "Вид мероприятия": "Итого",
        "Мероприятий": Sum(3),
        "Проведений": Sum(4),
        "Участников": Sum(45),
    }


def test_only_who_has_not_reported_is_among_the_silent() -> None:
    sheet = not_reported_sheet(
        [
            region(1, name="А", reported=True),
            region(2, name="Б", reported=False),
            region(3, name="В", reported=False),
        ]
    )
    assert list(sheet.rows) == [
        (1, "Б", "Нет ответа", "МЭДО", 1, 2),
        (2, "В", "Нет ответа", "МЭДО", 1, 2),
    ]


def test_when_nobody_is_silent_the_sheet_says_so() -> None:
    (row,) = not_reported_sheet([region(reported=True)]).rows
    assert [value for value in row if value is not None] == ["Все субъекты отчитались"]


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
