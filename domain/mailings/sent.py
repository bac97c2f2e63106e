"""Mailings that were begun: how far each is, stopping it, and which ones a region has had."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.audit.trail import record
from domain.campaigns.locking import lock_campaign
from models import (
    AuditAction,
    Campaign,
    Mailing,
    MailingDelivery,
    MailingKind,
    MailingOutcome,
    Person,
)


@dataclass(frozen=True, slots=True)
class Tally:
    """How far a mailing is. `unknown` were sent and nobody heard whether they arrived; `skipped`
    needed it no more; `left` wait."""

    total: int
    sent: int
    skipped: int
    unknown: int
    left: int
    blocked: tuple[Person, ...]
    failed: tuple[Person, ...]

    @property
    def done(self) -> int:
        return self.total - self.left


async def tally(session: AsyncSession, mailing_id: int) -> Tally:
    rows = await session.execute(
        select(MailingDelivery.claimed_at, MailingDelivery.outcome, Person)
        .join(Person, Person.id == MailingDelivery.person_id)
        .where(MailingDelivery.mailing_id == mailing_id)
        .order_by(MailingDelivery.id)
    )
    ended = [(outcome, claimed_at is not None, person) for claimed_at, outcome, person in rows]
    outcomes = [outcome for outcome, *_ in ended]
    return Tally(
        total=len(ended),
        sent=outcomes.count(MailingOutcome.SENT),
        skipped=outcomes.count(MailingOutcome.SKIPPED),
        unknown=sum(outcome is None and claimed for outcome, claimed, _ in ended),
        left=sum(not claimed for _, claimed, _ in ended),
        blocked=tuple(who for outcome, _, who in ended if outcome == MailingOutcome.BLOCKED),
        failed=tuple(who for outcome, _, who in ended if outcome == MailingOutcome.FAILED),
    )


async def mailing_to_stop(session: AsyncSession, mailing_id: int) -> Mailing | None:
    """Locked, so that of two admins one stops it and the other sees by whom it was."""
    query = select(Mailing).where(Mailing.id == mailing_id).with_for_update(key_share=True)
    return await session.scalar(query)


async def stop_mailing(
    session: AsyncSession, mailing: Mailing, *, by: Person, now: datetime
) -> Tally:
    """Nobody else gets it; tells how far it had come."""
    mailing.stopped_at, mailing.stopped_by = now, by.id
    await session.flush()
    so_far = await tally(session, mailing.id)
    record(
        session,
        AuditAction.MAILING_STOPPED,
        mailing.id,
        now=now,
        by=by,
        after={"sent": so_far.sent, "people": so_far.total},
    )
    return so_far


async def hold_mailings(session: AsyncSession, campaign: Campaign) -> int:
    """Until the end of this unit of work nobody else begins a mailing that asks the same; gives
    the id of the newest one, 0 if there is none."""
    await lock_campaign(session, campaign)
    return (await session.execute(select(func.max(Mailing.id)))).scalar_one() or 0


async def mailings_to(
    session: AsyncSession,
    codes: Collection[str],
    kind: MailingKind,
    *,
    since: datetime,
    after: int = 0,
) -> Sequence[tuple[Mailing, Person]]:
    """Those of that kind begun `since` (and with an id above `after`) that any of the regions is
    to get, the newest first, each with its author."""
    rows = await session.execute(
        select(Mailing, Person)
        .join(Person, Person.id == Mailing.created_by)
        .where(
            Mailing.kind == kind,
            Mailing.created_at >= since,
            Mailing.id > after,
            Mailing.id.in_(
                select(MailingDelivery.mailing_id).where(MailingDelivery.region_code.in_(codes))
            ),
        )
        .order_by(Mailing.id.desc())
    )
    return [(mailing, author) for mailing, author in rows]


async def mailing_received(
    session: AsyncSession, person: Person, mailing_id: int
) -> Mailing | None:
    """The mailing, if it was sent to that person: what a button says is not trusted."""
    query = (
        select(Mailing)
        .join(MailingDelivery, MailingDelivery.mailing_id == Mailing.id)
        .where(
            Mailing.id == mailing_id,
            MailingDelivery.person_id == person.id,
            MailingDelivery.claimed_at.is_not(None),
        )
    )
    return await session.scalar(query)
