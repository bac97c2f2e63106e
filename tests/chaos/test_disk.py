"""A disk without room for the database."""

import asyncio
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from tests.chaos.balance import balance_of
from tests.chaos.stage import Stage

pytestmark = pytest.mark.processes

SIZE = "8m"
NO_DISK = "only root can mount a small disk"
COORDINATORS = 6
SECONDS = 4.0


@pytest.fixture
def database_url(sqlite_template: Path, tmp_path: Path) -> Iterator[str]:
    """On a small file system of its own."""
    folder = tmp_path / "disk"
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", str(folder)]
    if subprocess.run(command, capture_output=True, check=False).returncode:  # noqa: S603 - ours
        # Where everything is checked, a test that quietly skips proves nothing.
        if os.environ.get("CI"):
            pytest.fail(NO_DISK)
        pytest.skip(NO_DISK)
    try:
        yield f"sqlite+aiosqlite:///{shutil.copy(sqlite_template, folder / 'bot.sqlite3')}"
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True)  # noqa: S603, S607 - the same


@contextmanager
def full(folder: Path) -> Iterator[None]:
    """Within, the file system of the folder has no room left."""
    filler = folder / "filler"
    with filler.open("wb", buffering=0) as file, suppress(OSError):
        while file.write(bytes(4096)):
            pass
    try:
        yield
    finally:
        filler.unlink()


async def test_a_full_disk_loses_nothing_and_is_got_over(stage: Stage, tmp_path: Path) -> None:
    replica = await stage.add_replica()
    await stage.add_people(COORDINATORS)
    await stage.all_start()
    async with stage.at_work():
        with full(tmp_path / "disk"):
            await replica.says("disk is full")
            await asyncio.sleep(SECONDS)
    await stage.settled()
    balance = await balance_of(stage)
    assert not balance.wrong, balance
