"""Erasing a person: what they did stays, but nothing says any more that it was they."""

import secrets
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Column, Table, Text, cast, delete, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from domain.audit.trail import record
from domain.campaigns.extensions import withdraw_unheard
from domain.people.redaction import NAMELESS, Traces
from models import (
    AccessRequest,
    AuditAction,
    AuditEntry,
    AuditSubject,
    Base,
    Draft,
    InboxUpdate,
    MailingDelivery,
    Person,
    Role,
)

# Below every id of Telegram's, people's and groups', so that no message ever gets there.
_NOBODY = -(2**62)
# What regions reported stays as they wrote it. A draft is its author's alone and goes with them.
_AS_REPORTED = frozenset({"events", "drafts"})


async def person_to_erase(session: AsyncSession, person_id: int) -> Person | None:
    """The person, locked, and before them their updates that are in hand, for whoever applies
    one of these takes the locks in that order."""
    updates = select(InboxUpdate.id).where(InboxUpdate.chat_id == person_id)
    await session.execute(updates.with_for_update())
    query = select(Person).where(Person.id == person_id, Person.id > 0).with_for_update()
    return (await session.execute(query)).scalar_one_or_none()


async def erase(session: AsyncSession, person: Person, *, now: datetime, by: Person) -> None:
    """Put a nameless row in the person's place wherever they are referred to, wipe their name
    and number out of what is on record, and drop whatever was still to come of them."""
    traces, region_code = Traces(person.id, person.name, person.username), person.region_code
    nobody = _NOBODY - secrets.randbelow(2**62)
    session.expunge(person)
    await session.execute(
        insert(Person).values(id=nobody, name=NAMELESS, role=Role.STRANGER, active=False)
    )
    await _drop_what_is_to_come(session, traces.id)
    for column in _references():
        await session.execute(
            update(column.table).where(column == traces.id).values({column: nobody})
        )
    await session.execute(
        update(AuditEntry)
        .where(AuditEntry.subject == AuditSubject.PERSON, AuditEntry.subject_id == str(traces.id))
        .values(subject_id=str(nobody))
        .execution_options(synchronize_session=False)
    )
    await _wipe_json(session, traces)
    await _wipe_inbox(session, traces, nobody, now)
    await session.execute(delete(Person).where(Person.id == traces.id))
    if region_code is not None:
        await withdraw_unheard(session, region_code, by=by, now=now)
    record(session, AuditAction.PERSON_ERASED, nobody, now=now, by=by, region_code=region_code)


async def _drop_what_is_to_come(session: AsyncSession, person_id: int) -> None:
    for going in (
        delete(Draft).where(Draft.person_id == person_id),
        delete(AccessRequest).where(
            AccessRequest.person_id == person_id, AccessRequest.decided_at.is_(None)
        ),
        delete(MailingDelivery).where(
            MailingDelivery.person_id == person_id, MailingDelivery.claimed_at.is_(None)
        ),
    ):
        await session.execute(going)


def _references() -> Iterator[Column[Any]]:
    """Every column of every table that refers to a person."""
    for table in Base.metadata.sorted_tables:
        for key in table.foreign_keys:
            if key.column.table.name == Person.__tablename__:
                yield key.parent


async def _wipe_json(session: AsyncSession, traces: Traces) -> None:
    for table in Base.metadata.sorted_tables:
        columns = [each for each in table.columns if isinstance(each.type, JSON)]
        if table.name in _AS_REPORTED or not columns:
            continue
        for row in (await session.execute(_mentioning(table, columns, traces))).mappings():
            if table.name == AuditEntry.__tablename__ and row["subject"] == AuditSubject.EVENT:
                continue  # what was reported, before and after a change
            wiped = {each.name: traces.wiped(row[each.name]) for each in columns}
            same_row = [each == row[each.name] for each in table.primary_key]
            await session.execute(update(table).where(*same_row).values(wiped))


def _mentioning(table: Table, columns: list[Column[Any]], traces: Traces) -> Any:
    mentions = [
        cast(column, Text).contains(words, autoescape=True)
        for column in columns
        for words in traces.as_stored()
    ]
    return select(table).where(or_(*mentions))


async def _wipe_inbox(session: AsyncSession, traces: Traces, nobody: int, now: datetime) -> None:
    """Their own updates, done with or not; and those of others that name them and are kept
    because they failed."""
    await session.execute(
        update(InboxUpdate)
        .where(InboxUpdate.chat_id == traces.id)
        .values(chat_id=nobody, payload=None, answers=None, applied_at=now, answered_at=now)
        .execution_options(synchronize_session=False)
    )
    named = [
        InboxUpdate.payload.contains(words, autoescape=True) for words in traces.beyond_doubt()
    ]
    await session.execute(
        update(InboxUpdate)
        .where(InboxUpdate.set_aside_at.is_not(None), or_(*named))
        .values(payload=None)
        .execution_options(synchronize_session=False)
    )
