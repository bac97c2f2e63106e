"""Reminders, and what the admins are told by the clock: to whom they are due, and when."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo

from sqlalchemy import func, not_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from domain.campaigns.deadlines import has_passed
from domain.mailings.claims import claim, claimable, record_abandoned
from domain.people.people import admins
from domain.people.reachable import REACHABLE
from domain.regions.directory import load_regions
from models import Campaign, Person, RegionReport, ReminderDelivery, ReminderKind, ReportState

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
    due = {}
    for region in load_regions():
        zone = ZoneInfo(region.time_zone)
        day = due_on(rule, extended.get(region.code, deadline), zone, now)
        if day is not None:
            due[region.code] = Due(day, since=datetime.combine(day, rule.at, zone))
    return due


def overdue_on(rule: Rule, deadline: datetime, region_zone: tzinfo, now: datetime) -> date | None:
    """The day of a region's deadline, once it has passed and for a week, in the daytime of that
    zone: at the usual deadline, 23:59 in Moscow, most of the country is asleep, and being told in
    the morning costs nobody anything."""
    local = now.astimezone(region_zone).time()
    in_daytime = rule.at <= local and (local < EVENING or rule.at >= EVENING)
    return closing_due_on(rule, deadline, now) if in_daytime else None


def overdue_regions(
    rule: Rule, deadline: datetime, now: datetime, extended: Mapping[str, datetime]
) -> dict[str, Due]:
    """As `due_regions`, of the regions to be told that their deadline has passed."""
    due = {}
    for region in load_regions():
        own_deadline = extended.get(region.code, deadline)
        day = overdue_on(rule, own_deadline, ZoneInfo(region.time_zone), now)
        if day is not None:
            due[region.code] = Due(day, since=own_deadline)
    return due


def round_due_on(rule: Rule, deadline: datetime, now: datetime) -> date | None:
    """The day whose reminders have gone out in all zones, so that the admins can be told. None
    after the deadline: from then on they hear who has not reported."""
    if has_passed(deadline, now):
        return None
    zones = {ZoneInfo(region.time_zone) for region in load_regions()}
    for left in rule.days:
        day = deadline.astimezone(rule.zone).date() - timedelta(days=left)
        last = max(datetime.combine(day, rule.at, zone) for zone in zones) + SENDING_TIME
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


async def candidates(
    session: AsyncSession,
    campaign: Campaign,
    kind: ReminderKind,
    due: Mapping[str, Due],
    now: datetime,
) -> Sequence[tuple[Person, date]]:
    """The coordinators of regions that have not submitted, or not again, each with the day of the
    message that is due. Not those who joined, or whose report was opened again or returned, after
    it was due: they have just been told how things stand."""
    done = {ReportState.SUBMITTED, ReportState.ZERO}
    rows = await session.execute(
        select(Person, RegionReport)
        .outerjoin(
            RegionReport,
            (RegionReport.region_code == Person.region_code)
            & (RegionReport.campaign_id == campaign.id),
        )
        .where(
            REACHABLE,
            Person.region_code.in_(due),
            func.coalesce(RegionReport.state, ReportState.OPEN).not_in(done),
        )
        .order_by(Person.id)
    )
    days = {each.day for each in due.values()}
    reminded = await not_claimable(session, kind, days, now)
    to_remind = []
    for person, report in rows:
        assert person.region_code is not None
        day, since = due[person.region_code].day, due[person.region_code].since
        changes = [person.joined_at]
        changes += [report.changed_at, report.returned_at] if report else []
        if all(at is None or at <= since for at in changes) and (person.id, day) not in reminded:
            to_remind.append((person, day))
    return to_remind


async def not_claimable(
    session: AsyncSession, kind: ReminderKind, days: Collection[date], now: datetime
) -> set[tuple[int, date]]:
    """The ids of people and the days whose message cannot be claimed now: it is, or has to wait
    before the next try; in whatever campaign, because the next one may have been opened the same
    day. First the claims of processes that have died are recorded as of unknown outcome."""
    await record_abandoned(session, ReminderDelivery, ReminderDelivery.kind == kind, now)
    rows = await session.execute(
        select(ReminderDelivery.person_id, ReminderDelivery.on_date).where(
            ReminderDelivery.kind == kind,
            ReminderDelivery.on_date.in_(days),
            not_(claimable(ReminderDelivery, now)),
        )
    )
    return {(row.person_id, row.on_date) for row in rows}


async def claim_reminder(
    session: AsyncSession,
    campaign: Campaign,
    person_id: int,
    kind: ReminderKind,
    on_date: date,
    now: datetime,
) -> ReminderDelivery | None:
    """The delivery, claimed by this process; None if it is claimed already. The first claim makes
    its row."""
    key = {"campaign_id": campaign.id, "person_id": person_id, "kind": kind, "on_date": on_date}
    delivery = await session.scalar(select(ReminderDelivery).filter_by(**key))
    if delivery is not None:
        return delivery if await claim(session, delivery, now) else None
    delivery = ReminderDelivery(**key, claimed_at=now)
    try:
        async with session.begin_nested():
            session.add(delivery)
    except IntegrityError:  # another process was quicker
        return None
    return delivery


async def admins_to_tell(
    session: AsyncSession, kind: ReminderKind, on_date: date, now: datetime
) -> Sequence[Person]:
    """The admins who have not had this message yet."""
    informed = await not_claimable(session, kind, {on_date}, now)
    return [admin for admin in await admins(session) if (admin.id, on_date) not in informed]
