"""A deadline as an admin types it."""

from datetime import UTC, datetime

import pytest

from domain.campaigns.deadlines import deadline_from
from domain.refusal import Refusal
from models import Campaign
from tests.world import DEADLINE, IN_THE_WEEK, MOSCOW

CAMPAIGN = Campaign(deadline=DEADLINE)


def test_it_is_understood_by_the_ministrys_clock_and_kept_in_utc() -> None:
    until = deadline_from("30 ноября 18:00", CAMPAIGN, IN_THE_WEEK, MOSCOW)
    assert until == datetime(2026, 11, 30, 15, 0, tzinfo=UTC)
    assert until.tzinfo is UTC


@pytest.mark.parametrize("typed", ["10.11", "10 ноября"])
def test_yesterday_is_not_taken_for_the_same_day_of_next_year(typed: str) -> None:
    with pytest.raises(Refusal, match=r"10\.11 в этом году уже прошло"):
        deadline_from(typed, CAMPAIGN, IN_THE_WEEK, MOSCOW)


@pytest.mark.parametrize(
    ("typed", "why"),
    [
        ("28 ноября", r"28\.11 в этом году уже прошло"),
        ("до 28.11 18:28", r"28\.11 в этом году уже прошло"),
        ("28.11.28", r"слишком далеко: 28\.11\.2028"),
        ("28 ноября 2028 года", r"слишком далеко: 28\.11\.2028"),
    ],
)
def test_a_day_is_not_taken_for_a_year_with_the_same_number(typed: str, why: str) -> None:
    now = datetime(2027, 11, 29, 9, 0, tzinfo=MOSCOW)
    with pytest.raises(Refusal, match=why):
        deadline_from(typed, Campaign(deadline=now), now, MOSCOW)


def test_a_far_day_of_the_present_year_has_not_passed() -> None:
    january = datetime(2027, 1, 11, 9, 0, tzinfo=MOSCOW)
    with pytest.raises(Refusal, match=r"слишком далеко: 10\.12\.2027"):
        deadline_from("10 декабря", CAMPAIGN, january, MOSCOW)
