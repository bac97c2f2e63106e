"""Making the workbook of a history: reading and writing run in a worker thread."""

import asyncio
from collections.abc import Callable
from datetime import datetime, tzinfo
from pathlib import Path

from bot.database import Database
from reports.history import all_entries
from reports.history_sheet import history_sheet
from reports.history_subjects import Subject
from reports.workbook import write_sheets


async def make_history(
    database: Database,
    path: Path,
    *,
    subject: Subject,
    zone: tzinfo,
    now: datetime,
    on_progress: Callable[[int], None] | None = None,
) -> None:
    """Write all that is on record of the subject to `path`. `on_progress` hears the number of
    rows written, in the worker's thread."""
    await asyncio.to_thread(_make, database, path, subject, zone, now, on_progress)


def _make(
    database: Database,
    path: Path,
    subject: Subject,
    zone: tzinfo,
    now: datetime,
    on_progress: Callable[[int], None] | None,
) -> None:
    engine = database.reading_engine()
    try:
        with engine.connect() as connection:
            sheet = history_sheet(all_entries(connection, subject), zone)
            title = f"История: {subject.name}"
            write_sheets(
                path, [sheet], title=title, zone=zone, made_at=now, on_progress=on_progress
            )
    finally:
        engine.dispose()
