"""Whom the bot can write to. A region can be reached if it has a coordinator who has not blocked
the bot: the desk, its mailings and the invitations all count by this."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_
from sqlalchemy.ext.asyncio import AsyncSession

from domain.people.people import coordinators
from domain.regions.directory import Region, load_regions
from models import Person, Role

# For a query: whether the person is a coordinator who can be written to.
REACHABLE: ColumnElement[bool] = and_(Person.role == Role.COORDINATOR, Person.blocked_at.is_(None))


@dataclass(frozen=True, slots=True)
class OutOfReach:
    """The regions that no message reaches, in the letter's order: those that nobody has joined, and
    those where everybody has blocked the bot. And all people who have blocked it."""

    without_coordinator: tuple[Region, ...]
    all_blocked: tuple[Region, ...]
    blocked: tuple[Person, ...]

    @property
    def regions(self) -> tuple[Region, ...]:
        return tuple(
            sorted(self.without_coordinator + self.all_blocked, key=lambda region: region.number)
        )


async def out_of_reach(session: AsyncSession) -> OutOfReach:
    everyone = await coordinators(session)
    joined = {person.region_code for person in everyone}
    reached = {person.region_code for person in everyone if person.blocked_at is None}
    regions = load_regions()
    return OutOfReach(
        tuple(region for region in regions if region.code not in joined),
        tuple(region for region in regions if region.code in joined - reached),
        tuple(person for person in everyone if person.blocked_at is not None),
    )
