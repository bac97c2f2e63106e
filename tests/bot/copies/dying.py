"""Processes that kill themselves while they restore. Apart from the tests, whose imports would cost
each process seconds."""

import multiprocessing
import os
import signal
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bot.copies.restore import restore

TOUCHES = ("open", "os.rename", "os.remove", "os.truncate", "sqlite3.connect")


def exit_code(target: Callable[..., None], *arguments: Any) -> int | None:
    """Of a process of its own."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["bot.cli"])
    process = context.Process(target=target, args=arguments, daemon=True)
    process.start()
    process.join()
    return process.exitcode


def restore_until(touch: int, database_url: str, copy: Path) -> None:
    """kill -9 at the so manieth touch of a file."""
    touched = 0

    def count(event: str, _: object) -> None:
        nonlocal touched
        if event in TOUCHES:
            touched += 1
            if touched == touch:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(count)
    restore(database_url, copy, datetime.now(UTC), lambda _: None)


def restore_until_rows_go_in(database_url: str, copy: Path) -> None:
    def die(_: int) -> None:
        os.kill(os.getpid(), signal.SIGKILL)

    restore(database_url, copy, datetime.now(UTC), die)
