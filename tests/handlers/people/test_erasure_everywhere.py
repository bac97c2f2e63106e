"""No column is forgotten when somebody is erased: a name is planted in all that can hold words."""

import json
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, cast

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    CursorResult,
    Date,
    Enum,
    Integer,
    LargeBinary,
    String,
    Table,
    insert,
    select,
)
from sqlalchemy.ext.asyncio import AsyncSession

from domain.people.erasure import erase, person_to_erase
from models import Base, Person
from tests.world import World

NAME = "Анна Неповторимая"
# What the regions have reported, and for whom: it stays as they reported it.
STAYS = {
    *(f"events.{each}" for each in ("kind", "name", "city", "organisation", "publication_links")),
    *("events.video_links", "proposals.answers", "proposals.organisation", "submissions.events"),
    "helper_links.organisation",
    # Not words: what it may hold is decided by the code.
    *("helper_links.token_hash", "invitations.token_hash", "audit_trail.subject_id"),
    "events.return_fields",
}


def planted(table: Table, person: Person, given: dict[str, Any]) -> dict[str, Any]:
    """A row of the table that is the person's in every way, with their name wherever it fits."""
    return {
        column.name: _value(column, person, given)
        for column in table.columns
        if column is not table.autoincrement_column
    }


def _value(column: Column[Any], person: Person, given: dict[str, Any]) -> Any:
    for key in column.foreign_keys:
        return given.get(key.column.table.name)
    if column.name == "chat_id":
        return person.id
    kind = column.type
    match kind:
        case Enum():
            return kind.python_type(kind.enums[0]) if kind.enum_class else kind.enums[0]
        case JSON():
            return {"name": NAME, "said": f"Отвечает {NAME}.", "by": person.id}
        case String():
            return json.dumps({"said": NAME}) if column.name in ("payload", "answers") else NAME
        case Date():
            return date(2026, 11, 12)
        case Boolean() | Integer():
            return 1
        case LargeBinary():
            return None
    return given["now"]


async def plant(session: AsyncSession, person: Person, now: datetime, campaign_id: int) -> None:
    given = {"people": person.id, "regions": "31", "campaigns": campaign_id, "now": now}
    for table in Base.metadata.sorted_tables:
        is_theirs = any(key.column.table.name == "people" for key in table.foreign_keys)
        if table.name != "people" and (is_theirs or "chat_id" in table.columns):
            row = insert(table).values(planted(table, person, given))
            made = cast("CursorResult[Any]", await session.execute(row))
            assert made.inserted_primary_key is not None
            given[table.name] = made.inserted_primary_key[0]


async def still_named(session: AsyncSession) -> set[str]:
    """The columns that hold the name, or letters of it as JSON writes them."""
    found = set()
    for table in Base.metadata.sorted_tables:
        for row in (await session.execute(select(table))).mappings():
            found |= {f"{table.name}.{name}" for name, value in row.items() if _names(value)}
    return found


def _names(value: object) -> bool:
    return any(each in str(value) for each in (NAME, json.dumps(NAME)[1:-1]))


def columns_for_words() -> Iterator[str]:
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            if isinstance(column.type, String | JSON) and not isinstance(column.type, Enum):
                yield f"{table.name}.{column.name}"


async def test_a_name_goes_from_every_column_but_those_of_what_was_reported(world: World) -> None:
    olga = await world.admin()
    anna = await world.coordinator("Белгородская область", NAME)
    campaign, now = await world.campaign(), world.clock()
    async with world.app.database.transaction() as session:
        person = await session.get_one(Person, anna.id)
        await plant(session, person, now, campaign.id)
        before = await still_named(session)
    # Unless the name was there, its absence says nothing.
    assert before >= STAYS
    assert len(before) > len(set(columns_for_words())) / 2
    async with world.app.database.transaction() as session:
        erased = await person_to_erase(session, anna.id)
        assert erased is not None
        await erase(session, erased, now=now, by=await session.get_one(Person, olga.id))
    async with world.app.database.transaction() as session:
        assert await still_named(session) == STAYS
