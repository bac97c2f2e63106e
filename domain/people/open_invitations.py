"""Invitations that can still be used, and taking them back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from domain.audit.trail import record
from domain.people.invitations import is_open
from models import AuditAction, Invitation, Person


@dataclass(frozen=True, slots=True)
class Actor:
    """Who did something, and when."""

    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class OpenLink:
    """An invitation that can still be used, and who made it when."""

    id: int
    made: Actor
    until: datetime


async def open_links(session: AsyncSession, region_code: str, now: datetime) -> Sequence[OpenLink]:
    """The region's invitations that can still be used, the newest first."""
    rows = await session.execute(
        select(Invitation, Person.name)
        .join(Person, Person.id == Invitation.created_by)
        .where(is_open(now), Invitation.region_code == region_code)
        .order_by(Invitation.id.desc())
    )
    return [OpenLink(each.id, Actor(name, each.created_at), each.expires_at) for each, name in rows]


async def invitation_by_id(session: AsyncSession, invitation_id: int) -> Invitation | None:
    """Locked, for an admin who takes it back."""
    query = select(Invitation).where(Invitation.id == invitation_id).with_for_update()
    return (await session.execute(query)).scalar_one_or_none()


def this_one(invitation_id: int) -> ColumnElement[bool]:
    return Invitation.id == invitation_id


def of_region(code: str) -> ColumnElement[bool]:
    return Invitation.region_code == code


def of_regions() -> ColumnElement[bool]:
    return Invitation.region_code.is_not(None)


def of_admins() -> ColumnElement[bool]:
    return Invitation.region_code.is_(None)


async def links_of(session: AsyncSession, which: ColumnElement[bool], now: datetime) -> int:
    """How many of these invitations can still be used."""
    number = await session.execute(
        select(func.count()).select_from(Invitation).where(which, is_open(now))
    )
    return number.scalar_one()


async def newest_invitation(session: AsyncSession, which: ColumnElement[bool]) -> int:
    """The id of the last one made of these; 0 if there has been none."""
    newest = await session.execute(select(func.max(Invitation.id)).where(which))
    return newest.scalar_one() or 0


async def revoke(
    session: AsyncSession, which: ColumnElement[bool], *, by: Person, now: datetime
) -> int:
    """Take back those of these invitations that can still be used; gives their number. `which`
    is `this_one`, `of_region`, `of_regions` or `of_admins`."""
    revoked = await session.execute(
        update(Invitation)
        .where(which, is_open(now))
        .values(revoked_at=now, revoked_by=by.id)
        .returning(Invitation.id, Invitation.region_code)
        .execution_options(synchronize_session="fetch")
    )
    gone = sorted(revoked.all(), key=lambda row: row.id)
    for invitation_id, region_code in gone:
        record(
            session,
            AuditAction.INVITATION_REVOKED,
            invitation_id,
            now=now,
            by=by,
            region_code=region_code,
        )
    return len(gone)


async def last_revoked(session: AsyncSession, which: ColumnElement[bool]) -> Actor | None:
    """Who took back the newest of them, and when."""
    row = (
        await session.execute(
            select(Person.name, Invitation.revoked_at)
            .join(Person, Person.id == Invitation.revoked_by)
            .where(which, Invitation.revoked_at.is_not(None))
            .order_by(Invitation.revoked_at.desc(), Invitation.id.desc())
            .limit(1)
        )
    ).one_or_none()
    if row is None or row.revoked_at is None:
        return None
    return Actor(row.name, row.revoked_at)
