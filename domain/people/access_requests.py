"""Requests for access: a stranger asks to become a region's coordinator, or an invited person to
become an admin, and an admin decides."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.audit.trail import record
from domain.people.admins import appoint
from domain.people.people import make_coordinator, withdraw_access_request
from models import AccessRequest, AuditAction, Invitation, Person, Role

REQUESTS_A_DAY = 3
REASON_LENGTH = 500


@dataclass(frozen=True, slots=True)
class Applicant:
    """Who somebody says they are: see `introduction.py`."""

    full_name: str
    post: str
    authority: str


async def ask_for_access(
    session: AsyncSession, person: Person, region_code: str, applicant: Applicant, now: datetime
) -> AccessRequest | None:
    """A new request; None if the person has made as many within 24 hours as they may."""
    recent = select(func.count(AccessRequest.id)).where(
        AccessRequest.person_id == person.id, AccessRequest.requested_at > now - timedelta(days=1)
    )
    if (await session.scalars(recent)).one() >= REQUESTS_A_DAY:
        return None
    request = AccessRequest(
        person_id=person.id, region_code=region_code, requested_at=now, **asdict(applicant)
    )
    return await _store(session, request, person)


async def ask_to_be_admin(
    session: AsyncSession, person: Person, invitation: Invitation, now: datetime
) -> AccessRequest:
    """A new request by a person who has used an invitation for admins; it replaces their open one.
    The link alone makes nobody an admin, because it may have come into the wrong hands."""
    await withdraw_access_request(session, person)
    request = AccessRequest(person_id=person.id, invitation_id=invitation.id, requested_at=now)
    return await _store(session, request, person)


async def _store(session: AsyncSession, request: AccessRequest, person: Person) -> AccessRequest:
    session.add(request)
    await session.flush()
    record(
        session,
        AuditAction.ACCESS_REQUESTED,
        person.id,
        now=request.requested_at,
        by=person,
        region_code=request.region_code,
        after={"full_name": request.full_name} if request.full_name else _admin_role(request),
    )
    return request


def _admin_role(request: AccessRequest) -> dict[str, str] | None:
    """For the audit trail: the role that is asked for, if it is not a coordinator's."""
    return None if request.region_code else {"role": Role.ADMIN}


async def inviter_of(session: AsyncSession, request: AccessRequest) -> Person | None:
    """Who made the invitation that the request came by, if it came by one."""
    query = (
        select(Person)
        .join(Invitation, Invitation.created_by == Person.id)
        .where(Invitation.id == request.invitation_id)
    )
    return await session.scalar(query)


async def open_request(session: AsyncSession, person: Person) -> AccessRequest | None:
    """The person's request that no admin has decided yet."""
    query = select(AccessRequest).where(
        AccessRequest.person_id == person.id, AccessRequest.decided_at.is_(None)
    )
    return (await session.scalars(query)).first()


async def last_request(session: AsyncSession, person: Person) -> AccessRequest | None:
    """The newest one of the person for a region, decided or not."""
    query = (
        select(AccessRequest)
        .where(AccessRequest.person_id == person.id, AccessRequest.region_code.is_not(None))
        .order_by(AccessRequest.id.desc())
        .limit(1)
    )
    return await session.scalar(query)


async def open_requests(session: AsyncSession) -> Sequence[tuple[AccessRequest, Person]]:
    """All that no admin has decided yet, each with the person who asks; the oldest first."""
    query = (
        select(AccessRequest, Person)
        .join(Person, Person.id == AccessRequest.person_id)
        .where(AccessRequest.decided_at.is_(None))
        .order_by(AccessRequest.id)
    )
    return [(row[0], row[1]) for row in await session.execute(query)]


async def request_by_id(session: AsyncSession, request_id: int) -> AccessRequest | None:
    """The request, locked after the person who asks: in the same order as when somebody joins, so
    that the two cannot deadlock."""
    of_request = select(AccessRequest.person_id).where(AccessRequest.id == request_id)
    asker = select(Person.id).where(Person.id == of_request.scalar_subquery())
    await session.execute(asker.with_for_update(key_share=True))
    query = select(AccessRequest).where(AccessRequest.id == request_id).with_for_update()
    return await session.scalar(query)


async def approve(
    session: AsyncSession, request: AccessRequest, *, by: Person, now: datetime
) -> None:
    """Of an open request. The coordinator is called from now on as they have said."""
    request.decided_at, request.decided_by, request.approved = now, by.id, True
    asker = await session.get_one(Person, request.person_id)
    if request.region_code is None:
        await appoint(session, asker, now=now, by=by)
        return
    if request.full_name is not None:
        asker.telegram_name = asker.telegram_name or asker.name
        asker.name, asker.post = request.full_name, request.post
    await make_coordinator(session, asker, request.region_code, now=now, by=by)


async def decline(
    session: AsyncSession, request: AccessRequest, reason: str, *, by: Person, now: datetime
) -> None:
    """Of an open request; `reason` may be empty."""
    request.decided_at, request.decided_by, request.approved = now, by.id, False
    request.reason = reason or None
    record(
        session,
        AuditAction.ACCESS_DECLINED,
        request.person_id,
        now=now,
        by=by,
        region_code=request.region_code,
        before=_admin_role(request),
        after={"reason": reason} if reason else None,
    )
