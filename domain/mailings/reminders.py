"""Reminders before the deadline: when they are due and to whom, and claiming each before it is
sent, so that only one process sends it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from types import MappingProxyType
from zoneinfo import ZoneInfo

from sqlalchemy import delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from domain.campaigns.deadlines import has_passed
from domain.people.people import admins
from domain.regions.directory import Region, load_regions
from models import (
    SUBMITTED_STATES,
    Campaign,
    Person,
    RegionReport,
    ReminderDelivery,
    ReminderKind,
    ReminderOutcome,
    ReportState,
    Role,
)

# How long after the last zone's reminders the admins are told how many have arrived.
SENDING_TIME = timedelta(minutes=10)
# How late a message to the admins may still be sent, if it could not be in time.
LONGEST_DELAY = timedelta(hours=12)
CLOSING_LONGEST_DELAY = timedelta(days=7)
NONE: Mapping[str, datetime] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Rule:
    """When regions are reminded: how many days before the deadline, counted by the ministry's
    calendar in `zone`, and at what time of day in the region's own zone."""

    days: Collection[int]
    at: time
    zone: tzinfo


def due_on(rule: Rule, deadline: datetime, region_zone: tzinfo, now: datetime) -> date | None:
    """The day whose reminder is due now in a region of that zone: from the rule's time until the
    end of the region's day, and never after the deadline."""
    local = now.astimezone(region_zone)
    if has_passed(deadline, now) or local.timetz().replace(tzinfo=None) < rule.at:
        return None
    left = (deadline.astimezone(rule.zone).date() - local.date()).days
    return local.date() if left in rule.days else None


def due_regions(
    rule: Rule, deadline: datetime, now: datetime, extended: Mapping[str, datetime] = NONE
) -> dict[str, date]:
    """The days of the reminders that are due now, by region's code. `extended` has the regions'
    own deadlines by code."""
    due = {
        region.code: due_on(
            rule, extended.get(region.code, deadline), ZoneInfo(region.time_zone), now
        )
        for region in load_regions()
    }
    return {code: day for code, day in due.items() if day is not None}


def round_due_on(rule: Rule, deadline: datetime, now: datetime) -> date | None:
    """The day whose reminders have been sent in all zones, so that the admins are to be told. None
    after the deadline, when they get the list of silent regions instead."""
    if has_passed(deadline, now):
        return None
    zones = {ZoneInfo(region.time_zone) for region in load_regions()}
    for left in rule.days:
        day = deadline.astimezone(rule.zone).date() - timedelta(days=left)
        last = max(datetime.combine(day, rule.at, zone) for zone in zones) + SENDING_TIME
        if last <= now < last + LONGEST_DELAY:
            return day
    return None


def closing_due_on(rule: Rule, deadline: datetime, now: datetime) -> date | None:
    """The day of the deadline, for a week after it has passed."""
    passed = has_passed(deadline, now) and now < deadline + CLOSING_LONGEST_DELAY
    return deadline.astimezone(rule.zone).date() if passed else None


async def candidates(
    session: AsyncSession, campaign: Campaign, due: Mapping[str, date], rule: Rule
) -> Sequence[tuple[Person, date]]:
    """The coordinators to be reminded, each with the day of the reminder: in regions that have not
    submitted, and not those who joined, or whose report was opened again or returned, after the
    rule's time: they have just been told what is to be done."""
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
            func.coalesce(RegionReport.state, ReportState.OPEN).not_in(SUBMITTED_STATES),
        )
        .order_by(Person.id)
    )
    claimed = await _claimed(session, campaign, due)
    zones = {region.code: ZoneInfo(region.time_zone) for region in load_regions()}
    to_remind = []
    for person, report in rows:
        assert person.region_code is not None
        day = due[person.region_code]
        hour = datetime.combine(day, rule.at, zones[person.region_code])
        told_at = [person.joined_at]
        told_at += [report.changed_at, report.returned_at] if report else []
        if all(at is None or at <= hour for at in told_at) and (person.id, day) not in claimed:
            to_remind.append((person, day))
    return to_remind


async def _claimed(
    session: AsyncSession, campaign: Campaign, due: Mapping[str, date]
) -> set[tuple[int, date]]:
    rows = await session.execute(
        select(ReminderDelivery.person_id, ReminderDelivery.on_date).where(
            ReminderDelivery.campaign_id == campaign.id,
            ReminderDelivery.kind == ReminderKind.REMINDER,
            ReminderDelivery.on_date.in_(set(due.values())),
        )
    )
    return set(rows)


async def claim(
    session: AsyncSession,
    campaign: Campaign,
    person_id: int,
    kind: ReminderKind,
    on_date: date,
    now: datetime,
) -> int:
    """Returns the delivery's id. Raises IntegrityError if another process has claimed it."""
    delivery = ReminderDelivery(
        campaign_id=campaign.id, person_id=person_id, kind=kind, on_date=on_date, claimed_at=now
    )
    session.add(delivery)
    await session.flush()
    return delivery.id


async def release_claim(session: AsyncSession, delivery_id: int) -> None:
    """For a message that has certainly not been sent: it can be claimed again."""
    await session.execute(delete(ReminderDelivery).where(ReminderDelivery.id == delivery_id))


async def record_outcome(session: AsyncSession, delivery_id: int, outcome: ReminderOutcome) -> None:
    await session.execute(
        update(ReminderDelivery).where(ReminderDelivery.id == delivery_id).values(outcome=outcome)
    )


async def admins_to_tell(
    session: AsyncSession, campaign: Campaign, kind: ReminderKind, on_date: date
) -> Sequence[Person]:
    """The admins to whom this message has not been sent."""
    claimed = await session.scalars(
        select(ReminderDelivery.person_id).where(
            ReminderDelivery.campaign_id == campaign.id,
            ReminderDelivery.kind == kind,
            ReminderDelivery.on_date == on_date,
        )
    )
    recipients = set(claimed)
    return [admin for admin in await admins(session) if admin.id not in recipients]


async def outcomes_of(
    session: AsyncSession, campaign: Campaign, on_date: date
) -> dict[ReminderOutcome | None, int]:
    """The number of that day's reminders by outcome; None if it is unknown."""
    rows = await session.execute(
        select(ReminderDelivery.outcome, func.count())
        .where(
            ReminderDelivery.campaign_id == campaign.id,
            ReminderDelivery.kind == ReminderKind.REMINDER,
            ReminderDelivery.on_date == on_date,
        )
        .group_by(ReminderDelivery.outcome)
    )
    return dict(rows.all())


async def unreported_regions(session: AsyncSession, campaign: Campaign) -> list[Region]:
    """The regions whose report is not submitted, or is returned, in the letter's order."""
    codes = await session.scalars(
        select(RegionReport.region_code).where(
            RegionReport.campaign_id == campaign.id, RegionReport.state.in_(SUBMITTED_STATES)
        )
    )
    reported = set(codes)
    return [region for region in load_regions() if region.code not in reported]
