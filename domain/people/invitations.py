"""Invitations: one-time links, made by admins or a region's coordinators, by which people join."""

import hashlib
import secrets
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.audit.trail import record
from domain.people.people import make_coordinator
from models import AuditAction, AuditEntry, Invitation, Person

TOKEN_BYTES = 16
LIFETIME = timedelta(days=30)
WRONG_TOKENS_AN_HOUR = 5


def new_token() -> str:
    return secrets.token_urlsafe(TOKEN_BYTES)


def token_hash(token: str) -> str:
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()


async def invite(
    session: AsyncSession,
    region_code: str | None,
    *,
    by: Person,
    now: datetime,
    until: datetime | None = None,
) -> str:
    """Makes an invitation to a region, or without one to become an admin, and returns its token for
    a deep link. Valid for thirty days unless `until` says otherwise. Only the token's hash is
    kept."""
    token = new_token()
    invitation = Invitation(
        token_hash=token_hash(token),
        region_code=region_code,
        created_by=by.id,
        created_at=now,
        expires_at=until or now + LIFETIME,
    )
    session.add(invitation)
    await session.flush()
    action = AuditAction.INVITATION_CREATED
    record(session, action, invitation.id, now=now, by=by, region_code=region_code)
    return token


async def invitation_of(session: AsyncSession, token: str) -> Invitation | None:
    """Locked, whether it can still be used or not; None if the token is a wrong one."""
    query = select(Invitation).where(Invitation.token_hash == token_hash(token)).with_for_update()
    return await session.scalar(query)


def is_own(invitation: Invitation, person: Person) -> bool:
    """Whether this coordinator joined by it: many keep opening the bot by their first link."""
    return (
        person.is_coordinator
        and invitation.used_by == person.id
        and invitation.region_code == person.region_code
    )


def is_usable(invitation: Invitation, now: datetime) -> bool:
    """What `is_open` in `open_invitations.py` is in a query."""
    used_up = invitation.used_at or invitation.revoked_at
    return not used_up and invitation.expires_at > now


def record_wrong(session: AsyncSession, person: Person, now: datetime) -> None:
    """Put on record that the person has opened what is no open invitation: `may_try` counts it."""
    record(session, AuditAction.INVITATION_WRONG, person.id, now=now, by=person)


async def may_try(session: AsyncSession, person: Person, now: datetime) -> bool:
    """Against guessing: whether the person may open one more wrong token within this hour."""
    wrong = select(func.count(AuditEntry.id)).where(
        AuditEntry.person_id == person.id,
        AuditEntry.action == AuditAction.INVITATION_WRONG,
        AuditEntry.at > now - timedelta(hours=1),
    )
    return (await session.scalars(wrong)).one() < WRONG_TOKENS_AN_HOUR


async def accept(
    session: AsyncSession, person: Person, invitation_id: int, now: datetime
) -> Invitation | None:
    """Uses the invitation and makes the person its region's coordinator; one without a region only
    lets them ask to be an admin. None if it has been used, revoked or expired since it was
    opened."""
    invitation = await session.get(Invitation, invitation_id, with_for_update=True)
    if invitation is None or not is_usable(invitation, now):
        return None
    invitation.used_at, invitation.used_by = now, person.id
    if invitation.region_code is not None:
        await make_coordinator(session, person, invitation.region_code, now=now, by=person)
    return invitation
