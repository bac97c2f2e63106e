"""Who has entered a report's events, and who has changed them last."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, case, exists, func, select, union
from sqlalchemy.ext.asyncio import AsyncSession

from models import AuditAction, AuditEntry, AuditSubject, Campaign, Event, Person, Role

_ENTERED = (AuditAction.EVENT_ADDED, AuditAction.EVENT_CHANGED)
_FOR_REGION = AuditEntry.after["for_region"].as_boolean()


@dataclass(frozen=True, slots=True)
class Author:
    """Somebody with the number of events that they have entered. `for_region`: as an admin, for the
    region; `is_coordinator`: of the region, now."""

    id: int
    name: str
    for_region: bool
    is_coordinator: bool
    events: int


@dataclass(frozen=True, slots=True)
class LastHand:
    """Who has added the event, or `changed` it last, and when; `for_region` as above."""

    id: int
    name: str
    for_region: bool
    changed: bool
    at: datetime


async def authors_of(
    session: AsyncSession, campaign: Campaign, region_code: str
) -> Sequence[Author]:
    """The region's coordinators, also those who have entered nothing, and whoever else has entered
    events of its report; by name."""
    entered = (
        select(Event.created_by.label("id"), func.count().label("events"))
        .where(*_in_report(campaign, region_code))
        .group_by(Event.created_by)
        .subquery()
    )
    for_region = exists().where(
        AuditEntry.person_id == Person.id,
        AuditEntry.action == AuditAction.EVENT_ADDED,
        AuditEntry.region_code == region_code,
        _FOR_REGION,
    )
    is_coordinator = (Person.role == Role.COORDINATOR) & (Person.region_code == region_code)
    # Each found by an index of its own.
    everyone = union(select(Person.id).where(is_coordinator), select(entered.c.id))
    rows = await session.execute(
        select(
            Person.id,
            Person.name,
            # Looked up of whoever is none of the coordinators only: of them it goes without saying.
            case((is_coordinator, False), else_=for_region).label("for_region"),
            is_coordinator.label("is_coordinator"),
            func.coalesce(entered.c.events, 0).label("events"),
        )
        .outerjoin(entered, entered.c.id == Person.id)
        .where(Person.id.in_(everyone))
        .order_by(Person.name, Person.id)
    )
    return [
        Author(
            row.id,
            row.name,
            for_region=bool(row.for_region),
            is_coordinator=bool(row.is_coordinator),
            events=row.events,
        )
        for row in rows
    ]


async def others_have_entered(
    session: AsyncSession, campaign: Campaign, region_code: str, person: Person
) -> bool:
    """Whether any event of the report is not this person's own."""
    others = exists().where(*_in_report(campaign, region_code), Event.created_by != person.id)
    return bool(await session.scalar(select(others)))


async def last_hands(session: AsyncSession, events: Sequence[Event]) -> Mapping[int, LastHand]:
    """By the event's id; without those of which nothing is on record."""
    newest = (
        select(func.max(AuditEntry.id))
        .where(
            AuditEntry.subject == AuditSubject.EVENT,
            AuditEntry.subject_id.in_([str(event.id) for event in events]),
            AuditEntry.action.in_(_ENTERED),
        )
        .group_by(AuditEntry.subject_id)
    )
    rows = await session.execute(
        select(AuditEntry, Person.name, _FOR_REGION)
        .join(Person, Person.id == AuditEntry.person_id)
        .where(AuditEntry.id.in_(newest))
    )
    return {
        int(entry.subject_id): LastHand(
            id=entry.person_id or 0,
            name=name,
            for_region=bool(for_region),
            changed=entry.action == AuditAction.EVENT_CHANGED,
            at=entry.at,
        )
        for entry, name, for_region in rows
    }


def _in_report(campaign: Campaign, region_code: str) -> tuple[ColumnElement[bool], ...]:
    return (
        Event.campaign_id == campaign.id,
        Event.region_code == region_code,
        Event.deleted_at.is_(None),
    )
