"""Puts a copy in the place of the database, and a SQLite database into PostgreSQL."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import URL, Connection, make_url

from bot import schema
from bot.connections import is_sqlite, writing
from bot.copies.contents import Contents, contents_of
from bot.copies.copy import beside, check, existing, into_one_file, put_in_place, write_copy
from bot.copies.rows import (
    OnRows,
    clear,
    compare_rows,
    copy_rows,
    go_on_after,
    highest_ids,
    is_empty,
)
from bot.errors import CannotRunError
from bot.replicas.one_process import only_process
from bot.replicas.presence import is_anybody_there

# Ids that were given after the copy was made stand in the buttons of people's chats.
SKIPPED = 100_000


@dataclass(frozen=True, slots=True)
class Restored:
    """What there is now, and where the replaced database was put, if there was any."""

    contents: Contents
    replaced: Path | None


def restore(database_url: str, file: Path, now: datetime, on_rows: OnRows) -> Restored:
    """Replaces the database by the copy in `file`, which stays as it is. Raises CannotRunError
    before anything is touched; killed at any instant it leaves the old database or the new one."""
    url = make_url(database_url)
    aside = f"replaced-{now:%Y-%m-%d_%H-%M-%S}.sqlite3"
    if not is_sqlite(url):
        return _restore_postgresql(url, file, file.parent / aside, on_rows)
    database = Path(str(url.database))
    with only_process(database_url), _made_ready(file, database) as ready:
        with writing(_address(ready)) as connection:
            _skip(connection)
            contents = contents_of(connection)
        into_one_file(ready)
        replaced = _put_aside(database, database.with_name(aside))
        put_in_place(ready, database)
    return Restored(contents, replaced)


def move(database_url: str, to_url: str, on_rows: OnRows) -> int:
    """All of a SQLite database into an empty PostgreSQL, in one transaction; gives the number of
    rows. Raises CannotRunError."""
    source, target = make_url(database_url), make_url(to_url)
    if not is_sqlite(source) or is_sqlite(target):
        raise CannotRunError(
            "A move goes from SQLite (DATABASE_URL) to PostgreSQL (TO_URL): give the address of the"
            " new one, postgresql+psycopg://user:password@host/database."
        )
    copied = existing(source).with_suffix(".copy")
    with only_process(database_url), beside(copied) as copy, writing(target) as connection:
        _refuse_unknown(connection)
        if not is_empty(connection):
            raise CannotRunError(
                "There is something in that database already: move to an empty one."
            )
        write_copy(database_url, on_rows, path=copy)
        _migrate(copy)
        return _load(copy, connection, on_rows)


@contextmanager
def _made_ready(file: Path, database: Path) -> Iterator[Path]:
    """A checked copy of the file beside the database, at the newest revision."""
    if not file.is_file():
        raise CannotRunError(f"There is no file {file}.")
    if database.exists() and file.samefile(database):
        raise CannotRunError(f"{file} is the database itself: give one of its copies.")
    with beside(database) as ready:
        try:
            shutil.copyfile(file, ready)
            if (journal := Path(f"{file}-wal")).exists():  # it is a part of the database
                shutil.copyfile(journal, f"{ready}-wal")
        except OSError as error:
            raise CannotRunError(f"{file} cannot be copied: {error.strerror}.") from error
        check(ready, called=file)
        _migrate(ready)
        yield ready


def _migrate(path: Path) -> None:
    with writing(_address(path)) as connection:
        schema.migrate(connection, "head")


def _put_aside(database: Path, aside: Path) -> Path | None:
    """A copy of the present database, which stays whole in its place; None if there is none. A
    damaged one is kept, too: as it is, with its journal."""
    try:
        into_one_file(database, patience=1.0)
    except sqlite3.DatabaseError as error:
        if error.sqlite_errorname.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
            raise CannotRunError(f"{database} is in use: stop the bot first.") from error
        # SQLite would take the old one's journal for the new one's.
        for ending in ("-wal", "-shm"):
            with suppress(FileNotFoundError):
                Path(f"{database}{ending}").rename(f"{aside}{ending}")
    if not database.exists():
        return None
    with beside(aside) as unfinished:
        try:
            shutil.copyfile(database, unfinished)
            put_in_place(unfinished, aside)
        except OSError as error:
            raise CannotRunError(f"{database} cannot be put aside: {error.strerror}.") from error
    return aside


def _restore_postgresql(url: URL, file: Path, aside: Path, on_rows: OnRows) -> Restored:
    with _made_ready(file, aside) as ready:
        with writing(url) as connection:
            _refuse_unknown(connection)
            _refuse_running(connection)
            was_empty = is_empty(connection)
            schema.migrate(connection, "head")
        if not was_empty:
            write_copy(url.render_as_string(hide_password=False), on_rows, path=aside)
        with writing(url) as connection:
            _load(ready, connection, on_rows)
            _skip(connection)
            contents = contents_of(connection)
    return Restored(contents, None if was_empty else aside)


def _load(ready: Path, target: Connection, on_rows: OnRows) -> int:
    """In the place of all rows there, if there are any."""
    schema.migrate(target, "head")  # whoever starts the bot now waits there until this is done
    _refuse_running(target)
    clear(target)
    with writing(_address(ready)) as source:
        rows = copy_rows(source, target, on_rows)
        go_on_after(target, highest_ids(source))
        compare_rows(source, target)
    return rows


def _refuse_unknown(connection: Connection) -> None:
    """Of a newer version, or another program's."""
    state = schema.state_of(connection)
    if state is schema.Schema.FOREIGN:
        raise CannotRunError(
            "There are tables of something else in that database: take an empty one."
        )
    if state is schema.Schema.NEWER:
        raise CannotRunError("The database is of a newer version of the bot: take that one.")


def _refuse_running(connection: Connection) -> None:
    if is_anybody_there(connection):
        raise CannotRunError("The bot runs on that database: stop all of its processes first.")


def _skip(connection: Connection) -> None:
    ids = highest_ids(connection)
    go_on_after(connection, {name: highest + SKIPPED for name, highest in ids.items()})


def _address(path: Path) -> URL:
    return URL.create("sqlite", database=str(path))
