"""At what hour an admin gets the morning digest, and who is to get one now."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta, tzinfo

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.mailings.reminders import LONGEST_DELAY, claim
from models import Campaign, Person, ReminderDelivery, ReminderKind, ReminderOutcome, Role

HOURS = range(6, 13)
USUAL_HOUR = 9
A_DAY = timedelta(days=1)  # which the first digest covers
LONGEST = timedelta(days=7)  # which a digest covers at the most, if earlier ones were not sent


def due_on(hour: int, zone: tzinfo, now: datetime) -> date | None:
    """The day whose digest is due now; None if none is, or it is too late for it."""
    day = now.astimezone(zone).date()
    at = datetime.combine(day, time(hour), zone)
    return day if at <= now < at + LONGEST_DELAY else None


async def due(
    session: AsyncSession, campaign: Campaign, zone: tzinfo, now: datetime
) -> Sequence[tuple[Person, date]]:
    """The admins whose digest is due now, each with its day. Nobody once the campaign is closed."""
    if campaign.closed_at is not None:
        return []
    subscribers = await session.scalars(
        select(Person)
        .where(
            Person.role == Role.ADMIN, Person.digest_hour.is_not(None), Person.blocked_at.is_(None)
        )
        .order_by(Person.id)
    )
    recipients = []
    for person in subscribers:
        assert person.digest_hour is not None
        day = due_on(person.digest_hour, zone, now)
        if day is not None and not await _has_had(session, person, day):
            recipients.append((person, day))
    return recipients


async def _has_had(session: AsyncSession, person: Person, day: date) -> bool:
    """In any campaign: the next one may have been opened the same day."""
    deliveries = await session.scalars(
        select(ReminderDelivery.id).where(
            ReminderDelivery.person_id == person.id,
            ReminderDelivery.kind == ReminderKind.DIGEST,
            ReminderDelivery.on_date == day,
        )
    )
    return deliveries.first() is not None


async def set_hour(
    session: AsyncSession,
    person: Person,
    hour: int | None,
    campaign: Campaign,
    *,
    zone: tzinfo,
    now: datetime,
) -> None:
    """None: no digest any more. If the hour has passed today, the first digest comes tomorrow:
    today's is claimed, or it would be sent at once."""
    if person.digest_hour == hour:
        return
    person.digest_hour = hour
    day = now.astimezone(zone).date()
    passed = hour is not None and now >= datetime.combine(day, time(hour), zone)
    if passed and not await _has_had(session, person, day):
        await claim(session, campaign, person.id, ReminderKind.DIGEST, day, now)


async def next_at(
    session: AsyncSession, person: Person, *, zone: tzinfo, now: datetime
) -> datetime | None:
    """When the admin's next digest is due; None if they get none."""
    if person.digest_hour is None:
        return None
    day = now.astimezone(zone).date()
    today = datetime.combine(day, time(person.digest_hour), zone)
    if now >= today + LONGEST_DELAY or await _has_had(session, person, day):
        return today + A_DAY
    return today


async def covered_until(session: AsyncSession, person: Person, now: datetime) -> datetime:
    """The moment from which on the admin's next digest tells what happened. A digest with unknown
    outcome counts as not received."""
    claimed = ReminderDelivery.claimed_at
    rows = await session.execute(
        select(
            func.max(claimed).filter(ReminderDelivery.outcome == ReminderOutcome.SENT),
            func.min(claimed),
        ).where(
            ReminderDelivery.person_id == person.id,
            ReminderDelivery.kind == ReminderKind.DIGEST,
        )
    )
    last, first = rows.one()
    return max(last or (first or now) - A_DAY, now - LONGEST)
