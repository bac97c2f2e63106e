"""Extensions, deadlines of one region's own, and coordinators' requests for one.

The caller of whatever changes something here holds the region's lock (`lock_region`), so that
nothing is granted, requested or decided twice.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.audit.trail import record
from domain.campaigns.locking import lock_region
from models import AuditAction, Campaign, Extension, ExtensionRequest, Person, Region

REASON_LENGTH = 500
REQUESTS_A_DAY = 3  # of one region


@dataclass(frozen=True, slots=True)
class GrantedExtension:
    """An extension, and the name of the admin who has given it."""

    region_code: str
    until: datetime
    reason: str
    by: str


def _extensions(campaign: Campaign) -> Select[Extension, str]:
    return (
        select(Extension, Person.name)
        .join(Person, Person.id == Extension.granted_by)
        .where(Extension.campaign_id == campaign.id, Extension.until > campaign.deadline)
        # What the session holds may be older than a lock just taken.
        .execution_options(populate_existing=True)
    )


def _granted(extension: Extension, by: str) -> GrantedExtension:
    return GrantedExtension(extension.region_code, extension.until, extension.reason, by)


async def extensions(session: AsyncSession, campaign: Campaign) -> Sequence[GrantedExtension]:
    """All that are later than the campaign's deadline, in the letter's order."""
    query = _extensions(campaign).join(Region, Region.code == Extension.region_code)
    rows = await session.execute(query.order_by(Region.number))
    return [_granted(row[0], row[1]) for row in rows]


async def extension_of(
    session: AsyncSession, campaign: Campaign, region_code: str
) -> GrantedExtension | None:
    """The region's, if it is later than the campaign's deadline."""
    query = _extensions(campaign).where(Extension.region_code == region_code)
    return next((_granted(row[0], row[1]) for row in await session.execute(query)), None)


async def grant(
    session: AsyncSession,
    campaign: Campaign,
    region_code: str,
    until: datetime,
    reason: str,
    *,
    by: Person,
    now: datetime,
) -> GrantedExtension:
    """Replace the region's extension, if it has one. Its open request is approved with that."""
    extension = await session.get(Extension, (campaign.id, region_code), populate_existing=True)
    before = None if extension is None else _shown(extension)
    if extension is None:
        extension = Extension(campaign_id=campaign.id, region_code=region_code)
        session.add(extension)
    extension.until, extension.reason = until, reason
    extension.granted_by, extension.granted_at = by.id, now
    _record(session, AuditAction.EXTENSION_GRANTED, extension, by, now, before, _shown(extension))
    request = await open_request_of(session, campaign, region_code)
    if request is not None:
        request.decided_at, request.decided_by, request.approved = now, by.id, True
    await session.flush()
    return _granted(extension, by.name)


async def cancel(
    session: AsyncSession, campaign: Campaign, region_code: str, *, by: Person, now: datetime
) -> None:
    """The region's deadline is the campaign's again."""
    extension = await session.get_one(Extension, (campaign.id, region_code))
    _record(session, AuditAction.EXTENSION_CANCELLED, extension, by, now, _shown(extension))
    await session.delete(extension)
    await session.flush()


async def open_request_of(
    session: AsyncSession, campaign: Campaign, region_code: str
) -> ExtensionRequest | None:
    """The region's request that no admin has decided yet."""
    query = select(ExtensionRequest).where(
        ExtensionRequest.campaign_id == campaign.id,
        ExtensionRequest.region_code == region_code,
        ExtensionRequest.decided_at.is_(None),
    )
    return (await session.scalars(query)).first()


async def open_requests(
    session: AsyncSession, campaign: Campaign
) -> Sequence[tuple[ExtensionRequest, Person]]:
    """All that no admin has decided yet with who asks, the oldest first."""
    query = (
        select(ExtensionRequest, Person)
        .join(Person, Person.id == ExtensionRequest.person_id)
        .where(ExtensionRequest.campaign_id == campaign.id, ExtensionRequest.decided_at.is_(None))
        .order_by(ExtensionRequest.id)
    )
    return [(row[0], row[1]) for row in await session.execute(query)]


async def ask_for_time(
    session: AsyncSession, campaign: Campaign, *, by: Person, now: datetime
) -> ExtensionRequest | None:
    """A new request of the coordinator's region; None if it has made as many within 24 hours as it
    may."""
    assert by.region_code is not None, "only a coordinator asks for time"
    recent = select(func.count(ExtensionRequest.id)).where(
        ExtensionRequest.region_code == by.region_code,
        ExtensionRequest.requested_at > now - timedelta(days=1),
    )
    if (await session.scalars(recent)).one() >= REQUESTS_A_DAY:
        return None
    request = ExtensionRequest(
        campaign_id=campaign.id, region_code=by.region_code, person_id=by.id, requested_at=now
    )
    session.add(request)
    await session.flush()
    _record(session, AuditAction.EXTENSION_REQUESTED, request, by, now)
    return request


async def locked_request(session: AsyncSession, request_id: int) -> ExtensionRequest | None:
    """The request, up to date, locked after its region."""
    region_code = await session.scalar(
        select(ExtensionRequest.region_code).where(ExtensionRequest.id == request_id)
    )
    if region_code is None:
        return None
    await lock_region(session, region_code)
    # Moving the campaign's deadline decides requests too, without the regions' locks.
    return await session.get(
        ExtensionRequest, request_id, populate_existing=True, with_for_update=True
    )


def decline(session: AsyncSession, request: ExtensionRequest, *, by: Person, now: datetime) -> None:
    request.decided_at, request.decided_by, request.approved = now, by.id, False
    _record(session, AuditAction.EXTENSION_DECLINED, request, by, now)


async def withdraw_orphaned_request(
    session: AsyncSession, region_code: str, *, by: Person, now: datetime
) -> None:
    """Close the region's open request without a decision if its last coordinator has gone: nobody
    would hear of one. `by` is who removed that coordinator, or the coordinator."""
    await session.flush()
    await lock_region(session, region_code)
    left = select(Person.id).where(Person.region_code == region_code).limit(1)
    if (await session.execute(left)).first() is not None:
        return
    waiting = select(ExtensionRequest).where(
        ExtensionRequest.region_code == region_code, ExtensionRequest.decided_at.is_(None)
    )
    for request in await session.scalars(waiting.with_for_update()):
        request.decided_at, request.decided_by = now, by.id
        _record(session, AuditAction.EXTENSION_WITHDRAWN, request, by, now)


def _shown(extension: Extension) -> dict[str, str]:
    return {"until": extension.until.isoformat(), "reason": extension.reason}


def _record(
    session: AsyncSession,
    action: AuditAction,
    subject: Extension | ExtensionRequest,
    by: Person,
    now: datetime,
    before: dict[str, str] | None = None,
    after: dict[str, str] | None = None,
) -> None:
    record(
        session,
        action,
        subject.region_code,
        now=now,
        by=by,
        region_code=subject.region_code,
        before=before,
        after=after,
    )
