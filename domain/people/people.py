"""People: giving and taking their roles, and listing them by role."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from domain.audit.trail import record
from domain.campaigns.extensions import withdraw_orphaned_request
from domain.drafts import forget_strange_drafts
from domain.people.open_invitations import made_for_colleagues, revoke
from models import AccessRequest, AuditAction, Campaign, Person, Region, RegionNews, Role


async def make_coordinator(
    session: AsyncSession, person: Person, region_code: str, *, now: datetime, by: Person
) -> None:
    """`by` is the person, who used an invitation, or the admin who approved the request."""
    before = person.region_code
    await give_role(session, person, Role.COORDINATOR, region_code, by=by, now=now)
    record(
        session,
        AuditAction.PERSON_JOINED,
        person.id,
        now=now,
        by=by,
        region_code=region_code,
        before={"region": before} if before else None,
        after={"region": region_code},
    )
    await forget_strange_drafts(session, person)


def confirm(session: AsyncSession, person: Person, campaign: Campaign, *, now: datetime) -> None:
    """Records that the person still is the coordinator this year. Idempotent."""
    if person.confirmed_at is not None:
        return
    person.confirmed_at = now
    record(
        session,
        AuditAction.PERSON_CONFIRMED,
        person.id,
        now=now,
        by=person,
        region_code=person.region_code,
        after={"year": campaign.year},
    )


async def remove_coordinator(
    session: AsyncSession, person: Person, *, now: datetime, by: Person
) -> None:
    """Takes effect with the person's next update."""
    region_code = person.region_code
    assert region_code is not None, "only a coordinator is removed"
    record(session, AuditAction.PERSON_REMOVED, person.id, now=now, by=by, region_code=region_code)
    await give_role(session, person, Role.STRANGER, None, by=by, now=now)


async def give_role(
    session: AsyncSession,
    person: Person,
    role: Role,
    region_code: str | None,
    *,
    by: Person | None,
    now: datetime,
    organisation: str | None = None,
) -> None:
    """`organisation` is a helper's. Also closes what the change settles: the person's request for
    access, the links by which they have invited colleagues to the former region, and that region's
    request for an extension if nobody is left there. The caller records it in the audit trail."""
    former_region = person.region_code if person.is_coordinator else None
    person.role = role
    person.region_code, person.organisation = region_code, organisation
    person.active = role != Role.STRANGER
    person.joined_at = now
    if role != Role.ADMIN:
        person.appointed_by = person.digest_hour = None
        person.region_news = RegionNews.IN_DIGEST
    await session.flush()
    if role != Role.HELPER:  # who may be waiting to become a coordinator
        await withdraw_access_request(session, person)
    if former_region is not None and former_region != region_code:
        await revoke(session, made_for_colleagues(person, former_region), by=by or person, now=now)
        await withdraw_orphaned_request(session, former_region, by=by or person, now=now)


async def withdraw_access_request(session: AsyncSession, person: Person) -> None:
    await session.execute(
        delete(AccessRequest).where(
            AccessRequest.person_id == person.id, AccessRequest.decided_at.is_(None)
        )
    )


async def is_last_coordinator(session: AsyncSession, person: Person) -> bool:
    """Whether the region would have no coordinator without this one."""
    if not person.is_coordinator:
        return False
    return len(await coordinators(session, person.region_code)) == 1


async def mark_blocked(session: AsyncSession, person_id: int, now: datetime) -> None:
    """Telegram has said that the person has blocked the bot."""
    await session.execute(
        update(Person)
        .where(Person.id == person_id, Person.blocked_at.is_(None))
        .values(blocked_at=now)
    )


async def admins(session: AsyncSession) -> Sequence[Person]:
    """By name. Only those who have started the bot, and so can be written to."""
    query = select(Person).where(Person.role == Role.ADMIN).order_by(Person.name)
    return (await session.scalars(query)).all()


async def coordinators(session: AsyncSession, region_code: str | None = None) -> Sequence[Person]:
    """Of all regions, in the letter's order, or of one."""
    query = (
        select(Person)
        .join(Region, Region.code == Person.region_code)
        .where(Person.role == Role.COORDINATOR)
        .order_by(Region.number, Person.name)
    )
    if region_code is not None:
        query = query.where(Person.region_code == region_code)
    return (await session.scalars(query)).all()


async def locked_person(
    session: AsyncSession, person_id: int, role: Role | None = None
) -> Person | None:
    """The person with that Telegram id (and that role), locked."""
    query = select(Person).where(Person.id == person_id).with_for_update(key_share=True)
    if role is not None:
        query = query.where(Person.role == role)
    return await session.scalar(query)


async def locked_people(
    session: AsyncSession, person_ids: Collection[int], role: Role
) -> Sequence[Person]:
    """Those of them who have that role, locked in one order for all."""
    query = (
        select(Person)
        .where(Person.id.in_(person_ids), Person.role == role)
        .order_by(Person.id)
        .with_for_update(key_share=True)
    )
    return (await session.scalars(query)).all()
