"""Looks whether the disk with the database on it is nearly full, or the one with the copies."""

import asyncio
import shutil
from pathlib import Path

import structlog

from bot.alerts import Alerts
from bot.database import Database
from bot.jobs.backups import Plan
from handlers.alerts.texts import copies_nearly_full, disk_nearly_full
from models import AlertKind

ENOUGH = 500  # megabytes, of which SQLite's log and a copy take most

log = structlog.get_logger()


async def watch(database: Database, copies: Plan | None, alerts: Alerts) -> None:
    """Once. A server looks after its own disk. Where the database's is nearly full, nothing is
    said of the copies: it may be the same one, and is the worse of the two."""
    places = []
    if not database.is_server:
        places.append((database.place.parent, disk_nearly_full))
    if copies is not None:
        places.append((copies.folder, copies_nearly_full))
    for folder, words in places:
        free = await asyncio.to_thread(_megabytes_free, folder)
        if free is not None and free < ENOUGH:
            log.error("disk.nearly_full", megabytes=free, folder=str(folder))
            alerts.raise_(AlertKind.DISK, words(free))
            return


def _megabytes_free(folder: Path) -> int | None:
    """None: there is no such folder, which is what the next copy is going to say."""
    try:
        return shutil.disk_usage(folder).free // 2**20
    except FileNotFoundError:
        return None
