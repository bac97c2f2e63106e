"""Mailings that were begun: how far each is, stopping and repeating it, and whom it went to."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, and_, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from domain.audit.trail import record
from domain.campaigns.locking import lock_campaign
from models import (
    AuditAction,
    Campaign,
    Delivery,
    DeliveryOutcome,
    Mailing,
    MailingDelivery,
    MailingKind,
    Person,
    ReminderDelivery,
    ReminderKind,
)


@dataclass(frozen=True, slots=True)
class Count:
    """The recipients of a mailing; `left` have no outcome yet."""

    total: int
    left: int

    @property
    def done(self) -> int:
        return self.total - self.left


@dataclass(frozen=True, slots=True)
class Tally:
    """The deliveries of a mailing or of a day's reminders by outcome. `skipped` needed it no more,
    `left` have no outcome yet, `unknown` may or may not have got it. Some of the `blocked` may have
    blocked the bot before the mailing was begun: they are not in the `total`, as they were not
    counted when it was confirmed."""

    total: int
    sent: int
    skipped: int
    left: tuple[Person, ...]
    blocked: tuple[Person, ...]
    failed: tuple[Person, ...]
    unknown: tuple[Person, ...]

    @property
    def done(self) -> int:
        return self.total - len(self.left)


async def count(session: AsyncSession, mailing_id: int) -> Count:
    """Of a mailing that is under way, with the same numbers as `tally`."""
    outcome, claimed_at = MailingDelivery.outcome, MailingDelivery.claimed_at
    counted = or_(outcome.is_distinct_from(DeliveryOutcome.BLOCKED), claimed_at.is_not(None))
    row = await session.execute(
        select(
            func.count().filter(counted).label("total"),
            func.count().filter(outcome.is_(None)).label("left"),
        ).where(MailingDelivery.mailing_id == mailing_id)
    )
    return Count(*row.one())


async def tally(session: AsyncSession, mailing_id: int) -> Tally:
    return await _tally(session, MailingDelivery, MailingDelivery.mailing_id == mailing_id)


async def tally_of_reminders(session: AsyncSession, campaign: Campaign, on_date: date) -> Tally:
    """Of that day's reminders to the coordinators."""
    condition = and_(
        ReminderDelivery.campaign_id == campaign.id,
        ReminderDelivery.kind == ReminderKind.REMINDER,
        ReminderDelivery.on_date == on_date,
    )
    return await _tally(session, ReminderDelivery, condition)


async def _tally(
    session: AsyncSession, table: type[Delivery], condition: ColumnElement[bool]
) -> Tally:
    rows = await session.execute(
        select(table.outcome, table.claimed_at, Person)
        .join(Person, Person.id == table.person_id)
        .where(condition)
        .order_by(table.id)
    )
    by_outcome: defaultdict[DeliveryOutcome | None, list[Person]] = defaultdict(list)
    total = 0
    for outcome, claimed_at, person in rows:
        by_outcome[outcome].append(person)
        total += outcome != DeliveryOutcome.BLOCKED or claimed_at is not None
    return Tally(
        total=total,
        sent=len(by_outcome[DeliveryOutcome.SENT]),
        skipped=len(by_outcome[DeliveryOutcome.SKIPPED]),
        left=tuple(by_outcome[None]),
        blocked=tuple(by_outcome[DeliveryOutcome.BLOCKED]),
        failed=tuple(by_outcome[DeliveryOutcome.FAILED]),
        unknown=tuple(by_outcome[DeliveryOutcome.UNKNOWN]),
    )


async def unfinished_mailings(session: AsyncSession) -> Sequence[Mailing]:
    query = select(Mailing).where(Mailing.finished_at.is_(None)).order_by(Mailing.id)
    return (await session.scalars(query)).all()


async def locked_mailing(session: AsyncSession, mailing_id: int) -> Mailing | None:
    """Locked, so that of two admins only one stops it or has it sent again."""
    query = select(Mailing).where(Mailing.id == mailing_id).with_for_update(key_share=True)
    return await session.scalar(query)


async def finish_mailing(session: AsyncSession, mailing_id: int, now: datetime) -> None:
    """Unless an admin has asked meanwhile for it to be sent again."""
    mailing = await locked_mailing(session, mailing_id)
    if mailing is not None and (mailing.stopped_at or not (await tally(session, mailing_id)).left):
        mailing.finished_at = now


async def stop_mailing(
    session: AsyncSession, mailing: Mailing, *, by: Person, now: datetime
) -> Tally:
    """Nobody else gets it. Gives the tally at that moment."""
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


async def send_again(session: AsyncSession, mailing: Mailing, *, by: Person, now: datetime) -> int:
    """To all whom it failed to reach, or may have failed to; gives their number. The mailing is
    locked by the caller."""
    rows = await session.execute(
        update(MailingDelivery)
        .where(
            MailingDelivery.mailing_id == mailing.id,
            MailingDelivery.outcome.in_((DeliveryOutcome.UNKNOWN, DeliveryOutcome.FAILED)),
        )
        .values(claimed_at=None, gone_out_at=None, not_before=None, tries=0, outcome=None)
        .returning(MailingDelivery.id)
    )
    people = len(rows.all())
    if people:
        mailing.finished_at = None
        record(
            session,
            AuditAction.MAILING_REPEATED,
            mailing.id,
            now=now,
            by=by,
            after={"people": people},
        )
    return people


async def lock_mailings(session: AsyncSession, campaign: Campaign) -> int:
    """Until the end of this transaction nobody else who takes this lock begins a mailing. Gives the
    id of the newest one, 0 if there is none."""
    await lock_campaign(session, campaign)
    return await session.scalar(select(func.max(Mailing.id))) or 0


async def newest_mailing_to(
    session: AsyncSession,
    codes: Collection[str],
    kind: MailingKind,
    *,
    since: datetime,
    after: int,
) -> tuple[Mailing, Person] | None:
    """With its author: the newest of that kind that was begun `since`, has an id above `after` and
    went to any of the regions."""
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
        .limit(1)
    )
    return next(((mailing, author) for mailing, author in rows), None)


async def mailing_received(
    session: AsyncSession, person: Person, mailing_id: int
) -> Mailing | None:
    """The mailing, if it was sent to that person: its id comes from a button and may be forged."""
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
