"""What was measured on, and with which versions."""

import os
import platform
import sqlite3
import subprocess
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

from benchmarks.processes import PEERS_PYTHON, ROOT

_LIBRARIES = ("aiogram", "aiohttp", "uvloop", "sqlalchemy", "aiosqlite", "psycopg", "openpyxl")


def described() -> Iterator[tuple[str, str]]:
    yield "processor", f"{_line('/proc/cpuinfo', 'model name')}, {os.cpu_count()} cores"
    kilobytes = int(_line("/proc/meminfo", "MemTotal").split()[0])
    yield "memory", f"{kilobytes * 1024 / 1e9:.0f} GB"
    yield "system", f"{platform.system()} {platform.release().partition('-')[0]}"
    yield "Python", platform.python_version()
    libraries = ", ".join(f"{name} {version(name)}" for name in _LIBRARIES)
    yield "libraries", libraries
    yield "SQLite", sqlite3.sqlite_version
    yield "python-telegram-bot", _output(str(PEERS_PYTHON), "-c", _PEERS)
    yield "commit", _output("git", "describe", "--always", "--dirty")


_PEERS = "import importlib.metadata as m; print(m.version('python-telegram-bot'))"


def _line(file: str, name: str) -> str:
    lines = Path(file).read_text().splitlines()
    return next((each.partition(":")[2].strip() for each in lines if each.startswith(name)), "?")


def _output(*command: str) -> str:
    # The commands are those above.
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603
    return done.stdout.strip() or "unknown"
