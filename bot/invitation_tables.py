"""Making the table of invitations for letters, in a worker thread."""

import asyncio
from collections.abc import Mapping
from datetime import datetime, tzinfo
from pathlib import Path

from bot.database import Database
from reports.mailing_list import TITLE, coordinator_names, mailing_sheets
from reports.workbook import write_tables


async def make_invitation_table(
    database: Database,
    path: Path,
    links: Mapping[str, str],
    *,
    until: datetime,
    zone: tzinfo,
    now: datetime,
) -> None:
    """Write the workbook to `path`: a line for each of the `links`, by region's code."""
    await asyncio.to_thread(_make, database, path, links, until, zone, now)


def _make(
    database: Database,
    path: Path,
    links: Mapping[str, str],
    until: datetime,
    zone: tzinfo,
    now: datetime,
) -> None:
    engine = database.reading_engine()
    try:
        with engine.connect() as connection:
            coordinators = coordinator_names(connection)
    finally:
        engine.dispose()
    sheets = mailing_sheets(links, coordinators, until=until, zone=zone)
    write_tables(path, sheets, title=TITLE, zone=zone, made_at=now)
