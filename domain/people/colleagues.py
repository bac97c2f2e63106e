"""A coordinator invites a colleague to their own region."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.people.invitations import invite
from domain.people.open_invitations import count_open, open_links
from models import Invitation, Person

# Shorter than an admin's, which may travel with a letter: a colleague is near.
LIFETIME = timedelta(days=7)
MOST_OPEN = 3  # links of a region's coordinators that nobody has used yet


def by_coordinators(region_code: str) -> ColumnElement[bool]:
    """For a query: the invitations to a region that its own coordinators have made."""
    here = select(Person.id).where(Person.region_code == region_code)
    return and_(Invitation.region_code == region_code, Invitation.created_by.in_(here))


async def may_invite(session: AsyncSession, region_code: str, now: datetime) -> bool:
    """Under the region's lock: of two at once only one may be the last."""
    return await count_open(session, by_coordinators(region_code), now) < MOST_OPEN


async def invite_colleague(session: AsyncSession, *, by: Person, now: datetime) -> str:
    """The token of a new link to the coordinator's own region."""
    return await invite(session, by.region_code, by=by, now=now, until=now + LIFETIME)


async def links_of_coordinators(
    session: AsyncSession, region_code: str, now: datetime
) -> Sequence[tuple[Invitation, str]]:
    """The open ones, each with the name of who made it, the newest first."""
    return await open_links(session, by_coordinators(region_code), now)


async def inviting_colleague(session: AsyncSession, invitation: Invitation) -> Person | None:
    """The coordinator who has made it for a colleague; None if an admin has made it."""
    inviter = await session.get_one(Person, invitation.created_by)
    is_colleague = inviter.is_coordinator and inviter.region_code == invitation.region_code
    return inviter if is_colleague else None
