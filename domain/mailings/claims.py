"""A message is claimed before it is sent, and what became of it is recorded after it: the same
for reminders, what admins get by the clock, and mailings."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, update
from sqlalchemy.ext.asyncio import AsyncSession

from models import Delivery, DeliveryOutcome, ReminderDelivery

# Before each further try of a message that was not sent; after the last one it has failed. An
# outage of Telegram's is to be outlasted, a chat that never takes anything is not.
RETRY_PAUSES = tuple(timedelta(seconds=pause) for pause in (2, 5, 15, 60, 300, 900, 1800))
# Longer than any request takes: who claimed it and has recorded nothing since is dead.
ABANDONED = timedelta(minutes=2)


def waits(table: type[Delivery], now: datetime) -> ColumnElement[bool]:
    """Whether a delivery may be claimed, for a query."""
    return and_(
        table.claimed_at.is_(None), or_(table.not_before.is_(None), table.not_before <= now)
    )


async def claim(session: AsyncSession, delivery: Delivery, now: datetime) -> bool:
    """Whether the delivery is this process's to make: False if another was quicker."""
    table = type(delivery)
    taken = await session.execute(
        update(table)
        .where(table.id == delivery.id, waits(table, now))
        .values(claimed_at=now)
        .returning(table.id)
    )
    return taken.scalar_one_or_none() is not None


async def record_outcome(
    session: AsyncSession, delivery: Delivery, outcome: DeliveryOutcome
) -> None:
    """A reminder of unknown fate waits to be sent once more: twice is better than never."""
    values: dict[str, Any] = {"outcome": outcome}
    if outcome == DeliveryOutcome.UNKNOWN and isinstance(delivery, ReminderDelivery):
        again = delivery.outcome != DeliveryOutcome.UNKNOWN
        values |= {"claimed_at": None} if again else {}
    await _set(session, delivery, values)


async def give_back(session: AsyncSession, delivery: Delivery) -> None:
    """Its request never went out: whoever looks next may claim it."""
    await _set(session, delivery, {"claimed_at": None})


async def try_later(
    session: AsyncSession, delivery: Delivery, now: datetime, *, after: float = 0
) -> None:
    """It was surely not sent: it waits for the next try, at least `after` seconds; or it has
    failed, if that was the last one."""
    values: dict[str, Any] = {"tries": delivery.tries + 1}
    if delivery.tries < len(RETRY_PAUSES):
        pause = max(RETRY_PAUSES[delivery.tries], timedelta(seconds=after))
        values |= {"claimed_at": None, "not_before": now + pause}
    else:
        values |= {"outcome": DeliveryOutcome.FAILED}
    await _set(session, delivery, values)


async def settle_abandoned(
    session: AsyncSession, table: type[Delivery], which: ColumnElement[bool], now: datetime
) -> None:
    """What a process claimed that has died since: nobody knows whether it was sent."""
    dead = (which, table.outcome.is_(None), table.claimed_at < now - ABANDONED)
    values: dict[str, Any] = {"outcome": DeliveryOutcome.UNKNOWN}
    if table is ReminderDelivery:
        values |= {"claimed_at": None}
    await session.execute(update(table).where(*dead).values(values))


async def _set(session: AsyncSession, delivery: Delivery, values: dict[str, Any]) -> None:
    table = type(delivery)
    await session.execute(update(table).where(table.id == delivery.id).values(values))
