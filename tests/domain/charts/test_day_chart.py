"""The chart by day: which days it shows, which numbers stand on it."""

from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from domain.charts import day_chart
from domain.charts.day_chart import days_shown, draw_chart
from domain.charts.drawing import Canvas, Point
from domain.reports.submissions_by_day import SubmissionsByDay, count_by_day
from models import Campaign
from tests.domain.charts.test_tile_map import Witness
from tests.world import DEADLINE, MOSCOW

THIS = SubmissionsByDay(2026, date(2026, 11, 29), {-10: 3, -4: 20, -3: 1})
LAST = SubmissionsByDay(2025, date(2025, 11, 30), {-5: 11, 0: 40, 3: 30})


def written(
    monkeypatch: pytest.MonkeyPatch,
    this: SubmissionsByDay,
    last: SubmissionsByDay | None,
    today: int,
) -> list[str]:
    monkeypatch.setattr(day_chart, "Canvas", Witness)
    png = draw_chart(
        this, last, today=today, regions=89, title="График", subtitle="", made_at="22.11.2026"
    )
    assert Image.open(BytesIO(png)).size == (1920, 1080)
    return Witness.written


def test_reports_are_counted_by_the_ministrys_day() -> None:
    campaign = Campaign(year=2026, deadline=DEADLINE)
    moments = [
        datetime(2026, 11, 29, 20, 59, tzinfo=UTC),  # the deadline's last minute in Moscow
        datetime(2026, 11, 29, 21, 0, tzinfo=UTC),
        datetime(2026, 11, 28, 21, 0, tzinfo=UTC),
    ]
    found = count_by_day(campaign, moments, MOSCOW)
    assert (found.by_day, found.deadline) == ({0: 2, 1: 1}, date(2026, 11, 29))
    assert [found.until(day) for day in (-1, 0, 1)] == [0, 2, 3]
    assert found.total == 3


def test_the_numbers_of_both_years_stand_at_the_ends_of_their_lines(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    words = written(monkeypatch, THIS, LAST, today=-2)
    assert "24" in words, "this year's so far"
    assert "11" in words, "last year's on the same day"
    assert "81" in words, "last year's at the end"
    assert "20" in words, "that day's"
    assert {"всего к концу дня, 2026", "всего к концу дня, 2025"} <= set(words)
    assert any("Годы совмещены по дню срока" in each for each in words)
    assert "29.11" in words, "the deadline's day"


def test_a_low_number_of_last_year_does_not_lie_on_the_days_own(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    placed: list[tuple[float, str]] = []

    class Placing(Canvas):
        def text(self, at: Point, words: str, *rest: Any, **look: Any) -> None:
            placed.append((at[1], words))
            super().text(at, words, *rest, **look)

    monkeypatch.setattr(day_chart, "Canvas", Placing)
    last = SubmissionsByDay(2025, date(2025, 11, 30), {-9: 2})
    draw_chart(THIS, last, today=-4, regions=89, title="", subtitle="", made_at="")
    axis = next(y for y, words in placed if words == "0")
    assert [y < axis for y, words in placed if words == "2"] == [True, True]


def test_without_a_year_before_there_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    words = written(monkeypatch, THIS, None, today=-2)
    assert not any("2025" in each or "совмещены" in each for each in words)


@pytest.mark.parametrize("today", [-200, -14, 0, 400])
def test_a_year_without_reports_is_drawn_too(monkeypatch: pytest.MonkeyPatch, today: int) -> None:
    assert "срок" in written(
        monkeypatch, SubmissionsByDay(2026, date(2026, 11, 29), {}), None, today
    )


years = st.dictionaries(st.integers(-300, 300), st.integers(1, 5), max_size=20).map(
    lambda by_day: SubmissionsByDay(2026, date(2026, 11, 29), by_day)
)


@given(years, st.none() | years, st.integers(-400, 400))
def test_the_axis_has_the_deadline_on_it_and_room_for_its_days(
    this: SubmissionsByDay, last: SubmissionsByDay | None, today: int
) -> None:
    days = days_shown(this, last, today)
    assert 0 in days
    assert 15 <= len(days) <= 43
    near = [day for day in this.by_day if -28 <= day <= 14]
    assert all(day in days for day in near)
