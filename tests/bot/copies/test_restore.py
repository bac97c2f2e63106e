"""A copy takes the place of the database, or everything stays as it was."""

import os
import shutil
import signal
import sqlite3
from collections.abc import AsyncIterator, Callable
from contextlib import closing
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path

import pytest
from sqlalchemy import select, text

from bot.copies.contents import Contents
from bot.copies.copy import write_copy
from bot.copies.restore import SKIPPED, restore
from bot.database import Database
from bot.errors import CannotRunError
from bot.replicas.one_process import only_process
from bot.replicas.presence import joined
from models import Draft, Region
from tests.bot.copies.dying import exit_code, restore_until, restore_until_rows_go_in
from tests.migrations.test_migrations import NOW, add, contents, fill

ON_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
ASIDE = "replaced-2026-11-11_09-00-00.sqlite3"


@pytest.fixture
async def copy(database: Database, database_url: str, tmp_path: Path) -> Path:
    """Made of a filled database. Since then a region was added, and the database closed."""
    await fill(database)
    path = tmp_path / "copies" / "copy.sqlite3"
    path.parent.mkdir()
    write_copy(database_url, lambda _: None, path=path)
    await add(database, Region(code="99", number=99, name="Добавлена после копии"))
    await database.close()
    return path


def put_back(database_url: str, path: Path, at: datetime = NOW) -> Path | None:
    return restore(database_url, path, at, lambda _: None).replaced


async def codes(database_url: str) -> list[str]:
    database = Database(database_url)
    async with database.transaction() as session:
        found = list(await session.scalars(select(Region.code).order_by(Region.code)))
    await database.close()
    return found


async def test_everything_is_as_it_was_when_the_copy_was_made(
    database: Database, database_url: str, copy: Path
) -> None:
    async with database.transaction() as session:
        await session.execute(text("DELETE FROM regions WHERE code = '99'"))
    before = await contents(database)
    await add(database, Region(code="99", number=99, name="Область"))
    await database.close()
    replaced = put_back(database_url, copy)
    assert await contents(database) == before
    assert await database.is_current()
    await database.close()
    # The mistake can be undone.
    assert replaced is not None
    assert replaced.name == ASIDE
    assert replaced.stat().st_mode & 0o777 == 0o600
    put_back(database_url, replaced, NOW + timedelta(seconds=1))
    assert await codes(database_url) == ["31", "99"]


async def test_a_copy_of_either_database_goes_into_the_other(
    sqlite_url: str, own_postgresql_url: str, tmp_path: Path
) -> None:
    first, second, copy = Database(sqlite_url), Database(own_postgresql_url), tmp_path / "copy"
    await fill(first)
    before = await contents(first)
    write_copy(sqlite_url, lambda _: None, path=copy)
    assert put_back(own_postgresql_url, copy) is None
    assert await contents(second) == before
    write_copy(own_postgresql_url, lambda _: None, path=copy)
    third_url = f"sqlite+aiosqlite:///{tmp_path / 'new' / 'bot.sqlite3'}"
    assert put_back(third_url, copy) is None
    third = Database(third_url)
    assert await contents(third) == before
    for database in (first, second, third):
        await database.close()


async def test_what_has_been_restored_is_said_and_deleted_events_are_none(
    database: Database, database_url: str, copy: Path
) -> None:
    with closing(sqlite3.connect(copy)) as opened, opened:
        opened.execute("UPDATE events SET deleted_at = changed_at")
        opened.execute("DELETE FROM audit_trail")
    there = restore(database_url, copy, NOW, lambda _: None).contents
    rows = sum(map(len, (await contents(database)).values()))
    assert there == Contents(rows, people=2, events=0, newest=None)


async def test_an_id_in_the_buttons_of_the_lost_time_is_not_given_again(
    database: Database, database_url: str, copy: Path
) -> None:
    put_back(database_url, copy)
    new = Draft(
        person_id=2**40, form="event", step="name", answers={}, version=1, active=False,
        changed_at=NOW,
    )  # fmt: skip
    await add(database, new)
    assert new.id == 1 + SKIPPED + 1


@ON_SQLITE
async def test_a_copy_of_the_first_season_becomes_todays(
    database: Database, database_url: str, tmp_path: Path
) -> None:
    await database.migrate("base")
    await database.migrate("0001")
    old = tmp_path / "old.sqlite3"
    write_copy(database_url, lambda _: None, path=old)
    await database.migrate()
    put_back(database_url, old)
    assert await database.is_current()


@ON_SQLITE
async def test_a_copy_that_somebody_made_of_a_running_database_comes_with_its_journal(
    database: Database, database_url: str, copy: Path
) -> None:
    await add(database, Region(code="60", number=60, name="Только в журнале"))
    for ending in ("", "-wal"):
        shutil.copyfile(copy.parent.parent / f"bot.sqlite3{ending}", f"{copy}{ending}")
    await database.close()
    put_back(database_url, copy)
    assert "60" in await codes(database_url)


def emptied(copy: Path) -> None:
    copy.write_bytes(b"")


def foreign(copy: Path) -> None:
    copy.write_text("Список дел" * 100)


def another_programs(copy: Path) -> None:
    copy.unlink()
    with closing(sqlite3.connect(copy)) as opened:
        opened.execute("CREATE TABLE places (name)")


def overwritten(copy: Path) -> None:
    with copy.open("r+b") as file:
        file.seek(2**14)
        file.write(os.urandom(2**15))


def cut(copy: Path) -> None:
    os.truncate(copy, copy.stat().st_size // 2)


def of_a_newer_version(copy: Path) -> None:
    with closing(sqlite3.connect(copy)) as opened, opened:
        opened.execute("UPDATE alembic_version SET version_num = '9999'")


def without_its_regions(copy: Path) -> None:
    with closing(sqlite3.connect(copy)) as opened, opened:
        opened.execute("DELETE FROM regions")


def missing(copy: Path) -> None:
    copy.unlink()


@pytest.mark.parametrize(
    ("spoil", "why"),
    [
        (missing, "There is no file"),
        (emptied, "is empty"),
        (foreign, "is no copy"),
        (another_programs, "not this bot's"),
        (overwritten, "is damaged"),
        (cut, "is damaged"),
        (of_a_newer_version, r"newer version of the bot \(revision 9999"),
        (without_its_regions, "refers to one that is missing"),
    ],
)
async def test_what_is_no_whole_copy_is_refused_and_nothing_is_touched(
    database_url: str, copy: Path, spoil: Callable[[Path], None], why: str
) -> None:
    spoil(copy)
    with pytest.raises(CannotRunError, match=why):
        put_back(database_url, copy)
    assert await codes(database_url) == ["31", "99"]
    left = {path.name for path in copy.parent.iterdir()} | {
        path.name for path in copy.parent.parent.iterdir()
    }
    assert not [name for name in left if name.startswith((".", "replaced"))]


@ON_SQLITE
async def test_a_database_that_somebody_has_open_is_not_replaced(
    database: Database, database_url: str, copy: Path
) -> None:
    async with database.reading_session() as session:
        await session.execute(select(Region))
        with pytest.raises(CannotRunError, match="stop the bot"):
            put_back(database_url, copy)
    assert await codes(database_url) == ["31", "99"]


async def test_what_the_bot_runs_on_is_not_replaced(database_url: str, copy: Path) -> None:
    with only_process(database_url):
        async with joined(database_url):
            with pytest.raises(CannotRunError, match="stop"):
                put_back(database_url, copy)
    assert await codes(database_url) == ["31", "99"]
    assert not list(copy.parent.rglob("replaced-*"))


@ON_SQLITE
async def test_a_damaged_database_is_put_aside_as_it_is(
    database_url: str, copy: Path, tmp_path: Path
) -> None:
    damaged = tmp_path / "bot.sqlite3"
    damaged.write_bytes(os.urandom(2**16))
    was = damaged.read_bytes()
    assert put_back(database_url, copy) == tmp_path / ASIDE
    assert (tmp_path / ASIDE).read_bytes() == was
    assert await codes(database_url) == ["31"]


# ── Killed in the midst of it ────────────────────────────────────────────────────────────


def lay_out(folder: Path, killed: dict[str, bytes]) -> None:
    for path in folder.glob("bot.sqlite3*"):
        path.unlink()
    for ending, content in killed.items():
        (folder / f"bot.sqlite3{ending}").write_bytes(content)


@ON_SQLITE
@pytest.mark.processes
async def test_killed_at_any_instant_it_leaves_the_old_database_or_the_new_one(
    database: Database, database_url: str, copy: Path, tmp_path: Path
) -> None:
    # As a killed bot leaves it: the newest rows are in the journal only.
    await add(database, Region(code="60", number=60, name="Только в журнале"))
    killed = {end: (tmp_path / f"bot.sqlite3{end}").read_bytes() for end in ("", "-wal")}
    await database.close()
    outcomes = []
    for touch in count(1):
        lay_out(tmp_path, killed)
        code = exit_code(restore_until, touch, database_url, copy)
        outcomes.append(await codes(database_url))
        if code != -signal.SIGKILL:
            break
    assert code == 0
    assert outcomes[0] == ["31", "60", "99"]
    assert outcomes[-1] == ["31"]
    assert [each for each in outcomes if each not in (outcomes[0], outcomes[-1])] == []
    assert len(outcomes) > 10


@pytest.mark.processes
async def test_killed_among_the_rows_it_leaves_what_was_there(
    own_postgresql_url: str, sqlite_url: str, tmp_path: Path
) -> None:
    source, target = Database(sqlite_url), Database(own_postgresql_url)
    await fill(source)
    copy = tmp_path / "copy.sqlite3"
    write_copy(sqlite_url, lambda _: None, path=copy)
    code = exit_code(restore_until_rows_go_in, own_postgresql_url, copy)
    assert code == -signal.SIGKILL
    assert await codes(own_postgresql_url) == []
    put_back(own_postgresql_url, copy)
    assert await contents(target) == await contents(source)
    await source.close()
    await target.close()


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """It may be closed and used again: its engines open new connections."""
    database = Database(database_url)
    yield database
    await database.close()
