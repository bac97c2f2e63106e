"""The deliveries of a mailing, claimed one after the other, and whether each is still wanted."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.mailings.claims import claim, claimable, record_outcome, release_claim
from domain.people.people import locked_person
from domain.reports.status_queries import region_status
from models import Campaign, DeliveryOutcome, Mailing, MailingDelivery, MailingKind, Person, Role


async def claim_next(
    session: AsyncSession, campaign: Campaign, mailing_id: int, *, after: int, now: datetime
) -> tuple[MailingDelivery, Person | None] | None:
    """Claim the first claimable delivery with an id above `after`. With its recipient, or None if
    it is not to be sent. Nothing once there is no such delivery, or the mailing is stopped."""
    mailing = await session.get_one(Mailing, mailing_id)
    next_one = (
        select(MailingDelivery)
        .where(
            MailingDelivery.mailing_id == mailing_id,
            MailingDelivery.id > after,
            claimable(MailingDelivery, now),
        )
        .order_by(MailingDelivery.id)
        .limit(1)
    )
    delivery = await session.scalar(next_one) if mailing.stopped_at is None else None
    if delivery is None:
        return None
    if not await claim(session, delivery, now):
        return delivery, None
    person = await locked_person(session, delivery.person_id, Role.COORDINATOR)
    if person is None or await _is_needless(session, campaign, mailing, delivery, person):
        outcome = DeliveryOutcome.SKIPPED
    elif person.blocked_at is None:
        if delivery.outcome is not None:
            await record_outcome(session, delivery, None)
        return delivery, person
    elif delivery.outcome == DeliveryOutcome.BLOCKED:
        await release_claim(session, delivery)  # as when the mailing began
        return delivery, None
    else:
        outcome = DeliveryOutcome.BLOCKED
    await record_outcome(session, delivery, outcome)
    return delivery, None


async def _is_needless(
    session: AsyncSession,
    campaign: Campaign,
    mailing: Mailing,
    delivery: MailingDelivery,
    person: Person,
) -> bool:
    """Since the mailing was begun the coordinator may have left the region, or a reminder may have
    lost its point."""
    code = delivery.region_code
    if person.region_code != code or mailing.kind != MailingKind.REMINDER:
        return person.region_code != code
    status = await region_status(session, campaign, code)
    return status.report_status.reported or campaign.closed_at is not None
