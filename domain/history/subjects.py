"""The subject of a history: an event, a region, a person, or everything."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.regions.directory import Region, load_regions, region_by_code
from models import AuditAction, Campaign, Event, Person

SubjectKind = Literal["event", "region", "person", "all"]


@dataclass(frozen=True, slots=True)
class Subject:
    """`id` is an event's or a person's id or a region's code; `name` is for people to read."""

    kind: SubjectKind
    id: str
    name: str


# The action to record when a history is downloaded.
EXPORT_ACTIONS: Mapping[SubjectKind, AuditAction] = {
    "all": AuditAction.HISTORY_EXPORTED,
    "event": AuditAction.HISTORY_OF_EVENT_EXPORTED,
    "person": AuditAction.HISTORY_OF_PERSON_EXPORTED,
    "region": AuditAction.HISTORY_OF_REGION_EXPORTED,
}

EVERYTHING = Subject("all", "", "Все действия")


def region_subject(region: Region) -> Subject:
    return Subject("region", region.code, region.name)


def person_subject(person: Person) -> Subject:
    return Subject("person", str(person.id), known_as(person.name, person.username))


async def numbered_event(
    session: AsyncSession, year: int, region_code: str, number: int
) -> Subject | None:
    """The event with this number in the region's report of that year, deleted or not."""
    if number >= 2**31:
        return None
    query = (
        select(Event)
        .join(Campaign, Campaign.id == Event.campaign_id)
        .where(Campaign.year == year, Event.region_code == region_code, Event.number == number)
    )
    event = await session.scalar(query)
    return event_subject(event) if event else None


async def subject_of(session: AsyncSession, kind: str, id_: str) -> Subject | None:
    """What a button names, if that exists: buttons are not trusted."""
    if kind == "all":
        return EVERYTHING
    if kind == "region":
        regions = (region for region in load_regions() if region.code == id_)
        return next(map(region_subject, regions), None)
    if not re.fullmatch(r"-?[0-9]{1,18}", id_):
        return None
    if kind == "person":
        person = await session.get(Person, int(id_))
        return person_subject(person) if person else None
    if kind == "event" and abs(int(id_)) < 2**31:
        event = await session.get(Event, int(id_))
        return event_subject(event) if event else None
    return None


def event_subject(event: Event) -> Subject:
    region = region_by_code(event.region_code).name
    return Subject("event", str(event.id), f"Мероприятие № {event.number}. {event.name}, {region}")


def known_as(name: str, username: str | None) -> str:
    return f"{name} (@{username})" if username else name
