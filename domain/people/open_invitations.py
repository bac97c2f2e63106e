"""Lists and revokes open invitations: those that can still be used."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from domain.audit.trail import record
from models import AuditAction, Invitation, Person

# Conditions for the functions below: which invitations they are about.
OF_REGIONS = Invitation.region_code.is_not(None)
OF_ADMINS = Invitation.region_code.is_(None)


@dataclass(frozen=True, slots=True)
class Actor:
    """Who did something, and when."""

    by: str
    at: datetime


def is_open(now: datetime) -> ColumnElement[bool]:
    """For a query: not used, not revoked, not expired."""
    return and_(
        Invitation.used_at.is_(None), Invitation.revoked_at.is_(None), Invitation.expires_at > now
    )


def made_for_colleagues(person: Person, region_code: str) -> ColumnElement[bool]:
    """Those that this coordinator has made for colleagues in their region."""
    return and_(Invitation.created_by == person.id, Invitation.region_code == region_code)


async def open_links(
    session: AsyncSession, condition: ColumnElement[bool], now: datetime
) -> Sequence[tuple[Invitation, str]]:
    """The open ones with the name of who made each, the newest first."""
    rows = await session.execute(
        select(Invitation, Person.name)
        .join(Person, Person.id == Invitation.created_by)
        .where(is_open(now), condition)
        .order_by(Invitation.id.desc())
    )
    return [(invitation, by) for invitation, by in rows]


async def count_open(session: AsyncSession, condition: ColumnElement[bool], now: datetime) -> int:
    query = select(func.count(Invitation.id)).where(condition, is_open(now))
    return (await session.scalars(query)).one()


async def newest_invitation(session: AsyncSession, condition: ColumnElement[bool]) -> int:
    """The highest id of all, open or not; 0 if there is none."""
    return await session.scalar(select(func.max(Invitation.id)).where(condition)) or 0


async def revoke(
    session: AsyncSession, condition: ColumnElement[bool], *, by: Person, now: datetime
) -> int:
    """Revokes the open ones; returns their number."""
    revoked = await session.execute(
        update(Invitation)
        .where(condition, is_open(now))
        .values(revoked_at=now, revoked_by=by.id)
        .returning(Invitation.id, Invitation.region_code)
        .execution_options(synchronize_session="fetch")
    )
    rows = sorted(revoked.all(), key=lambda row: row.id)
    action = AuditAction.INVITATION_REVOKED
    for row in rows:
        record(session, action, row.id, now=now, by=by, region_code=row.region_code)
    return len(rows)


async def last_revoked(session: AsyncSession, condition: ColumnElement[bool]) -> Actor | None:
    """Who revoked one of them last, and when."""
    rows = await session.execute(
        select(Person.name, Invitation.revoked_at)
        .join(Person, Person.id == Invitation.revoked_by)
        .where(condition, Invitation.revoked_at.is_not(None))
        .order_by(Invitation.revoked_at.desc(), Invitation.id.desc())
        .limit(1)
    )
    return next((Actor(name, at) for name, at in rows if at is not None), None)
