"""The history as a sheet: what its headings say."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from domain.history.history import Entry
from domain.history.sheet import history_sheet

MOSCOW = ZoneInfo("Europe/Moscow")
NOON = datetime(2026, 11, 11, 12, 0, tzinfo=MOSCOW)


@pytest.mark.parametrize(
    ("zone", "name", "hour"),
    [(MOSCOW, "мск", 12), (ZoneInfo("Asia/Yekaterinburg"), "Asia/Yekaterinburg", 14)],
)
def test_the_heading_of_the_time_names_the_zone_that_was_set(
    zone: ZoneInfo, name: str, hour: int
) -> None:
    entry = Entry(NOON, "Отчёт сдан", "Анна", "2026", "Тверская область", None, None)
    sheet = history_sheet([entry], zone)
    (row,) = sheet.rows
    assert sheet.columns[0].title == f"Когда ({name})"
    assert row[0] == NOON.replace(tzinfo=None, hour=hour)
