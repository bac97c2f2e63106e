"""Coming in by an invitation: a one-time link, made by an admin."""

import hashlib
import secrets
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.audit.trail import record
from domain.people.people import make_coordinator
from models import AuditAction, AuditEntry, Invitation, Person

TOKEN_BYTES = 16
LIFETIME = timedelta(days=30)
WRONG_TOKENS_AN_HOUR = 5


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()


async def invite(
    session: AsyncSession,
    region_code: str | None,
    *,
    by: Person,
    now: datetime,
    until: datetime | None = None,
) -> str:
    """A new invitation's token, for a deep link; without a region, to become an admin. Valid
    for thirty days unless `until` says otherwise. Only the token's hash is kept."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    invitation = Invitation(
        token_hash=_hash(token),
        region_code=region_code,
        created_by=by.id,
        created_at=now,
        expires_at=until or now + LIFETIME,
    )
    session.add(invitation)
    await session.flush()
    record(
        session,
        AuditAction.INVITATION_CREATED,
        invitation.id,
        now=now,
        by=by,
        region_code=region_code,
    )
    return token


async def open_invitation(
    session: AsyncSession, person: Person, token: str, now: datetime
) -> Invitation | None:
    """The invitation of that token, if it can be used. None, whatever the reason, is put on
    record, because guessing is limited."""
    invitation = await _usable(session, Invitation.token_hash == _hash(token), now)
    if invitation is None:
        record(session, AuditAction.INVITATION_WRONG, person.id, now=now, by=person)
    return invitation


async def is_own(session: AsyncSession, person: Person, token: str) -> bool:
    """Whether it is the invitation by which this coordinator came in: people open the bot by
    the link they know."""
    own = select(Invitation.id).where(
        Invitation.token_hash == _hash(token),
        Invitation.used_by == person.id,
        Invitation.region_code == person.region_code,
    )
    return (await session.execute(own)).scalar_one_or_none() is not None


async def may_try(session: AsyncSession, person: Person, now: datetime) -> bool:
    """Whether fewer than five wrong tokens came from this person within the hour."""
    wrong = await session.execute(
        select(func.count())
        .select_from(AuditEntry)
        .where(
            AuditEntry.person_id == person.id,
            AuditEntry.action == AuditAction.INVITATION_WRONG,
            AuditEntry.at > now - timedelta(hours=1),
        )
    )
    return wrong.scalar_one() < WRONG_TOKENS_AN_HOUR


async def is_revoked(session: AsyncSession, token: str) -> bool:
    """Whether it is a real invitation's that an admin took back: whoever holds it guesses
    nothing, and may be told."""
    revoked = select(Invitation.id).where(
        Invitation.token_hash == _hash(token), Invitation.revoked_at.is_not(None)
    )
    return (await session.execute(revoked)).scalar_one_or_none() is not None


async def accept(
    session: AsyncSession, person: Person, invitation_id: int, now: datetime
) -> Invitation | None:
    """Use the invitation up and bind the person to its region; without a region, being an
    admin is still to be asked for. None if someone else was quicker or it has expired or been
    revoked since it was opened."""
    invitation = await _usable(session, Invitation.id == invitation_id, now)
    if invitation is None:
        return None
    invitation.used_at, invitation.used_by = now, person.id
    if invitation.region_code is not None:
        await make_coordinator(session, person, invitation.region_code, now=now, by=person)
    return invitation


def is_open(now: datetime) -> ColumnElement[bool]:
    """Whether an invitation can still be used, for a query."""
    return and_(
        Invitation.used_at.is_(None), Invitation.revoked_at.is_(None), Invitation.expires_at > now
    )


async def _usable(
    session: AsyncSession, which: ColumnElement[bool], now: datetime
) -> Invitation | None:
    query = select(Invitation).where(which, is_open(now)).with_for_update()
    return (await session.execute(query)).scalar_one_or_none()
