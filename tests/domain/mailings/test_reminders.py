"""When a reminder is due: pure predicates, tried at all hours."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from domain.campaigns.deadlines import has_passed
from domain.mailings.reminders import (
    EVENING,
    Rule,
    closing_due_on,
    due_on,
    due_regions,
    overdue_on,
    round_due_on,
)
from domain.regions.directory import load_regions

MOSCOW = ZoneInfo("Europe/Moscow")
KAMCHATKA = ZoneInfo("Asia/Kamchatka")
DEADLINE = datetime(2026, 11, 29, 23, 59, tzinfo=MOSCOW)
RULE = Rule((7, 3, 1, 0), time(10, 0), MOSCOW)

zones = st.sampled_from(sorted({region.time_zone for region in load_regions()})).map(ZoneInfo)
times = st.times(timezones=st.none()).map(lambda at: at.replace(second=0, microsecond=0))
rules = st.builds(
    Rule, days=st.sets(st.integers(0, 60), max_size=6), at=times, zone=st.just(MOSCOW)
)
deadlines = st.datetimes(
    min_value=datetime(2026, 6, 1),  # noqa: DTZ001 - hypothesis adds the zone
    max_value=datetime(2027, 6, 1),  # noqa: DTZ001 - hypothesis adds the zone
    timezones=st.just(UTC),
)
moments_before = st.timedeltas(min_value=timedelta(days=-3), max_value=timedelta(days=65))


@given(rules, deadlines, zones, moments_before)
def test_a_reminder_is_due_only_before_the_deadline_on_one_of_the_days_from_the_time_on(
    rule: Rule, deadline: datetime, zone: ZoneInfo, before: timedelta
) -> None:
    now = deadline - before
    day = due_on(rule, deadline, zone, now)
    local = now.astimezone(zone)
    wanted = {deadline.astimezone(MOSCOW).date() - timedelta(days=days) for days in rule.days}
    if not has_passed(deadline, now) and local.date() in wanted and local.time() >= rule.at:
        assert day == local.date()
    else:
        assert day is None


@given(rules, deadlines, zones)
def test_there_are_at_most_as_many_reminders_as_days(
    rule: Rule, deadline: datetime, zone: ZoneInfo
) -> None:
    hours = (deadline - timedelta(hours=number) for number in range(-48, 62 * 24, 6))
    days = {due_on(rule, deadline, zone, now) for now in hours} - {None}
    assert len(days) <= len(rule.days)


@given(deadlines, zones, st.integers(0, 60), times)
def test_a_day_begins_at_the_set_minute_and_ends_with_the_regions_own_day(
    deadline: datetime, zone: ZoneInfo, left: int, at: time
) -> None:
    rule = Rule((left,), at, MOSCOW)
    day = deadline.astimezone(MOSCOW).date() - timedelta(days=left)
    first = datetime.combine(day, at, zone)
    midnight = datetime.combine(day + timedelta(days=1), time(), zone)
    second = timedelta(seconds=1)
    assert due_on(rule, deadline, zone, first - second) is None
    assert due_on(rule, deadline, zone, midnight) is None
    if not has_passed(deadline, first):
        assert due_on(rule, deadline, zone, first) == day
    if not has_passed(deadline, midnight - second) and first <= midnight - second:
        assert due_on(rule, deadline, zone, midnight - second) == day


def test_kamchatka_is_reminded_nine_hours_before_moscow_on_the_same_date() -> None:
    day = date(2026, 11, 29)
    eastern = datetime(2026, 11, 29, 1, 0, tzinfo=MOSCOW)
    assert due_on(RULE, DEADLINE, KAMCHATKA, eastern) == day
    assert due_on(RULE, DEADLINE, MOSCOW, eastern + timedelta(hours=9)) == day
    assert set(due_regions(RULE, DEADLINE, eastern, {})) == {"41", "87"}


def test_the_morning_of_the_deadline_in_kamchatka_is_no_reminder_day_any_more() -> None:
    # The deadline is at 08:59 of the 30th there, but day 0 is the 29th for everyone.
    rule = Rule((0,), time(8, 0), MOSCOW)
    now = datetime(2026, 11, 30, 8, 30, tzinfo=KAMCHATKA)
    assert now < DEADLINE
    assert due_on(rule, DEADLINE, KAMCHATKA, now) is None


def test_a_deadline_in_the_morning_leaves_no_reminder_on_its_day_to_those_it_precedes() -> None:
    deadline = datetime(2026, 11, 29, 9, 0, tzinfo=MOSCOW)
    evening = datetime(2026, 11, 28, 20, 0, tzinfo=MOSCOW)
    assert due_on(RULE, deadline, MOSCOW, evening) == date(2026, 11, 28)
    assert due_on(RULE, deadline, MOSCOW, deadline + timedelta(hours=1)) is None
    assert due_on(RULE, deadline, KAMCHATKA, deadline - timedelta(hours=1)) == date(2026, 11, 29)


def test_a_region_with_more_time_is_due_by_its_own_deadline_and_no_other() -> None:
    later = {"31": DEADLINE + timedelta(days=6)}
    for day in range(20, 36):
        now = datetime(2026, 11, 1, 12, 0, tzinfo=MOSCOW) + timedelta(days=day - 1)
        due = due_regions(RULE, DEADLINE, now, later)
        assert ("31" in due) == (day in (28, 32, 34, 35))
        assert ("32" in due) == (day in (22, 26, 28, 29))


def test_without_days_nobody_is_reminded_and_admins_hear_of_no_round() -> None:
    rule = Rule((), time(10, 0), MOSCOW)
    for hours in range(0, 24 * 9, 5):
        now = DEADLINE - timedelta(hours=hours)
        assert due_regions(rule, DEADLINE, now, {}) == {}
        assert round_due_on(rule, DEADLINE, now) is None


@given(rules, deadlines, moments_before)
def test_admins_hear_of_a_round_only_when_every_zone_has_had_its_hour(
    rule: Rule, deadline: datetime, before: timedelta
) -> None:
    now = deadline - before
    day = round_due_on(rule, deadline, now)
    if day is not None:
        hours = [
            datetime.combine(day, rule.at, ZoneInfo(region.time_zone)) for region in load_regions()
        ]
        assert max(hours) < now < max(hours) + timedelta(days=1)
        assert not has_passed(deadline, now)


def test_with_the_deadline_before_the_hour_no_round_is_told_after_the_closing() -> None:
    deadline = datetime(2026, 11, 29, 9, 0, tzinfo=MOSCOW)
    noon = deadline - timedelta(hours=21)
    assert round_due_on(RULE, deadline, noon) == date(2026, 11, 28)
    for hours in range(1, 48):
        assert round_due_on(RULE, deadline, deadline + timedelta(hours=hours)) is None


@given(rules, deadlines, zones, st.timedeltas(timedelta(days=-1), timedelta(days=9)))
def test_that_the_deadline_has_passed_is_told_in_the_daytime_of_the_week_after_it(
    rule: Rule, deadline: datetime, zone: ZoneInfo, after: timedelta
) -> None:
    now = deadline + after
    local = now.astimezone(zone).time()
    told = overdue_on(rule, deadline, zone, now)
    if has_passed(deadline, now) and after < timedelta(days=7) and rule.at <= local < EVENING:
        assert told == deadline.astimezone(MOSCOW).date()
    elif rule.at < EVENING:
        assert told is None


def test_the_closing_is_told_after_the_deadline_and_for_a_week() -> None:
    second = timedelta(seconds=1)
    assert closing_due_on(RULE, DEADLINE, DEADLINE + timedelta(seconds=59)) is None
    for late in (timedelta(minutes=1), timedelta(days=7) - second):
        assert closing_due_on(RULE, DEADLINE, DEADLINE + late) == date(2026, 11, 29)
    assert closing_due_on(RULE, DEADLINE, DEADLINE + timedelta(days=7)) is None
