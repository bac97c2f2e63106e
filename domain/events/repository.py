"""The events in the database: saving, changing, deleting, listing. Each query is limited to the
region that is passed, whatever a button says."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.audit.trail import for_region, record_event
from domain.events.fields import FIELDS
from domain.events.form import answers_to_save
from domain.pages import Page, page_numbers
from domain.text.cleaning import fold
from models import AuditAction, Campaign, Draft, Event, Person

PAGE = 8
PLACES = 40  # offered as quick answers
PLACES_AMONG = 200  # a region's newest events; further back are years of them
_WORD = re.compile(r"\w+")


def answers_of(event: Event) -> dict[str, Any]:
    """By the fields' keys."""
    return {field.key: getattr(event, field.key) for field in FIELDS}


async def save_event(
    session: AsyncSession, draft: Draft, campaign: Campaign, *, by: Person, now: datetime
) -> Event:
    """Save the finished draft as an event of its region; the caller deletes the draft."""
    region_code = draft.region_code
    assert region_code is not None, "an event's draft is a region's"
    highest = await session.scalar(
        select(func.max(Event.number)).where(
            Event.campaign_id == campaign.id, Event.region_code == region_code
        )
    )
    event = Event(
        campaign_id=campaign.id,
        region_code=region_code,
        number=(highest or 0) + 1,
        created_at=now,
        created_by=by.id,
        changed_at=now,
        draft_id=draft.id,
        **answers_to_save(draft.answers),
    )
    session.add(event)
    await session.flush()
    after = answers_of(event) | for_region(by)
    record_event(session, AuditAction.EVENT_ADDED, event, now=now, by=by, after=after)
    return event


async def find_twin(
    session: AsyncSession, answers: Mapping[str, Any], campaign: Campaign, region_code: str | None
) -> Event | None:
    """An event of the region's report with that kind, name and place, whatever its numbers."""
    same_kind = (*_in_report(campaign, region_code), Event.kind == answers["kind"])
    wanted = _looks(answers["name"], answers["city"], answers["organisation"])
    query = select(Event.id, Event.name, Event.city, Event.organisation).where(*same_kind)
    # A report may have hundreds, so not as objects.
    rows = await session.execute(query.order_by(Event.id))
    twin = next((id_ for id_, *place in rows if _looks(*place) == wanted), None)
    return None if twin is None else await session.get_one(Event, twin)


def _looks(name: str, city: str, organisation: str) -> list[str]:
    """What two events have in common that somebody would take for one."""
    return _WORD.findall(fold(f"{name} {city} {organisation}"))


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
        after = {key: answers[key] for key in before} | for_region(by)
        event.changed_at = now
        if event.returned_at is not None:
            event.corrected_at = event.corrected_at or now
        record_event(
            session, AuditAction.EVENT_CHANGED, event, now=now, by=by, before=before, after=after
        )
    return before


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
    query = (
        select(Event.city, Event.organisation)
        .where(Event.region_code == region_code, Event.deleted_at.is_(None))
        .order_by(Event.id.desc())
        .limit(PLACES_AMONG)
    )
    each_once = dict.fromkeys((row.city, row.organisation) for row in await session.execute(query))
    return list(each_once)[:PLACES]
