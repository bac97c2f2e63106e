from datetime import datetime
from typing import Any

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
