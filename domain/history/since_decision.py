"""What has been changed in a region's report since the ministry returned it, and since it accepted
it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.reports.state import report_subject
from models import AuditAction, AuditEntry, Campaign, Event

_DONE = (
    AuditAction.EVENT_ADDED,
    AuditAction.EVENT_CHANGED,
    AuditAction.EVENT_DELETED,
    AuditAction.EVENT_RESTORED,
)


@dataclass(slots=True)
class ChangedEvent:
    """One event, and the values before and after of the fields that differ. One that was `added`
    has none, nor one that was `deleted`."""

    number: int
    added: bool = False
    deleted: bool = False
    before: dict[str, Any] = field(default_factory=dict)
    after: dict[str, Any] = field(default_factory=dict)


async def changed_since_return(
    session: AsyncSession, campaign: Campaign, region_code: str
) -> Sequence[ChangedEvent]:
    """The report's last return counts; if only events of it were returned, the first of those on
    record."""
    events = await _events(session, campaign, region_code)
    returned = await last_decision(
        session, campaign, region_code, AuditAction.REPORT_RETURNED
    ) or await session.scalar(
        select(func.min(AuditEntry.id)).where(
            AuditEntry.region_code == region_code,
            AuditEntry.subject_id.in_(events),
            AuditEntry.action == AuditAction.EVENT_RETURNED,
        )
    )
    return await _changed_since(session, region_code, events, returned or 0)


async def changed_since_acceptance(
    session: AsyncSession, campaign: Campaign, region_code: str
) -> Sequence[ChangedEvent]:
    """The last acceptance counts; nothing if there was none."""
    accepted = await last_decision(session, campaign, region_code, AuditAction.REPORT_ACCEPTED)
    if accepted is None:
        return []
    events = await _events(session, campaign, region_code)
    return await _changed_since(session, region_code, events, accepted)


async def last_decision(
    session: AsyncSession, campaign: Campaign, region_code: str, action: AuditAction
) -> int | None:
    """The id of its entry in the audit trail."""
    return await session.scalar(
        select(func.max(AuditEntry.id)).where(
            AuditEntry.region_code == region_code,
            AuditEntry.subject_id == report_subject(campaign, region_code),
            AuditEntry.action == action,
        )
    )


async def _events(
    session: AsyncSession, campaign: Campaign, region_code: str
) -> dict[str, ChangedEvent]:
    """All of the report, the deleted ones too, by what an entry in the audit trail calls them."""
    numbers = await session.execute(
        select(Event.id, Event.number).where(
            Event.region_code == region_code, Event.campaign_id == campaign.id
        )
    )
    return {str(row.id): ChangedEvent(row.number) for row in numbers}


async def _changed_since(
    session: AsyncSession, region_code: str, events: dict[str, ChangedEvent], decision: int
) -> Sequence[ChangedEvent]:
    """By the events' numbers: what is on record after that entry."""
    entries = await session.scalars(
        select(AuditEntry)
        .where(
            AuditEntry.region_code == region_code,
            AuditEntry.id > decision,
            AuditEntry.action.in_(_DONE),
        )
        .order_by(AuditEntry.id)
    )
    for entry in entries:
        event = events.get(entry.subject_id)
        if event is not None:
            _note(event, entry)
    return sorted(filter(_differs, events.values()), key=lambda event: event.number)


def _note(event: ChangedEvent, entry: AuditEntry) -> None:
    match entry.action:
        case AuditAction.EVENT_ADDED:
            event.added = True
        case AuditAction.EVENT_DELETED:
            event.deleted = True
        case AuditAction.EVENT_RESTORED:
            # One that was deleted before the decision is new to whoever made it.
            event.added, event.deleted = event.added or not event.deleted, False
        case _:
            event.before = {**(entry.before or {}), **event.before}
            event.after |= entry.after or {}


def _differs(event: ChangedEvent) -> bool:
    changed = any(event.after.get(key) != was for key, was in event.before.items())
    return event.added != event.deleted or (changed and not event.added)
