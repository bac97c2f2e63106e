"""A mailing on its way: whose turn it is, and whether they still are to get it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from domain.campaigns.deadlines import report_is_closed
from domain.mailings.claims import claim, record_outcome, waits
from domain.people.people import locked_person
from domain.reports.state import is_submitted
from models import Campaign, DeliveryOutcome, Mailing, MailingDelivery, MailingKind, Person, Role


async def unfinished_mailings(session: AsyncSession) -> Sequence[Mailing]:
    query = select(Mailing).where(Mailing.finished_at.is_(None)).order_by(Mailing.id)
    return (await session.scalars(query)).all()


@dataclass(frozen=True, slots=True)
class Claimed:
    """A delivery that this process has taken; `person` is None where nothing is to be sent."""

    delivery: MailingDelivery
    person: Person | None


async def claim_next(
    session: AsyncSession, campaign: Campaign, mailing_id: int, *, after: int, now: datetime
) -> Claimed | None:
    """Take the first delivery behind `after` (a delivery's id) that waits. None once there is
    none, or when the mailing has been stopped."""
    mailing = await session.get_one(Mailing, mailing_id)
    if mailing.stopped_at is not None:
        return None
    waiting = (
        select(MailingDelivery)
        .where(
            MailingDelivery.mailing_id == mailing_id,
            MailingDelivery.id > after,
            waits(MailingDelivery, now),
        )
        .order_by(MailingDelivery.id)
        .limit(1)
    )
    delivery = await session.scalar(waiting)
    if delivery is None:
        return None
    if not await claim(session, delivery, now):
        return Claimed(delivery, None)  # another process was quicker
    person = await locked_person(session, delivery.person_id, Role.COORDINATOR)
    ended = await _ended_already(session, campaign, mailing, delivery, person, now)
    if ended is not None:
        await record_outcome(session, delivery, ended)
    return Claimed(delivery, person if ended is None else None)


async def _ended_already(
    session: AsyncSession,
    campaign: Campaign,
    mailing: Mailing,
    delivery: MailingDelivery,
    person: Person | None,
    now: datetime,
) -> DeliveryOutcome | None:
    """What became of it since the mailing was begun, if it is not to be sent now."""
    code = delivery.region_code
    if person is None or person.region_code != code:
        return DeliveryOutcome.SKIPPED
    if mailing.kind == MailingKind.REMINDER and (
        await is_submitted(session, campaign, code)
        or await report_is_closed(session, campaign, code, now)
    ):
        return DeliveryOutcome.SKIPPED
    return DeliveryOutcome.BLOCKED if person.blocked_at is not None else None


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
