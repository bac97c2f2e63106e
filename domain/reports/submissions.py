"""What a region has submitted: kept as it was, under a number that can be told on the phone."""

from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.events.fields import FIELDS
from models import Campaign, Event, Person, ReportState, Submission

_KEYS = [field.key for field in FIELDS]


def receipt_number(submission: Submission, year: int) -> str:
    """«31-2026/2»: the region, the year, and which of its submissions in that year."""
    return f"{submission.region_code}-{year}/{submission.number}"


async def keep_submission(
    session: AsyncSession,
    campaign: Campaign,
    region_code: str,
    state: ReportState,
    *,
    number: int,
    late: bool,
    by: Person,
    at: datetime,
) -> Submission:
    """The region's events as they are now, under the lock that the caller holds."""
    query = (
        select(*(getattr(Event, key) for key in _KEYS))
        .where(
            Event.campaign_id == campaign.id,
            Event.region_code == region_code,
            Event.deleted_at.is_(None),
        )
        .order_by(Event.id)
    )
    submission = Submission(
        campaign_id=campaign.id,
        region_code=region_code,
        number=number,
        state=state,
        late=late,
        submitted_at=at,
        submitted_by=by.id,
        events=[dict(zip(_KEYS, row, strict=True)) for row in await session.execute(query)],
    )
    session.add(submission)
    return submission


async def newest_submission(
    session: AsyncSession, campaign: Campaign, region_code: str
) -> Submission | None:
    """Without its events. None if the region has submitted nothing, or only before submissions
    were kept."""
    return await session.scalar(newest(campaign, region_code))


def newest(campaign: Campaign, region_code: str) -> Select[Submission]:
    return (
        select(Submission)
        .where(Submission.campaign_id == campaign.id, Submission.region_code == region_code)
        .order_by(Submission.number.desc())
        .limit(1)
    )


async def submission_of(
    session: AsyncSession, campaign: Campaign, region_code: str, number: int
) -> Submission | None:
    """Without its events."""
    return await session.scalar(numbered(campaign, region_code, number))


def numbered(campaign: Campaign, region_code: str, number: int) -> Select[Submission]:
    return select(Submission).where(
        Submission.campaign_id == campaign.id,
        Submission.region_code == region_code,
        Submission.number == number,
    )
