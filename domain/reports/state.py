"""A region's report as a whole: where it stands, submitting it, opening it again."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import case, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from domain.audit.trail import record
from models import AuditAction, Campaign, Draft, Event, FormKind, Person, RegionReport, ReportState


class ReportStatus(StrEnum):
    """Where a region's report stands, with the words that tables show."""

    SILENT = "Не начат"
    IN_PROGRESS = "Заполняется"
    SUBMITTED = "Сдан"
    ZERO = "Мероприятия не проводились"
    RETURNED = "Возвращён"

    @property
    def reported(self) -> bool:
        return self in (ReportStatus.SUBMITTED, ReportStatus.ZERO)


def report_status(state: str | None, events: int) -> ReportStatus:
    """From what is stored of the report (None: nothing yet) and the number of its events."""
    if state == ReportState.SUBMITTED:
        return ReportStatus.SUBMITTED
    if state == ReportState.ZERO:
        return ReportStatus.ZERO
    if state == ReportState.RETURNED:
        return ReportStatus.RETURNED
    return ReportStatus.IN_PROGRESS if events or state == ReportState.OPEN else ReportStatus.SILENT


@dataclass(frozen=True, slots=True)
class ReportSummary:
    """The region's report at a glance. `drafts` counts the events that its coordinators have
    begun to answer and not saved; `by` is who changed its state last; `touched_at` is when an
    event was last added, changed or deleted. `submitted_at`, and what the ministry has done, as
    in RegionReport; `by`, `returned_by` and `accepted_by` are names."""

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
        """Differs once any of the events has been added, changed or deleted."""
        return f"{self.events}-{_milliseconds(self.touched_at)}"

    @property
    def decision(self) -> str:
        """What a decision of the ministry is about: differs also once the report has been
        submitted, returned, opened again or accepted."""
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
    drafts = (
        select(Draft.answers)
        # Someone who has been removed can no longer finish theirs.
        .join(Person, (Person.id == Draft.person_id) & (Person.region_code == region_code))
        .where(Draft.form == FormKind.EVENT, Draft.campaign_id == campaign.id)
    )
    report, changer, returner, accepter = await _stored(session, campaign, region_code)
    return ReportSummary(
        report_status=report_status(report.state if report else None, events),
        events=events,
        times_held=times_held,
        participants=participants,
        drafts=sum(bool(answers) for answers in (await session.execute(drafts)).scalars()),
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
    state = await session.execute(
        select(RegionReport.state).where(
            RegionReport.campaign_id == campaign.id, RegionReport.region_code == region_code
        )
    )
    return state.scalar_one_or_none() in (ReportState.SUBMITTED, ReportState.ZERO)


async def set_state(
    session: AsyncSession, campaign: Campaign, state: ReportState, *, by: Person, now: datetime
) -> None:
    """Submit (with events or as a zero report) or open again the report of `by`'s region."""
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
    record(
        session,
        _action(state),
        f"{campaign.year}/{by.region_code}",
        now=now,
        by=by,
        region_code=by.region_code,
        before={"state": before} if before else None,
        after={"state": state},
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
