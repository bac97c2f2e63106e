"""Puts actions on record in the audit trail, in the transaction of the change itself."""

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from models import AuditAction, AuditEntry, Event, Person


def record(
    session: AsyncSession,
    action: AuditAction,
    subject_id: object,
    *,
    now: datetime,
    by: Person | None,
    region_code: str | None = None,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> AuditEntry:
    """`subject_id` is as AuditSubject has it, `by` None for the bot itself. The keys of `before`
    and `after` get their titles in `domain/history/recorded_changes.py`."""
    entry = AuditEntry(
        at=now,
        person_id=by.id if by else None,
        action=action,
        subject=action.subject,
        subject_id=str(subject_id),
        region_code=region_code,
        before=before,
        after=after,
    )
    session.add(entry)
    return entry


def for_region(by: Person) -> dict[str, Any]:
    """Part of what is recorded of a coordinator's action: whether an admin did it for them."""
    return {"for_region": True} if by.is_admin else {}


def record_event(
    session: AsyncSession,
    action: AuditAction,
    event: Event,
    *,
    now: datetime,
    by: Person,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> AuditEntry:
    code = event.region_code
    return record(
        session, action, event.id, now=now, by=by, region_code=code, before=before, after=after
    )


async def last_author(session: AsyncSession, action: AuditAction, subject_id: object) -> str | None:
    """Who did that to the subject last, by name; None for nobody or the bot itself."""
    name = await session.execute(
        select(Person.name)
        .select_from(AuditEntry)
        .outerjoin(Person, Person.id == AuditEntry.person_id)
        .where(
            AuditEntry.action == action,
            AuditEntry.subject == action.subject,
            AuditEntry.subject_id == str(subject_id),
        )
        .order_by(AuditEntry.id.desc())
        .limit(1)
    )
    return name.scalar_one_or_none()
