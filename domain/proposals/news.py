"""When a region's coordinators hear that proposals wait: of the first at once, and then of all that
have come within the hour together. Two hundred schools may propose on one evening."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from domain.campaigns.locking import lock_region
from domain.people.people import coordinators
from domain.proposals.deciding import number_waiting, seen
from models import Campaign, Person, Proposal, ProposalState

AT_MOST_EVERY = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class News:
    """For the coordinators `to`: how many proposals wait, and how many of them are new."""

    waiting: int
    new: int
    to: Sequence[Person]


async def regions_to_tell(
    session: AsyncSession, campaign: Campaign, now: datetime
) -> Sequence[str]:
    """The codes of those where new proposals wait, and nobody was told within the last hour."""
    if campaign.closed_at is not None:
        return []
    told_lately = select(Proposal.region_code).where(
        Proposal.campaign_id == campaign.id, Proposal.told_at > now - AT_MOST_EVERY
    )
    query = select(Proposal.region_code).where(
        *_untold(campaign), Proposal.region_code.not_in(told_lately)
    )
    return (await session.scalars(query.distinct())).all()


async def claim_news(
    session: AsyncSession, campaign: Campaign, region_code: str, now: datetime
) -> News | None:
    """Under the region's lock, so that nobody is told twice: what is claimed here counts as told.
    None if another process was first, or nobody can be written to."""
    await lock_region(session, region_code)
    if region_code not in await regions_to_tell(session, campaign, now):
        return None
    to = [each for each in await coordinators(session, region_code) if each.blocked_at is None]
    new = select(func.count(Proposal.id)).where(
        *_untold(campaign), Proposal.region_code == region_code
    )
    number = (await session.scalars(new)).one()
    waiting = await number_waiting(session, campaign, region_code)
    await seen(session, campaign, region_code, now)
    return News(waiting, number, to) if to else None


async def tell_again(
    session: AsyncSession, campaign: Campaign, region_code: str, claimed_at: datetime
) -> None:
    """Telegram could not be reached: what was claimed then is still to be told."""
    await session.execute(
        update(Proposal)
        .where(
            Proposal.campaign_id == campaign.id,
            Proposal.region_code == region_code,
            Proposal.told_at == claimed_at,
        )
        .values(told_at=None)
        .execution_options(synchronize_session=False)
    )


def _untold(campaign: Campaign) -> tuple[ColumnElement[bool], ...]:
    return (
        Proposal.campaign_id == campaign.id,
        Proposal.state == ProposalState.WAITING,
        Proposal.told_at.is_(None),
    )
