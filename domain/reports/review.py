"""What the ministry has given back, and what became of that."""

from collections.abc import Sequence
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.reports.state import ReportSummary
from models import Campaign, Event, RegionReport


class Mark(StrEnum):
    """What became of an event that was given back, until it is accepted."""

    RETURNED = "возвращено"
    CORRECTED = "исправлено"


def mark_of(event: Event) -> Mark | None:
    if event.returned_at is None:
        return None
    return Mark.RETURNED if event.corrected_at is None else Mark.CORRECTED


async def event_by_id(session: AsyncSession, event_id: int, campaign: Campaign) -> Event | None:
    """The event of any region, if it is of that campaign and not deleted."""
    query = (
        select(Event)
        .where(Event.id == event_id, Event.campaign_id == campaign.id, Event.deleted_at.is_(None))
        # What the session holds may be older than a lock just taken.
        .execution_options(populate_existing=True)
    )
    return await session.scalar(query)


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
    return (await session.scalars(query)).all()


async def who_returned(session: AsyncSession, campaign: Campaign, region_code: str) -> set[int]:
    """The ids of the admins who have given something of the region's report back that has not
    been accepted since."""
    report = select(RegionReport.returned_by).where(
        RegionReport.campaign_id == campaign.id, RegionReport.region_code == region_code
    )
    returned = await returned_events(session, campaign, region_code)
    by = {await session.scalar(report), *(event.returned_by for event in returned)}
    return {person_id for person_id in by if person_id is not None}


def neglected(seen: ReportSummary, returned: Sequence[Event]) -> bool:
    """Whether the ministry's comments have had no effect so far: an event that was given back is
    as it was, or nothing at all has changed in a report that was given back as a whole."""
    if any(mark_of(event) == Mark.RETURNED for event in returned):
        return True
    if seen.returned_at is None or seen.return_comment is None:
        return False
    return seen.touched_at is None or seen.touched_at < seen.returned_at
