"""Row locks, so that changes of a campaign, or of a region's report, happen one at a time.

SQLite has no row locks and needs none: each transaction of the bot's holds the whole database from
its beginning, so there is nothing to wait for, and nothing newer to be read."""

from collections.abc import Collection

from sqlalchemy import ScalarSelect, select
from sqlalchemy.ext.asyncio import AsyncSession

from models import Campaign, Region


async def lock_campaign(session: AsyncSession, campaign: Campaign) -> None:
    """Taken before any change of the campaign; refreshes it."""
    await session.refresh(campaign, with_for_update={"key_share": True})


async def lock_region(session: AsyncSession, region_code: str | ScalarSelect[str]) -> None:
    """Taken before any change of the region's report: no number is given to two events, and none is
    added while the report is being submitted."""
    if holds_everything(session):
        return
    await session.execute(
        select(Region.code).where(Region.code == region_code).with_for_update(key_share=True)
    )


async def lock_regions(session: AsyncSession, region_codes: Collection[str]) -> None:
    """The same for several at once, always in the same order: of two who want them, one waits."""
    if holds_everything(session):
        return
    await session.execute(
        select(Region.code)
        .where(Region.code.in_(region_codes))
        .order_by(Region.code)
        .with_for_update(key_share=True)
    )


async def lock_report(session: AsyncSession, campaign: Campaign, region_code: str) -> None:
    """`lock_region`, and a shared lock of the campaign: it is neither closed nor its deadline moved
    during a coordinator's change. Refreshes the campaign."""
    await lock_region(session, region_code)
    await session.refresh(campaign, with_for_update={"read": True})


def holds_everything(session: AsyncSession) -> bool:
    """Whether there is nothing to lock."""
    return session.get_bind().dialect.name == "sqlite"
