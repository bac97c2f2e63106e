"""From SQLite to PostgreSQL: all rows, each compared, or none."""

from pathlib import Path

import psycopg
import pytest
from sqlalchemy import text

from bot.copies.restore import move
from bot.database import Database
from bot.errors import CannotRunError
from handlers.event_form.texts.form import kind_button
from models import Person, Region
from tests.databases import execute
from tests.migrations.test_migrations import add, contents, fill
from tests.world import IN_THE_WEEK, Clock, World


@pytest.fixture
async def source(sqlite_url: str) -> Database:
    database = Database(sqlite_url)
    await fill(database)
    # Who was appointed by somebody with a higher id, which no order by ids puts first.
    await add(database, Person(id=5, name="Вера", role="admin", appointed_by=2**40))
    # A name of another alphabet comes before one of ours, or after it, as the database thinks.
    await add(database, *(Region(code=code, number=40 + ord(code[0]), name="") for code in "яZаA"))
    await database.close()
    return database


@pytest.fixture
async def target(own_postgresql_url: str) -> Database:
    return Database(own_postgresql_url)


def go(sqlite_url: str, to_url: str) -> int:
    return move(sqlite_url, to_url, lambda _: None)


async def test_a_row_of_every_table_arrives_as_it_was_and_new_ones_follow(
    source: Database, target: Database, sqlite_url: str, own_postgresql_url: str
) -> None:
    before = await contents(source)
    assert go(sqlite_url, own_postgresql_url) == sum(map(len, before.values()))
    after = await contents(target)
    for name, rows in before.items():
        assert sorted(map(repr, after[name])) == sorted(map(repr, rows)), name
    async with target.transaction() as session:
        new = "INSERT INTO invitations (token_hash, created_by, created_at, expires_at)"
        new += " VALUES ('1', 1, now(), now()) RETURNING id"
        assert await session.scalar(text(new)) == 2
    await target.close()
    await source.close()


@pytest.mark.usefixtures("source")
async def test_a_database_without_tables_gets_them(
    target: Database, sqlite_url: str, own_postgresql_url: str
) -> None:
    execute(own_postgresql_url, "DROP SCHEMA public CASCADE")
    execute(own_postgresql_url, "CREATE SCHEMA public")
    go(sqlite_url, own_postgresql_url)
    assert await target.is_current()
    await target.close()


async def test_a_value_that_postgresql_does_not_take_moves_nothing_and_says_where_it_is(
    source: Database, target: Database, sqlite_url: str, own_postgresql_url: str
) -> None:
    await add(source, Region(code="99", number=99, name="О" * 101))
    await source.close()
    with pytest.raises(CannotRunError, match="the table regions is not taken: value too long"):
        go(sqlite_url, own_postgresql_url)
    assert not any((await contents(target)).values())
    await target.close()


@pytest.mark.parametrize(
    ("statement", "why"),
    [
        ("INSERT INTO regions VALUES ('31', 1, 'Область')", "to an empty one"),
        ("UPDATE alembic_version SET version_num = '9999'", "of a newer version"),
        ("DROP TABLE alembic_version", "something else"),
    ],
)
@pytest.mark.usefixtures("source")
async def test_a_target_that_is_not_empty_or_not_the_bots_is_refused(
    sqlite_url: str, own_postgresql_url: str, statement: str, why: str
) -> None:
    execute(own_postgresql_url, statement)
    with pytest.raises(CannotRunError, match=why):
        go(sqlite_url, own_postgresql_url)


async def test_a_move_goes_from_sqlite_to_postgresql_only(
    sqlite_url: str, own_postgresql_url: str, tmp_path: Path
) -> None:
    for start, end in ((sqlite_url, sqlite_url), (own_postgresql_url, own_postgresql_url)):
        with pytest.raises(CannotRunError, match="from SQLite"):
            go(start, end)
    with pytest.raises(CannotRunError, match="There is no database"):
        go(f"sqlite+aiosqlite:///{tmp_path / 'none.sqlite3'}", own_postgresql_url)
    with psycopg.connect(own_postgresql_url.replace("+psycopg", "")) as connection:
        assert connection.execute("SELECT count(*) FROM regions").fetchone() == (0,)


async def test_whoever_was_in_the_midst_of_a_form_goes_on_there_after_the_move(
    sqlite_url: str, own_postgresql_url: str
) -> None:
    async with World(sqlite_url, Clock(IN_THE_WEEK)) as world:
        anna = await world.coordinator("Белгородская область")
        await anna.says("/new")
        await anna.presses(kind_button("education"))
        asked = await anna.says("Урок качества")
        assert "Шаг 3 из 8" in asked.text
        await world.stop_bot()
        go(sqlite_url, own_postgresql_url)
        world.database_url = own_postgresql_url
        await world.start_bot()
        asked = await anna.says("Белгород")
        assert "Шаг 4 из 8" in asked.text
