"""The ministry's admins: those named in the settings, and those whom an admin appointed."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from domain.audit.trail import record
from domain.people.people import give_role
from models import AuditAction, Draft, Person, Role


async def appoint(
    session: AsyncSession, person: Person, *, now: datetime, by: Person | None
) -> None:
    """Makes the person an admin; a coordinator stops being one. Idempotent. `by` is None for the
    settings."""
    if person.is_admin:
        return
    before = person.region_code
    await give_role(session, person, Role.ADMIN, None, by=by, now=now)
    person.appointed_by = by.id if by else None
    record(
        session,
        AuditAction.PERSON_BECAME_ADMIN,
        person.id,
        now=now,
        by=by,
        region_code=before,
        before={"region": before} if before else None,
    )
    await session.execute(delete(Draft).where(Draft.person_id == person.id))


async def dismiss(
    session: AsyncSession, person: Person, *, now: datetime, by: Person | None
) -> None:
    """Takes effect with the person's next update; their drafts are deleted. `by` is None for the
    settings."""
    record(
        session, AuditAction.PERSON_REMOVED, person.id, now=now, by=by, before={"role": Role.ADMIN}
    )
    await give_role(session, person, Role.STRANGER, None, by=by, now=now)
    await session.execute(delete(Draft).where(Draft.person_id == person.id))


async def admins_with_origin(session: AsyncSession) -> Sequence[tuple[Person, Person | None]]:
    """All who have started the bot, each with the admin who appointed them: first those named in
    the settings, whom nobody appointed, then by name."""
    appointer = aliased(Person)
    rows = await session.execute(
        select(Person, appointer)
        .outerjoin(appointer, appointer.id == Person.appointed_by)
        .where(Person.role == Role.ADMIN)
        .order_by(Person.appointed_by.is_not(None), Person.name, Person.id)
    )
    return [(person, by) for person, by in rows]


async def follow_settings(
    session: AsyncSession, admin_ids: Collection[int], now: datetime
) -> list[int]:
    """At a start: appoints those named in the settings who have written to the bot, and dismisses
    admins whom the settings no longer name. Returns the ids of the dismissed. Those whom an admin
    appointed stay."""
    for person in await session.scalars(select(Person).where(Person.id.in_(admin_ids))):
        person.appointed_by = None
        await appoint(session, person, now=now, by=None)
    former = await session.scalars(
        select(Person).where(
            Person.role == Role.ADMIN,
            Person.appointed_by.is_(None),
            Person.id.not_in(admin_ids),
        )
    )
    dismissed = former.all()
    for person in dismissed:
        await dismiss(session, person, now=now, by=None)
    return [person.id for person in dismissed]
