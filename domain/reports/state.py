"""A region's report as a whole: its status and summary, submitting it, opening it again."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import case, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from domain.audit.trail import record
from domain.drafts import event_drafts
from models import (
    SUBMITTED_STATES,
    AuditAction,
    Campaign,
    Draft,
    Event,
    Person,
    RegionReport,
    ReportState,
)


class ReportStatus(StrEnum):
    """With the words that tables show."""

    SILENT = "Не начат"
    IN_PROGRESS = "Заполняется"
    SUBMITTED = "Сдан"
    ZERO = "Мероприятия не проводились"
    RETURNED = "Возвращён"

    @property
    def reported(self) -> bool:
        return self in (ReportStatus.SUBMITTED, ReportStatus.ZERO)


def report_status(state: ReportState | None, events: int) -> ReportStatus:
    """`state` is None if nothing is stored of the report yet; `events` is the number of events."""
    match state:
        case ReportState.SUBMITTED:
            return ReportStatus.SUBMITTED
        case ReportState.ZERO:
            return ReportStatus.ZERO
        case ReportState.RETURNED:
            return ReportStatus.RETURNED
        case ReportState.OPEN:
            return ReportStatus.IN_PROGRESS
        case None:
            return ReportStatus.IN_PROGRESS if events else ReportStatus.SILENT


@dataclass(frozen=True, slots=True)
class ReportSummary:
    """A region's report. `drafts` counts the unfinished events with at least one answer; `by`
    changed its state last; `touched_at` is when an event was last added, changed or deleted. The
    other fields are as in RegionReport, but `by`, `returned_by` and `accepted_by` are names."""

    report_status: ReportStatus
    events: int
    times_held: int
    participants: int
    drafts: int
    touched_at: datetime | None
    changed_at: datetime | None
    by: str | None
    submitted_at: datetime | None = None
    returned_at: datetime | None = None
    returned_by: str | None = None
    return_comment: str | None = None
    accepted_at: datetime | None = None
    accepted_by: str | None = None

    @property
    def version(self) -> str:
        """Version token for optimistic locking: adding, changing or deleting an event changes
        it."""
        return f"{self.events}-{_milliseconds(self.touched_at)}"

    @property
    def decision(self) -> str:
        """Version token for the ministry's decisions: submitting, returning, opening and accepting
        the report change it, too."""
        decided = max(_milliseconds(self.changed_at), _milliseconds(self.accepted_at))
        return f"{self.version}-{decided}{'+' if self.accepted_at else ''}"


def _milliseconds(at: datetime | None) -> int:
    return round(at.timestamp() * 1000) if at else 0


async def report_summary(
    session: AsyncSession, campaign: Campaign, region_code: str | None
) -> ReportSummary:
    present = Event.deleted_at.is_(None)
    sums = select(
        func.count(case((present, 1))),
        func.coalesce(func.sum(case((present, Event.times_held))), 0),
        func.coalesce(func.sum(case((present, Event.participants))), 0),
        func.max(Event.changed_at),  # of the deleted ones, too
    ).where(Event.campaign_id == campaign.id, Event.region_code == region_code)
    events, times_held, participants, touched_at = (await session.execute(sums)).one()
    drafts = event_drafts(campaign).where(Draft.region_code == region_code)
    report, changer, returner, accepter = await _stored(session, campaign, region_code)
    return ReportSummary(
        report_status=report_status(report.state if report else None, events),
        events=events,
        times_held=times_held,
        participants=participants,
        drafts=sum(bool(draft.answers) for draft in await session.scalars(drafts)),
        touched_at=touched_at,
        changed_at=report.changed_at if report else None,
        by=changer,
        submitted_at=report.submitted_at if report else None,
        returned_at=report.returned_at if report else None,
        returned_by=returner,
        return_comment=report.return_comment if report else None,
        accepted_at=report.accepted_at if report else None,
        accepted_by=accepter,
    )


async def _stored(
    session: AsyncSession, campaign: Campaign, region_code: str | None
) -> tuple[RegionReport | None, str | None, str | None, str | None]:
    """The report, and the names of who changed, returned and accepted it."""
    changer, returner, accepter = aliased(Person), aliased(Person), aliased(Person)
    query = (
        select(RegionReport, changer.name, returner.name, accepter.name)
        .join(changer, changer.id == RegionReport.changed_by)
        .outerjoin(returner, returner.id == RegionReport.returned_by)
        .outerjoin(accepter, accepter.id == RegionReport.accepted_by)
        .where(RegionReport.campaign_id == campaign.id, RegionReport.region_code == region_code)
        # What the session holds may be older than a lock just taken.
        .execution_options(populate_existing=True)
    )
    row = (await session.execute(query)).one_or_none()
    return (row[0], row[1], row[2], row[3]) if row else (None, None, None, None)


async def is_submitted(session: AsyncSession, campaign: Campaign, region_code: str | None) -> bool:
    # The column, not the object: what the session holds may be older than a lock just taken.
    state = await session.scalar(
        select(RegionReport.state).where(
            RegionReport.campaign_id == campaign.id, RegionReport.region_code == region_code
        )
    )
    return state in SUBMITTED_STATES


async def set_state(
    session: AsyncSession, campaign: Campaign, state: ReportState, *, by: Person, now: datetime
) -> None:
    """Submit the report of `by`'s region, with events or as a zero report, or open it again."""
    report = await session.get(RegionReport, (campaign.id, by.region_code))
    before = report.state if report else None
    if report is None:
        report = RegionReport(campaign_id=campaign.id, region_code=by.region_code)
        session.add(report)
    report.state, report.changed_at, report.changed_by = state, now, by.id
    if state == ReportState.OPEN:
        report.submitted_at = None
    elif before != ReportState.RETURNED or report.submitted_at is None:
        report.submitted_at = now
    report.accepted_at = report.accepted_by = None
    record_report(
        session,
        _action(state),
        campaign,
        report.region_code,
        {"state": before} if before else None,
        {"state": state},
        by=by,
        now=now,
    )


def record_report(
    session: AsyncSession,
    action: AuditAction,
    campaign: Campaign,
    region_code: str,
    before: dict[str, Any] | None,
    after: dict[str, Any],
    *,
    by: Person,
    now: datetime,
) -> None:
    record(
        session,
        action,
        f"{campaign.year}/{region_code}",
        now=now,
        by=by,
        region_code=region_code,
        before=before,
        after=after,
    )


def _action(state: ReportState) -> AuditAction:
    match state:
        case ReportState.OPEN:
            return AuditAction.REPORT_REOPENED
        case ReportState.SUBMITTED:
            return AuditAction.REPORT_SUBMITTED
        case ReportState.ZERO:
            return AuditAction.REPORT_SUBMITTED_AS_ZERO
        case ReportState.RETURNED:
            return AuditAction.REPORT_RETURNED
