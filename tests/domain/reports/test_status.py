"""Counting where the regions stand. How it is read from the database is played in the chats."""

from collections.abc import Sequence
from datetime import timedelta
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from domain.regions.directory import load_regions
from domain.reports.state import ReportStatus
from domain.reports.status import RegionStatus
from domain.reports.status_groups import Group, by_district, regions_in, summarize
from domain.reports.sums import Part, total
from tests.regional import status
from tests.world import DEADLINE

REGIONS = load_regions()
LATER = DEADLINE + timedelta(days=2)


def country(random: Random) -> Sequence[RegionStatus]:
    """All 89, each standing anywhere, early or late, some with a deadline of their own."""
    moments = (None, DEADLINE - timedelta(days=1), DEADLINE, LATER)
    return [
        status(
            region,
            random.choice(list(ReportStatus)),
            submitted_at=random.choice(moments),
            deadline=random.choice((DEADLINE, LATER)),
            accepted=random.random() < 0.5,
        )
        for region in REGIONS
    ]


# From one number each: drawing every region's by itself is slow.
countries = st.integers(0, 2**32).map(Random).map(country)


@given(countries)
def test_the_standings_add_up_to_all_regions(statuses: Sequence[RegionStatus]) -> None:
    found = summarize(statuses)
    assert set(found.by_status) == set(ReportStatus)
    assert sum(found.by_status.values()) == found.regions == 89
    assert (
        found.reported
        == found.by_status[ReportStatus.SUBMITTED] + found.by_status[ReportStatus.ZERO]
    )
    assert found.accepted <= found.reported


@given(countries)
def test_the_districts_add_up_to_the_country(statuses: Sequence[RegionStatus]) -> None:
    whole, districts = summarize(statuses), by_district(statuses).values()
    for count in ("regions", "reported", "accepted", "late"):
        assert sum(getattr(each, count) for each in districts) == getattr(whole, count)
    for part in Part:
        assert total(each.sums[part] for each in districts) == whole.sums[part]
    for report_status in ReportStatus:
        together = sum(each.by_status[report_status] for each in districts)
        assert together == whole.by_status[report_status]


@given(countries)
def test_each_region_is_in_one_group_of_where_it_stands(statuses: Sequence[RegionStatus]) -> None:
    groups = (Group.NOT_BEGUN, Group.IN_PROGRESS, Group.RETURNED, Group.REPORTED)
    listed = [
        each.region.code for group in groups for each in regions_in(statuses, group, DEADLINE)
    ]
    assert sorted(listed) == sorted(region.code for region in REGIONS)


@given(countries)
def test_nobody_is_overdue_before_their_deadline(statuses: Sequence[RegionStatus]) -> None:
    assert regions_in(statuses, Group.OVERDUE, DEADLINE) == []


def test_late_overdue_and_extended_go_by_the_regions_own_deadline() -> None:
    region, after = REGIONS[0], DEADLINE + timedelta(minutes=1)
    last_second = DEADLINE + timedelta(seconds=59)
    on_the_dot = status(region, ReportStatus.SUBMITTED, submitted_at=last_second)
    late = status(region, ReportStatus.SUBMITTED, submitted_at=after)
    extended = status(region, ReportStatus.SUBMITTED, submitted_at=after, deadline=LATER)
    assert [each.late for each in (on_the_dot, late, extended)] == [False, True, False]
    assert status(region, ReportStatus.IN_PROGRESS).overdue(after)
    waited_for = status(region, ReportStatus.NOT_BEGUN, deadline=LATER)
    assert not waited_for.overdue(after)
    assert waited_for.overdue(LATER + timedelta(minutes=1))


def test_a_report_that_came_in_and_was_returned_is_not_overdue() -> None:
    after = DEADLINE + timedelta(days=1)
    came = status(REGIONS[0], ReportStatus.RETURNED, submitted_at=DEADLINE - timedelta(days=3))
    assert not came.overdue(after)
    never_came = status(REGIONS[0], ReportStatus.RETURNED)
    assert never_came.overdue(after)
