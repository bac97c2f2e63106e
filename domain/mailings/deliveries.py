"""A mailing's messages on their way: each is claimed by one process before it is sent, and its
outcome recorded afterwards. So none is sent twice."""

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
    """A delivery that this process has claimed; `person` is None if nothing is to be sent."""

    delivery_id: int
    person: Person | None


async def unfinished_mailings(session: AsyncSession) -> Sequence[Mailing]:
    query = select(Mailing).where(Mailing.finished_at.is_(None)).order_by(Mailing.id)
    return (await session.scalars(query)).all()


async def claim_next(
    session: AsyncSession, campaign: Campaign, mailing_id: int, *, after: int, now: datetime
) -> Claimed | None:
    """Claim the first unclaimed delivery whose id is above `after`. None if there is none, or if
    the mailing has been stopped."""
    mailing = await session.get_one(Mailing, mailing_id)
    if mailing.stopped_at is not None:
        return None
    unclaimed = (
        select(MailingDelivery)
        .where(
            MailingDelivery.mailing_id == mailing_id,
            MailingDelivery.claimed_at.is_(None),
            MailingDelivery.id > after,
        )
        .order_by(MailingDelivery.id)
        .limit(1)
    )
    delivery = await session.scalar(unclaimed)
    if delivery is None:
        return None
    person = await locked_person(session, delivery.person_id, Role.COORDINATOR)
    outcome = await _outcome_unsent(session, campaign, mailing, delivery, person, now)
    claimed = await session.scalar(
        update(MailingDelivery)
        .where(MailingDelivery.id == delivery.id, MailingDelivery.claimed_at.is_(None))
        .values(claimed_at=now, outcome=outcome)
        .returning(MailingDelivery.id)
    )
    # Not claimed: another process was quicker.
    to_send = claimed is not None and outcome is None
    return Claimed(delivery.id, person if to_send else None)


async def _outcome_unsent(
    session: AsyncSession,
    campaign: Campaign,
    mailing: Mailing,
    delivery: MailingDelivery,
    person: Person | None,
    now: datetime,
) -> MailingOutcome | None:
    """The outcome of a message that is not to be sent any more; None if it is."""
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


async def release_claim(session: AsyncSession, delivery_id: int) -> None:
    """For a message that has certainly not been sent: it can be claimed again."""
    await session.execute(
        update(MailingDelivery).where(MailingDelivery.id == delivery_id).values(claimed_at=None)
    )


async def set_progress_message(session: AsyncSession, mailing_id: int, message_id: int) -> None:
    """From now on that message in the author's chat shows the progress."""
    await session.execute(
        update(Mailing).where(Mailing.id == mailing_id).values(progress_message_id=message_id)
    )


async def finish_mailing(session: AsyncSession, mailing_id: int, now: datetime) -> None:
    await session.execute(
        update(Mailing)
        .where(Mailing.id == mailing_id, Mailing.finished_at.is_(None))
        .values(finished_at=now)
    )
