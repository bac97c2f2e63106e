"""At-most-once sending: a message is claimed before it is sent, its going out is noted right before
it goes, and its outcome recorded after it. The same for reminders, for what the admins get by the
clock, and for mailings."""

from dataclasses import asdict, dataclass, fields
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, and_, bindparam, or_, update
from sqlalchemy.ext.asyncio import AsyncSession

from models import Delivery, DeliveryOutcome, ReminderDelivery

# Before each further try of a message that was not sent; after the last one it has failed. An
# outage of Telegram's is to be outlasted, a chat that never takes anything is not.
RETRY_PAUSES = tuple(timedelta(seconds=pause) for pause in (2, 5, 15, 60, 300, 900, 1800))
# Also if Telegram asks for more: then it is told to wait once more.
LONGEST_PAUSE = timedelta(hours=1)
UNKNOWN_PAUSE = timedelta(minutes=2)  # outlasts most disturbances of a network
# By then what was claimed has gone out, or somebody else may claim it: whoever comes too late
# learns of that before it sends.
LEASE = timedelta(seconds=30)
# Longer than any request takes: a process that has recorded no outcome by then is dead.
ABANDONED = timedelta(minutes=2)
TOGETHER = 4  # messages that are claimed at once

Moment = datetime | BindParameter[datetime]


@dataclass(frozen=True, slots=True)
class Moments:
    """What `now` means for claims: those from before `lease_since` have run out, what has gone out
    before `dead_since` is abandoned. What is from after `future` was done by a clock that had run
    ahead, and has been put right since; so was a pause that ends after `last_pause`."""

    now: Moment
    lease_since: Moment
    dead_since: Moment
    future: Moment
    last_pause: Moment


# For statements that are built before; `parameters` has the values.
AT = Moments(*(bindparam(each.name) for each in fields(Moments)))


def moments(now: datetime) -> Moments:
    return Moments(now, now - LEASE, now - ABANDONED, now + ABANDONED, now + LONGEST_PAUSE)


def parameters(now: datetime) -> dict[str, Any]:
    return asdict(moments(now))


def waiting(table: type[Delivery], at: Moments) -> ColumnElement[bool]:
    """Whether nobody has claimed a delivery, and it is not to wait, for a query."""
    # A first try may have been put off to any day.
    pauses = or_(table.tries > 0, table.outcome.is_not(None))
    return and_(
        table.claimed_at.is_(None),
        or_(
            table.not_before.is_(None),
            table.not_before <= at.now,
            and_(table.not_before > at.last_pause, pauses),
        ),
    )


# Each of these is true or false, never null: they are also asked the other way round.
def claimed_in_vain(table: type[Delivery], at: Moments) -> ColumnElement[bool]:
    """Whether its claim has run out before it was sent: it can be claimed as if nobody had."""
    return and_(
        table.outcome.is_(None),
        table.claimed_at.is_not(None),
        table.gone_out_at.is_(None),
        or_(table.claimed_at < at.lease_since, table.claimed_at > at.future),
    )


def abandoned(table: type[Delivery], at: Moments) -> ColumnElement[bool]:
    """Whether it has gone out, has no outcome, and its process has died."""
    return and_(
        table.outcome.is_(None),
        table.gone_out_at.is_not(None),
        or_(table.gone_out_at < at.dead_since, table.gone_out_at > at.future),
    )


_UNCLAIMED: dict[str, Any] = {"claimed_at": None, "gone_out_at": None}


async def note_going_out(session: AsyncSession, delivery: Delivery, now: datetime) -> bool:
    """False if the claim has run out and is somebody else's by now: then it must not go out."""
    table = type(delivery)
    mine = (table.id == delivery.id, table.claimed_at == delivery.claimed_at)
    noted = await session.execute(
        update(table)
        .where(*mine, table.gone_out_at.is_(None))
        .values(gone_out_at=now)
        .returning(table.id)
        .execution_options(synchronize_session=False)
    )
    return noted.scalar_one_or_none() is not None


async def record_outcome(
    session: AsyncSession, delivery: Delivery, outcome: DeliveryOutcome | None
) -> None:
    await _update(session, delivery, {"outcome": outcome})


async def record_unknown(session: AsyncSession, delivery: Delivery, now: datetime) -> None:
    """A reminder that may or may not have arrived can be claimed once more: twice is better than
    never. Not at once: what has swallowed one answer may swallow the next."""
    values: dict[str, Any] = {"outcome": DeliveryOutcome.UNKNOWN}
    if isinstance(delivery, ReminderDelivery) and delivery.outcome != DeliveryOutcome.UNKNOWN:
        values |= _UNCLAIMED | {"not_before": now + UNKNOWN_PAUSE}
    await _update(session, delivery, values)


async def release_claim(session: AsyncSession, delivery: Delivery) -> None:
    """Its request never went out: any process may claim it again."""
    await _update(session, delivery, _UNCLAIMED)


async def retry_later(
    session: AsyncSession, delivery: Delivery, now: datetime, *, after: float = 0
) -> None:
    """It was surely not sent: it can be claimed again after a pause of at least `after` seconds,
    but for LONGEST_PAUSE. It has failed if this was the last try."""
    values: dict[str, Any] = {"tries": delivery.tries + 1}
    if delivery.tries < len(RETRY_PAUSES):
        pause = max(RETRY_PAUSES[delivery.tries], min(timedelta(seconds=after), LONGEST_PAUSE))
        values |= _UNCLAIMED | {"not_before": now + pause}
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
        values |= _UNCLAIMED
    dead = abandoned(table, moments(now))
    await session.execute(update(table).where(condition, dead).values(values))


async def _update(session: AsyncSession, delivery: Delivery, values: dict[str, Any]) -> None:
    table = type(delivery)
    await session.execute(update(table).where(table.id == delivery.id).values(values))
