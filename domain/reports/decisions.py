"""The ministry's decisions on what a region has reported: to return it with a comment, or to accept
it. The caller holds the region's lock, so that nothing is decided twice. Each gives its entry in
the audit trail."""

from datetime import datetime
from typing import Any

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from domain.audit.trail import record_event
from domain.reports.review import returned_events
from domain.reports.state import record_report, stored_report
from domain.reports.status_queries import region_status
from domain.text.cleaning import clean_text
from models import AuditAction, AuditEntry, Campaign, Event, Person, ReportState

COMMENT_LIMIT = 1000


def parse_comment(text: str) -> str:
    """Why something is returned, as typed. Raises Refusal if it is empty or too long."""
    return clean_text(text, limit=COMMENT_LIMIT)


async def return_event(
    session: AsyncSession,
    campaign: Campaign,
    event: Event,
    comment: str,
    *,
    by: Person,
    now: datetime,
) -> AuditEntry:
    """The report is returned with the event if it has been submitted, or is closed: otherwise the
    region could not correct the event. Gives the entry of the event's return."""
    entry = record_event(
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
    code = event.region_code
    status = await region_status(session, campaign, code)
    if status.report_status.reported or status.is_closed(campaign, now):
        await return_report(session, campaign, code, None, by=by, now=now)
    await session.flush()
    return entry


async def return_report(
    session: AsyncSession,
    campaign: Campaign,
    region_code: str,
    comment: str | None,
    *,
    by: Person,
    now: datetime,
) -> AuditEntry:
    """As a whole, with a comment; without one, so that an event of it can be corrected."""
    report = await stored_report(session, campaign, region_code)
    before = {"state": report.state} if report.state else None
    report.state, report.changed_at, report.changed_by = ReportState.RETURNED, now, by.id
    report.returned_at, report.returned_by, report.return_comment = now, by.id, comment
    report.accepted_at = report.accepted_by = None
    after = {"state": report.state} | ({"comment": comment} if comment else {})
    action = AuditAction.REPORT_RETURNED
    entry = record_report(session, action, campaign, region_code, before, after, by=by, now=now)
    await session.flush()
    return entry


async def accept_report(
    session: AsyncSession, campaign: Campaign, region_code: str, *, by: Person, now: datetime
) -> AuditEntry:
    """Accept a submitted report with all its events: none of it counts as returned any more."""
    report = await stored_report(session, campaign, region_code)
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
    action = AuditAction.REPORT_ACCEPTED
    entry = record_report(session, action, campaign, region_code, before, after, by=by, now=now)
    await session.flush()
    return entry


def accept_correction(session: AsyncSession, event: Event, *, by: Person, now: datetime) -> None:
    """Accept a single event that was returned."""
    record_event(
        session, AuditAction.EVENT_ACCEPTED, event, now=now, by=by, before=_returned(event)
    )
    event.returned_at = event.returned_by = event.return_comment = event.corrected_at = None


def _returned(event: Event) -> dict[str, Any] | None:
    """For the audit trail: the comment of an earlier return."""
    return {"comment": event.return_comment} if event.returned_at else None
