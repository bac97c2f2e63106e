"""The folder for files: the process's own, and gone with it."""

import os
import tempfile
from pathlib import Path

import pytest

from bot.files.scratch import PREFIX, scratch_folder


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def test_it_is_for_its_owner_only_and_goes_at_the_end(temporary: Path) -> None:
    with scratch_folder() as folder:
        (folder / "workbook").write_text("Белгород")
        assert folder.parent == temporary
        assert folder.stat().st_mode & 0o777 == 0o700
    assert list(temporary.iterdir()) == []


def test_what_a_killed_process_has_left_is_removed_and_what_is_anothers_is_not(
    temporary: Path,
) -> None:
    left = temporary / f"{PREFIX}killed"
    (left / "tmp").mkdir(parents=True)
    (left / "tmp" / "workbook").write_text("Белгород")
    others = temporary / "something-else"
    others.mkdir()
    (temporary / f"{PREFIX}link").symlink_to(others)
    with scratch_folder() as folder:
        assert not left.exists()
        assert others.exists()
        with scratch_folder() as beside:
            assert folder.exists()
            assert beside != folder
        assert folder.exists()


def test_somebody_elses_folder_is_left_alone(
    temporary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    left = temporary / f"{PREFIX}killed"
    left.mkdir()
    somebody = os.getuid() + 1
    monkeypatch.setattr(os, "getuid", lambda: somebody)
    with scratch_folder():
        assert left.exists()
