"""The morning digest: which admin wants it at what hour, and what it tells."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from models import (
    AccessRequest,
    AuditEntry,
    Campaign,
    Event,
    ExtensionRequest,
    Person,
    ReminderDelivery,
    ReminderKind,
    ReminderOutcome,
    Role,
)
from reports.region_reports import Standing
from reports.regions import load_regions, region_by_code
from reports.reminders import STILL_NEWS, claim
from reports.status import RegionStatus, Summary, region_statuses, summary

HOURS = range(6, 13)
USUAL_HOUR = 9
# What the first digest tells of, and the most that one tells of when some could not come.
A_DAY, LONGEST = timedelta(days=1), timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Digest:
    """What came since the last one, and where it stands now. Regions are named in the letter's
    order, people as they are called now. `added` has the number of new events by region's name.

    `gone` are the coordinators whose access was closed, `emptied` the regions that thereby have
    nobody any more; `without_anybody` counts all of those."""

    since: datetime
    submitted: tuple[str, ...]
    zero: tuple[str, ...]
    returned: tuple[str, ...]
    accepted: tuple[str, ...]
    added: dict[str, int]
    blocked: tuple[str, ...]
    gone: tuple[str, ...]
    emptied: tuple[str, ...]
    without_anybody: int
    stands: Summary
    access_requests: int
    extension_requests: int

    @property
    def eventful(self) -> bool:
        came = (self.submitted, self.zero, self.returned, self.accepted, self.added)
        return any((*came, self.blocked, self.gone, self.emptied))


# ── Who gets it, and when ────────────────────────────────────────────────────────────────


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
    found = []
    for person in wanting:
        assert person.digest_hour is not None
        day = due_on(person.digest_hour, zone, now)
        if day is not None and not await _had(session, campaign, person, day):
            found.append((person, day))
    return found


async def _had(session: AsyncSession, campaign: Campaign, person: Person, day: date) -> bool:
    delivery = await session.execute(
        select(ReminderDelivery.id).where(
            ReminderDelivery.campaign_id == campaign.id,
            ReminderDelivery.person_id == person.id,
            ReminderDelivery.kind == ReminderKind.DIGEST,
            ReminderDelivery.on_date == day,
        )
    )
    return delivery.scalar_one_or_none() is not None


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
    if passed and not await _had(session, campaign, person, day):
        await claim(session, campaign, person.id, ReminderKind.DIGEST, day, now)


async def next_at(
    session: AsyncSession, person: Person, campaign: Campaign, *, zone: tzinfo, now: datetime
) -> datetime | None:
    """When the admin's next digest is due; None if they want none."""
    if person.digest_hour is None:
        return None
    day = now.astimezone(zone).date()
    today = datetime.combine(day, time(person.digest_hour), zone)
    if now >= today + STILL_NEWS or await _had(session, campaign, person, day):
        return today + A_DAY
    return today


async def told_until(
    session: AsyncSession, campaign: Campaign, person: Person, now: datetime
) -> datetime:
    """What happened before that moment, an earlier digest has told the admin, or it is older
    than what the first one tells. A digest whose fate is unknown has told nothing."""
    claimed = ReminderDelivery.claimed_at
    seen = await session.execute(
        select(
            func.max(claimed).filter(ReminderDelivery.outcome == ReminderOutcome.SENT),
            func.min(claimed),
        ).where(
            ReminderDelivery.campaign_id == campaign.id,
            ReminderDelivery.person_id == person.id,
            ReminderDelivery.kind == ReminderKind.DIGEST,
        )
    )
    last, first = seen.one()
    return max(last or (first or now) - A_DAY, now - LONGEST)


# ── What it tells ────────────────────────────────────────────────────────────────────────


async def make_digest(session: AsyncSession, campaign: Campaign, since: datetime) -> Digest:
    statuses = await region_statuses(session, campaign)
    submitted = await _regions_of(session, since, "report.submitted", "report.zero")
    accepted = await _regions_of(session, since, "report.accepted")
    gone = await _gone(session, since)
    left = {code for code, _ in gone}
    return Digest(
        since=since,
        submitted=_names(statuses, submitted, Standing.SUBMITTED),
        zero=_names(statuses, submitted, Standing.ZERO),
        returned=tuple(
            each.region.name
            for each in statuses
            if each.standing == Standing.RETURNED
            and each.returned_at is not None
            and each.returned_at > since
        ),
        accepted=tuple(
            each.region.name for each in statuses if each.accepted and each.region.code in accepted
        ),
        added=await _added(session, campaign, since),
        blocked=await _blocked(session, since),
        gone=tuple(name for _, name in gone),
        emptied=tuple(
            each.region.name
            for each in statuses
            if not each.coordinators and each.region.code in left
        ),
        without_anybody=sum(not each.coordinators for each in statuses),
        stands=summary(statuses),
        access_requests=await _access_requests(session),
        extension_requests=await _extension_requests(session, campaign),
    )


def _names(
    statuses: Sequence[RegionStatus], codes: Collection[str], standing: Standing
) -> tuple[str, ...]:
    """Of those regions the ones that still stand so."""
    return tuple(
        each.region.name
        for each in statuses
        if each.standing == standing and each.region.code in codes
    )


async def _regions_of(session: AsyncSession, since: datetime, *actions: str) -> set[str]:
    rows = await session.execute(
        select(AuditEntry.region_code)
        .where(AuditEntry.at > since, AuditEntry.action.in_(actions))
        .distinct()
    )
    return {str(code) for code in rows.scalars()}


async def _added(session: AsyncSession, campaign: Campaign, since: datetime) -> dict[str, int]:
    """The most first."""
    codes = await session.scalars(
        select(Event.region_code).where(
            Event.campaign_id == campaign.id, Event.created_at > since, Event.deleted_at.is_(None)
        )
    )
    return {region_by_code(code).name: count for code, count in Counter(codes).most_common()}


async def _blocked(session: AsyncSession, since: datetime) -> tuple[str, ...]:
    people = await session.scalars(
        select(Person)
        .where(Person.role == Role.COORDINATOR, Person.blocked_at > since)
        .order_by(Person.region_code, Person.id)
    )
    return tuple(_of_region(person.name, person.region_code) for person in people)


async def _gone(session: AsyncSession, since: datetime) -> list[tuple[str | None, str]]:
    """The region's code of each whose access was closed and who has not come back since, and
    who it was."""
    rows = await session.execute(
        select(AuditEntry.region_code, AuditEntry.subject_id)
        .where(
            AuditEntry.at > since,
            AuditEntry.action == "person.removed",
            AuditEntry.region_code.is_not(None),
        )
        .order_by(AuditEntry.id)
    )
    gone = {}
    for code, subject_id in rows:
        person = await session.get(Person, int(subject_id))
        if person is not None and person.region_code != code:
            gone[person.id] = (code, _of_region(person.name, code))
    return list(gone.values())


def _of_region(name: str, code: str | None) -> str:
    region = next((each.name for each in load_regions() if each.code == code), "")
    return f"{name[:40]} ({region})"


async def _access_requests(session: AsyncSession) -> int:
    undecided = select(func.count()).where(AccessRequest.decided_at.is_(None))
    return (await session.execute(undecided)).scalar_one()


async def _extension_requests(session: AsyncSession, campaign: Campaign) -> int:
    undecided = select(func.count()).where(
        ExtensionRequest.campaign_id == campaign.id, ExtensionRequest.decided_at.is_(None)
    )
    return (await session.execute(undecided)).scalar_one()
