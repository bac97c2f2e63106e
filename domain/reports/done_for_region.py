"""How much an admin has done to a report for a region that cannot, so that its coordinators hear of
many events at once."""

from datetime import datetime

from sqlalchemy import String, cast, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.reports.state import last_submission
from models import AuditAction, AuditEntry, AuditSubject, Campaign, Event

_DONE = (AuditAction.EVENT_ADDED, AuditAction.EVENT_CHANGED)
_FOR_REGION = AuditEntry.after["for_region"].as_boolean()


async def times_done(session: AsyncSession, region_code: str, since: datetime) -> int:
    """How often an event was added or changed for the region since then."""
    query = select(func.count(AuditEntry.id)).where(
        AuditEntry.region_code == region_code,
        AuditEntry.action.in_(_DONE),
        AuditEntry.at >= since,
        _FOR_REGION,
    )
    return await session.scalar(query) or 0


async def events_done(
    session: AsyncSession, campaign: Campaign, region_code: str, before: datetime
) -> int:
    """How many events of the report were added or changed for the region since the report was
    submitted last, `before` that moment."""
    submitted = await last_submission(session, campaign, region_code, before)
    query = (
        select(func.count(Event.id.distinct()))
        .join(AuditEntry, AuditEntry.subject_id == cast(Event.id, String))
        .where(
            AuditEntry.subject == AuditSubject.EVENT,
            AuditEntry.action.in_(_DONE),
            AuditEntry.id > (submitted or 0),
            _FOR_REGION,
            Event.campaign_id == campaign.id,
            Event.region_code == region_code,
            Event.deleted_at.is_(None),
        )
    )
    return await session.scalar(query) or 0
