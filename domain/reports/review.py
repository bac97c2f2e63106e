"""What the ministry has returned to a region, and whether it has been corrected since."""

from collections.abc import Sequence
from enum import StrEnum

from sqlalchemy import ScalarSelect, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.reports.status import RegionStatus
from models import Campaign, Event, RegionReport


class Correction(StrEnum):
    """Whether the region has done something about an event that was returned; until it is accepted.
    The words are those of lists."""

    RETURNED = "возвращено"
    CORRECTED = "исправлено"


def correction_of(event: Event) -> Correction | None:
    if event.returned_at is None:
        return None
    return Correction.RETURNED if event.corrected_at is None else Correction.CORRECTED


def numbers_marked(returned: Sequence[Event], mark: Correction) -> list[int]:
    """Of the events that are so."""
    return [event.number for event in returned if correction_of(event) == mark]


def region_of_event(event_id: int) -> ScalarSelect[str]:
    """The region's code, for `lock_region`: the event itself is to be read under the lock."""
    return select(Event.region_code).where(Event.id == event_id).scalar_subquery()


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
    """Those that were returned and not accepted since, corrected or not."""
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


async def who_returned(
    session: AsyncSession, campaign: Campaign, region_code: str, returned: Sequence[Event]
) -> set[int]:
    """The ids of the admins who returned the region's report, or an event of it (`returned`), as
    far as it has not been accepted since."""
    report = await session.get(RegionReport, (campaign.id, region_code))
    by = {row.returned_by for row in (report, *returned) if row is not None}
    return {person_id for person_id in by if person_id is not None}


def has_ignored_comments(seen: RegionStatus, returned: Sequence[Event]) -> bool:
    """Whether a comment of the ministry has had no effect so far: a returned event is as it was,
    or no event has changed in a report that was returned as a whole."""
    if any(correction_of(event) == Correction.RETURNED for event in returned):
        return True
    if seen.returned_at is None or seen.return_comment is None:
        return False
    return seen.events_changed_at is None or seen.events_changed_at < seen.returned_at
