"""An event that somebody would take for another one of the same report: perhaps it is entered
twice."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.events.likeness import likeness, twin_key
from domain.events.repository import answers_of
from models import Campaign, Event

UNKNOWN = 0  # the key of events that were entered before there were keys
# Made once: to build it costs more than to execute it.
_LIKE_THEM = (
    select(Event)
    .where(
        Event.campaign_id == bindparam("campaign_id"),
        Event.region_code == bindparam("region_code"),
        Event.twin_key.in_(bindparam("keys", expanding=True)),
        Event.deleted_at.is_(None),
    )
    .order_by(Event.id.desc())
)


async def find_twin(
    session: AsyncSession, answers: Mapping[str, Any], campaign: Campaign, region_code: str | None
) -> Event | None:
    (twin,) = await find_twins(session, [answers], campaign, region_code)
    return twin


async def find_twins(
    session: AsyncSession,
    events: Sequence[Mapping[str, Any]],
    campaign: Campaign,
    region_code: str | None,
) -> list[Event | None]:
    """For each of the events (by its answers) the first one of the region's report with that kind,
    name and place, whatever its numbers."""
    report = {"campaign_id": campaign.id, "region_code": region_code}
    keys = [UNKNOWN, *map(twin_key, events)]
    found = await session.scalars(_LIKE_THEM, report | {"keys": keys})
    # Compared once more: two keys may be equal by chance, and some are not known.
    there = {likeness(answers_of(event)): event for event in found}
    return [there.get(likeness(answers)) for answers in events]
