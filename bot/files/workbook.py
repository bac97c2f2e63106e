"""Making the merged table's files: reading and writing run in a worker thread."""

import asyncio
from collections.abc import Callable
from datetime import datetime, tzinfo
from functools import partial
from pathlib import Path

from bot.database import Database
from bot.files.send import FileContext, MadeFile, OnProgress
from domain.export.export import Export, make_export
from domain.export.filters import ExportFilter
from domain.export.log import record_export
from handlers.export import texts as export_texts
from handlers.export.filter_buttons import below
from handlers.responses import SendWorkbook
from models import Person


async def make_workbook(
    database: Database,
    path: Path,
    export_filter: ExportFilter,
    *,
    person_id: int | None = None,
    zone: tzinfo,
    now: datetime,
    on_progress: Callable[[int], None] | None = None,
) -> Export:
    """Write what the filter leaves to `path`, for a person or for the command line. `on_progress`
    is called in the worker's thread with the number of rows written."""

    def make() -> Export:
        engine = database.reading_engine()
        try:
            # One transaction: all sheets tell of the same instant.
            with engine.connect() as connection:
                return make_export(
                    connection,
                    path,
                    export_filter,
                    person_id=person_id,
                    zone=zone,
                    now=now,
                    on_progress=on_progress,
                )
        finally:
            engine.dispose()

    return await asyncio.to_thread(make)


async def make_workbook_for(
    around: FileContext, answer: SendWorkbook, folder: Path, on_progress: OnProgress
) -> MadeFile:
    """What the answer asks for, with its caption and the buttons for other filters."""
    export_filter = answer.export_filter
    name = "-".join(
        part for part in ("quality-week", str(export_filter.year or ""), export_filter.slug) if part
    )
    path = around.path(folder, name, export_filter.format)
    export = await make_workbook(
        around.database,
        path,
        export_filter,
        person_id=answer.chat_id,
        zone=around.zone,
        now=around.now,
        on_progress=on_progress,
    )
    return MadeFile(
        path,
        export_texts.caption(export, around.zone),
        below(export.export_filter),
        sent=partial(put_on_record, around.database, export, person_id=answer.chat_id),
    )


async def put_on_record(database: Database, export: Export, *, person_id: int | None) -> None:
    """That it was made, and is now where it was wanted. Of somebody who has been erased
    meanwhile there is nothing to be put on record."""
    async with database.transaction() as session:
        by = None if person_id is None else await session.get(Person, person_id)
        if by is None and person_id is not None:
            return
        record_export(
            session,
            export.export_filter,
            campaign_id=export.campaign_id,
            events=export.totals.events,
            position=export.position,
            by=by,
        )
