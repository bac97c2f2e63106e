"""The ministry's decisions on what a region has reported: to return it with a comment, or to accept
it. The caller holds the region's lock, so that nothing is decided twice. Each gives its entry in
the audit trail."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from domain.audit.trail import record_event
from domain.reports.state import record_report, stored_report
from domain.reports.status_queries import region_status
from domain.text.cleaning import clean_text
from models import AuditAction, AuditEntry, Campaign, Event, Person, RegionReport, ReportState

COMMENT_LIMIT = 1000


def parse_comment(text: str) -> str:
    """Why something is returned, as typed. Raises Refusal if it is empty or too long."""
    return clean_text(text, limit=COMMENT_LIMIT)


async def return_event(
    session: AsyncSession,
    campaign: Campaign,
    event: Event,
    comment: str | None,
    fields: Sequence[str] = (),
    *,
    by: Person,
    now: datetime,
) -> AuditEntry:
    """`fields` are the keys of those that are to be corrected; none: the event as a whole. There is
    a comment, or a field. The report is returned with the event if it has been submitted, or is
    closed: otherwise the region could not correct the event. Gives the entry of the event's
    return."""
    named = {"named": list(fields)} if fields else {}
    entry = record_event(
        session,
        AuditAction.EVENT_RETURNED,
        event,
        now=now,
        by=by,
        before=_returned(event),
        after=({"comment": comment} if comment else {}) | named,
    )
    event.returned_at, event.returned_by, event.return_comment = now, by.id, comment
    event.return_fields = dict.fromkeys(fields, False) or None
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
    entries = await accept_reports(session, campaign, [region_code], by=by, now=now)
    return entries[region_code]


async def accept_reports(
    session: AsyncSession,
    campaign: Campaign,
    region_codes: Collection[str],
    *,
    by: Person,
    now: datetime,
) -> Mapping[str, AuditEntry]:
    """The same for the reports of several regions, in as many statements as for one. Gives the
    entry of each region."""
    stored = await session.scalars(
        select(RegionReport)
        .where(RegionReport.campaign_id == campaign.id, RegionReport.region_code.in_(region_codes))
        .order_by(RegionReport.region_code)
        .execution_options(populate_existing=True)
    )
    of_reports = (Event.campaign_id == campaign.id, Event.region_code.in_(region_codes))
    corrected = await session.execute(
        select(Event.region_code, Event.number)
        .where(*of_reports, Event.returned_at.is_not(None), Event.deleted_at.is_(None))
        .order_by(Event.number)
    )
    returned = defaultdict[str, list[int]](list)
    for code, number in corrected:
        returned[code].append(number)
    await session.execute(
        update(Event)
        .where(*of_reports, Event.returned_at.is_not(None))
        .values(
            returned_at=None,
            returned_by=None,
            return_comment=None,
            return_fields=None,
            corrected_at=None,
        )
    )
    entries = {}
    for report in stored:
        code = report.region_code
        report.accepted_at, report.accepted_by = now, by.id
        report.returned_at = report.returned_by = report.return_comment = None
        before: dict[str, Any] = {"state": report.state}
        if returned[code]:
            before["returned"] = returned[code]
        after = {"state": report.state, "accepted": True}
        action = AuditAction.REPORT_ACCEPTED
        entries[code] = record_report(
            session, action, campaign, code, before, after, by=by, now=now
        )
    await session.flush()
    return entries


def accept_correction(session: AsyncSession, event: Event, *, by: Person, now: datetime) -> None:
    """Accept a single event that was returned."""
    record_event(
        session, AuditAction.EVENT_ACCEPTED, event, now=now, by=by, before=_returned(event)
    )
    event.returned_at = event.returned_by = event.return_comment = event.corrected_at = None
    event.return_fields = None


def _returned(event: Event) -> dict[str, Any] | None:
    """For the audit trail: the comment of an earlier return."""
    return {"comment": event.return_comment} if event.returned_at else None
