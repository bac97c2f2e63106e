"""Reminders, and what the admins are told by the clock: when they are due, and in which regions.
`due_reminders.py` beside it says to whom."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from functools import cache
from zoneinfo import ZoneInfo

from domain.campaigns.deadlines import has_passed
from domain.regions.directory import load_regions

# After the last region's reminders, before the admins hear whom they did not reach.
SENDING_TIME = timedelta(minutes=10)
# How late a message to the admins may still go out if it could not in time.
LATEST, LATEST_AFTER_CLOSING = timedelta(hours=12), timedelta(days=7)
EVENING = time(22)  # from then until the reminders' hour nobody is told that they are overdue


@dataclass(frozen=True, slots=True)
class Rule:
    """On which days before the deadline and at what time of a region's own day regions are
    reminded; days are counted on the ministry's calendar, in `zone`."""

    days: Collection[int]
    at: time
    zone: tzinfo


@dataclass(frozen=True, slots=True)
class Due:
    """A message to a region's coordinators: the day it is for, and the moment from which it was
    true. Whoever has joined since, or whose report was changed, has been told already."""

    day: date
    since: datetime


def due_on(rule: Rule, deadline: datetime, region_zone: tzinfo, now: datetime) -> date | None:
    """The day whose reminder is to be out by now, in a region of that zone: from the set time
    until the end of the region's day, and never after closing."""
    local = now.astimezone(region_zone)
    if has_passed(deadline, now) or local.timetz().replace(tzinfo=None) < rule.at:
        return None
    left = (deadline.astimezone(rule.zone).date() - local.date()).days
    return local.date() if left in rule.days else None


def due_regions(
    rule: Rule, deadline: datetime, now: datetime, extended: Mapping[str, datetime]
) -> dict[str, Due]:
    """The reminders that are due now, by region's code. `extended` has the later deadlines of
    single regions, by their code."""

    def due(own_deadline: datetime, zone: ZoneInfo) -> Due | None:
        day = due_on(rule, own_deadline, zone, now)
        return Due(day, since=datetime.combine(day, rule.at, zone)) if day else None

    return _by_region(due, deadline, extended)


def is_daytime(rule: Rule, region_zone: tzinfo, now: datetime) -> bool:
    """Whether people in that zone may be told now of what is not urgent."""
    local = now.astimezone(region_zone).time()
    return rule.at <= local and (local < EVENING or rule.at >= EVENING)


def tomorrow_at(at: time, region_zone: tzinfo, now: datetime) -> datetime:
    """That time of the next day, in that zone: the moment that a reminder is put off to."""
    tomorrow = now.astimezone(region_zone).date() + timedelta(days=1)
    return datetime.combine(tomorrow, at, region_zone)


def overdue_on(rule: Rule, deadline: datetime, region_zone: tzinfo, now: datetime) -> date | None:
    """The day of a region's deadline, once it has passed and for a week, in the daytime of that
    zone: at the usual deadline, 23:59 in Moscow, most of the country is asleep, and being told in
    the morning costs nobody anything."""
    in_daytime = is_daytime(rule, region_zone, now)
    return closing_due_on(rule, deadline, now) if in_daytime else None


def overdue_regions(
    rule: Rule, deadline: datetime, now: datetime, extended: Mapping[str, datetime]
) -> dict[str, Due]:
    """As `due_regions`, of the regions to be told that their deadline has passed."""

    def overdue(own_deadline: datetime, zone: ZoneInfo) -> Due | None:
        day = overdue_on(rule, own_deadline, zone, now)
        return Due(day, since=own_deadline) if day else None

    return _by_region(overdue, deadline, extended)


def _by_region(
    due: Callable[[datetime, ZoneInfo], Due | None],
    deadline: datetime,
    extended: Mapping[str, datetime],
) -> dict[str, Due]:
    """Asked once for each zone, because it is asked every few seconds, and once for each region
    that has a deadline of its own."""

    @cache
    def usual(zone: str) -> Due | None:
        return due(deadline, ZoneInfo(zone))

    found = {}
    for region in load_regions():
        own_deadline = extended.get(region.code)
        zone = region.time_zone
        own = due(own_deadline, ZoneInfo(zone)) if own_deadline else usual(zone)
        if own is not None:
            found[region.code] = own
    return found


def round_due_on(rule: Rule, deadline: datetime, now: datetime) -> date | None:
    """The day whose reminders have gone out in all zones, so that the admins can be told. None
    after the deadline: from then on they hear who has not reported."""
    if has_passed(deadline, now):
        return None
    zones = {region.time_zone for region in load_regions()}
    for left in rule.days:
        day = deadline.astimezone(rule.zone).date() - timedelta(days=left)
        last = max(datetime.combine(day, rule.at, ZoneInfo(zone)) for zone in zones) + SENDING_TIME
        if last <= now < last + LATEST:
            return day
    return None


def closing_due_on(rule: Rule, deadline: datetime, now: datetime) -> date | None:
    """The day of the deadline, once it has passed and for a week."""
    passed = has_passed(deadline, now) and now < deadline + LATEST_AFTER_CLOSING
    return deadline.astimezone(rule.zone).date() if passed else None


def extensions_over_on(rule: Rule, now: datetime, extended: Mapping[str, datetime]) -> list[date]:
    """The days on which the later deadlines of single regions were: each once the last of them has
    passed, and for a week."""
    last: dict[date, datetime] = {}
    for until in sorted(extended.values()):
        last[until.astimezone(rule.zone).date()] = until
    return [
        day
        for day, until in last.items()
        if has_passed(until, now) and now < until + LATEST_AFTER_CLOSING
    ]
