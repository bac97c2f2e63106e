"""A copy of the database, in one file: an ordinary SQLite database, of whichever database it is.

pg_dump would have to be installed, in a version that suits the server; its file could be checked by
restoring it only, and into PostgreSQL only. This one is checked on the spot, and goes into either.
"""

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from time import time

from sqlalchemy import URL, make_url, update
from sqlalchemy.exc import OperationalError

from bot import schema
from bot.connections import is_sqlite, reading, writing
from bot.copies.contents import Contents, contents_of
from bot.copies.rows import OnRows, compare_rows, copy_rows, go_on_after, highest_ids
from bot.errors import CannotRunError
from models import InboxUpdate

BUSY_TIMEOUT = 30.0  # seconds
UNFINISHED = ".quality-week-unfinished-"  # what the names of such files begin with
LEFT_OVER = 24 * 3600.0  # seconds after which nobody is still writing a copy


@dataclass(frozen=True, slots=True)
class Copied:
    path: Path
    size: int  # bytes
    contents: Contents


def write_copy(database_url: str, on_rows: OnRows, *, path: Path) -> Copied:
    """The database as it is at this instant, while the bot may be running. Either the whole copy
    stands there at the end, checked and on the disk, or what was there before. Raises
    CannotRunError."""
    url = make_url(database_url)
    _refuse_a_wrong_place(url, path)
    with beside(path) as unfinished:
        try:
            if is_sqlite(url):
                _copy_sqlite(url, unfinished)
            else:
                _copy_postgresql(url, unfinished, on_rows)
            check(unfinished, called=path)
            with reading(URL.create("sqlite", database=str(unfinished))) as copy:
                contents = contents_of(copy)
            into_one_file(unfinished)  # a connection of the bot's has given it a journal
            put_in_place(unfinished, path)
        except (sqlite3.Error, OperationalError, OSError) as error:
            reason = getattr(error, "orig", error)
            if not isinstance(reason, sqlite3.Error | OSError):
                raise  # of PostgreSQL
            free = shutil.disk_usage(path.parent).free // 2**20
            raise CannotRunError(
                f"{path} cannot be written: {reason}. {free} MB are free there."
            ) from error
        return Copied(path, path.stat().st_size, contents)


def _refuse_a_wrong_place(url: URL, path: Path) -> None:
    if not path.parent.is_dir():
        raise CannotRunError(
            f"{path} cannot be written: there is no folder {path.parent}. Make it first."
        )
    if path.is_dir():
        raise CannotRunError(f"{path} is a folder: give the name of a file.")
    if is_sqlite(url):
        database = existing(url)
        if path.exists() and path.samefile(database):
            raise CannotRunError(f"{path} is the database itself: give another name.")
    if path.exists() and path.stat().st_size and not looks_like_sqlite(path):
        raise CannotRunError(f"{path} is there already, and is no copy: give another name.")


def existing(url: URL) -> Path:
    """The database's file, of SQLite: nobody makes one only to look into it."""
    database = Path(str(url.database))
    if is_sqlite(url) and not database.is_file():
        raise CannotRunError(f"There is no database {database} yet: the first start makes it.")
    return database


def looks_like_sqlite(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(16) == b"SQLite format 3\0"


@contextmanager
def beside(path: Path) -> Iterator[Path]:
    """A new file in the same folder, for its owner only; gone at the end unless it was put in
    place."""
    try:
        for left in path.parent.glob(f"{UNFINISHED}*"):  # by one that was killed
            with suppress(FileNotFoundError):  # another copy is ready just now
                if time() - left.stat().st_mtime > LEFT_OVER:
                    left.unlink()
        number, name = tempfile.mkstemp(dir=path.parent, prefix=UNFINISHED)
    except OSError as error:
        raise CannotRunError(
            f"Nothing can be written into {path.parent}: {error.strerror}."
        ) from error
    os.close(number)
    unfinished = Path(name)
    try:
        yield unfinished
    finally:
        for ending in ("", "-journal", "-wal", "-shm"):
            Path(f"{unfinished}{ending}").unlink(missing_ok=True)


def put_in_place(finished: Path, path: Path) -> None:
    """On the disk first: a power cut leaves the one or the other, whole."""
    sync(finished)
    finished.replace(path)
    sync(path.parent)


def sync(path: Path) -> None:
    """A file or a folder, to the disk."""
    number = os.open(path, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)


def _copy_sqlite(url: URL, target: Path) -> None:
    # Not the backup API, which copies pages: this takes what is still there and no more, so that
    # what was erased is in no copy; and a damaged page ends it.
    database = Path(str(url.database))
    try:
        with closing(_opened(database)) as connection:
            connection.execute("VACUUM INTO ?", (str(target),))
    except sqlite3.DatabaseError as error:
        if error.sqlite_errorname in ("SQLITE_CORRUPT", "SQLITE_NOTADB"):
            raise CannotRunError(
                f"The database {database} is damaged: restore its last copy."
            ) from error
        raise


def _copy_postgresql(url: URL, target: Path, on_rows: OnRows) -> None:
    with reading(url) as source:
        if schema.state_of(source) is not schema.Schema.CURRENT:
            raise CannotRunError(
                "The database is not at this version's revision: copy it with the version that "
                "has been running, or start this one first."
            )
        address = URL.create("sqlite", database=str(target))
        with writing(address) as copy:
            schema.create(copy)
            copy_rows(source, copy, on_rows)
            go_on_after(copy, highest_ids(source))
        with reading(address) as copy:
            compare_rows(source, copy)
        with writing(address) as copy:  # its owners will be gone
            copy.execute(update(InboxUpdate).values(taken_by=None))
    into_one_file(target)


def into_one_file(path: Path, *, patience: float = BUSY_TIMEOUT) -> None:
    """Without a -wal beside it. Raises sqlite3.OperationalError if, after `patience` seconds,
    anybody else still has it open."""
    with closing(_opened(path, patience)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")


def check(path: Path, *, called: Path) -> str:
    """That the file is a whole copy of this bot's data; gives its revision. If it is not,
    CannotRunError."""
    if path.stat().st_size == 0:
        raise CannotRunError(f"{called} is empty.")
    if not looks_like_sqlite(path):
        raise CannotRunError(f"{called} is no copy of the bot's data.")
    try:
        with closing(_opened(path)) as connection:
            (found,) = connection.execute("PRAGMA integrity_check(1)").fetchone()
            if found != "ok":
                raise CannotRunError(f"{called} is damaged: take another copy.")
            known = "SELECT 1 FROM sqlite_master WHERE name = 'alembic_version'"
            if connection.execute(known).fetchone() is None:
                raise CannotRunError(f"{called} is a database, but not this bot's.")
            row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
            broken = connection.execute("PRAGMA foreign_key_check").fetchone()
    except sqlite3.DatabaseError as error:
        raise CannotRunError(f"{called} is damaged ({error}): take another copy.") from error
    if row is None or row[0] not in schema.revisions():
        newest = schema.newest_revision()
        raise CannotRunError(
            f"{called} is of a newer version of the bot (revision {row and row[0]}, this one knows "
            f"{newest} and older): restore it with that version."
        )
    if broken:
        raise CannotRunError(
            f"{called} is damaged: a row of {broken[0]} refers to one that is missing."
        )
    return str(row[0])


def _opened(path: Path, patience: float = BUSY_TIMEOUT) -> sqlite3.Connection:
    """An existing file, which is never made."""
    address = f"{path.absolute().as_uri()}?mode=rw"
    return sqlite3.connect(address, uri=True, timeout=patience, isolation_level=None)
