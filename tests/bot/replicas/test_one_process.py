"""SQLite is for one process of the bot; a second one is told so, and what only reads is not."""

from pathlib import Path

import pytest

from bot.app import assemble
from bot.errors import CannotRunError
from bot.replicas.one_process import only_process
from tests.process import Command
from tests.world import World, settings_for

ON_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@ON_SQLITE
async def test_a_second_bot_on_one_file_is_refused_and_the_first_goes_on(world: World) -> None:
    settings = settings_for(world.telegram.url, world.database_url)
    with pytest.raises(CannotRunError, match=r"Another process of the bot uses .*stop it first"):
        async with assemble(settings, now=world.clock):
            pass
    anna = await world.coordinator("Белгородская область")
    await anna.says("/help")
    assert "/new" in anna.screen


@ON_SQLITE
async def test_whoever_comes_after_a_bot_that_has_ended_gets_the_file(world: World) -> None:
    with pytest.raises(CannotRunError), only_process(world.database_url):
        pass
    await world.stop_bot()
    with only_process(world.database_url):
        pass
    await world.start_bot()


def test_the_lock_is_readable_by_its_owner_only(tmp_path: Path) -> None:
    with only_process(f"sqlite+aiosqlite:///{tmp_path}/data/bot.sqlite3"):
        (lock,) = (tmp_path / "data").iterdir()
        assert lock.stat().st_mode & 0o777 == 0o600


def test_a_database_in_memory_and_one_on_a_server_have_no_lock(tmp_path: Path) -> None:
    for url in ("sqlite+aiosqlite://", "sqlite+aiosqlite:///:memory:", "postgresql+psycopg:///x"):
        with only_process(url), only_process(url):
            assert not list(tmp_path.iterdir())


@pytest.mark.processes
@ON_SQLITE
async def test_the_operator_is_told_in_a_sentence_and_commands_work_beside_the_bot(
    world: World, tmp_path: Path
) -> None:
    folder = tmp_path / "second"
    folder.mkdir()
    second = Command(world.telegram.url, world.database_url, folder)
    done = await second.run()
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("Another process of the bot uses ")
    assert len(done.err.splitlines()) == 1
    assert (await second.run("export", "table.xlsx")).code == 0
    done = await second.run("check")
    assert "database: can be opened" in done.out


@pytest.mark.processes
async def test_a_folder_that_takes_no_file_is_named_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "data").touch()  # no folder at all: root may write into any that is
    url = f"sqlite+aiosqlite:///{tmp_path}/data/bot.sqlite3"
    done = await Command("http://127.0.0.1:9", url, tmp_path).run()
    assert done.code == 2
    assert done.err.startswith("The system refuses: ")
    assert f"{tmp_path}/data" in done.err
    assert len(done.err.splitlines()) == 1
