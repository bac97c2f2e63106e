"""Locks that make changes of a campaign, a region and its report happen one at a time."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from models import Campaign, Region


async def lock_campaign(session: AsyncSession, campaign: Campaign) -> None:
    """Whatever changes a campaign happens one at a time; it is brought up to date, too."""
    await session.refresh(campaign, with_for_update={"key_share": True})


async def lock_region(session: AsyncSession, region_code: str) -> None:
    """Whatever changes a region's report happens one at a time: no number is given twice,
    and nothing is added to a report while it is being submitted."""
    await session.execute(
        select(Region.code).where(Region.code == region_code).with_for_update(key_share=True)
    )


async def lock_report(session: AsyncSession, campaign: Campaign, region_code: str) -> None:
    """For its coordinators' changes: besides, the campaign is neither closed nor its deadline
    moved until they are done, and is brought up to date."""
    await lock_region(session, region_code)
    await session.refresh(campaign, with_for_update={"read": True})
