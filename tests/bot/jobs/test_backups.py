"""The nightly copy: made once a day, the oldest removed, and the admins told when it fails."""

import asyncio
import shutil
import sqlite3
import threading
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.jobs.backups import Plan, plan_of
from tests.world import MOSCOW, Someone, World, plain, settings_for

NIGHT = datetime(2026, 11, 20, 4, 0, tzinfo=MOSCOW)
FAILED = "Резервная копия не сделана"


@pytest.fixture
def folder(world: World, tmp_path: Path) -> Path:
    """Chosen by the operator; two copies are kept."""
    folder = tmp_path / "copies"
    folder.mkdir()
    settings = settings_for("http://127.0.0.1", world.database_url)
    settings.backup_folder, settings.backup_keep = folder, 2
    world.app.backups.plan = plan_of(settings)
    return folder


async def look(world: World, at: datetime) -> None:
    world.clock.at = at
    await world.app.backups.make_due()
    await world.app.alerts.idle()


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def times_told(admin: Someone) -> int:
    said = [plain(each.text) for each in admin.phone.messages if each.from_bot]
    return sum(FAILED in text for text in said)


async def test_a_copy_is_made_once_a_night_with_what_was_saved_until_then(
    world: World, folder: Path
) -> None:
    anna = await world.coordinator("Белгородская область")
    await world.event(anna)
    await look(world, NIGHT - timedelta(minutes=1))
    assert names(folder) == []
    await look(world, NIGHT)
    await look(world, NIGHT + timedelta(hours=5))
    assert names(folder) == ["quality-week-2026-11-20_04-00.sqlite3"]
    with closing(sqlite3.connect(folder / names(folder)[0])) as copy:
        assert copy.execute("SELECT count(*) FROM events").fetchone() == (1,)


async def test_a_bot_that_did_not_run_at_night_makes_the_copy_when_it_does(
    world: World, folder: Path
) -> None:
    await look(world, NIGHT + timedelta(hours=11))
    assert names(folder) == ["quality-week-2026-11-20_15-00.sqlite3"]


async def test_the_oldest_copies_go_and_nothing_else_in_the_folder_does(
    world: World, folder: Path
) -> None:
    others = ["before-upgrade.sqlite3", "quality-week-2025.sqlite3", "notes.txt"]
    for name in others:
        (folder / name).write_bytes(b"ours")
    for day in range(4):
        await look(world, NIGHT + timedelta(days=day))
    kept = [f"quality-week-2026-11-{day}_04-00.sqlite3" for day in (22, 23)]
    assert names(folder) == sorted([*others, *kept])


async def test_copies_of_a_clock_that_ran_ahead_do_not_push_out_the_new_one(
    world: World, folder: Path
) -> None:
    for day in (1, 2):
        (folder / f"quality-week-2099-01-0{day}_04-00.sqlite3").write_bytes(b"")
    await look(world, NIGHT)
    assert names(folder) == [
        "quality-week-2026-11-20_04-00.sqlite3",
        "quality-week-2099-01-02_04-00.sqlite3",
    ]


async def test_a_copy_that_fails_is_told_to_the_admins_and_tried_again_every_hour(
    world: World, folder: Path
) -> None:
    olga = await world.admin()
    await look(world, NIGHT)
    shutil.move(folder, folder.with_name("unmounted"))
    tomorrow = NIGHT + timedelta(days=1)
    for minutes in range(0, 60, 10):
        await look(world, tomorrow + timedelta(minutes=minutes))
    assert times_told(olga) == 1
    assert f"there is no folder {folder}" in plain(olga.phone.last.text)
    shutil.move(folder.with_name("unmounted"), folder)
    await look(world, tomorrow + timedelta(hours=1))
    assert times_told(olga) == 1
    assert names(folder) == [
        f"quality-week-2026-11-{day}.sqlite3" for day in ("20_04-00", "21_05-00")
    ]


async def test_a_copy_that_failed_by_a_clock_that_ran_ahead_is_made_by_the_right_one(
    world: World, folder: Path
) -> None:
    shutil.move(folder, folder.with_name("unmounted"))
    await look(world, NIGHT + timedelta(days=3))
    shutil.move(folder.with_name("unmounted"), folder)
    await look(world, NIGHT)
    assert names(folder) == ["quality-week-2026-11-20_04-00.sqlite3"]


async def test_a_folder_that_hangs_keeps_nobody_waiting(
    world: World, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    olga, hanging = await world.admin(), threading.Event()
    monkeypatch.setattr("bot.jobs.backups._has_one_of", lambda *_: hanging.wait(10))
    looking = asyncio.create_task(look(world, NIGHT))
    await olga.says("/help")
    assert "/export" in olga.screen
    assert not looking.done()
    hanging.set()
    await looking
    assert names(folder) == []


def test_without_a_folder_sqlite_has_its_copies_beside_it_and_postgresql_none(
    tmp_path: Path,
) -> None:
    settings = settings_for("http://127.0.0.1", f"sqlite+aiosqlite:///{tmp_path}/bot.sqlite3")
    plan = plan_of(settings)
    assert isinstance(plan, Plan)
    assert (plan.folder, plan.chosen, plan.keep) == (tmp_path / "backups", False, 14)
    settings.backup_keep = 0
    assert plan_of(settings) is None
    settings.backup_keep, url = 5, "postgresql+psycopg://u@h/b"
    settings.database_url = SecretStr(url)
    assert plan_of(settings) is None
    settings.backup_folder = tmp_path
    plan = plan_of(settings)
    assert plan is not None
    assert plan.chosen
