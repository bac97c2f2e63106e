"""What is out of reach, told as a whole: while it is, everything that needs it fails again and
again, and a line for each would hide the others."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Literal

import structlog
from structlog.stdlib import BoundLogger

from bot.errors import Failure, failure_of, in_a_line

SETTLED = 5.0  # seconds of failures only, before Telegram is called out: one call may fail
REPEAT = 600.0  # seconds before it is said again

Part = Literal["telegram", "database.writing", "database.reading"]

log: BoundLogger = structlog.get_logger()


class Outages:
    """Told of what fails and what works. Says `telegram.out` or `database.out` once, seldom again,
    and `….back` when it is over. `when_over` is called with the part, and how many seconds it was
    out."""

    def __init__(self) -> None:
        # By the event loop's clock: when the first failure came, or the work began that it ended.
        self._since: dict[Part, float] = {}
        self._said: dict[Part, float] = {}
        self.when_over: Callable[[Part, float], None] = lambda _part, _seconds: None

    def failed(self, part: Part, error: BaseException, began: float | None = None) -> None:
        now = asyncio.get_running_loop().time()
        seconds = now - self._since.setdefault(part, now if began is None else began)
        said = self._said.get(part)
        is_settled = part != "telegram" or seconds >= SETTLED
        if is_settled and (said is None or now - said >= REPEAT):
            self._said[part] = now
            what, _, doing = part.partition(".")
            how = {"doing": doing} if doing else {}
            log.error(f"{what}.out", why=in_a_line(error), seconds=round(seconds), **how)

    def worked(self, part: Part) -> None:
        since = self._since.pop(part, None)
        if since is None:
            return
        seconds = asyncio.get_running_loop().time() - since
        what, _, doing = part.partition(".")
        if self._said.get(part, -1.0) >= since:
            how = {"doing": doing} if doing else {}
            log.warning(f"{what}.back", seconds=round(seconds), **how)
        self.when_over(part, seconds)

    @contextmanager
    def watching(self, part: Literal["database.writing", "database.reading"]) -> Iterator[None]:
        """Around work with the database. It may have waited long before it fails: a writer of
        SQLite half a minute for a lock."""
        began = asyncio.get_running_loop().time()
        try:
            yield
        except Exception as error:
            if failure_of(error) is Failure.OUTAGE:
                self.failed(part, error, began)
            raise
        self.worked(part)


def log_failure(log: BoundLogger, event: str, error: BaseException, **about: object) -> None:
    """Of something that is tried again, or that others go on without: a bug with its traceback. An
    outage is told as a whole; which work it has stopped shows at DEBUG."""
    if failure_of(error) is Failure.BUG:
        log.error(event, exc_info=error, **about)
    else:
        log.debug(event, why=in_a_line(error), **about)
