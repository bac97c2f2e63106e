"""What a region has changed in its report since the ministry returned it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from models import AuditAction, AuditEntry, Campaign, Event

_DONE = (AuditAction.EVENT_ADDED, AuditAction.EVENT_CHANGED, AuditAction.EVENT_DELETED)


@dataclass(slots=True)
class Mended:
    """One event, and the values before and after of the fields that differ. One that was `added`
    has none, nor one that was `deleted`."""

    number: int
    added: bool = False
    deleted: bool = False
    before: dict[str, Any] = field(default_factory=dict)
    after: dict[str, Any] = field(default_factory=dict)


async def mended_since_return(
    session: AsyncSession, campaign: Campaign, region_code: str
) -> Sequence[Mended]:
    """By the events' numbers. The report's last return counts; if only events of it were returned,
    the first of those on record."""
    numbers = await session.execute(
        select(Event.id, Event.number).where(
            Event.region_code == region_code, Event.campaign_id == campaign.id
        )
    )
    events = {str(row.id): Mended(row.number) for row in numbers}
    own = AuditEntry.region_code == region_code
    report = AuditEntry.subject_id == f"{campaign.year}/{region_code}"
    returned = await session.scalar(
        select(func.max(AuditEntry.id)).where(
            own, report, AuditEntry.action == AuditAction.REPORT_RETURNED
        )
    ) or await session.scalar(
        select(func.min(AuditEntry.id)).where(
            own,
            AuditEntry.subject_id.in_(events),
            AuditEntry.action == AuditAction.EVENT_RETURNED,
        )
    )
    entries = await session.scalars(
        select(AuditEntry)
        .where(own, AuditEntry.id > (returned or 0), AuditEntry.action.in_(_DONE))
        .order_by(AuditEntry.id)
    )
    for entry in entries:
        event = events.get(entry.subject_id)
        if event is not None:
            _note(event, entry)
    return sorted(filter(_differs, events.values()), key=lambda event: event.number)


def _note(event: Mended, entry: AuditEntry) -> None:
    match entry.action:
        case AuditAction.EVENT_ADDED:
            event.added = True
        case AuditAction.EVENT_DELETED:
            event.deleted = True
        case _:
            event.before = {**(entry.before or {}), **event.before}
            event.after |= entry.after or {}


def _differs(event: Mended) -> bool:
    changed = any(event.after.get(key) != was for key, was in event.before.items())
    return event.added != event.deleted or (changed and not event.added)
