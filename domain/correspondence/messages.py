"""What a coordinator and the ministry write to one another: storing it, and finding what is
answered."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.audit.trail import record
from domain.mailings.progress import mailing_received
from models import AuditAction, AuditEntry, Event, Mailing, Person, RegionMessage

# What the ministry decides about a region, and tells its coordinators.
DECISIONS = frozenset(
    {
        AuditAction.EVENT_RETURNED,
        AuditAction.EXTENSION_CANCELLED,
        AuditAction.EXTENSION_DECLINED,
        AuditAction.EXTENSION_GRANTED,
        AuditAction.REPORT_ACCEPTED,
        AuditAction.REPORT_RETURNED,
    }
)


@dataclass(frozen=True, slots=True)
class Answered:
    """What is answered: a message, a mailing, or a decision, of an event with that event. Nothing
    of these: the message begins the conversation."""

    message: RegionMessage | None = None
    mailing: Mailing | None = None
    decision: AuditEntry | None = None
    event: Event | None = None


async def answered_by_coordinator(
    session: AsyncSession, person: Person, *, message: int, mailing: int, decision: int
) -> Answered | None:
    """By ids, 0 for none. None if it is not the person's to answer: ids come from buttons, and may
    be forged."""
    if message:
        found = await message_to(session, person, message)
        return Answered(message=found) if found else None
    if mailing:
        received = await mailing_received(session, person, mailing)
        return Answered(mailing=received) if received else None
    if not decision:
        return Answered()
    entry = await session.get(AuditEntry, decision)
    if entry is None or entry.action not in DECISIONS or entry.region_code != person.region_code:
        return None
    return await answered_in(session, entry)


async def answered_in(session: AsyncSession, entry: AuditEntry) -> Answered:
    """The decision, with its event if it is about one."""
    is_event = entry.action == AuditAction.EVENT_RETURNED
    event = await session.get(Event, int(entry.subject_id)) if is_event else None
    return Answered(decision=entry, event=event)


async def message_to(
    session: AsyncSession, coordinator: Person, message_id: int
) -> RegionMessage | None:
    """A message of the ministry to that coordinator."""
    found = await session.get(RegionMessage, message_id)
    is_theirs = found and found.from_ministry and found.coordinator_id == coordinator.id
    return found if is_theirs else None


async def message_of_coordinator(session: AsyncSession, message_id: int) -> RegionMessage | None:
    """A message of a coordinator to the ministry."""
    found = await session.get(RegionMessage, message_id)
    return None if found is None or found.from_ministry else found


async def newest_from(
    session: AsyncSession, *, since: datetime, coordinator: Person | None = None
) -> RegionMessage | None:
    """The newest message of any coordinator to the ministry; of the ministry to that one if a
    `coordinator` is given."""
    query = select(RegionMessage).where(RegionMessage.sent_at >= since)
    if coordinator is None:
        query = query.where(RegionMessage.author_id == RegionMessage.coordinator_id)
    else:
        query = query.where(
            RegionMessage.coordinator_id == coordinator.id,
            RegionMessage.author_id != coordinator.id,
        )
    return await session.scalar(query.order_by(RegionMessage.id.desc()).limit(1))


async def newest_answer_to(session: AsyncSession, message: RegionMessage) -> RegionMessage | None:
    """Of the ministry, to that message of a coordinator."""
    query = select(RegionMessage).where(RegionMessage.message_id == message.id)
    return await session.scalar(query.order_by(RegionMessage.id.desc()).limit(1))


async def write_to_ministry(
    session: AsyncSession, text: str, answered: Answered, *, by: Person, now: datetime
) -> RegionMessage:
    assert by.region_code is not None, "only a coordinator writes to the ministry"
    message = RegionMessage(
        region_code=by.region_code,
        coordinator_id=by.id,
        author_id=by.id,
        text=text,
        sent_at=now,
        message_id=answered.message.id if answered.message else None,
        mailing_id=answered.mailing.id if answered.mailing else None,
        decision_id=answered.decision.id if answered.decision else None,
    )
    await _store(session, AuditAction.MESSAGE_TO_MINISTRY, message, by=by)
    return message


async def answer_coordinator(
    session: AsyncSession, text: str, answered: RegionMessage, *, by: Person, now: datetime
) -> RegionMessage:
    message = RegionMessage(
        region_code=answered.region_code,
        coordinator_id=answered.coordinator_id,
        author_id=by.id,
        text=text,
        sent_at=now,
        message_id=answered.id,
    )
    await _store(session, AuditAction.MESSAGE_TO_COORDINATOR, message, by=by)
    return message


async def write_to_coordinator(
    session: AsyncSession, text: str, to: Person, *, by: Person, now: datetime
) -> RegionMessage:
    """Of the ministry, without an earlier one to answer."""
    assert to.region_code is not None, "the ministry writes to coordinators only"
    message = RegionMessage(
        region_code=to.region_code, coordinator_id=to.id, author_id=by.id, text=text, sent_at=now
    )
    await _store(session, AuditAction.MESSAGE_TO_COORDINATOR, message, by=by)
    return message


async def _store(
    session: AsyncSession, action: AuditAction, message: RegionMessage, *, by: Person
) -> None:
    """The words stand in the message alone, so that erasing them is done in one place."""
    session.add(message)
    await session.flush()
    record(session, action, message.id, now=message.sent_at, by=by, region_code=message.region_code)
