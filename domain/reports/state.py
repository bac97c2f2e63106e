"""The state of a region's report: submitting it, opening it again."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.audit.trail import for_region, record
from domain.campaigns.deadlines import deadline_of, has_passed
from domain.reports.submissions import keep_submission, receipt_number
from models import (
    AuditAction,
    AuditEntry,
    AuditSubject,
    Campaign,
    Person,
    RegionReport,
    ReportState,
)


class ReportStatus(StrEnum):
    """With the words that tables show."""

    NOT_BEGUN = "Не начат"
    IN_PROGRESS = "Заполняется"
    SUBMITTED = "Сдан"
    ZERO = "Мероприятий не было"
    RETURNED = "Возвращён"

    @property
    def reported(self) -> bool:
        return self in (ReportStatus.SUBMITTED, ReportStatus.ZERO)


_ACTIONS = {
    ReportState.OPEN: AuditAction.REPORT_REOPENED,
    ReportState.SUBMITTED: AuditAction.REPORT_SUBMITTED,
    ReportState.ZERO: AuditAction.REPORT_SUBMITTED_AS_ZERO,
    ReportState.RETURNED: AuditAction.REPORT_RETURNED,
}


def report_status(state: ReportState | None, events: int) -> ReportStatus:
    """`state` is None if nothing is stored of the report yet; `events` is the number of events."""
    match state:
        case ReportState.SUBMITTED:
            return ReportStatus.SUBMITTED
        case ReportState.ZERO:
            return ReportStatus.ZERO
        case ReportState.RETURNED:
            return ReportStatus.RETURNED
        case ReportState.OPEN | None:
            return ReportStatus.IN_PROGRESS if events else ReportStatus.NOT_BEGUN


async def set_state(
    session: AsyncSession,
    campaign: Campaign,
    region_code: str,
    state: ReportState,
    *,
    by: Person,
    now: datetime,
    sent_at: datetime | None = None,
) -> None:
    """Submit the region's report, with events or as a zero report, or open it again. What is
    submitted is kept as it is now, under a number of its own. `by` is its coordinator, or an admin:
    what they open stays in time if it was. `sent_at`, if it is not `now`, is when `by` did that,
    which decides whether it is late."""
    report = await stored_report(session, campaign, region_code)
    before: ReportState | None = report.state
    report.state, report.changed_at, report.changed_by = state, now, by.id
    if state != ReportState.OPEN:
        report.submitted_at = report.submitted_at or sent_at or now
    elif not by.is_admin:
        report.submitted_at = None
    deadline = await deadline_of(session, campaign, region_code)
    late = report.submitted_at is not None and has_passed(deadline, report.submitted_at)
    report.accepted_at = report.accepted_by = None
    after: dict[str, Any] = {"state": state} | ({"late": True} if late else {}) | for_region(by)
    if state in (ReportState.SUBMITTED, ReportState.ZERO):
        number = 1 + await _submissions(session, campaign, region_code)
        submission = await keep_submission(
            session,
            campaign,
            region_code,
            state,
            number=number,
            late=late,
            by=by,
            at=sent_at or now,
        )
        after["receipt"] = receipt_number(submission, campaign.year)
    record_report(
        session,
        _ACTIONS[state],
        campaign,
        region_code,
        {"state": before} if before else None,
        after,
        by=by,
        now=now,
    )


async def was_ever_submitted(session: AsyncSession, campaign: Campaign, region_code: str) -> bool:
    """This year, also if it was opened again or returned since."""
    return await last_submission(session, campaign, region_code) is not None


async def last_submission(
    session: AsyncSession, campaign: Campaign, region_code: str, before: datetime | None = None
) -> int | None:
    """The id of its entry in the audit trail, of all or of those `before` that moment."""
    query = select(func.max(AuditEntry.id)).where(*_is_submission(campaign, region_code))
    return await session.scalar(query if before is None else query.where(AuditEntry.at < before))


async def _submissions(session: AsyncSession, campaign: Campaign, region_code: str) -> int:
    """How many there have been, those too from before they were kept."""
    query = select(func.count()).where(*_is_submission(campaign, region_code))
    return await session.scalar(query) or 0


def _is_submission(campaign: Campaign, region_code: str) -> tuple[ColumnElement[bool], ...]:
    return (
        AuditEntry.subject == AuditSubject.REPORT,
        AuditEntry.subject_id == report_subject(campaign, region_code),
        AuditEntry.action.in_((AuditAction.REPORT_SUBMITTED, AuditAction.REPORT_SUBMITTED_AS_ZERO)),
    )


async def stored_report(
    session: AsyncSession, campaign: Campaign, region_code: str
) -> RegionReport:
    """As it is under the lock that the caller holds; a new one without a state if nothing is
    stored yet."""
    report = await session.get(RegionReport, (campaign.id, region_code), populate_existing=True)
    if report is None:
        report = RegionReport(campaign_id=campaign.id, region_code=region_code)
        session.add(report)
    return report


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
) -> AuditEntry:
    return record(
        session,
        action,
        report_subject(campaign, region_code),
        now=now,
        by=by,
        region_code=region_code,
        before=before,
        after=after,
    )


def report_subject(campaign: Campaign, region_code: str) -> str:
    """What an entry in the audit trail calls the report."""
    return f"{campaign.year}/{region_code}"
