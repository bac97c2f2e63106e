"""Searches the events of all regions."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.events.repository import PAGE
from domain.pages import Page
from domain.regions.directory import region_by_code
from domain.text.cleaning import fold
from models import Campaign, Event, Region

WORDS_LIMIT = 200


@dataclass(frozen=True, slots=True)
class Search:
    """Fields that are None or empty filter nothing. Each of the `words` must occur, whole or as a
    part, in the event's name, city, organisation or, among those of all regions, its region."""

    region_code: str | None = None
    kind: str | None = None
    words: str = ""


async def find_events(
    session: AsyncSession, campaign: Campaign, search: Search, number: int
) -> Page[Event]:
    """In the letter's order of regions, then by id."""
    query = (
        select(Event.id, Event.region_code, Event.name, Event.city, Event.organisation)
        .join(Region, Region.code == Event.region_code)
        .where(Event.campaign_id == campaign.id, Event.deleted_at.is_(None))
        .order_by(Region.number, Event.id)
    )
    if search.region_code is not None:
        query = query.where(Event.region_code == search.region_code)
    if search.kind is not None:
        query = query.where(Event.kind == search.kind)
    # Not by the database: SQLite folds the case of ASCII only, PostgreSQL by its locale, and
    # neither takes «е» for «ё».
    words = fold(search.words).split()
    found = [
        row.id
        for row in await session.execute(query)
        if not words
        or _contains(
            words, _region_name(row.region_code, search), row.name, row.city, row.organisation
        )
    ]
    page = Page.of(found, number, PAGE)
    events = await session.scalars(select(Event).where(Event.id.in_(page.items)))
    in_order = sorted(events, key=lambda event: page.items.index(event.id))
    return Page(in_order, page.number, page.pages, page.total)


def _region_name(code: str, search: Search) -> str:
    """Empty among the events of one region: there it would be found in each."""
    return "" if search.region_code is not None else region_by_code(code).name


def _contains(words: Sequence[str], *texts: str) -> bool:
    folded = fold("\n".join(texts))
    return all(word in folded for word in words)
