"""The ministry's decisions on what a region has reported: to give it back with a comment, or to
accept it. Whoever decides holds the region's lock, so that nobody decides twice."""

from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from domain.audit.trail import record, record_event
from domain.campaigns.deadlines import report_is_closed
from domain.reports.review import returned_events
from domain.text.cleaning import clean_text
from models import AuditAction, Campaign, Event, Person, RegionReport, ReportState

COMMENT_LIMIT = 1000


def parse_comment(text: str) -> str:
    """Why something goes back, as typed. Raises Refusal if nothing is said, or too much."""
    return clean_text(text, limit=COMMENT_LIMIT)


async def return_event(
    session: AsyncSession,
    campaign: Campaign,
    event: Event,
    comment: str,
    *,
    by: Person,
    now: datetime,
) -> None:
    """Give the event back. A report that was submitted is open for its correction again; so is
    one that was never submitted and is closed, or nobody could do what the comment asks for."""
    record_event(
        session,
        AuditAction.EVENT_RETURNED,
        event,
        now=now,
        by=by,
        before=_returned(event),
        after={"comment": comment},
    )
    event.returned_at, event.returned_by, event.return_comment = now, by.id, comment
    event.corrected_at = None
    state = await _state(session, campaign, event.region_code)
    submitted = state in (ReportState.SUBMITTED, ReportState.ZERO)
    if submitted or await report_is_closed(session, campaign, event.region_code, now):
        await _return(session, campaign, event.region_code, None, by=by, now=now)


async def return_report(
    session: AsyncSession,
    campaign: Campaign,
    region_code: str,
    comment: str,
    *,
    by: Person,
    now: datetime,
) -> None:
    """Give a submitted report back as a whole."""
    await _return(session, campaign, region_code, comment, by=by, now=now)


async def _return(
    session: AsyncSession,
    campaign: Campaign,
    region_code: str,
    comment: str | None,
    *,
    by: Person,
    now: datetime,
) -> None:
    report = await session.get(RegionReport, (campaign.id, region_code), populate_existing=True)
    before = {"state": report.state} if report else None
    if report is None:
        report = RegionReport(campaign_id=campaign.id, region_code=region_code)
        session.add(report)
    report.state, report.changed_at, report.changed_by = ReportState.RETURNED, now, by.id
    report.returned_at, report.returned_by, report.return_comment = now, by.id, comment
    report.accepted_at = report.accepted_by = None
    after = {"state": report.state} | ({"comment": comment} if comment else {})
    _record(
        session, AuditAction.REPORT_RETURNED, campaign, region_code, before, after, by=by, now=now
    )
    await session.flush()


async def accept_report(
    session: AsyncSession, campaign: Campaign, region_code: str, *, by: Person, now: datetime
) -> None:
    """Accept a submitted report with all that is in it: nothing of it is given back any more."""
    report = await session.get_one(RegionReport, (campaign.id, region_code), populate_existing=True)
    returned = await returned_events(session, campaign, region_code)
    report.accepted_at, report.accepted_by = now, by.id
    report.returned_at = report.returned_by = report.return_comment = None
    await session.execute(
        update(Event)
        .where(Event.campaign_id == campaign.id, Event.region_code == region_code)
        .values(returned_at=None, returned_by=None, return_comment=None, corrected_at=None)
    )
    before: dict[str, Any] = {"state": report.state}
    if returned:
        before["returned"] = [event.number for event in returned]
    after = {"state": report.state, "accepted": True}
    _record(
        session, AuditAction.REPORT_ACCEPTED, campaign, region_code, before, after, by=by, now=now
    )
    await session.flush()


def accept_correction(session: AsyncSession, event: Event, *, by: Person, now: datetime) -> None:
    """Of a single event that was given back."""
    record_event(
        session, AuditAction.EVENT_ACCEPTED, event, now=now, by=by, before=_returned(event)
    )
    event.returned_at = event.returned_by = event.return_comment = event.corrected_at = None


async def _state(session: AsyncSession, campaign: Campaign, region_code: str) -> ReportState | None:
    state = await session.execute(
        select(RegionReport.state).where(
            RegionReport.campaign_id == campaign.id, RegionReport.region_code == region_code
        )
    )
    return state.scalar_one_or_none()


def _returned(event: Event) -> dict[str, Any] | None:
    """What stood of an earlier return, for the record."""
    return {"comment": event.return_comment} if event.returned_at else None


def _record(
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
