"""At what hour which admin wants the morning digest, and whether today's is still to come."""

from datetime import date, datetime, time, timedelta, tzinfo

from sqlalchemy import exists, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.mailings.due_reminders import CURRENT, NOT_TOLD, claim_reminders, looked_for
from domain.mailings.reminders import LATEST
from models import Campaign, DeliveryOutcome, Person, ReminderDelivery, ReminderKind, Role

HOURS = range(6, 13)
USUAL_HOUR = 9
A_DAY = timedelta(days=1)  # what the first digest tells of
LONGEST = timedelta(days=7)  # what a digest tells of if those before it could not be sent

_SUBSCRIBERS = (
    select(Person.id, Person.digest_hour)
    .where(
        Person.role == Role.ADMIN,
        Person.digest_hour.is_not(None),
        Person.blocked_at.is_(None),
        NOT_TOLD,
        exists().where(CURRENT, Campaign.closed_at.is_(None)),
    )
    .order_by(Person.id)
)


def due_on(hour: int, zone: tzinfo, now: datetime) -> date | None:
    """The day whose digest is to go out now."""
    day = now.astimezone(zone).date()
    at = datetime.combine(day, time(hour), zone)
    return day if at <= now < at + LATEST else None


async def due_digests(session: AsyncSession, zone: tzinfo, now: datetime) -> list[tuple[int, date]]:
    """The ids of the admins who are to have their digest now, each with its day; nobody once the
    campaign is closed."""
    today = now.astimezone(zone).date()
    parameters = looked_for(ReminderKind.DIGEST, today, now)
    subscribers = (await session.execute(_SUBSCRIBERS, parameters)).all()
    return [
        (person_id, today)
        for person_id, hour in subscribers
        if hour is not None and due_on(hour, zone, now)
    ]


async def set_hour(
    session: AsyncSession,
    person: Person,
    hour: int | None,
    campaign: Campaign,
    *,
    zone: tzinfo,
    now: datetime,
) -> None:
    """None: no digest. An hour that has passed today begins tomorrow: today's digest is recorded
    as skipped, or it would come on the spot."""
    if person.digest_hour == hour:
        return
    person.digest_hour = hour
    day = now.astimezone(zone).date()
    if hour is None or now < datetime.combine(day, time(hour), zone):
        return
    for delivery in await claim_reminders(
        session, campaign.id, [person.id], ReminderKind.DIGEST, day, now
    ):
        delivery.outcome = DeliveryOutcome.SKIPPED


async def next_at(
    session: AsyncSession, person: Person, *, zone: tzinfo, now: datetime
) -> datetime | None:
    """When the admin's next digest is due; None if they want none."""
    if person.digest_hour is None:
        return None
    day = now.astimezone(zone).date()
    today = datetime.combine(day, time(person.digest_hour), zone)
    to_come = select(Person.id).where(Person.id == person.id, NOT_TOLD)
    still = await session.scalar(to_come, looked_for(ReminderKind.DIGEST, day, now))
    return today if still and now < today + LATEST else today + A_DAY


async def digest_since(session: AsyncSession, person: Person, now: datetime) -> datetime:
    """The moment from which on the admin's next digest tells: the last one that was surely sent,
    or a day before the first. None was sent in the future, though a clock may have said so."""
    claimed_at = ReminderDelivery.claimed_at
    row = await session.execute(
        select(
            func.max(claimed_at).filter(ReminderDelivery.outcome == DeliveryOutcome.SENT),
            func.min(claimed_at),
        ).where(
            ReminderDelivery.person_id == person.id,
            ReminderDelivery.kind == ReminderKind.DIGEST,
            claimed_at <= now,
        )
    )
    last, first = row.one()
    return max(last or (first or now) - A_DAY, now - LONGEST)
