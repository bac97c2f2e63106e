"""What the morning digest tells: what happened since the last one, and the state now."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.campaigns import extensions
from domain.people import access_requests
from domain.regions.directory import region_by_code
from domain.reports.state import ReportStatus
from domain.reports.status import RegionStatus
from domain.reports.status_groups import StatusSummary, summarize
from domain.reports.status_queries import region_statuses
from models import AuditAction, AuditEntry, Campaign, Event, ExtensionRequest, Person, Role


@dataclass(frozen=True, slots=True)
class Digest:
    """What happened since the moment `since`, and the state now. Regions are named in the letter's
    order, people by their present names. `added` has the number of new events by
    region's name, `changed` those whose report was changed after it had been accepted.

    `joined`, `submitted` and `zero` are empty for an admin who wants no news of the regions.
    `removed` are the former coordinators, `lost` the regions that nobody can be written to in since
    then; `unreachable` counts all such regions."""

    since: datetime
    joined: tuple[str, ...]
    submitted: tuple[str, ...]
    zero: tuple[str, ...]
    returned: tuple[str, ...]
    accepted: tuple[str, ...]
    changed: tuple[str, ...]
    added: dict[str, int]
    blocked: tuple[str, ...]
    removed: tuple[str, ...]
    lost: tuple[str, ...]
    unreachable: int
    summary: StatusSummary
    access_requests: int
    extension_requests: Sequence[ExtensionRequest]

    @property
    def has_news(self) -> bool:
        reports = (
            self.submitted,
            self.zero,
            self.returned,
            self.accepted,
            self.changed,
            self.added,
        )
        return any((*reports, self.joined, self.blocked, self.removed, self.lost))


async def make_digest(
    session: AsyncSession, campaign: Campaign, since: datetime, *, region_news: bool = True
) -> Digest:
    """`region_news`: with the regions that have joined or submitted."""
    statuses = await region_statuses(session, campaign)
    submitted = await _regions_of(
        session, since, AuditAction.REPORT_SUBMITTED, AuditAction.REPORT_SUBMITTED_AS_ZERO
    )
    accepted = await _regions_of(session, since, AuditAction.REPORT_ACCEPTED)
    joined = await _joined(session, since) if region_news else set()
    blocked, removed = await _blocked(session, since), await _removed(session, since)
    regions_left = {code for code, _ in (*blocked, *removed)}

    def names(is_meant: Callable[[RegionStatus], bool]) -> tuple[str, ...]:
        return tuple(status.region.name for status in statuses if is_meant(status))

    def submitted_as(wanted: ReportStatus) -> tuple[str, ...]:
        return tuple(
            f"{status.region.name}{' (с опозданием)' if status.late else ''}"
            for status in statuses
            if region_news and status.report_status == wanted and status.region.code in submitted
        )

    return Digest(
        since=since,
        joined=names(lambda status: status.region.code in joined),
        submitted=submitted_as(ReportStatus.SUBMITTED),
        zero=submitted_as(ReportStatus.ZERO),
        returned=names(
            lambda status: (
                status.report_status == ReportStatus.RETURNED
                and status.returned_at is not None
                and status.returned_at > since
            )
        ),
        accepted=names(lambda status: status.accepted and status.region.code in accepted),
        changed=names(
            lambda status: (
                status.changed_since_acceptance
                and status.events_changed_at is not None
                and status.events_changed_at > since
            )
        ),
        added=await _added(session, campaign, since),
        blocked=tuple(name for _, name in blocked),
        removed=tuple(name for _, name in removed),
        lost=names(lambda status: not status.reachable and status.region.code in regions_left),
        unreachable=sum(not status.reachable for status in statuses),
        summary=summarize(statuses),
        access_requests=len(await access_requests.open_requests(session)),
        extension_requests=[
            request for request, _ in await extensions.open_requests(session, campaign)
        ],
    )


async def _regions_of(session: AsyncSession, since: datetime, *actions: AuditAction) -> set[str]:
    """The codes of the regions in which one of the actions was done."""
    codes = await session.scalars(
        select(AuditEntry.region_code)
        .where(AuditEntry.at > since, AuditEntry.action.in_(actions))
        .distinct()
    )
    return set(map(str, codes))


async def _joined(session: AsyncSession, since: datetime) -> set[str]:
    """The codes of the regions none of whose coordinators was there before."""
    codes = await session.scalars(
        select(Person.region_code)
        .where(Person.role == Role.COORDINATOR)
        .group_by(Person.region_code)
        .having(func.min(Person.joined_at) > since)
    )
    return set(map(str, codes))


async def _added(session: AsyncSession, campaign: Campaign, since: datetime) -> dict[str, int]:
    """The number of new events by region's name, the largest first."""
    codes = await session.scalars(
        select(Event.region_code).where(
            Event.campaign_id == campaign.id, Event.created_at > since, Event.deleted_at.is_(None)
        )
    )
    return {region_by_code(code).name: count for code, count in Counter(codes).most_common()}


async def _blocked(session: AsyncSession, since: datetime) -> list[tuple[str, str]]:
    """Of each coordinator who has blocked the bot: the region's code, and who it was."""
    rows = await session.execute(
        select(Person.name, Person.region_code)
        .where(Person.role == Role.COORDINATOR, Person.blocked_at > since)
        .order_by(Person.region_code, Person.id)
    )
    return [(str(code), _of_region(name, str(code))) for name, code in rows]


async def _removed(session: AsyncSession, since: datetime) -> list[tuple[str, str]]:
    """Of each coordinator who was removed and has not come back since: the region's code, and who
    it was."""
    rows = await session.execute(
        select(AuditEntry.region_code, AuditEntry.subject_id)
        .where(
            AuditEntry.at > since,
            AuditEntry.action == AuditAction.PERSON_REMOVED,
            AuditEntry.region_code.is_not(None),
        )
        .order_by(AuditEntry.id)
    )
    removed = {}
    for code, subject_id in rows:
        person = await session.get(Person, int(subject_id))
        if person is not None and person.region_code != code:
            removed[person.id] = (str(code), _of_region(person.name, str(code)))
    return list(removed.values())


def _of_region(name: str, code: str) -> str:
    return f"{name[:40]} ({region_by_code(code).name})"
