"""The two ways in: an admin's invitation, and a stranger's request that an admin approves."""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from models import AccessRequest, AuditEntry, Invitation, Person
from reports.audit import record
from reports.people import make_coordinator

TOKEN_BYTES = 16
LIFETIME = timedelta(days=30)
WRONG_TOKENS_AN_HOUR = 5
REQUESTS_A_DAY = 3


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode(errors="replace")).hexdigest()


async def invite(session: AsyncSession, region_code: str, *, by: Person, now: datetime) -> str:
    """A new invitation's token, for a deep link. Only its hash is kept."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    invitation = Invitation(
        token_hash=_hash(token),
        region_code=region_code,
        created_by=by.id,
        created_at=now,
        expires_at=now + LIFETIME,
    )
    session.add(invitation)
    await session.flush()
    record(
        session,
        "invitation.created",
        now=now,
        by=by,
        subject="invitation",
        subject_id=invitation.id,
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
        record(
            session, "invitation.wrong", now=now, by=person, subject="person", subject_id=person.id
        )
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
            AuditEntry.action == "invitation.wrong",
            AuditEntry.at > now - timedelta(hours=1),
        )
    )
    return wrong.scalar_one() < WRONG_TOKENS_AN_HOUR


async def accept(session: AsyncSession, person: Person, invitation_id: int, now: datetime) -> bool:
    """Use the invitation up and bind the person to its region. False if someone else was
    quicker or it has expired since it was opened."""
    invitation = await _usable(session, Invitation.id == invitation_id, now)
    if invitation is None:
        return False
    invitation.used_at, invitation.used_by = now, person.id
    # What they had asked for is settled: an approval would move them to another region.
    await session.execute(
        delete(AccessRequest).where(
            AccessRequest.person_id == person.id, AccessRequest.decided_at.is_(None)
        )
    )
    await make_coordinator(session, person, invitation.region_code, now=now, by=person)
    return True


async def _usable(
    session: AsyncSession, which: ColumnElement[bool], now: datetime
) -> Invitation | None:
    query = (
        select(Invitation)
        .where(which, Invitation.used_at.is_(None), Invitation.expires_at > now)
        .with_for_update()
    )
    return (await session.execute(query)).scalar_one_or_none()


async def ask_for_access(
    session: AsyncSession, person: Person, region_code: str, now: datetime
) -> AccessRequest | None:
    """A new request; None if the person has asked too often today."""
    today = await session.execute(
        select(func.count())
        .select_from(AccessRequest)
        .where(
            AccessRequest.person_id == person.id,
            AccessRequest.requested_at > now - timedelta(days=1),
        )
    )
    if today.scalar_one() >= REQUESTS_A_DAY:
        return None
    request = AccessRequest(person_id=person.id, region_code=region_code, requested_at=now)
    session.add(request)
    await session.flush()
    record(
        session,
        "access.requested",
        now=now,
        by=person,
        subject="person",
        subject_id=person.id,
        region_code=region_code,
    )
    return request


async def open_request(session: AsyncSession, person: Person) -> AccessRequest | None:
    """The person's request that no admin has decided yet."""
    query = select(AccessRequest).where(
        AccessRequest.person_id == person.id, AccessRequest.decided_at.is_(None)
    )
    return (await session.execute(query)).scalars().first()


async def open_requests(session: AsyncSession) -> Sequence[tuple[AccessRequest, Person]]:
    """All that no admin has decided yet, the oldest first."""
    query = (
        select(AccessRequest, Person)
        .join(Person, Person.id == AccessRequest.person_id)
        .where(AccessRequest.decided_at.is_(None))
        .order_by(AccessRequest.id)
    )
    return [(row[0], row[1]) for row in await session.execute(query)]


async def request_by_id(session: AsyncSession, request_id: int) -> AccessRequest | None:
    """The request and its asker are locked, the asker first, as whoever joins does."""
    of_request = select(AccessRequest.person_id).where(AccessRequest.id == request_id)
    asker = select(Person.id).where(Person.id == of_request.scalar_subquery())
    await session.execute(asker.with_for_update(key_share=True))
    query = select(AccessRequest).where(AccessRequest.id == request_id).with_for_update()
    return (await session.execute(query)).scalar_one_or_none()


async def decide(
    session: AsyncSession, request: AccessRequest, *, approved: bool, by: Person, now: datetime
) -> Person:
    """Approve or decline a request that is open. Gives the person who asked."""
    request.decided_at, request.decided_by, request.approved = now, by.id, approved
    asker = await session.get_one(Person, request.person_id)
    if approved:
        await make_coordinator(session, asker, request.region_code, now=now, by=by)
    else:
        record(
            session,
            "access.declined",
            now=now,
            by=by,
            subject="person",
            subject_id=asker.id,
            region_code=request.region_code,
        )
    return asker
