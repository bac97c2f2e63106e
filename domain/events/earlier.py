"""What a region has reported in earlier years, as a starting point for this one."""

from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from models import Campaign, Event


async def last_with_events(
    session: AsyncSession, before: Campaign, region_code: str
) -> Campaign | None:
    """The latest campaign before that one in which the region has events."""
    reported = exists().where(
        Event.campaign_id == Campaign.id,
        Event.region_code == region_code,
        Event.deleted_at.is_(None),
    )
    query = select(Campaign).where(Campaign.year < before.year, reported)
    with session.no_autoflush:  # an open form is written once, with the answer
        return await session.scalar(query.order_by(Campaign.year.desc()).limit(1))
