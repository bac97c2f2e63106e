"""A coordinator puts a reminder off till the next day: a row keeps the wish till its hour."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import exists, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.mailings.claims import AT, abandoned, claimed_in_vain, parameters, waiting
from domain.people.reachable import REACHABLE
from models import Campaign, Person, ReminderDelivery, ReminderKind

_CURRENT = select(Campaign.id).order_by(Campaign.year.desc()).limit(1).correlate(None)
_PUT_OFF = (
    ReminderDelivery.kind == ReminderKind.PUT_OFF,
    ReminderDelivery.campaign_id == _CURRENT.scalar_subquery(),
    ReminderDelivery.person_id == Person.id,
    REACHABLE,
)
_FREE = (
    waiting(ReminderDelivery, AT),
    or_(claimed_in_vain(ReminderDelivery, AT), abandoned(ReminderDelivery, AT)),
)
# For a query: whether any has come to its hour. Two looks, each by its own index.
ANY_PUT_OFF = or_(
    *(select(ReminderDelivery.id).where(*_PUT_OFF, free).correlate(None).exists() for free in _FREE)
)
_WAITING = (
    select(Person.id, Person.region_code, ReminderDelivery.on_date)
    .where(*_PUT_OFF, or_(*_FREE))
    .order_by(ReminderDelivery.id)
)
_TO_COORDINATORS = (ReminderKind.REMINDER, ReminderKind.OVERDUE, ReminderKind.PUT_OFF)


@dataclass(frozen=True, slots=True)
class PutOff:
    """A reminder that a coordinator has put off to that day of the region's."""

    person_id: int
    region_code: str
    day: date


async def put_off_till_now(session: AsyncSession, now: datetime) -> Sequence[PutOff]:
    rows = await session.execute(_WAITING, parameters(now))
    return [PutOff(row.id, row.region_code, row.on_date) for row in rows]


async def put_off(
    session: AsyncSession, campaign: Campaign, person: Person, till: datetime
) -> bool:
    """`till` is in the region's zone; the person is locked. False if they have done so already."""
    row = {"campaign_id": campaign.id, "person_id": person.id, "on_date": till.date()}
    query = select(ReminderDelivery.id).filter_by(**row, kind=ReminderKind.PUT_OFF)
    if await session.scalar(query) is not None:
        return False
    session.add(ReminderDelivery(**row, kind=ReminderKind.PUT_OFF, not_before=till))
    return True


async def is_told_anyway(session: AsyncSession, wish: ReminderDelivery, since: datetime) -> bool:
    """Whether the person has been sent another message of the kind since that moment, or is about
    to be."""
    others = exists().where(
        ReminderDelivery.person_id == wish.person_id,
        ReminderDelivery.campaign_id == wish.campaign_id,
        ReminderDelivery.kind.in_(_TO_COORDINATORS),
        ReminderDelivery.id != wish.id,
        or_(
            ReminderDelivery.claimed_at >= since,
            # To be tried again; another wish is for another day.
            (ReminderDelivery.kind != ReminderKind.PUT_OFF)
            & (ReminderDelivery.not_before >= since),
        ),
    )
    return bool(await session.scalar(select(others)))
