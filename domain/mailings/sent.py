"""Mailings that were begun: their progress, stopping one, and which ones a region has had."""

from collections import defaultdict
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
    """A mailing's messages by outcome. For `unknown` ones no answer came whether they arrived;
    `skipped` ones were not needed any more; `left` are still to be sent."""

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
    people: defaultdict[MailingOutcome | None, list[Person]] = defaultdict(list)
    total = left = 0
    for claimed_at, outcome, person in rows:
        total += 1
        if claimed_at is None:
            left += 1
        else:
            people[outcome].append(person)
    return Tally(
        total=total,
        sent=len(people[MailingOutcome.SENT]),
        skipped=len(people[MailingOutcome.SKIPPED]),
        unknown=len(people[None]),
        left=left,
        blocked=tuple(people[MailingOutcome.BLOCKED]),
        failed=tuple(people[MailingOutcome.FAILED]),
    )


async def mailing_to_stop(session: AsyncSession, mailing_id: int) -> Mailing | None:
    """Locked, so that of two admins one stops it and the other is told who did."""
    return await session.get(Mailing, mailing_id, with_for_update={"key_share": True})


async def stop_mailing(
    session: AsyncSession, mailing: Mailing, *, by: Person, now: datetime
) -> Tally:
    """No further message is sent. Returns how many have been."""
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


async def lock_mailings(session: AsyncSession, campaign: Campaign) -> int:
    """Nobody else who takes this lock begins a mailing until the transaction ends. Returns the id
    of the newest one, 0 if there is none."""
    await lock_campaign(session, campaign)
    return await session.scalar(select(func.max(Mailing.id))) or 0


async def mailings_to(
    session: AsyncSession,
    codes: Collection[str],
    kind: MailingKind,
    *,
    since: datetime,
    after: int = 0,
) -> Sequence[tuple[Mailing, Person]]:
    """Those of the kind to any of the regions that were begun after `since` and have an id above
    `after`, the newest first, each with its author."""
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
