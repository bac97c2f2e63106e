"""What the morning digest tells: what came since the last one, and where it stands now."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.regions.directory import region_by_code
from domain.reports.state import ReportStatus
from domain.reports.status import RegionStatus, StatusSummary, region_statuses, summarize
from models import (
    AccessRequest,
    AuditAction,
    AuditEntry,
    Campaign,
    Event,
    ExtensionRequest,
    Person,
    Role,
)


@dataclass(frozen=True, slots=True)
class Digest:
    """What came since the last one, and where it stands now. Regions are named in the letter's
    order, people as they are called now. `added` has the number of new events by region's name.

    `gone` are the coordinators whose access was closed, `emptied` the regions that thereby have
    nobody any more; `without_anybody` counts all of those."""

    since: datetime
    submitted: tuple[str, ...]
    zero: tuple[str, ...]
    returned: tuple[str, ...]
    accepted: tuple[str, ...]
    added: dict[str, int]
    blocked: tuple[str, ...]
    gone: tuple[str, ...]
    emptied: tuple[str, ...]
    without_anybody: int
    stands: StatusSummary
    access_requests: int
    extension_requests: int

    @property
    def eventful(self) -> bool:
        came = (self.submitted, self.zero, self.returned, self.accepted, self.added)
        return any((*came, self.blocked, self.gone, self.emptied))


async def make_digest(session: AsyncSession, campaign: Campaign, since: datetime) -> Digest:
    statuses = await region_statuses(session, campaign)
    submitted = await _regions_of(
        session, since, AuditAction.REPORT_SUBMITTED, AuditAction.REPORT_SUBMITTED_AS_ZERO
    )
    accepted = await _regions_of(session, since, AuditAction.REPORT_ACCEPTED)
    gone = await _gone(session, since)
    left = {code for code, _ in gone}
    return Digest(
        since=since,
        submitted=_names(statuses, submitted, ReportStatus.SUBMITTED),
        zero=_names(statuses, submitted, ReportStatus.ZERO),
        returned=tuple(
            each.region.name
            for each in statuses
            if each.report_status == ReportStatus.RETURNED
            and each.returned_at is not None
            and each.returned_at > since
        ),
        accepted=tuple(
            each.region.name for each in statuses if each.accepted and each.region.code in accepted
        ),
        added=await _added(session, campaign, since),
        blocked=await _blocked(session, since),
        gone=tuple(name for _, name in gone),
        emptied=tuple(
            each.region.name
            for each in statuses
            if not each.coordinators and each.region.code in left
        ),
        without_anybody=sum(not each.coordinators for each in statuses),
        stands=summarize(statuses),
        access_requests=await _access_requests(session),
        extension_requests=await _extension_requests(session, campaign),
    )


def _names(
    statuses: Sequence[RegionStatus], codes: Collection[str], report_status: ReportStatus
) -> tuple[str, ...]:
    """Of those regions the ones that still stand so."""
    return tuple(
        each.region.name
        for each in statuses
        if each.report_status == report_status and each.region.code in codes
    )


async def _regions_of(session: AsyncSession, since: datetime, *actions: AuditAction) -> set[str]:
    rows = await session.execute(
        select(AuditEntry.region_code)
        .where(AuditEntry.at > since, AuditEntry.action.in_(actions))
        .distinct()
    )
    return {str(code) for code in rows.scalars()}


async def _added(session: AsyncSession, campaign: Campaign, since: datetime) -> dict[str, int]:
    """The most first."""
    codes = await session.scalars(
        select(Event.region_code).where(
            Event.campaign_id == campaign.id, Event.created_at > since, Event.deleted_at.is_(None)
        )
    )
    return {region_by_code(code).name: count for code, count in Counter(codes).most_common()}


async def _blocked(session: AsyncSession, since: datetime) -> tuple[str, ...]:
    rows = await session.execute(
        select(Person.name, Person.region_code)
        .where(Person.role == Role.COORDINATOR, Person.blocked_at > since)
        .order_by(Person.region_code, Person.id)
    )
    return tuple(_of_region(name, str(code)) for name, code in rows)


async def _gone(session: AsyncSession, since: datetime) -> list[tuple[str, str]]:
    """The region's code of each whose access was closed and who has not come back since, and
    who it was."""
    rows = await session.execute(
        select(AuditEntry.region_code, AuditEntry.subject_id)
        .where(
            AuditEntry.at > since,
            AuditEntry.action == AuditAction.PERSON_REMOVED,
            AuditEntry.region_code.is_not(None),
        )
        .order_by(AuditEntry.id)
    )
    gone = {}
    for code, subject_id in rows:
        person = await session.get(Person, int(subject_id))
        if person is not None and person.region_code != code:
            gone[person.id] = (str(code), _of_region(person.name, str(code)))
    return list(gone.values())


def _of_region(name: str, code: str) -> str:
    return f"{name[:40]} ({region_by_code(code).name})"


async def _access_requests(session: AsyncSession) -> int:
    undecided = select(func.count()).where(AccessRequest.decided_at.is_(None))
    return (await session.execute(undecided)).scalar_one()


async def _extension_requests(session: AsyncSession, campaign: Campaign) -> int:
    undecided = select(func.count()).where(
        ExtensionRequest.campaign_id == campaign.id, ExtensionRequest.decided_at.is_(None)
    )
    return (await session.execute(undecided)).scalar_one()
