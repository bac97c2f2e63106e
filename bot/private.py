"""The database's files: for their owner only, whatever the system's habits are."""

import os
from contextlib import suppress
from pathlib import Path

import structlog

log = structlog.get_logger()

OTHERS = 0o077


def make_folder(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)


def make_private(database: Path) -> None:
    """The file, which is made if there is none, and its journals: SQLite gives them the rights of
    the file. The folder too, unless there is something else in it, which may be for others."""
    make_folder(database.parent)
    database.touch(mode=0o600)
    for path in database.parent.glob(f"{database.name}*"):
        _tighten(path, 0o600)
    ours = (database.name, "backups", "replaced-")
    if all(path.name.startswith(ours) for path in database.parent.iterdir()):
        _tighten(database.parent, 0o700)


def _tighten(path: Path, mode: int) -> None:
    with suppress(FileNotFoundError):  # a journal, which another process has done with
        found = path.stat()
        if found.st_uid == os.geteuid() and found.st_mode & OTHERS:
            path.chmod(mode)
            log.info("database.made_private", path=str(path))
