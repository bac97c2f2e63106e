"""A mailing on its way: each message is claimed by one process before it is sent, and its outcome
recorded after it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from domain.campaigns.deadlines import report_is_closed
from domain.people.people import locked_person
from domain.reports.state import is_submitted
from models import Campaign, Mailing, MailingDelivery, MailingKind, MailingOutcome, Person, Role


@dataclass(frozen=True, slots=True)
class Claimed:
    """A delivery that this process has taken; `person` is None where nothing is to be sent."""

    delivery_id: int
    person: Person | None


async def unfinished_mailings(session: AsyncSession) -> Sequence[Mailing]:
    query = select(Mailing).where(Mailing.finished_at.is_(None)).order_by(Mailing.id)
    return (await session.scalars(query)).all()


async def claim_next(
    session: AsyncSession, campaign: Campaign, mailing_id: int, *, after: int, now: datetime
) -> Claimed | None:
    """Take the first delivery behind `after` (a delivery's id) that nobody has taken. None once
    there is none, or when the mailing has been stopped."""
    mailing = await session.get_one(Mailing, mailing_id)
    if mailing.stopped_at is not None:
        return None
    waiting = (
        select(MailingDelivery)
        .where(
            MailingDelivery.mailing_id == mailing_id,
            MailingDelivery.claimed_at.is_(None),
            MailingDelivery.id > after,
        )
        .order_by(MailingDelivery.id)
        .limit(1)
    )
    delivery = await session.scalar(waiting)
    if delivery is None:
        return None
    person = await locked_person(session, delivery.person_id, Role.COORDINATOR)
    ended = await _ended_already(session, campaign, mailing, delivery, person, now)
    taken = await session.execute(
        update(MailingDelivery)
        .where(MailingDelivery.id == delivery.id, MailingDelivery.claimed_at.is_(None))
        .values(claimed_at=now, outcome=ended)
        .returning(MailingDelivery.id)
    )
    ours = taken.scalar_one_or_none() is not None  # or another process was quicker
    return Claimed(delivery.id, person if ours and ended is None else None)


async def _ended_already(
    session: AsyncSession,
    campaign: Campaign,
    mailing: Mailing,
    delivery: MailingDelivery,
    person: Person | None,
    now: datetime,
) -> MailingOutcome | None:
    """What became of it since the mailing was begun, if it is not to be sent now."""
    code = delivery.region_code
    if person is None or person.region_code != code:
        return MailingOutcome.SKIPPED
    if mailing.kind == MailingKind.REMINDER and (
        await is_submitted(session, campaign, code)
        or await report_is_closed(session, campaign, code, now)
    ):
        return MailingOutcome.SKIPPED
    return MailingOutcome.BLOCKED if person.blocked_at is not None else None


async def record_delivery(session: AsyncSession, delivery_id: int, outcome: MailingOutcome) -> None:
    await session.execute(
        update(MailingDelivery).where(MailingDelivery.id == delivery_id).values(outcome=outcome)
    )


async def give_back(session: AsyncSession, delivery_id: int) -> None:
    """The message has surely not been sent: whoever looks next may claim it."""
    await session.execute(
        update(MailingDelivery).where(MailingDelivery.id == delivery_id).values(claimed_at=None)
    )


async def show_progress_in(session: AsyncSession, mailing_id: int, message_id: int) -> None:
    """From now on that message in the author's chat shows how far it is."""
    await session.execute(
        update(Mailing).where(Mailing.id == mailing_id).values(progress_message_id=message_id)
    )


async def finish_mailing(session: AsyncSession, mailing_id: int, now: datetime) -> None:
    await session.execute(
        update(Mailing)
        .where(Mailing.id == mailing_id, Mailing.finished_at.is_(None))
        .values(finished_at=now)
    )
