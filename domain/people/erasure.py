"""Erases a person's data: what they did stays on record, without their name and ids."""

import secrets
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Column, Select, Table, Text, cast, delete, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from domain.audit.trail import record
from domain.campaigns.extensions import withdraw_orphaned_request
from domain.people.open_invitations import made_for_colleagues, revoke
from domain.people.own_words import erase_own_words
from domain.people.redaction import NAMELESS, Identifiers
from models import (
    AccessRequest,
    AuditAction,
    AuditEntry,
    AuditSubject,
    Base,
    Draft,
    Event,
    EventImport,
    Extension,
    ExtensionRequest,
    InboxUpdate,
    MailingDelivery,
    Person,
    Proposal,
    ReceivedUpdate,
    RegionMessage,
    RegionReport,
    ReminderDelivery,
    Role,
)

# Ids of erased people are below every id of Telegram's, people's and groups' alike, so that no
# message is ever sent to one.
_HIGHEST_ERASED_ID = -(2**62)
# Events stay as the regions reported them, also in what was submitted and in a file that is to be
# loaded yet, and so does what helpers propose. The person's own drafts and files are deleted as a
# whole.
_NOT_REDACTED = frozenset({"events", "submissions", "drafts", "imports", "proposals"})
# What is said in words and may name the person. It stays, without the name.
_WORDS = (
    AccessRequest.reason,
    EventImport.file_name,
    Event.return_comment,
    Extension.reason,
    ExtensionRequest.reason,
    Proposal.comment,
    RegionMessage.text,
    RegionReport.return_comment,
)

_SAID_OF_PROPOSALS = (AuditAction.PROPOSAL_RETURNED, AuditAction.PROPOSAL_DECLINED)


async def person_to_erase(session: AsyncSession, person_id: int) -> Person | None:
    """The person, locked after their updates in the inbox: in the same order as when an update is
    applied, so that the two cannot deadlock."""
    updates = select(InboxUpdate.id).where(InboxUpdate.chat_id == person_id)
    await session.execute(updates.with_for_update())
    query = select(Person).where(Person.id == person_id, Person.id > 0).with_for_update()
    return await session.scalar(query)


async def erase(session: AsyncSession, person: Person, *, now: datetime, by: Person) -> None:
    """Replaces the person by a nameless row wherever they are referred to, redacts their name and
    ids in stored JSON and words, and deletes what they said in words of their own outside of
    events, their drafts, open requests and unsent deliveries."""
    person_id, region_code = person.id, person.region_code
    identifiers = Identifiers(person.id, await _names(session, person), person.username)
    nameless_id = _HIGHEST_ERASED_ID - secrets.randbelow(2**62)
    if region_code is not None:
        await revoke(session, made_for_colleagues(person, region_code), by=by, now=now)
        await session.flush()
    session.expunge(person)
    await session.execute(
        insert(Person).values(id=nameless_id, name=NAMELESS, role=Role.STRANGER, active=False)
    )
    await _delete_pending(session, person_id)
    await session.execute(
        update(AccessRequest)
        .where(AccessRequest.person_id == person_id)
        .values(full_name=None, post=None, authority=None, reason=None)
    )
    for column in _references():
        await session.execute(
            update(column.table).where(column == person_id).values({column: nameless_id})
        )
    await session.execute(
        update(AuditEntry)
        .where(AuditEntry.subject == AuditSubject.PERSON, AuditEntry.subject_id == str(person_id))
        .values(subject_id=str(nameless_id))
        .execution_options(synchronize_session=False)
    )
    await erase_own_words(session, nameless_id)
    await _redact_words(session, identifiers)
    await _redact_json(session, identifiers)
    await _redact_inbox(session, identifiers, nameless_id, now)
    await session.execute(delete(Person).where(Person.id == person_id))
    if region_code is not None:
        await withdraw_orphaned_request(session, region_code, by=by, now=now)
    action = AuditAction.PERSON_ERASED
    record(session, action, nameless_id, now=now, by=by, region_code=region_code)


async def _names(session: AsyncSession, person: Person) -> tuple[str, ...]:
    """All by which they were ever known to the bot, as far as it remembers. A request for access
    that was withdrawn is on record only."""
    requests = await session.scalars(
        select(AuditEntry.after).where(
            AuditEntry.subject == AuditSubject.PERSON,
            AuditEntry.subject_id == str(person.id),
            AuditEntry.action == AuditAction.ACCESS_REQUESTED,
        )
    )
    given = [after.get("full_name") for after in requests if after]
    names = (person.name, person.telegram_name, *given)
    return tuple(dict.fromkeys(name for name in names if name))


async def _delete_pending(session: AsyncSession, person_id: int) -> None:
    for statement in (
        delete(Draft).where(Draft.person_id == person_id),
        # The row stays, because the events that were loaded name it.
        update(EventImport)
        .where(EventImport.person_id == person_id)
        .values(content=None, file_id="", file_name=NAMELESS)
        .execution_options(synchronize_session=False),
        delete(AccessRequest).where(
            AccessRequest.person_id == person_id, AccessRequest.decided_at.is_(None)
        ),
        delete(MailingDelivery).where(
            MailingDelivery.person_id == person_id, MailingDelivery.claimed_at.is_(None)
        ),
        delete(ReminderDelivery).where(
            ReminderDelivery.person_id == person_id, ReminderDelivery.claimed_at.is_(None)
        ),
    ):
        await session.execute(statement)


def _references() -> Iterator[Column[Any]]:
    """Every column that is a foreign key to a person."""
    for table in Base.metadata.sorted_tables:
        for key in table.foreign_keys:
            if key.column.table.name == Person.__tablename__:
                yield key.parent


async def _redact_words(session: AsyncSession, identifiers: Identifiers) -> None:
    for column in _WORDS:
        mentions = [column.contains(text, autoescape=True) for text in identifiers.in_text()]
        for row in await session.scalars(select(column.class_).where(or_(*mentions))):
            # Longer than before where Telegram counts a character twice.
            words = identifiers.redacted(getattr(row, column.key))[: column.type.length]
            setattr(row, column.key, words)


async def _redact_json(session: AsyncSession, identifiers: Identifiers) -> None:
    for table in Base.metadata.sorted_tables:
        columns = [column for column in table.columns if isinstance(column.type, JSON)]
        if table.name in _NOT_REDACTED or not columns:
            continue
        for row in (await session.execute(_mentioning(table, columns, identifiers))).mappings():
            values = {column.name: identifiers.redacted(row[column.name]) for column in columns}
            same_row = [column == row[column.name] for column in table.primary_key]
            await session.execute(update(table).where(*same_row).values(values))


def _mentioning(table: Table, columns: list[Column[Any]], identifiers: Identifiers) -> Select[Any]:
    """The rows that may mention the person: their keys, and the columns with JSON."""
    mentions = [
        cast(column, Text).contains(identifier, autoescape=True)
        for column in columns
        for identifier in identifiers.in_json()
    ]
    query = select(*table.primary_key, *columns).where(or_(*mentions))
    if table.name == AuditEntry.__tablename__:
        # What was reported stays, before and after a change; but not what was said of it.
        reported = AuditEntry.subject.in_((AuditSubject.EVENT, AuditSubject.PROPOSAL))
        said = AuditEntry.action.in_((AuditAction.EVENT_RETURNED, *_SAID_OF_PROPOSALS))
        query = query.where(~reported | said)
    return query


async def _redact_inbox(
    session: AsyncSession, identifiers: Identifiers, nameless_id: int, now: datetime
) -> None:
    """The person's own updates (queued, remembered, or set aside because they failed), and those of
    others that were set aside and mention them."""
    await session.execute(
        update(ReceivedUpdate)
        .where(ReceivedUpdate.chat_id == identifiers.id)
        .values(chat_id=nameless_id, message_id=None, content_digest=None)
        .execution_options(synchronize_session=False)
    )
    await session.execute(
        update(InboxUpdate)
        .where(InboxUpdate.chat_id == identifiers.id)
        .values(chat_id=nameless_id, payload=None, answers=None, applied_at=now, answered_at=now)
        .execution_options(synchronize_session=False)
    )
    mentions = [
        InboxUpdate.payload.contains(identifier, autoescape=True)
        for identifier in identifiers.strong_in_json()
    ]
    await session.execute(
        update(InboxUpdate)
        .where(InboxUpdate.set_aside_at.is_not(None), or_(*mentions))
        .values(payload=None)
        .execution_options(synchronize_session=False)
    )
