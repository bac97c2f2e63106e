"""Which admin wants the morning digest at what hour, and whether today's is still to come."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta, tzinfo

from sqlalchemy import func, not_, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.mailings.claims import settle_abandoned, waits
from domain.mailings.reminders import STILL_NEWS, claim_reminder
from models import Campaign, DeliveryOutcome, Person, ReminderDelivery, ReminderKind, Role

HOURS = range(6, 13)
USUAL_HOUR = 9
# How far the first digest looks back, and the furthest that one does when some could not come.
A_DAY, LONGEST = timedelta(days=1), timedelta(days=7)


def due_on(hour: int, zone: tzinfo, now: datetime) -> date | None:
    """The day whose digest is to be out by now, and still is news."""
    day = now.astimezone(zone).date()
    at = datetime.combine(day, time(hour), zone)
    return day if at <= now < at + STILL_NEWS else None


async def due(
    session: AsyncSession, campaign: Campaign, zone: tzinfo, now: datetime
) -> Sequence[tuple[Person, date]]:
    """The admins who are to have their digest now, each with its day. Nobody once the campaign
    is closed: then nothing comes any more."""
    if campaign.closed_at is not None:
        return []
    wanting = await session.scalars(
        select(Person)
        .where(
            Person.role == Role.ADMIN, Person.digest_hour.is_not(None), Person.blocked_at.is_(None)
        )
        .order_by(Person.id)
    )
    await settle_abandoned(
        session, ReminderDelivery, ReminderDelivery.kind == ReminderKind.DIGEST, now
    )
    found = []
    for person in wanting:
        assert person.digest_hour is not None
        day = due_on(person.digest_hour, zone, now)
        if day is not None and not await _had(session, person, day, now):
            found.append((person, day))
    return found


async def _had(session: AsyncSession, person: Person, day: date, now: datetime) -> bool:
    """In whatever campaign: the next one may have been opened the same day."""
    deliveries = await session.scalars(
        select(ReminderDelivery.id).where(
            ReminderDelivery.person_id == person.id,
            ReminderDelivery.kind == ReminderKind.DIGEST,
            ReminderDelivery.on_date == day,
            not_(waits(ReminderDelivery, now)),
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
    """From now on at that hour; None: never. An hour that has passed today begins tomorrow:
    today's digest is taken as had, or it would come on the spot."""
    if person.digest_hour == hour:
        return
    person.digest_hour = hour
    day = now.astimezone(zone).date()
    passed = hour is not None and now >= datetime.combine(day, time(hour), zone)
    if not passed:
        return
    taken = await claim_reminder(session, campaign, person.id, ReminderKind.DIGEST, day, now)
    if taken is not None:
        taken.outcome = DeliveryOutcome.SKIPPED


async def next_at(
    session: AsyncSession, person: Person, *, zone: tzinfo, now: datetime
) -> datetime | None:
    """When the admin's next digest is due; None if they want none."""
    if person.digest_hour is None:
        return None
    day = now.astimezone(zone).date()
    today = datetime.combine(day, time(person.digest_hour), zone)
    if now >= today + STILL_NEWS or await _had(session, person, day, now):
        return today + A_DAY
    return today


async def told_until(session: AsyncSession, person: Person, now: datetime) -> datetime:
    """What happened before that moment, an earlier digest has told the admin, or it is older
    than what the first one tells. A digest whose fate is unknown has told nothing."""
    claimed = ReminderDelivery.claimed_at
    seen = await session.execute(
        select(
            func.max(claimed).filter(ReminderDelivery.outcome == DeliveryOutcome.SENT),
            func.min(claimed),
        ).where(
            ReminderDelivery.person_id == person.id,
            ReminderDelivery.kind == ReminderKind.DIGEST,
        )
    )
    last, first = seen.one()
    return max(last or (first or now) - A_DAY, now - LONGEST)
