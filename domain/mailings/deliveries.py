"""The deliveries of a mailing, claimed a few at a time, and whether each is still wanted."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, not_, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from domain.mailings.claims import (
    AT,
    TOGETHER,
    abandoned,
    claimed_in_vain,
    moments,
    parameters,
    record_outcome,
    release_claim,
    waiting,
)
from domain.people.people import locked_people
from domain.reports.status_queries import region_status
from models import Campaign, DeliveryOutcome, Mailing, MailingDelivery, MailingKind, Person, Role


@dataclass(frozen=True, slots=True)
class Claimed:
    """`last` is the id of the last delivery that was looked at; not all are to be sent."""

    last: int
    to_send: Sequence[tuple[MailingDelivery, Person]]


def _to(free: ColumnElement[bool]) -> ColumnElement[bool]:
    """Of a delivery that is free, with its recipient. Those who had blocked the bot when the
    mailing began get it once they have let it in again."""
    return and_(
        MailingDelivery.person_id == Person.id,
        free,
        or_(MailingDelivery.outcome.is_(None), Person.blocked_at.is_(None)),
    )


# Unfinished ones for which there is something to be done now: to be sent, or to be reported.
_DUE = (
    select(Mailing)
    .where(
        Mailing.finished_at.is_(None),
        or_(
            Mailing.stopped_at.is_not(None),
            *(
                exists().where(MailingDelivery.mailing_id == Mailing.id, _to(free))
                for free in (waiting(MailingDelivery, AT), claimed_in_vain(MailingDelivery, AT))
            ),
            not_(
                exists().where(
                    MailingDelivery.mailing_id == Mailing.id,
                    MailingDelivery.outcome.is_(None),
                    not_(abandoned(MailingDelivery, AT)),
                )
            ),
        ),
    )
    .order_by(Mailing.id)
)


async def due_mailings(session: AsyncSession, now: datetime) -> Sequence[Mailing]:
    return (await session.scalars(_DUE, parameters(now))).all()


async def claim_next(
    session: AsyncSession, campaign: Campaign, mailing_id: int, *, after: int, now: datetime
) -> Claimed | None:
    """Claim the first few deliveries that wait and have an id above `after`; if there are none,
    some that were claimed in vain. None once there is no such delivery, or the mailing is
    stopped."""
    mailing = await session.get_one(Mailing, mailing_id)
    if mailing.stopped_at is not None:
        return None
    at = moments(now)
    # Two looks, each by its own index.
    deliveries = await _first_few(
        session, mailing_id, waiting(MailingDelivery, at) & (MailingDelivery.id > after)
    ) or await _first_few(session, mailing_id, claimed_in_vain(MailingDelivery, at))
    if not deliveries:
        return None
    await session.execute(
        update(MailingDelivery)
        .where(MailingDelivery.id.in_([delivery.id for delivery in deliveries]))
        .values(claimed_at=now, gone_out_at=None)
    )
    ids = [delivery.person_id for delivery in deliveries]
    people = {person.id: person for person in await locked_people(session, ids, Role.COORDINATOR)}
    to_send = []
    for delivery in deliveries:
        person = people.get(delivery.person_id)
        if await _is_to_be_sent(session, campaign, mailing, delivery, person):
            assert person is not None
            to_send.append((delivery, person))
    return Claimed(max(after, deliveries[-1].id), to_send)


async def _first_few(
    session: AsyncSession, mailing_id: int, free: ColumnElement[bool]
) -> Sequence[MailingDelivery]:
    query = (
        select(MailingDelivery)
        .join(Person, _to(free))
        .where(MailingDelivery.mailing_id == mailing_id)
        .order_by(MailingDelivery.id)
        .limit(TOGETHER)
        .with_for_update(of=MailingDelivery, skip_locked=True)
    )
    return (await session.scalars(query)).all()


async def _is_to_be_sent(
    session: AsyncSession,
    campaign: Campaign,
    mailing: Mailing,
    delivery: MailingDelivery,
    person: Person | None,
) -> bool:
    """If not, that is recorded."""
    if person is None or await _is_needless(session, campaign, mailing, delivery, person):
        outcome = DeliveryOutcome.SKIPPED
    elif person.blocked_at is None:
        if delivery.outcome is not None:
            await record_outcome(session, delivery, None)
        return True
    elif delivery.outcome == DeliveryOutcome.BLOCKED:
        await release_claim(session, delivery)  # as when the mailing began
        return False
    else:
        outcome = DeliveryOutcome.BLOCKED
    await record_outcome(session, delivery, outcome)
    return False


async def _is_needless(
    session: AsyncSession,
    campaign: Campaign,
    mailing: Mailing,
    delivery: MailingDelivery,
    person: Person,
) -> bool:
    """Since the mailing was begun the coordinator may have left the region, a reminder may have
    lost its point, or an accepted report may have been returned."""
    code = delivery.region_code
    of_report = mailing.kind in (MailingKind.REMINDER, MailingKind.ACCEPTANCE)
    if person.region_code != code or not of_report:
        return person.region_code != code
    status = await region_status(session, campaign, code)
    if mailing.kind == MailingKind.ACCEPTANCE:
        return not status.accepted
    return status.report_status.reported or campaign.closed_at is not None
