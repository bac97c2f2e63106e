"""The yearly dates, and the campaign that is there from the first start on."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from bot.app import prepare
from bot.database import Database
from domain.campaigns.campaigns import (
    campaign_of,
    current_campaign,
    ensure_campaign,
    season,
    season_year,
)
from domain.campaigns.deadlines import campaign_is_over
from models import AuditEntry, Campaign, Region
from tests.world import settings_for

MOSCOW = ZoneInfo("Europe/Moscow")
YEARS = st.integers(min_value=2000, max_value=2200)
IN_THE_WEEK = datetime(2025, 11, 12, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("year", "week_start", "day", "week_end"),
    [
        (2024, 11, 14, 17),  # a leap year, November begins on a Friday: the latest possible
        (2025, 10, 13, 16),  # as the letter says
        (2026, 9, 12, 15),
        (2028, 6, 9, 12),  # a leap year
        (2029, 5, 8, 11),  # November begins on a Thursday: the earliest possible
    ],
)
def test_the_weeks_dates_follow_from_the_year(
    year: int, week_start: int, day: int, week_end: int
) -> None:
    dates = season(year, MOSCOW)
    assert dates.week_start == date(year, 11, week_start)
    assert dates.day == date(year, 11, day)
    assert dates.week_end == date(year, 11, week_end)


@given(YEARS)
def test_the_day_is_the_second_thursday_of_november_in_a_week_from_monday_to_sunday(
    year: int,
) -> None:
    dates = season(year, MOSCOW)
    assert dates.day.isoweekday() == 4
    assert date(year, 11, 8) <= dates.day <= date(year, 11, 14)
    assert (dates.week_start.isoweekday(), dates.week_end.isoweekday()) == (1, 7)
    assert dates.week_start < dates.day < dates.week_end
    assert dates.week_end - dates.week_start == timedelta(days=6)


@given(YEARS)
def test_the_deadline_is_the_last_minute_of_the_fourteenth_day_after_the_week(year: int) -> None:
    dates = season(year, MOSCOW)
    local = dates.deadline.astimezone(MOSCOW)
    assert local.date() == dates.week_end + timedelta(days=14)
    assert (local.hour, local.minute, local.second) == (23, 59, 0)


def test_the_deadline_of_2025_is_the_last_of_november_in_moscow() -> None:
    assert season(2025, MOSCOW).deadline == datetime(2025, 11, 30, 20, 59, tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "year"),
    [
        (datetime(2025, 1, 1, tzinfo=MOSCOW), 2025),
        (datetime(2025, 11, 30, 23, 59, 59, tzinfo=MOSCOW), 2025),
        (datetime(2025, 12, 1, tzinfo=MOSCOW), 2026),
        (datetime(2025, 12, 31, 23, 59, tzinfo=MOSCOW), 2026),
        # New Year's night: in Moscow it is 2026 already.
        (datetime(2025, 12, 31, 21, 30, tzinfo=UTC), 2026),
    ],
)
def test_the_season_is_this_years_until_its_deadline_and_then_the_next_ones(
    now: datetime, year: int
) -> None:
    assert season_year(now, MOSCOW) == year


async def test_the_first_start_opens_the_campaign_of_the_season(database: Database) -> None:
    async with database.transaction() as session:
        assert await campaign_of(session, None) is None
        await ensure_campaign(session, IN_THE_WEEK, MOSCOW)
    async with database.transaction() as session:
        campaign = await current_campaign(session)
        recorded = (await session.execute(select(AuditEntry.action))).scalars().all()
    assert (campaign.year, campaign.title) == (2025, "Неделя качества 2025")
    assert (campaign.week_start, campaign.week_end) == (date(2025, 11, 10), date(2025, 11, 16))
    assert campaign.day == date(2025, 11, 13)
    assert campaign.deadline == datetime(2025, 11, 30, 23, 59, tzinfo=MOSCOW)
    assert recorded == ["campaign.opened"]


async def test_later_starts_open_no_other_and_keep_a_deadline_that_was_moved(
    database: Database,
) -> None:
    moved = datetime(2025, 12, 5, 18, 0, tzinfo=MOSCOW)
    async with database.transaction() as session:
        await ensure_campaign(session, IN_THE_WEEK, MOSCOW)
        (await current_campaign(session)).deadline = moved
    for now in (IN_THE_WEEK, moved - timedelta(hours=1), moved + timedelta(days=300)):
        async with database.transaction() as session:
            await ensure_campaign(session, now, MOSCOW)
    async with database.transaction() as session:
        campaigns = (await session.execute(select(Campaign))).scalars().all()
    assert [(each.year, each.deadline) for each in campaigns] == [(2025, moved)]


def test_a_deadline_is_the_whole_minute() -> None:
    deadline = datetime(2025, 11, 30, 23, 59, tzinfo=MOSCOW)
    campaign = Campaign(deadline=deadline)
    for seconds in range(60):
        assert not campaign_is_over(campaign, deadline + timedelta(seconds=seconds))
    assert campaign_is_over(campaign, deadline + timedelta(minutes=1))


async def test_every_start_brings_all_regions_and_changes_nothing_that_is_right(
    database: Database, database_url: str
) -> None:
    settings = settings_for("http://127.0.0.1", database_url)
    for _ in range(2):
        await prepare(database, settings, IN_THE_WEEK)
    async with database.transaction() as session:
        regions = (await session.execute(select(Region).order_by(Region.number))).scalars().all()
        campaigns = (await session.execute(select(func.count(Campaign.id)))).scalar_one()
    assert (len(regions), campaigns) == (89, 1)
    assert (regions[0].code, regions[0].name) == ("31", "Белгородская область")
