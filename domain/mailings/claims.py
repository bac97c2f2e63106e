"""At-most-once sending: a message is claimed before it is sent, and its outcome recorded after it.
The same for reminders, for what the admins get by the clock, and for mailings."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, and_, or_, update
from sqlalchemy.ext.asyncio import AsyncSession

from models import Delivery, DeliveryOutcome, ReminderDelivery

# Before each further try of a message that was not sent; after the last one it has failed. An
# outage of Telegram's is to be outlasted, a chat that never takes anything is not.
RETRY_PAUSES = tuple(timedelta(seconds=pause) for pause in (2, 5, 15, 60, 300, 900, 1800))
# Longer than any request takes: a process that has recorded no outcome by then is dead.
ABANDONED = timedelta(minutes=2)
TOGETHER = 4  # messages that are claimed at once


Moment = datetime | BindParameter[datetime]


def claimable(table: type[Delivery], now: Moment) -> ColumnElement[bool]:
    """Whether a delivery may be claimed, for a query."""
    return and_(
        table.claimed_at.is_(None), or_(table.not_before.is_(None), table.not_before <= now)
    )


def abandoned(table: type[Delivery], before: Moment) -> ColumnElement[bool]:
    """Whether it was claimed `before` and has no outcome: at ABANDONED ago its process has died."""
    return and_(table.outcome.is_(None), table.claimed_at.is_not(None), table.claimed_at < before)


async def claim(session: AsyncSession, delivery: Delivery, now: datetime) -> bool:
    """False if another process was quicker."""
    table = type(delivery)
    claimed = await session.execute(
        update(table)
        .where(table.id == delivery.id, claimable(table, now))
        .values(claimed_at=now)
        .returning(table.id)
    )
    return claimed.scalar_one_or_none() is not None


async def record_outcome(
    session: AsyncSession, delivery: Delivery, outcome: DeliveryOutcome | None
) -> None:
    """A reminder that may or may not have arrived can be claimed once more: twice is better than
    never."""
    values: dict[str, Any] = {"outcome": outcome}
    first_time = outcome == DeliveryOutcome.UNKNOWN != delivery.outcome
    if first_time and isinstance(delivery, ReminderDelivery):
        values["claimed_at"] = None
    await _update(session, delivery, values)


async def release_claim(session: AsyncSession, delivery: Delivery) -> None:
    """Its request never went out: any process may claim it again."""
    await _update(session, delivery, {"claimed_at": None})


async def retry_later(
    session: AsyncSession, delivery: Delivery, now: datetime, *, after: float = 0
) -> None:
    """It was surely not sent: it can be claimed again after a pause of at least `after` seconds.
    It has failed if this was the last try."""
    values: dict[str, Any] = {"tries": delivery.tries + 1}
    if delivery.tries < len(RETRY_PAUSES):
        pause = max(RETRY_PAUSES[delivery.tries], timedelta(seconds=after))
        values |= {"claimed_at": None, "not_before": now + pause}
    else:
        values["outcome"] = DeliveryOutcome.FAILED
    await _update(session, delivery, values)


async def record_abandoned(
    session: AsyncSession, table: type[Delivery], condition: ColumnElement[bool], now: datetime
) -> None:
    """Of the deliveries that meet the condition, those of a process that has died since: nobody
    knows whether they arrived."""
    values: dict[str, Any] = {"outcome": DeliveryOutcome.UNKNOWN}
    if table is ReminderDelivery:
        values["claimed_at"] = None
    dead = abandoned(table, now - ABANDONED)
    await session.execute(update(table).where(condition, dead).values(values))


async def _update(session: AsyncSession, delivery: Delivery, values: dict[str, Any]) -> None:
    table = type(delivery)
    await session.execute(update(table).where(table.id == delivery.id).values(values))
