"""What was saved is on the disk, and what was erased is on it no more."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.database import Database
from bot.private import make_private
from models import Region
from tests.power_cut import Disk, watched_disk
from tests.world import IN_THE_WEEK, Clock, World

ON_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def left_on(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.glob("bot.sqlite3*")))


@pytest.fixture
def disk() -> Iterator[Disk]:
    with watched_disk() as disk:
        yield disk


async def test_five_events_that_people_were_told_are_saved_survive_a_power_cut(
    disk: Disk, sqlite_url: str, tmp_path: Path
) -> None:
    after = tmp_path / "after"
    after.mkdir()
    async with World(sqlite_url, Clock(IN_THE_WEEK)) as world:
        anna = await world.coordinator("Белгородская область")
        for number in range(1, 6):
            receipt = await anna.reports(name=f"Урок {number}", organisation=f"Школа {number}")
            assert f"№ {number} сохранено" in receipt.text
        disk.write_to(after)
    with closing(sqlite3.connect(after / "bot.sqlite3")) as found:
        assert found.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        assert found.execute("SELECT count(*) FROM events").fetchone() == (5,)


@ON_SQLITE
async def test_what_was_deleted_is_soon_in_no_file_while_the_bot_runs(
    database: Database, tmp_path: Path
) -> None:
    secret = "Неиспользованная ссылка "
    insert = text("INSERT INTO regions VALUES (:code, :number, :name)")
    async with database.transaction() as session:
        for number in range(10, 100):
            values = {"code": str(number), "number": number, "name": secret * 100}
            await session.execute(insert, values)
    assert secret.encode() in left_on(tmp_path)
    async with database.transaction() as session:
        await session.execute(text("DELETE FROM regions"))
    await database.empty_journal()
    assert secret.encode() not in left_on(tmp_path)


@ON_SQLITE
async def test_a_journal_that_a_long_read_needs_is_emptied_later_and_nobody_waits_for_it(
    database: Database, tmp_path: Path
) -> None:
    async def add(code: str) -> None:
        async with database.transaction() as session:
            session.add(Region(code=code, number=int(code), name="Область"))

    await add("31")
    with database.reading() as reading:
        reading.execute(text("SELECT count(*) FROM regions"))
        await add("60")
        await database.empty_journal()
        await add("77")
    await database.empty_journal()
    assert (tmp_path / "bot.sqlite3-wal").stat().st_size == 0


def rights(*paths: Path) -> list[str]:
    return [oct(path.stat().st_mode & 0o777) for path in paths]


async def test_a_new_database_and_its_folder_are_for_their_owner_only(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    database = Database(f"sqlite+aiosqlite:///{folder / 'bot.sqlite3'}")
    await database.migrate()
    async with database.transaction() as session:
        await session.execute(text("SELECT 1"))
        files = [folder / f"bot.sqlite3{ending}" for ending in ("", "-wal", "-shm")]
        assert rights(folder, *files) == ["0o700", "0o600", "0o600", "0o600"]
    await database.close()


def test_a_journal_that_another_process_removes_just_then_is_no_hindrance(tmp_path: Path) -> None:
    # Listed, and not there when it is looked at.
    (tmp_path / "bot.sqlite3-journal").symlink_to(tmp_path / "gone")
    make_private(tmp_path / "bot.sqlite3")
    assert rights(tmp_path / "bot.sqlite3") == ["0o600"]


async def test_an_older_installation_is_made_private_but_not_a_folder_with_other_things_in_it(
    sqlite_template: Path, tmp_path: Path
) -> None:
    for folder, others in (("ours", ()), ("shared", ("notes.txt",))):
        (tmp_path / folder).mkdir()
        (tmp_path / folder).chmod(0o755)
        for name in ("bot.sqlite3", *others):
            path = tmp_path / folder / name
            shutil.copyfile(sqlite_template, path)
            path.chmod(0o644)
        database = Database(f"sqlite+aiosqlite:///{tmp_path / folder / 'bot.sqlite3'}")
        await database.migrate()
        await database.close()
    ours, shared = tmp_path / "ours", tmp_path / "shared"
    assert rights(ours, ours / "bot.sqlite3") == ["0o700", "0o600"]
    found = rights(shared, shared / "bot.sqlite3", shared / "notes.txt")
    assert found == ["0o755", "0o600", "0o644"]
