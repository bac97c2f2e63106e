"""The events in the database: saving, changing, deleting, listing. Each query is limited to the
region that is passed, whatever a button says."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.audit.trail import for_region, record_event
from domain.events.fields import FIELDS
from domain.events.form import answers_to_save
from domain.events.twins import twin_key
from domain.pages import Page, page_numbers
from models import AuditAction, Campaign, Draft, Event, Person

PAGE = 8
PLACES = 40  # offered as quick answers
PLACES_AMONG = 200  # a region's newest events; further back are years of them
# Made once: to build them costs more than to execute them.
_HIGHEST_NUMBER = select(func.max(Event.number)).where(
    Event.campaign_id == bindparam("campaign_id"), Event.region_code == bindparam("region_code")
)
_NEWEST = (
    select(Event.id, Event.city, Event.organisation)
    .where(Event.region_code == bindparam("region_code"), Event.deleted_at.is_(None))
    .order_by(Event.id.desc())
    .limit(PLACES_AMONG)
    .subquery()
)
_PLACES = (
    select(_NEWEST.c.city, _NEWEST.c.organisation)
    .group_by(_NEWEST.c.city, _NEWEST.c.organisation)
    .order_by(func.max(_NEWEST.c.id).desc())
    .limit(PLACES)
)


def answers_of(event: Event) -> dict[str, Any]:
    """By the fields' keys."""
    return {field.key: getattr(event, field.key) for field in FIELDS}


async def save_event(
    session: AsyncSession, draft: Draft, campaign: Campaign, *, by: Person, now: datetime
) -> Event:
    """Save the finished draft as an event of its region; the caller deletes the draft."""
    region_code = draft.region_code
    assert region_code is not None, "an event's draft is a region's"
    report = {"campaign_id": campaign.id, "region_code": region_code}
    highest = await session.scalar(_HIGHEST_NUMBER, report)
    event = Event(
        **report,
        number=(highest or 0) + 1,
        created_at=now,
        created_by=by.id,
        changed_at=now,
        draft_id=draft.id,
        **answers_to_save(draft.answers),
    )
    event.twin_key = _twin_key(event)
    session.add(event)
    await session.flush()
    after = answers_of(event) | for_region(by)
    record_event(session, AuditAction.EVENT_ADDED, event, now=now, by=by, after=after)
    return event


async def saved_from(session: AsyncSession, draft_id: int, by: Person) -> Event | None:
    """The event that the person has saved from this draft, in their region; an admin's in any."""
    query = select(Event).where(Event.draft_id == draft_id, Event.created_by == by.id)
    if not by.is_admin:
        query = query.where(Event.region_code == by.region_code)
    return await session.scalar(query)


def change_event(
    session: AsyncSession, event: Event, answers: dict[str, Any], *, by: Person, now: datetime
) -> dict[str, Any]:
    """Set the fields whose answers differ; returns their former values. Other fields are not
    touched: a colleague may just have changed them. A returned event counts as corrected by
    that."""
    before = {key: old for key, new in answers.items() if (old := getattr(event, key)) != new}
    if before:
        for key in before:
            setattr(event, key, answers[key])
        event.twin_key = _twin_key(event)
        after = {key: answers[key] for key in before} | for_region(by)
        event.changed_at = now
        if event.returned_at is not None:
            event.corrected_at = event.corrected_at or now
        record_event(
            session, AuditAction.EVENT_CHANGED, event, now=now, by=by, before=before, after=after
        )
    return before


def _twin_key(event: Event) -> int:
    return twin_key(event.name, event.city, event.organisation)


def delete_event(session: AsyncSession, event: Event, *, by: Person, now: datetime) -> None:
    """Soft delete: the event stays in the database, but in no list or table."""
    event.deleted_at = event.changed_at = now
    before = answers_of(event) | for_region(by)
    record_event(session, AuditAction.EVENT_DELETED, event, now=now, by=by, before=before)


def _in_report(campaign: Campaign, region_code: str | None) -> tuple[ColumnElement[bool], ...]:
    return (
        Event.region_code == region_code,
        Event.campaign_id == campaign.id,
        Event.deleted_at.is_(None),
    )


async def event_of(
    session: AsyncSession, event_id: int | None, campaign: Campaign, region_code: str | None
) -> Event | None:
    """The event, if it is of that campaign and region and not deleted."""
    query = (
        select(Event)
        .where(Event.id == event_id, *_in_report(campaign, region_code))
        # What the session holds may be older than a lock just taken.
        .execution_options(populate_existing=True)
    )
    return await session.scalar(query)


async def page_of_events(
    session: AsyncSession, campaign: Campaign, region_code: str | None, number: int
) -> Page[Event]:
    """Of a region's events in the campaign."""
    listed = _in_report(campaign, region_code)
    total = (await session.scalars(select(func.count(Event.id)).where(*listed))).one()
    number, pages = page_numbers(number, total, PAGE)
    query = select(Event).where(*listed).order_by(Event.id).limit(PAGE).offset(number * PAGE)
    return Page((await session.scalars(query)).all(), number, pages, total)


async def recent_places(
    session: AsyncSession, region_code: str | None
) -> Sequence[tuple[str, str]]:
    """The cities and organisations of the region's newest events, the latest first."""
    rows = await session.execute(_PLACES, {"region_code": region_code})
    return [(row.city, row.organisation) for row in rows]
