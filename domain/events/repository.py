"""The events in the database: saving, changing, deleting, listing. Each query is limited to the
region that is passed, whatever a button says."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.audit.trail import for_region, record_event
from domain.events.fields import FIELDS
from domain.events.form import answers_to_save
from domain.events.likeness import twin_key
from domain.events.suggestions import UsedPlace, suggested_places
from domain.pages import Page, page_numbers
from models import AuditAction, Campaign, Draft, Event, Person

PAGE = 8
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
_PLACES = select(
    _NEWEST.c.city,
    _NEWEST.c.organisation,
    func.count().label("events"),
    func.max(_NEWEST.c.id).label("newest"),
).group_by(_NEWEST.c.city, _NEWEST.c.organisation)


def answers_of(event: Event) -> dict[str, Any]:
    """By the fields' keys."""
    return {field.key: getattr(event, field.key) for field in FIELDS}


@dataclass(frozen=True, slots=True)
class NewEvent:
    """`draft_id` is that of the draft which the answers were given in; `recorded` goes on record
    beside them."""

    answers: Mapping[str, Any]
    draft_id: int
    recorded: Mapping[str, Any] = field(default_factory=dict)


async def save_event(
    session: AsyncSession, draft: Draft, campaign: Campaign, *, by: Person, now: datetime
) -> Event:
    """Save the finished draft as an event of its region; the caller deletes the draft."""
    region_code = draft.region_code
    assert region_code is not None, "an event's draft is a region's"
    new = [NewEvent(draft.answers, draft.id)]
    return (await add_events(session, campaign, region_code, new, by=by, now=now))[0]


async def add_events(
    session: AsyncSession,
    campaign: Campaign,
    region_code: str,
    new: Sequence[NewEvent],
    *,
    by: Person,
    now: datetime,
) -> list[Event]:
    """Numbered in that order, after those that the report has."""
    report = {"campaign_id": campaign.id, "region_code": region_code}
    highest = await session.scalar(_HIGHEST_NUMBER, report)
    events = []
    for number, each in enumerate(new, start=(highest or 0) + 1):
        event = Event(
            **report,
            number=number,
            created_at=now,
            created_by=by.id,
            changed_at=now,
            draft_id=each.draft_id,
            **answers_to_save(each.answers),
        )
        event.twin_key = twin_key(answers_of(event))
        events.append(event)
    session.add_all(events)
    await session.flush()
    for each, event in zip(new, events, strict=True):
        after = {**answers_of(event), **each.recorded, **for_region(by)}
        record_event(session, AuditAction.EVENT_ADDED, event, now=now, by=by, after=after)
    return events


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
    that, once all fields that the ministry named are answered."""
    before = {key: old for key, new in answers.items() if (old := getattr(event, key)) != new}
    if before:
        for key in before:
            setattr(event, key, answers[key])
        event.twin_key = twin_key(answers_of(event))
        after = {key: answers[key] for key in before} | for_region(by)
        event.changed_at = now
        _note_answered(event, before, now)
        record_event(
            session, AuditAction.EVENT_CHANGED, event, now=now, by=by, before=before, after=after
        )
    return before


def leave_as_it_is(
    session: AsyncSession, event: Event, keys: Collection[str], *, by: Person, now: datetime
) -> None:
    """The region's answer about fields that the ministry named: they are right."""
    event.changed_at = now
    _note_answered(event, keys, now)
    after = {"confirmed": list(keys)} | for_region(by)
    record_event(session, AuditAction.EVENT_CONFIRMED, event, now=now, by=by, after=after)


def _note_answered(event: Event, keys: Collection[str], now: datetime) -> None:
    if event.returned_at is None:
        return
    if event.return_fields is not None:
        event.return_fields = {
            key: done or key in keys for key, done in event.return_fields.items()
        }
    if all((event.return_fields or {}).values()):
        event.corrected_at = event.corrected_at or now


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


async def event_of_any_year(
    session: AsyncSession, event_id: int, region_code: str
) -> tuple[Event, int] | None:
    """The region's event and the year of its report, if it is not deleted."""
    query = (
        select(Event, Campaign.year)
        .join(Campaign, Campaign.id == Event.campaign_id)
        .where(Event.id == event_id, Event.region_code == region_code, Event.deleted_at.is_(None))
    )
    row = (await session.execute(query)).one_or_none()
    return None if row is None else (row.Event, row.year)


async def page_of_events(
    session: AsyncSession,
    campaign: Campaign,
    region_code: str | None,
    number: int,
    *,
    by: Person | None = None,
) -> Page[Event]:
    """Of a region's events in the campaign, or of those that the person has entered."""
    listed = list(_in_report(campaign, region_code))
    if by is not None:
        listed.append(Event.created_by == by.id)
    total = (await session.scalars(select(func.count(Event.id)).where(*listed))).one()
    number, pages = page_numbers(number, total, PAGE)
    query = select(Event).where(*listed).order_by(Event.id).limit(PAGE).offset(number * PAGE)
    return Page((await session.scalars(query)).all(), number, pages, total)


async def recent_places(
    session: AsyncSession, region_code: str | None
) -> Sequence[tuple[str, str]]:
    """The cities and organisations of the region's newest events, of earlier years, too, in the
    order in which they are offered."""
    rows = await session.execute(_PLACES, {"region_code": region_code})
    return suggested_places(
        [UsedPlace(row.city, row.organisation, row.events, row.newest) for row in rows]
    )


async def is_city_used(session: AsyncSession, region_code: str | None, city: str) -> bool:
    """Whether an event of the region has its city in this very spelling."""
    used = select(Event.id).where(
        Event.region_code == region_code, Event.city == city, Event.deleted_at.is_(None)
    )
    return await session.scalar(used.limit(1)) is not None
