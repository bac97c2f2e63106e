"""Extensions, which are deadlines of single regions, and coordinators' requests for one.

The caller of whatever changes something here holds the region's lock (`lock_region`), so that
nothing is granted, requested or decided twice.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta, tzinfo

from sqlalchemy import Select, and_, delete, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.audit.trail import record
from domain.campaigns.locking import lock_region
from domain.refusal import Refusal
from domain.text.cleaning import clean_line
from models import (
    AuditAction,
    AuditEntry,
    Campaign,
    Extension,
    ExtensionRequest,
    Person,
    Region,
    ReminderDelivery,
    ReminderKind,
    Role,
)

REASON_LENGTH = 500
LONGEST_TO_ASK = timedelta(days=31)
REQUESTS_A_DAY = 3  # of one region


def parse_reason(typed: str) -> str:
    """Of an extension, a request for one, or its refusal. Raises Refusal."""
    reason = clean_line(typed, limit=REASON_LENGTH)
    if not any(map(str.isalpha, reason)):
        raise Refusal("Напишите причину словами.")
    return reason


def _extensions(campaign: Campaign) -> Select[Extension]:
    """Those that are later than the campaign's deadline."""
    return (
        select(Extension)
        .where(Extension.campaign_id == campaign.id, Extension.until > campaign.deadline)
        # What the session holds may be older than a lock just taken.
        .execution_options(populate_existing=True)
    )


async def extensions(session: AsyncSession, campaign: Campaign) -> Sequence[Extension]:
    """All that are later than the campaign's deadline, in the letter's order."""
    query = _extensions(campaign).join(Region, Region.code == Extension.region_code)
    return (await session.scalars(query.order_by(Region.number))).all()


async def extension_of(
    session: AsyncSession, campaign: Campaign, region_code: str
) -> Extension | None:
    """The region's, if it is later than the campaign's deadline."""
    return await session.scalar(_extensions(campaign).where(Extension.region_code == region_code))


async def grant(
    session: AsyncSession,
    campaign: Campaign,
    region_code: str,
    until: datetime,
    reason: str,
    *,
    by: Person,
    now: datetime,
    zone: tzinfo,
) -> tuple[Extension, AuditEntry]:
    """Replace the region's extension, if it has one. Its open request is approved with that. Gives
    also what is on record of it. Who has heard that the region's time was over hears so again at
    the new end, even if that is on the same day (a day in `zone`)."""
    extension = await session.get(Extension, (campaign.id, region_code), populate_existing=True)
    before = _recorded(extension) if extension else None
    if extension is None:
        extension = Extension(campaign_id=campaign.id, region_code=region_code)
        session.add(extension)
    extension.until, extension.reason = until, reason
    extension.granter, extension.granted_at = by, now
    entry = record(
        session,
        AuditAction.EXTENSION_GRANTED,
        region_code,
        now=now,
        by=by,
        region_code=region_code,
        before=before,
        after=_recorded(extension),
    )
    request = await open_request_of(session, campaign, region_code)
    if request is not None:
        request.decided_at, request.decided_by, request.approved = now, by.id, True
    coordinators = select(Person.id).where(Person.region_code == region_code)
    to_region = and_(
        ReminderDelivery.kind == ReminderKind.OVERDUE, ReminderDelivery.person_id.in_(coordinators)
    )
    await session.execute(
        delete(ReminderDelivery).where(
            ReminderDelivery.campaign_id == campaign.id,
            ReminderDelivery.on_date == until.astimezone(zone).date(),
            or_(to_region, ReminderDelivery.kind == ReminderKind.TIME_OVER),
        )
    )
    await session.flush()
    return extension, entry


async def cancel(
    session: AsyncSession, campaign: Campaign, region_code: str, *, by: Person, now: datetime
) -> AuditEntry:
    """The region's deadline is the campaign's again. Gives what is on record of it."""
    extension = await session.get_one(Extension, (campaign.id, region_code))
    entry = record(
        session,
        AuditAction.EXTENSION_CANCELLED,
        region_code,
        now=now,
        by=by,
        region_code=region_code,
        before=_recorded(extension),
    )
    await session.delete(extension)
    await session.flush()
    return entry


def _recorded(extension: Extension) -> dict[str, str]:
    """For the audit trail."""
    return {"until": extension.until.isoformat(), "reason": extension.reason}


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


async def has_asked_too_often(
    session: AsyncSession, campaign: Campaign, region_code: str, now: datetime
) -> bool:
    """Whether the region has made as many requests within 24 hours as it may."""
    recent = select(func.count()).where(
        ExtensionRequest.campaign_id == campaign.id,
        ExtensionRequest.region_code == region_code,
        ExtensionRequest.requested_at > now - timedelta(days=1),
    )
    return (await session.scalars(recent)).one() >= REQUESTS_A_DAY


async def ask_for_time(
    session: AsyncSession,
    campaign: Campaign,
    reason: str,
    until: datetime,
    *,
    by: Person,
    now: datetime,
) -> ExtensionRequest:
    """A new request of the coordinator's region."""
    code = by.region_code
    assert code is not None, "only a coordinator asks for time"
    request = ExtensionRequest(
        campaign_id=campaign.id,
        region_code=code,
        person_id=by.id,
        requested_at=now,
        reason=reason,
        until=until,
    )
    session.add(request)
    await session.flush()
    record(
        session,
        AuditAction.EXTENSION_REQUESTED,
        code,
        now=now,
        by=by,
        region_code=code,
        after={"until": until.isoformat(), "reason": reason},
    )
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


async def granted_until(session: AsyncSession, request: ExtensionRequest) -> datetime | None:
    """What an approved request was given, whatever has become of that since; None if the deadline
    of all was moved instead."""
    entry = await session.scalar(
        select(AuditEntry)
        .where(
            AuditEntry.action == AuditAction.EXTENSION_GRANTED,
            AuditEntry.region_code == request.region_code,
            AuditEntry.at == request.decided_at,
        )
        .order_by(AuditEntry.id)  # another one may have been granted at the same instant
        .limit(1)
    )
    return datetime.fromisoformat((entry.after or {})["until"]) if entry else None


async def decline(
    session: AsyncSession, request: ExtensionRequest, why: str, *, by: Person, now: datetime
) -> AuditEntry:
    """`why` may be empty. Gives what is on record of it."""
    request.decided_at, request.decided_by, request.approved = now, by.id, False
    entry = record(
        session,
        AuditAction.EXTENSION_DECLINED,
        request.region_code,
        now=now,
        by=by,
        region_code=request.region_code,
        after={"comment": why} if why else None,
    )
    await session.flush()
    return entry


async def withdraw_orphaned_request(
    session: AsyncSession, code: str, *, by: Person, now: datetime
) -> None:
    """Close the region's open request without a decision if its last coordinator has gone: nobody
    would hear of one. `by` is who removed that coordinator, or the coordinator."""
    await session.flush()
    await lock_region(session, code)
    of_region = (Person.region_code == code, Person.role == Role.COORDINATOR)
    left = select(Person.id).where(*of_region).limit(1)
    if (await session.execute(left)).first() is not None:
        return
    waiting = select(ExtensionRequest).where(
        ExtensionRequest.region_code == code, ExtensionRequest.decided_at.is_(None)
    )
    for request in await session.scalars(waiting.with_for_update()):
        request.decided_at, request.decided_by = now, by.id
        record(session, AuditAction.EXTENSION_WITHDRAWN, code, now=now, by=by, region_code=code)
