"""What the process for files is told to do in tests. It imports this, so little stands here."""

import os
import signal
import sqlite3
import sys
import time
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, text
from sqlalchemy.exc import OperationalError

from bot.files import making
from bot.files.worker import OnProgress


def endless(_: str, __: OnProgress, *, begun: Path, path: Path, **___: Any) -> None:
    """Notes in `begun` which process it is and what it writes, and goes on for ever."""
    path.write_text("half")
    noted = begun.with_suffix(".new")  # whoever sees the file finds all of it in there
    noted.write_text(f"{os.getpid()} {path}")
    noted.rename(begun)
    while True:
        time.sleep(0.01)


def busy(*_: Any) -> None:
    """Never has enough of the processor."""
    while True:
        pass


def idle(*_: Any, seconds: float) -> None:
    time.sleep(seconds)


def held_up(database_url: str, on_progress: OnProgress, *, until: Path, **options: Any) -> object:
    """An export that waits for a file to be there."""
    while not until.exists():
        time.sleep(0.01)
    return making.export(database_url, on_progress, **options)


def killed(*_: Any, **__: Any) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def aborted(*_: Any) -> None:
    os.abort()


def greedy(*_: Any) -> None:
    """Never has enough memory."""
    kept = []
    while True:
        kept.append(b"x" * 10_000_000)


def rows_in(_: str, __: OnProgress, *, path: Path) -> int:
    from domain.tables.reading import read_tables

    return sum(len(table.rows) for table in read_tables(path, path.name))


def used_memory(*_: Any) -> int:
    """At most so far, in bytes. What `resource` tells counts the bot's before the fork, too."""
    status = Path("/proc/self/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0]) * 1024


def process_id(*_: Any) -> int:
    return os.getpid()


def niceness(*_: Any) -> int:
    return os.nice(0)


def talking(_: str, on_progress: OnProgress) -> str:
    for rows in (500, 1_000):
        on_progress(rows)
        sys.stdout.write("a library prints\n")
        sys.stdout.flush()
    return "made"


def locked_out(*_: Any) -> None:
    error = sqlite3.OperationalError("database is locked")
    error.sqlite_errorname = "SQLITE_BUSY"
    raise OperationalError("SELECT", {}, error)


def wrong_statement(*_: Any, secret: str) -> None:
    with create_engine("sqlite://", hide_parameters=True).connect() as connection:
        connection.execute(text("SELECT :secret FROM nowhere"), {"secret": secret})


class WithoutCopies(Exception):
    def __reduce__(self) -> Any:
        raise TypeError("cannot be pickled")


def odd(*_: Any) -> None:
    raise WithoutCopies


def imported(*_: Any) -> set[str]:
    return set(sys.modules)
