"""Until when a region's report is taken: the campaign's deadline, or a later one of its own."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from models import Campaign, Extension, RegionReport, ReportState
from reports.campaigns import is_closed


async def deadline_of(session: AsyncSession, campaign: Campaign, region_code: str) -> datetime:
    until = await session.execute(
        select(Extension.until).where(
            Extension.campaign_id == campaign.id, Extension.region_code == region_code
        )
    )
    return max(campaign.deadline, until.scalar_one_or_none() or campaign.deadline)


async def extended_deadlines(session: AsyncSession, campaign: Campaign) -> dict[str, datetime]:
    """By region's code, the deadlines that are later than the campaign's."""
    rows = await session.execute(
        select(Extension.region_code, Extension.until).where(
            Extension.campaign_id == campaign.id, Extension.until > campaign.deadline
        )
    )
    return {row.region_code: row.until for row in rows}


async def report_is_closed(
    session: AsyncSession, campaign: Campaign, region_code: str, now: datetime
) -> bool:
    """Whether nothing of the region's report can be changed any more. One that the ministry
    has returned stays open past the deadline, or it could not be corrected."""
    if not is_closed(campaign, now):
        return False
    if campaign.closed_at is not None:
        return True
    if now <= await deadline_of(session, campaign, region_code):
        return False
    state = await session.execute(
        select(RegionReport.state).where(
            RegionReport.campaign_id == campaign.id, RegionReport.region_code == region_code
        )
    )
    return state.scalar_one_or_none() != ReportState.RETURNED
