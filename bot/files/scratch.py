"""The folder in which this process makes and reads files."""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

PREFIX = "quality-week-bot-"


@contextmanager
def scratch_folder() -> Iterator[Path]:
    """Of this process alone, for its owner's eyes only, and gone at the end. What killed processes
    have left in theirs is removed first: it holds names and reports. Whose process lives is told by
    a lock on the folder, which nobody has to remember to take away."""
    _remove_leftovers(Path(tempfile.gettempdir()))
    while True:
        folder = Path(tempfile.mkdtemp(prefix=PREFIX))
        # Until it is locked, a process that starts just now may take it for a leftover.
        with suppress(FileNotFoundError):
            number = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
            fcntl.flock(number, fcntl.LOCK_EX)
            if folder.is_dir():
                break
            os.close(number)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        os.close(number)


def _remove_leftovers(where: Path) -> None:
    for folder in where.glob(f"{PREFIX}*"):
        # Not ours, or gone in between; a link leads nowhere.
        with suppress(OSError):
            number = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
            try:
                if os.fstat(number).st_uid == os.getuid():
                    fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)  # BlockingIOError: it lives
                    shutil.rmtree(folder, ignore_errors=True)
            finally:
                os.close(number)
