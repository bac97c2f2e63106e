"""Deleted events: they stay in the database, and can be taken back into the report with the number
they had. Each query is limited to the region that is passed."""

from datetime import datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.audit.trail import for_region, record_event
from domain.events.repository import PAGE, answers_of
from domain.pages import Page, page_numbers
from models import AuditAction, Campaign, Event, Person


async def deleted_event_of(
    session: AsyncSession, event_id: int, campaign: Campaign, region_code: str
) -> Event | None:
    """The event, if it is of that campaign and region, and deleted."""
    query = (
        select(Event)
        .where(Event.id == event_id, *_deleted_from(campaign, region_code))
        # What the session holds may be older than a lock just taken.
        .execution_options(populate_existing=True)
    )
    return await session.scalar(query)


async def number_of_deleted(session: AsyncSession, campaign: Campaign, region_code: str) -> int:
    query = select(func.count(Event.id)).where(*_deleted_from(campaign, region_code))
    return await session.scalar(query) or 0


async def page_of_deleted(
    session: AsyncSession, campaign: Campaign, region_code: str, number: int
) -> Page[Event]:
    """What was deleted last comes first."""
    total = await number_of_deleted(session, campaign, region_code)
    number, pages = page_numbers(number, total, PAGE)
    query = (
        select(Event)
        .where(*_deleted_from(campaign, region_code))
        .order_by(Event.deleted_at.desc(), Event.id.desc())
        .limit(PAGE)
        .offset(number * PAGE)
    )
    return Page((await session.scalars(query)).all(), number, pages, total)


def restore_event(session: AsyncSession, event: Event, *, by: Person, now: datetime) -> None:
    """The event is in the report again as it was, also returned by the ministry if it was."""
    event.deleted_at, event.changed_at = None, now
    after = answers_of(event) | for_region(by)
    record_event(session, AuditAction.EVENT_RESTORED, event, now=now, by=by, after=after)


def _deleted_from(campaign: Campaign, region_code: str) -> tuple[ColumnElement[bool], ...]:
    return (
        Event.campaign_id == campaign.id,
        Event.region_code == region_code,
        Event.deleted_at.is_not(None),
    )
