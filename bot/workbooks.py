"""Making the merged workbook: reading and writing run in a worker thread."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, tzinfo
from pathlib import Path

from bot.database import Database
from reports.merging import Figures, campaign_to_export, event_rows, figures, region_rows
from reports.workbook import write_workbook


@dataclass(frozen=True, slots=True)
class MadeWorkbook:
    path: Path
    figures: Figures


async def make_workbook(
    database: Database,
    path: Path,
    *,
    region_code: str | None,
    zone: tzinfo,
    now: datetime,
    on_progress: Callable[[int], None] | None = None,
) -> MadeWorkbook:
    """Write the workbook of the newest campaign to `path`. `on_progress` hears the number of
    rows written, in the worker's thread."""
    return await asyncio.to_thread(_make, database, path, region_code, zone, now, on_progress)


def _make(
    database: Database,
    path: Path,
    region_code: str | None,
    zone: tzinfo,
    now: datetime,
    on_progress: Callable[[int], None] | None,
) -> MadeWorkbook:
    engine = database.reading_engine()
    try:
        # One transaction: all sheets tell of the same instant.
        with engine.connect() as connection:
            campaign_id, title = campaign_to_export(connection)
            regions = region_rows(connection, campaign_id, region_code)
            write_workbook(
                path,
                title=title,
                events=event_rows(connection, campaign_id, region_code),
                regions=regions,
                zone=zone,
                made_at=now,
                on_progress=on_progress,
            )
    finally:
        engine.dispose()
    return MadeWorkbook(path, figures(regions))
