"""Makes the nightly copy of the database, and removes the oldest ones."""

import asyncio
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta, tzinfo
from functools import partial
from pathlib import Path

import structlog
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError

from bot.connections import is_sqlite
from bot.copies.copy import write_copy
from bot.errors import CannotRunError, in_a_line
from bot.files.process import FileProcess
from bot.private import make_folder
from bot.settings import Settings
from handlers.alerts.texts import backup_failed
from models import AlertKind

AFTER_A_FAILURE = timedelta(hours=1)
_NAME = "quality-week-%Y-%m-%d_%H-%M.sqlite3"

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Plan:
    """Where a copy is put each day once it is `at` by the clock of that zone; so many are kept. A
    folder of one's own choosing is not made: a disk that is not mounted must be told of."""

    folder: Path
    chosen: bool
    at: time
    zone: tzinfo
    keep: int


def plan_of(settings: Settings) -> Plan | None:
    """None: no copies are wanted."""
    url = make_url(settings.database_url.get_secret_value())
    folder = settings.backup_folder
    if not settings.backup_keep or (folder is None and not is_sqlite(url)):
        return None
    return Plan(
        folder=folder or Path(str(url.database)).parent / "backups",
        chosen=folder is not None,
        at=settings.backup_time,
        zone=settings.time_zone,
        keep=settings.backup_keep,
    )


@dataclass(slots=True)
class Backups:
    """Each copy is made in a process of its own, and the folder, which may be on a disk that hangs,
    is looked into by threads, so that nobody's answer waits for either."""

    plan: Plan | None
    process: FileProcess
    alert: Callable[[AlertKind, str], None]
    now: Callable[[], datetime]
    _failed_at: datetime | None = field(default=None, init=False)

    async def make_due(self) -> None:
        """Today's, if it is time and there is none yet: also later in the day, if the bot did not
        run at night. Tried again after an hour if it fails; the older copies stay meanwhile."""
        now = self.now()
        if self.plan is None or self._has_just_failed(now):
            return
        local = now.astimezone(self.plan.zone)
        if local.time() < self.plan.at:
            return
        try:
            if not await asyncio.to_thread(_has_one_of, self.plan.folder, local):
                await self._make(self.plan, local)
        except Exception as error:  # whatever it was, somebody has to look at it
            self._failed_at = now
            why = in_a_line(error)
            expected = isinstance(error, CannotRunError | OSError | SQLAlchemyError)
            log.error("backup.failed", why=why, exc_info=not expected)
            self.alert(AlertKind.BACKUP, backup_failed(why))

    def _has_just_failed(self, now: datetime) -> bool:
        """Nothing has by a clock that had run ahead."""
        failed_at = self._failed_at
        return failed_at is not None and failed_at <= now < failed_at + AFTER_A_FAILURE

    async def _make(self, plan: Plan, local: datetime) -> None:
        if not plan.chosen:
            await asyncio.to_thread(make_folder, plan.folder)
        path = plan.folder / local.strftime(_NAME)
        copied = await self.process.run(partial(write_copy, path=path), lambda _: None)
        removed = await asyncio.to_thread(_remove_oldest, plan.folder, path, plan.keep)
        log.info("backup.made", file=path.name, bytes=copied.size, removed=removed)


def _copies(folder: Path) -> list[Path]:
    """Our own, the oldest first; whatever else is there is not ours to touch."""
    name = re.compile(r"quality-week-\d{4}-\d\d-\d\d_\d\d-\d\d\.sqlite3")
    found = folder.iterdir() if folder.is_dir() else ()
    return sorted(path for path in found if name.fullmatch(path.name))


def newest_copy(plan: Plan, now: datetime) -> datetime | None:
    """When it was begun, by its name, which it has since it was whole. None: there is none. What a
    clock that ran ahead has left hides nothing."""
    moments = (
        datetime.strptime(path.name, _NAME).replace(tzinfo=plan.zone)
        for path in _copies(plan.folder)
    )
    return max((moment for moment in moments if moment <= now), default=None)


def _has_one_of(folder: Path, day: datetime) -> bool:
    return any(path.name.startswith(f"quality-week-{day:%Y-%m-%d}_") for path in _copies(folder))


def _remove_oldest(folder: Path, newest: Path, keep: int) -> int:
    """Gives how many. The one just made stays, even if a clock that ran ahead has left others of
    later dates."""
    others = [path for path in _copies(folder) if path != newest]
    removed = others[: len(others) - keep + 1] if len(others) >= keep else []
    for path in removed:
        path.unlink(missing_ok=True)
    return len(removed)
