"""Reminders: whom they are due to and when. Candidates by query, then a pure predicate, then a
claim that only one process can make."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from types import MappingProxyType
from zoneinfo import ZoneInfo

from sqlalchemy import and_, func, not_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from domain.campaigns.deadlines import has_passed
from domain.mailings.claims import claim, settle_abandoned, waits
from domain.people.people import admins
from domain.regions.directory import Region, load_regions
from models import Campaign, Person, RegionReport, ReminderDelivery, ReminderKind, ReportState, Role

# After the last region's reminders, before the admins hear whom they did not reach.
SENDING_TIME = timedelta(minutes=10)
# How long a message to the admins that could not go out in time is still news.
STILL_NEWS = timedelta(hours=12)
CLOSING_STILL_NEWS = timedelta(days=7)
NONE: Mapping[str, datetime] = MappingProxyType({})
# A returned report has to come again.
_REPORTED = (ReportState.SUBMITTED, ReportState.ZERO)


@dataclass(frozen=True, slots=True)
class Rule:
    """On which days before the deadline and at what time of a region's own day regions are
    reminded; days are counted on the ministry's calendar, in `zone`."""

    days: Collection[int]
    at: time
    zone: tzinfo


def due_on(rule: Rule, deadline: datetime, region_zone: tzinfo, now: datetime) -> date | None:
    """The day whose reminder is to be out by now, in a region of that zone: from the set time
    until the end of the region's day, and never after closing."""
    local = now.astimezone(region_zone)
    if has_passed(deadline, now) or local.timetz().replace(tzinfo=None) < rule.at:
        return None
    left = (deadline.astimezone(rule.zone).date() - local.date()).days
    return local.date() if left in rule.days else None


def due_regions(
    rule: Rule, deadline: datetime, now: datetime, extended: Mapping[str, datetime] = NONE
) -> dict[str, date]:
    """By the code of each region that is to be reminded now, the day of the reminder. Those
    that are `extended`, by their code, go by the later deadline of their own."""
    due = {
        region.code: due_on(
            rule, extended.get(region.code, deadline), ZoneInfo(region.time_zone), now
        )
        for region in load_regions()
    }
    return {code: day for code, day in due.items() if day is not None}


def round_due_on(rule: Rule, deadline: datetime, now: datetime) -> date | None:
    """The day whose reminders have gone out in all zones, so that the admins can be told. None
    after the deadline: from then on they hear who has not reported."""
    if has_passed(deadline, now):
        return None
    zones = {ZoneInfo(region.time_zone) for region in load_regions()}
    for left in rule.days:
        day = deadline.astimezone(rule.zone).date() - timedelta(days=left)
        last = max(datetime.combine(day, rule.at, zone) for zone in zones) + SENDING_TIME
        if last <= now < last + STILL_NEWS:
            return day
    return None


def closing_due_on(rule: Rule, deadline: datetime, now: datetime) -> date | None:
    """The day of the deadline, once it has passed and for a week."""
    passed = has_passed(deadline, now) and now < deadline + CLOSING_STILL_NEWS
    return deadline.astimezone(rule.zone).date() if passed else None


async def candidates(
    session: AsyncSession,
    campaign: Campaign,
    due: Mapping[str, date],
    rule: Rule,
    now: datetime,
) -> Sequence[tuple[Person, date]]:
    """The coordinators to be reminded in regions that have not submitted, each with the day
    of the reminder. Not those who joined, or whose report was opened again or returned, after
    the hour: they have just been told how things stand."""
    rows = await session.execute(
        select(Person, RegionReport)
        .outerjoin(
            RegionReport,
            (RegionReport.region_code == Person.region_code)
            & (RegionReport.campaign_id == campaign.id),
        )
        .where(
            Person.role == Role.COORDINATOR,
            Person.region_code.in_(due),
            Person.blocked_at.is_(None),
            func.coalesce(RegionReport.state, ReportState.OPEN).not_in(_REPORTED),
        )
        .order_by(Person.id)
    )
    taken = await _taken(session, campaign, ReminderKind.REMINDER, set(due.values()), now)
    zones = {region.code: ZoneInfo(region.time_zone) for region in load_regions()}
    found = []
    for person, report in rows:
        assert person.region_code is not None
        day = due[person.region_code]
        hour = datetime.combine(day, rule.at, zones[person.region_code])
        news = [person.joined_at]
        news += [report.changed_at, report.returned_at] if report else []
        if all(at is None or at <= hour for at in news) and (person.id, day) not in taken:
            found.append((person, day))
    return found


async def _taken(
    session: AsyncSession,
    campaign: Campaign,
    kind: ReminderKind,
    days: Collection[date],
    now: datetime,
) -> set[tuple[int, date]]:
    """Whose message of which day is claimed, or has to wait before it is tried again."""
    which = and_(ReminderDelivery.campaign_id == campaign.id, ReminderDelivery.kind == kind)
    await settle_abandoned(session, ReminderDelivery, which, now)
    rows = await session.execute(
        select(ReminderDelivery.person_id, ReminderDelivery.on_date).where(
            which, ReminderDelivery.on_date.in_(days), not_(waits(ReminderDelivery, now))
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
    """A delivery that is this process's to make; None if it is taken. Made with the first claim."""
    key = {"campaign_id": campaign.id, "person_id": person_id, "kind": kind, "on_date": on_date}
    query = select(ReminderDelivery).filter_by(**key)
    delivery = (await session.execute(query)).scalar_one_or_none()
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
    session: AsyncSession, campaign: Campaign, kind: ReminderKind, on_date: date, now: datetime
) -> Sequence[Person]:
    """The admins who have not had this message yet."""
    taken = await _taken(session, campaign, kind, {on_date}, now)
    return [each for each in await admins(session) if (each.id, on_date) not in taken]


async def unreported_regions(session: AsyncSession, campaign: Campaign) -> list[Region]:
    """The regions that have not reported, or whose report was returned, in the letter's order."""
    rows = await session.execute(
        select(RegionReport.region_code).where(
            RegionReport.campaign_id == campaign.id, RegionReport.state.in_(_REPORTED)
        )
    )
    reported = set(rows.scalars())
    return [region for region in load_regions() if region.code not in reported]
