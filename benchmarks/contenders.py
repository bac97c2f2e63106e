"""The bots that answer side by side: this project's, and what it could be compared with."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from benchmarks import databases
from benchmarks.processes import PEERS_PYTHON, ROOT, module
from benchmarks.season import QUIET_MOMENT
from benchmarks.telegram import scripts
from benchmarks.telegram.crowd import Script

ECHO = "aiogram, echo, nothing stored"
OURS = "this bot, SQLite"
OURS_POSTGRESQL = "this bot, PostgreSQL"
MEMORY = "python-telegram-bot, form in memory"
STORED = "aiogram, form, a transaction per storage call (SQLite)"


@dataclass(frozen=True, slots=True)
class Contender:
    """`command` is given the port and the number of the round. A script has so many `lines` until
    it begins anew. Of this project's own form, `url` gives the address of a round's database."""

    name: str
    script: Script
    lines: int
    command: Callable[[int, int], list[str]]
    url: Callable[[int], str] | None = None


def contenders(folder: Path, postgresql: str) -> list[Contender]:
    """`postgresql` is the address of the server, with {} for a database's name."""

    def on_sqlite(number: int) -> str:
        return databases.sqlite(folder / f"ours-{number}.sqlite3")

    def on_postgresql(number: int) -> str:
        return postgresql.format(f"ours_{number}")

    def stored(port: int, number: int) -> list[str]:
        return module("benchmarks.bots.stored_form", port, f"stored-{number}.sqlite3")

    return [
        Contender(ECHO, scripts.small_talk, 1, _echo),
        _ours(OURS, on_sqlite),
        _ours(OURS_POSTGRESQL, on_postgresql),
        Contender(MEMORY, scripts.plain_form, scripts.PLAIN_FORM, _in_memory),
        Contender(STORED, scripts.plain_form, scripts.PLAIN_FORM, stored),
    ]


def _ours(name: str, url: Callable[[int], str]) -> Contender:
    def command(port: int, number: int) -> list[str]:
        return ours(port, url(number))

    return Contender(name, scripts.own_form, scripts.OWN_FORM, command, url)


def ours(port: int, url: str, *options: object) -> list[str]:
    """The command of this project's bot, on a day on which it reminds nobody."""
    at = QUIET_MOMENT.isoformat()
    return module("benchmarks.bots.ours", port, url, "--at", at, *options)


def _echo(port: int, _: int) -> list[str]:
    return module("benchmarks.bots.echo", port)


def _in_memory(port: int, _: int) -> list[str]:
    return [str(PEERS_PYTHON), str(ROOT / "benchmarks/bots/memory_form.py"), str(port)]
