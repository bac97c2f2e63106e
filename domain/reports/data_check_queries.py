"""Runs the data checks (`domain/reports/data_checks.py`) on the events in the database."""

import asyncio
from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.reports.data_checks import Remark, remarks
from domain.reports.reported_event import ReportedEvent
from domain.reports.usual_sizes import usual_by_kind
from models import Campaign, Event, Region


def event_sizes(campaign_id: int) -> Select[str, int, int]:
    """For `usual_by_kind`."""
    return select(Event.kind, Event.times_held, Event.participants).where(
        Event.campaign_id == campaign_id, Event.deleted_at.is_(None)
    )


def reported_events(campaign_id: int) -> Select[Any]:
    """All of a campaign's, in the letter's order of regions, each row as ReportedEvent has it."""
    links = func.json_array_length(Event.publication_links) + func.json_array_length(
        Event.video_links
    )
    return (
        select(
            Event.id,
            Event.region_code,
            Event.number,
            Event.kind,
            Event.name,
            Event.city,
            Event.organisation,
            Event.times_held,
            Event.participants,
            links,
        )
        .join(Region, Region.code == Event.region_code)
        .where(Event.campaign_id == campaign_id, Event.deleted_at.is_(None))
        .order_by(Region.number, Event.id)
    )


async def remarks_on_all(session: AsyncSession, campaign: Campaign) -> Sequence[Remark]:
    """On the events of all regions, in the letter's order."""
    rows = await session.execute(reported_events(campaign.id))
    return await asyncio.to_thread(remarks, [ReportedEvent(*row) for row in rows])


async def remarks_on_region(
    session: AsyncSession, campaign: Campaign, region_code: str
) -> Sequence[Remark]:
    """On one region's events, compared with what is usual in all regions."""
    return await remarks_on_regions(session, campaign, [region_code])


async def remarks_on_regions(
    session: AsyncSession, campaign: Campaign, region_codes: Collection[str]
) -> Sequence[Remark]:
    """The same for several; in the letter's order."""
    if not region_codes:
        return []
    sizes = await session.execute(event_sizes(campaign.id))
    rows = await session.execute(
        reported_events(campaign.id).where(Event.region_code.in_(region_codes))
    )
    events = [ReportedEvent(*row) for row in rows]
    return await asyncio.to_thread(lambda: remarks(events, usual_by_kind(sizes)))
