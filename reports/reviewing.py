"""The ministry's decisions on what a region has reported: to give it back with a comment, or to
accept it. Whoever decides holds the region's lock, so that nobody decides twice."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from models import AuditEntry, Campaign, Event, Person, RegionReport, ReportState
from reports.audit import record, record_event
from reports.deadlines import report_is_closed
from reports.lines import clean_text
from reports.region_reports import ReportGlance

COMMENT_LIMIT = 1000


class Mark(StrEnum):
    """What became of an event that was given back, until it is accepted."""

    RETURNED = "возвращено"
    CORRECTED = "исправлено"


def mark_of(event: Event) -> Mark | None:
    if event.returned_at is None:
        return None
    return Mark.RETURNED if event.corrected_at is None else Mark.CORRECTED


def parse_comment(text: str) -> str:
    """Why something goes back, as typed. Raises Refusal if nothing is said, or too much."""
    return clean_text(text, limit=COMMENT_LIMIT)


async def event_by_id(session: AsyncSession, event_id: int, campaign: Campaign) -> Event | None:
    """The event of any region, if it is of that campaign and not deleted."""
    query = (
        select(Event)
        .where(Event.id == event_id, Event.campaign_id == campaign.id, Event.deleted_at.is_(None))
        # What the session holds may be older than a lock just taken.
        .execution_options(populate_existing=True)
    )
    return (await session.execute(query)).scalar_one_or_none()


async def returned_events(
    session: AsyncSession, campaign: Campaign, region_code: str
) -> Sequence[Event]:
    """Those given back and not accepted since, corrected or not."""
    query = (
        select(Event)
        .where(
            Event.campaign_id == campaign.id,
            Event.region_code == region_code,
            Event.returned_at.is_not(None),
            Event.deleted_at.is_(None),
        )
        .order_by(Event.number)
        .execution_options(populate_existing=True)
    )
    return (await session.execute(query)).scalars().all()


async def who_returned(session: AsyncSession, campaign: Campaign, region_code: str) -> set[int]:
    """The ids of the admins who have given something of the region's report back that has not
    been accepted since."""
    report = select(RegionReport.returned_by).where(
        RegionReport.campaign_id == campaign.id, RegionReport.region_code == region_code
    )
    returned = await returned_events(session, campaign, region_code)
    by = {await session.scalar(report), *(event.returned_by for event in returned)}
    return {person_id for person_id in by if person_id is not None}


def neglected(seen: ReportGlance, returned: Sequence[Event]) -> bool:
    """Whether the ministry's comments have had no effect so far: an event that was given back is
    as it was, or nothing at all has changed in a report that was given back as a whole."""
    if any(mark_of(event) == Mark.RETURNED for event in returned):
        return True
    if seen.returned_at is None or seen.return_comment is None:
        return False
    return seen.touched_at is None or seen.touched_at < seen.returned_at


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
        "event.returned",
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
    _record(session, "report.returned", campaign, region_code, before, after, by=by, now=now)
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
    _record(session, "report.accepted", campaign, region_code, before, after, by=by, now=now)
    await session.flush()


def accept_correction(session: AsyncSession, event: Event, *, by: Person, now: datetime) -> None:
    """Of a single event that was given back."""
    record_event(session, "event.accepted", event, now=now, by=by, before=_returned(event))
    event.returned_at = event.returned_by = event.return_comment = event.corrected_at = None


async def accepted_by(session: AsyncSession, event: Event) -> str | None:
    """The name of who accepted a correction of the event last."""
    query = (
        select(Person.name)
        .join(AuditEntry, AuditEntry.person_id == Person.id)
        .where(
            AuditEntry.subject == "event",
            AuditEntry.subject_id == str(event.id),
            AuditEntry.action == "event.accepted",
        )
        .order_by(AuditEntry.id.desc())
        .limit(1)
    )
    return (await session.execute(query)).scalar_one_or_none()


async def _state(session: AsyncSession, campaign: Campaign, region_code: str) -> str | None:
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
    action: str,
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
        now=now,
        by=by,
        subject="report",
        subject_id=f"{campaign.year}/{region_code}",
        region_code=region_code,
        before=before,
        after=after,
    )
