"""SQLite is for one process of the bot: it holds a lock on a file beside the database, which the
system releases however the process ends. PostgreSQL is for many (`presence.py`)."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy.engine import make_url

from bot.connections import is_sqlite
from bot.errors import CannotRunError
from bot.private import make_folder


@contextmanager
def only_process(database_url: str) -> Iterator[None]:
    """CannotRunError if there is another; OSError, with the path, if the folder takes no
    file. Nothing happens on PostgreSQL and for a database in memory."""
    url = make_url(database_url)
    if not is_sqlite(url) or not url.database or url.database == ":memory:":
        yield
        return
    path = Path(f"{url.database}.lock")
    make_folder(path.parent)
    # The file stays: were it removed, two could hold locks on two files of one name.
    with path.open("a") as file:
        path.chmod(0o600)
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise CannotRunError(
                f"Another process of the bot uses {url.database}: stop it first, or use PostgreSQL,"
                " which is for several."
            ) from None
        yield
