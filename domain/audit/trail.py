from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from models import AuditEntry, Event, Person


def record(
    session: AsyncSession,
    action: str,
    *,
    now: datetime,
    by: Person | None,
    subject: str,
    subject_id: object,
    region_code: str | None = None,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> None:
    """Put on record that `by` (None: the bot itself) did `action` to the subject."""
    session.add(
        AuditEntry(
            at=now,
            person_id=by.id if by else None,
            action=action,
            subject=subject,
            subject_id=str(subject_id),
            region_code=region_code,
            before=before,
            after=after,
        )
    )


def record_event(
    session: AsyncSession,
    action: str,
    event: Event,
    *,
    now: datetime,
    by: Person,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> None:
    record(
        session,
        action,
        now=now,
        by=by,
        subject="event",
        subject_id=event.id,
        region_code=event.region_code,
        before=before,
        after=after,
    )


async def last_author(
    session: AsyncSession, action: str, subject: str, subject_id: object
) -> str | None:
    """Who did that to the subject last, by name; None for nobody or the bot itself."""
    name = await session.execute(
        select(Person.name)
        .select_from(AuditEntry)
        .outerjoin(Person, Person.id == AuditEntry.person_id)
        .where(
            AuditEntry.action == action,
            AuditEntry.subject == subject,
            AuditEntry.subject_id == str(subject_id),
        )
        .order_by(AuditEntry.id.desc())
        .limit(1)
    )
    return name.scalar_one_or_none()
