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
