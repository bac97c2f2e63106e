"""The schema: migrations up and down, models that agree with it, and what the tables hold."""

import asyncio
import re
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta, timezone
from functools import partial
from pathlib import Path
from typing import Any

import psycopg
import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Enum, Row, insert, inspect, select, text
from sqlalchemy.exc import IntegrityError, StatementError
from sqlalchemy.ext.asyncio import create_async_engine

from bot import schema
from bot.app import prepare
from bot.database import Database
from domain.campaigns.campaigns import campaign_of
from models import (
    AccessRequest,
    Alert,
    AuditEntry,
    Base,
    Campaign,
    Draft,
    Event,
    EventImport,
    Extension,
    ExtensionRequest,
    HelperLink,
    InboxUpdate,
    Invitation,
    LetterTemplate,
    Mailing,
    MailingDelivery,
    Pace,
    Person,
    Proposal,
    ReceivedUpdate,
    Region,
    RegionMessage,
    RegionReport,
    ReminderDelivery,
    Submission,
)
from tests.world import settings_for

NOW = datetime(2026, 11, 11, 9, 0, 0, 123_456, tzinfo=UTC)


@pytest.fixture
def postgresql_url(own_postgresql_url: str) -> str:
    """These tests change the schema."""
    return own_postgresql_url


@pytest.fixture
def unmigrated_url(database_url: str, tmp_path: Path) -> str:
    """The address of a database in which there is nothing yet."""
    if database_url.startswith("sqlite"):
        return f"sqlite+aiosqlite:///{tmp_path / 'new' / 'bot.sqlite3'}"
    with psycopg.connect(database_url.replace("+psycopg", "")) as connection:
        connection.execute("DROP SCHEMA public CASCADE")
        connection.execute("CREATE SCHEMA public")
    return database_url


def one_of_each() -> list[list[Base]]:
    """A row of every table, in the order in which they refer to one another."""
    person = {"person_id": 1, "region_code": "31"}
    campaign = {"campaign_id": 1, "region_code": "31"}
    week = {"week_start": date(2026, 11, 9), "week_end": date(2026, 11, 15)}
    counts = {"times_held": 1, "participants": 30}
    return [
        [
            Region(code="31", number=1, name="Белгородская область"),
            Campaign(
                id=1, year=2026, title="Неделя", day=date(2026, 11, 12), deadline=NOW, **week
            ),
            InboxUpdate(id=1, update_id=2**40, chat_id=-(2**40), payload="{}", received_at=NOW),
            ReceivedUpdate(update_id=2**40, chat_id=-(2**40), received_at=NOW),
            Pace(id=1, next_at=NOW),
            Alert(kind="disk", told_at=NOW),
        ],
        [
            Person(id=1, name="Анна", role="coordinator", region_code="31"),
            Person(id=2**40, name="Мария"),
        ],
        [
            AccessRequest(id=1, requested_at=NOW, **person),
            Invitation(
                id=1, token_hash="0", region_code="31", created_by=1, created_at=NOW, expires_at=NOW
            ),
            HelperLink(
                id=1, token_hash="0", region_code="31", organisation="Школа № 5", created_by=1,
                created_at=NOW, expires_at=NOW,
            ),
            RegionReport(state="submitted", changed_at=NOW, changed_by=1, **campaign),
            LetterTemplate(
                id=1, content=b"PK", created_at=NOW, created_by=1, used_at=NOW, used_by=1
            ),
            Submission(
                id=1, number=1, state="submitted", late=False, submitted_at=NOW, submitted_by=1,
                events=[{"name": "Урок"}], **campaign,
            ),
            ReminderDelivery(
                id=1, campaign_id=1, person_id=1, kind="round", on_date=NOW.date(), claimed_at=NOW
            ),
            AuditEntry(
                id=1, at=NOW, action="event.added", subject="event", subject_id="1",
                after={"ё": 1}, **person,
            ),
            Extension(until=NOW, reason="Паводок", granted_by=1, granted_at=NOW, **campaign),
            ExtensionRequest(id=1, person_id=1, requested_at=NOW, **campaign),
            Mailing(
                id=1, campaign_id=1, kind="notice", content_json={"text": "Срок"}, created_by=1,
                created_at=NOW,
            ),
            EventImport(
                id=1, message_id=1, file_id="document-1", file_name="Отчёт.xlsx",
                content={"ё": 1}, read_at=NOW, campaign_id=1, **person,
            ),
            Event(
                id=1, number=1, kind="education", name="Урок", city="Белгород", organisation="Дом",
                publication_links=["https://почта.рф"], video_links=[], created_at=NOW,
                created_by=1, changed_at=NOW, draft_id=1, **campaign, **counts,
            ),
        ],
        [
            Draft(
                id=1, form="edit", step="name", answers={"name": "Урок"}, event_id=1,
                campaign_id=1, changed_at=NOW, **person,
            ),
            MailingDelivery(id=1, mailing_id=1, **person),
            Proposal(
                id=1, author_id=1, organisation="Школа № 5", answers={"name": "Урок"}, twin_key=1,
                state="waiting", created_at=NOW, changed_at=NOW, draft_id=1, event_id=1, **campaign,
            ),
            RegionMessage(
                id=1, region_code="31", coordinator_id=1, author_id=1, text="Сдадим", sent_at=NOW,
                mailing_id=1,
            ),
        ],
    ]  # fmt: skip


async def add(database: Database, *rows: Base) -> None:
    async with database.transaction() as session:
        session.add_all(rows)


async def fill(database: Database) -> None:
    for rows in one_of_each():
        await add(database, *rows)


async def contents(database: Database) -> dict[str, Sequence[Row[Any]]]:
    async with database.transaction() as session:
        return {
            table.name: (await session.execute(select(table).order_by(*table.primary_key))).all()
            for table in Base.metadata.sorted_tables
        }


async def differences(database: Database) -> list[Any]:
    def compare(connection: Connection) -> list[Any]:
        options = {"compare_type": True, "compare_server_default": True}
        context = MigrationContext.configure(connection, opts=options)
        return list(compare_metadata(context, Base.metadata))

    async with database.engine.connect() as connection:
        return await connection.run_sync(compare)


async def names(database: Database) -> dict[str, set[str | None]]:
    """By table, what its constraints and indexes are called in the database."""

    def look(connection: Connection) -> dict[str, set[str | None]]:
        inspector = inspect(connection)
        return {
            table: {
                # SQLite does not tell it where ids are never given twice.
                inspector.get_pk_constraint(table)["name"] or f"pk_{table}",
                *(each["name"] for each in inspector.get_foreign_keys(table)),
                *(each["name"] for each in inspector.get_unique_constraints(table)),
                *(each["name"] for each in inspector.get_check_constraints(table)),
                *(each["name"] for each in inspector.get_indexes(table)),
            }
            for table in inspector.get_table_names()
            if table != "alembic_version"
        }

    async with database.engine.connect() as connection:
        return await connection.run_sync(look)


async def test_the_schema_goes_up_down_and_up_again_and_is_what_the_models_say(
    database: Database,
) -> None:
    assert await database.is_current()
    await database.migrate("base")
    assert not await database.is_current()
    async with database.engine.connect() as connection:
        left = await connection.run_sync(lambda each: inspect(each).get_table_names())
    assert left == ["alembic_version"]
    await database.migrate()
    assert await database.is_current()
    assert await differences(database) == []


async def test_every_constraint_has_the_name_that_the_models_give_it(database: Database) -> None:
    expected = {
        table.name: {
            *(str(each.name) for each in table.constraints),
            *(str(each.name) for each in table.indexes),
        }
        for table in Base.metadata.sorted_tables
    }
    found = {
        table: {str(name) for name in given} for table, given in (await names(database)).items()
    }
    assert found == expected


async def test_the_database_lets_into_a_column_the_values_of_its_enum_and_no_others(
    database: Database,
) -> None:
    """Comparing the models with the database does not see what a check constraint says."""

    def allowed(connection: Connection) -> dict[str, set[str]]:
        inspector = inspect(connection)
        return {
            str(check["name"]): set(re.findall(r"'(\w+)'", check["sqltext"]))
            for table in Base.metadata.tables
            for check in inspector.get_check_constraints(table)
        }

    async with database.engine.connect() as connection:
        found = await connection.run_sync(allowed)
    expected = {
        name: set(column.type.enums)
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, Enum)
        if (name := f"ck_{table.name}_{column.name}")
        in {str(each.name) for each in table.constraints}
    }
    assert len(expected) > 4
    assert {name: found.get(name) for name in expected} == expected


async def test_a_migrated_database_that_is_migrated_again_keeps_a_row_of_every_table(
    database: Database,
) -> None:
    await fill(database)
    before = await contents(database)
    assert all(before.values()), "a table is missing from the test"
    await database.migrate()
    assert await contents(database) == before
    event = before["events"][0]
    assert event.publication_links == ["https://почта.рф"]
    assert before["inbox"][0].chat_id == -(2**40)


async def test_a_filled_database_of_the_first_season_becomes_todays(database: Database) -> None:
    await database.migrate("base")
    await database.migrate("0001")
    async with database.transaction() as session:
        connection = await session.connection()
        tables = await connection.run_sync(lambda each: inspect(each).get_table_names())
        # A column of then that the models do not know any more.
        await session.execute(text("ALTER TABLE drafts DROP COLUMN reviewed"))
        for row in (row for rows in one_of_each() for row in rows):
            mapper = inspect(type(row))
            if type(row).__tablename__ in tables:
                given = {key: value for key, value in vars(row).items() if key in mapper.columns}
                await session.execute(insert(type(row)).values(given))
        await session.execute(
            text("ALTER TABLE drafts ADD COLUMN reviewed BOOLEAN DEFAULT false NOT NULL")
        )
    await database.migrate()
    assert await differences(database) == []
    after = await contents(database)
    filled = {name for name, rows in after.items() if rows}
    assert filled == set(tables) - {"alembic_version"} | {"received_updates"}
    (remembered,) = after["received_updates"]
    (waiting,) = after["inbox"]
    assert (remembered.update_id, remembered.chat_id) == (waiting.update_id, waiting.chat_id)
    assert after["region_reports"][0].submitted_at == NOW
    assert after["events"][0].return_comment is None


async def test_a_filled_database_goes_back_to_an_earlier_version_without_forms_that_it_lacks(
    database: Database, database_url: str
) -> None:
    await fill(database)
    new = {"person_id": 2**40, "step": "x", "answers": {}, "active": False, "changed_at": NOW}
    later = enumerate(("time", "decline", "no_access", "proposal"), start=2)
    helper = Person(id=2, name="Пётр", role="helper", region_code="31", organisation="Школа № 5")
    begun = Draft(id=9, form="event", **new | {"person_id": 2})
    await add(database, *(Draft(id=number, form=form, **new) for number, form in later), helper)
    await add(database, begun)
    config = Config()
    config.set_main_option("script_location", "migrations")

    def go_back(connection: Connection) -> None:
        config.attributes["connection"] = connection
        command.downgrade(config, "0006")

    engine = create_async_engine(database_url)  # as on the command line: without foreign keys
    async with engine.begin() as connection:
        await connection.run_sync(go_back)
        forms = await connection.scalars(text("SELECT form FROM drafts"))
        people = await connection.execute(text("SELECT name, role FROM people ORDER BY id"))
        now = {"Анна": "coordinator", "Пётр": "stranger", "Мария": "stranger"}
        assert (list(forms), {row.name: row.role for row in people}) == (["edit"], now)
    await engine.dispose()
    await database.migrate()
    assert await differences(database) == []


async def test_processes_may_migrate_and_start_at_once(unmigrated_url: str) -> None:
    databases = [Database(unmigrated_url) for _ in range(3)]
    settings = settings_for("http://127.0.0.1", unmigrated_url)
    try:
        await asyncio.gather(*(prepare(each, settings, NOW) for each in databases))
        assert await databases[0].is_current()
        async with databases[0].transaction() as session:
            campaign = await campaign_of(session, None)
        assert campaign is not None
        assert campaign.year == 2026
        assert len((await contents(databases[0]))["regions"]) == 89
    finally:
        for each in databases:
            await each.close()


@pytest.mark.parametrize(
    "make",
    [
        partial(Person, id=2, name="Пётр", role="coordinator", region_code="00"),
        partial(Person, id=2, name="Пётр", role="coordinator"),
        partial(Person, id=2, name="Пётр", role="stranger", region_code="31"),
        partial(Person, id=2, name="Пётр", role="helper", region_code="31"),
        partial(Person, id=2, name="Пётр", role="stranger", organisation="Школа № 5"),
        partial(Person, id=2, name="Пётр", role="king"),
        partial(Region, code="32", number=1, name="Брянская область"),
        partial(
            RegionReport, campaign_id=1, region_code="31", state="x", changed_at=NOW, changed_by=1
        ),
        partial(
            ReminderDelivery,
            campaign_id=1,
            person_id=1,
            kind="round",
            on_date=NOW.date(),
            claimed_at=NOW,
        ),
        partial(Draft, person_id=1, form="event", step="name", answers={}, changed_at=NOW),
        partial(
            AuditEntry, at=NOW, person_id=77, action="event.added", subject="event", subject_id="1"
        ),
    ],
    ids=[
        "a region that is not there",
        "a coordinator of no region",
        "a stranger of a region",
        "a helper of nobody",
        "a stranger of an organisation",
        "an unknown role",
        "a number given twice",
        "an unknown state",
        "a delivery claimed twice",
        "two active drafts",
        "somebody unknown",
    ],
)
async def test_the_database_itself_refuses(database: Database, make: Callable[[], Base]) -> None:
    await fill(database)
    with pytest.raises(IntegrityError):
        await add(database, make())


async def test_an_instant_comes_back_as_it_was_whatever_zone_it_was_written_in(
    database: Database,
) -> None:
    await fill(database)
    east = NOW.astimezone(timezone(timedelta(hours=12)))
    async with database.transaction() as session:
        (await session.get_one(Campaign, 1)).deadline = east
    async with database.transaction() as session:
        found = (await session.get_one(Campaign, 1)).deadline
        same = await session.execute(select(Campaign.id).where(Campaign.deadline == east))
        later = await session.execute(select(Campaign.id).where(Campaign.deadline > NOW))
        assert (same.scalars().all(), later.scalars().all()) == ([1], [])
    assert found == NOW
    assert found.utcoffset() == timedelta(0)
    assert found.microsecond == NOW.microsecond


async def test_a_time_without_a_zone_is_refused(database: Database) -> None:
    await fill(database)
    with pytest.raises(StatementError, match="without a zone"):
        async with database.transaction() as session:
            (await session.get_one(Campaign, 1)).deadline = NOW.replace(tzinfo=None)


def test_the_newest_file_is_the_newest_revision() -> None:
    """By the file's name the bot knows whether there is anything to migrate."""
    config = Config()
    config.set_main_option("script_location", "migrations")
    assert schema.newest_revision() == ScriptDirectory.from_config(config).get_current_head()
