"""A copy of either database is a SQLite database with all that was in it, or there is none."""

import os
import sqlite3
import stat
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.copies.contents import Contents
from bot.copies.copy import UNFINISHED, Copied, write_copy
from bot.database import Database
from bot.errors import CannotRunError
from models import Region
from tests.migrations.test_migrations import NOW, contents, fill

ON_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return tmp_path / "copy.sqlite3"


def write(database_url: str, path: Path) -> Copied:
    return write_copy(database_url, lambda _: None, path=path)


def content(path: Path) -> bytes:
    return path.read_bytes()


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def overwrite(path: Path) -> None:
    """All but the first page."""
    size = path.stat().st_size
    with path.open("r+b") as file:
        file.seek(4096)
        file.write(os.urandom(size - 4096))


def files(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()} - {"bot.sqlite3-wal", "bot.sqlite3-shm"}


async def test_a_copy_holds_a_row_of_every_table_and_only_its_owner_reads_it(
    database: Database, database_url: str, copy: Path
) -> None:
    await fill(database)
    before = await contents(database)
    copied = write(database_url, copy)
    there = Contents(sum(map(len, before.values())), people=2, events=1, newest=NOW)
    assert copied == Copied(copy, len(content(copy)), there)
    assert mode(copy) == 0o600
    assert files(copy.parent) <= {"copy.sqlite3", "bot.sqlite3"}
    opened = Database(f"sqlite+aiosqlite:///{copy}")
    assert await opened.is_current()
    assert await contents(opened) == before
    await opened.close()


async def test_a_copy_is_made_in_the_midst_of_a_transaction_and_shows_what_is_committed(
    database: Database, database_url: str, copy: Path
) -> None:
    async with database.transaction() as session:
        session.add(Region(code="31", number=1, name="Область"))
    async with database.transaction() as session:
        session.add(Region(code="60", number=2, name="Область"))
        await session.flush()
        write(database_url, copy)
    with closing(sqlite3.connect(copy)) as opened:
        assert opened.execute("SELECT code FROM regions").fetchall() == [("31",)]


async def test_ids_that_were_given_to_rows_since_deleted_are_remembered_by_the_copy(
    database: Database, database_url: str, copy: Path
) -> None:
    await fill(database)
    async with database.transaction() as session:
        await session.execute(text("DELETE FROM proposals"))
        await session.execute(text("UPDATE drafts SET id = 70"))
        if database_url.startswith("postgresql"):
            await session.execute(text("SELECT setval('proposals_id_seq', 9)"))
        else:
            seq = "UPDATE sqlite_sequence SET seq = 9 WHERE name = 'proposals'"
            await session.execute(text(seq))
    write(database_url, copy)
    with closing(sqlite3.connect(copy)) as opened:
        given = dict(opened.execute("SELECT name, seq FROM sqlite_sequence").fetchall())
    assert given["proposals"] == 9
    if database_url.startswith("postgresql"):
        assert given["drafts"] == 70


async def test_the_copy_of_a_postgresql_forgets_no_id_that_sqlite_would_remember(
    postgresql_url: str, sqlite_template: Path, copy: Path
) -> None:
    write(postgresql_url, copy)
    remembering = "SELECT name FROM sqlite_master WHERE sql LIKE '%AUTOINCREMENT%' ORDER BY name"
    with closing(sqlite3.connect(copy)) as made, closing(sqlite3.connect(sqlite_template)) as usual:
        expected = usual.execute(remembering).fetchall()
        assert len(expected) > 3
        assert made.execute(remembering).fetchall() == expected


@ON_SQLITE
async def test_what_was_deleted_is_in_no_copy(
    database: Database, database_url: str, copy: Path
) -> None:
    async with database.transaction() as session:
        session.add(Region(code="31", number=1, name="Стёртая область"))
    async with database.transaction() as session:
        await session.execute(text("DELETE FROM regions"))
    write(database_url, copy)
    assert "Стёртая".encode() not in content(copy)


async def test_an_earlier_copy_of_that_name_is_replaced(
    database: Database, database_url: str, copy: Path
) -> None:
    write(database_url, copy)
    async with database.transaction() as session:
        session.add(Region(code="31", number=1, name="Область"))
    write(database_url, copy)
    with closing(sqlite3.connect(copy)) as opened:
        assert opened.execute("SELECT count(*) FROM regions").fetchone() == (1,)


@ON_SQLITE
@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("nowhere/copy.sqlite3", "there is no folder"),
        (".", "is a folder"),
        ("notes.txt", "is no copy"),
        ("bot.sqlite3", "is the database itself"),
    ],
)
async def test_a_place_that_will_not_do_is_a_sentence_and_nothing_is_touched(
    database_url: str, tmp_path: Path, name: str, why: str
) -> None:
    (tmp_path / "notes.txt").write_text("Список дел")
    before = files(tmp_path)
    with pytest.raises(CannotRunError, match=why):
        write(database_url, tmp_path / name)
    assert files(tmp_path) == before
    assert (tmp_path / "notes.txt").read_text() == "Список дел"


@ON_SQLITE
async def test_what_a_killed_one_has_left_goes_after_a_day_and_not_what_is_being_written(
    database_url: str, copy: Path
) -> None:
    names = [f"{UNFINISHED}{name}" for name in ("old", "old-wal", "new")]
    for name in names:
        (copy.parent / name).write_text("")
    for name in names[:2]:
        os.utime(copy.parent / name, (0, 0))
    write(database_url, copy)
    assert files(copy.parent) == {"bot.sqlite3", "copy.sqlite3", names[2]}


@ON_SQLITE
async def test_another_copy_that_is_ready_just_then_is_no_hindrance(
    database_url: str, copy: Path
) -> None:
    # Listed, and not there when it is looked at.
    (copy.parent / f"{UNFINISHED}other").symlink_to(copy.parent / "gone")
    write(database_url, copy)
    assert copy.name in files(copy.parent)


async def test_no_database_is_made_only_to_be_copied(tmp_path: Path, copy: Path) -> None:
    with pytest.raises(CannotRunError, match="There is no database"):
        write(f"sqlite+aiosqlite:///{tmp_path / 'other.sqlite3'}", copy)
    assert files(tmp_path) == set()


@ON_SQLITE
async def test_a_damaged_database_leaves_the_earlier_copy_in_its_place(
    database: Database, database_url: str, copy: Path
) -> None:
    await fill(database)
    write(database_url, copy)
    whole = content(copy)
    await database.close()
    overwrite(copy.with_name("bot.sqlite3"))
    with pytest.raises(CannotRunError, match="is damaged"):
        write(database_url, copy)
    assert content(copy) == whole
    assert files(copy.parent) == {"copy.sqlite3", "bot.sqlite3"}


async def test_a_database_of_another_revision_is_not_copied_by_this_version(
    own_postgresql_url: str, copy: Path
) -> None:
    database = Database(own_postgresql_url)
    async with database.transaction() as session:
        await session.execute(text("UPDATE alembic_version SET version_num = '0001'"))
    await database.close()
    with pytest.raises(CannotRunError, match="not at this version's revision"):
        write(own_postgresql_url, copy)
    assert files(copy.parent) == set()
