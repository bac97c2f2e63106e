"""The version before runs on the database of the version after: during an upgrade replicas of both
do, and going back is starting the older code. So a migration only adds."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Connection, inspect, text

from bot import schema
from bot.database import Database

# From here on; an older database is migrated while nothing runs.
FIRST = "0023"


@pytest.fixture
def postgresql_url(own_postgresql_url: str) -> str:
    """These tests change the schema."""
    return own_postgresql_url


def revisions() -> list[str]:
    files = (schema.MIGRATIONS / "versions").glob("*.py")
    return sorted(file.name.partition("_")[0] for file in files)


def look(connection: Connection) -> dict[str, dict[str, Any]]:
    """By table its columns, and which of them are unique."""
    inspector = inspect(connection)
    return {
        table: {
            "columns": {each["name"]: each for each in inspector.get_columns(table)},
            "unique": {
                *(tuple(each["column_names"]) for each in inspector.get_unique_constraints(table)),
                *(
                    tuple(each["column_names"])
                    for each in inspector.get_indexes(table)
                    if each["unique"]
                ),
            },
        }
        for table in inspector.get_table_names()
    }


def broken(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    """What the version of before misses, or what refuses a row that it writes."""
    found = [f"table {table} is gone" for table in before.keys() - after.keys()]
    for table in before.keys() & after.keys():
        found += (f"{table} {words}" for words in misses(before[table], after[table]))
    return sorted(found)


def misses(before: dict[str, Any], after: dict[str, Any]) -> Iterator[str]:
    old, new = before["columns"], after["columns"]
    for name, column in old.items():
        if name not in new:
            yield f"{name} is gone"
        elif str(column["type"]) != str(new[name]["type"]):
            yield f"{name} is of another type"
        elif column["nullable"] and not new[name]["nullable"]:
            yield f"{name} may not be empty any more"
    for name in new.keys() - old.keys():
        if not new[name]["nullable"] and new[name]["default"] is None:
            yield f"{name} is new and has to be filled"
    for columns in after["unique"] - before["unique"]:
        if set(columns) <= old.keys():
            yield f"{', '.join(columns)} has to be unique"


async def schema_at(database: Database, revision: str) -> dict[str, Any]:
    await database.migrate(revision)
    async with database.engine.connect() as connection:
        return await connection.run_sync(look)


async def test_what_the_version_before_reads_and_writes_is_there_after_every_migration(
    database: Database,
) -> None:
    await database.migrate("base")
    newer = [revision for revision in revisions() if revision >= FIRST]
    before = await schema_at(database, newer[0])
    for revision in newer[1:]:
        after = await schema_at(database, revision)
        assert broken(before, after) == [], f"migration {revision}"
        before = after


async def test_a_migration_that_does_more_is_found(database: Database) -> None:
    before = await schema_at(database, "head")
    async with database.plain_transaction() as connection:
        for statement in (
            "ALTER TABLE people RENAME COLUMN username TO nick",
            "ALTER TABLE campaigns ADD COLUMN slogan VARCHAR NOT NULL DEFAULT ''",
            "CREATE UNIQUE INDEX ux_events_name ON events (name)",
            "DROP TABLE received_updates",
        ):
            await connection.execute(text(statement))
        after = await connection.run_sync(look)
    assert broken(before, after) == [
        "events name has to be unique",
        "people username is gone",
        "table received_updates is gone",
    ]
