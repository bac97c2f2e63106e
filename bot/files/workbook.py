"""Making the merged table's files: reading and writing run in a worker thread."""

import asyncio
from collections.abc import Callable
from datetime import datetime, tzinfo
from functools import partial
from pathlib import Path

from bot.database import Database
from bot.files.send import FileContext, MadeFile, OnProgress
from domain.export.export import Export, make_export
from domain.export.filters import Cut
from domain.export.log import record_export
from handlers.export import texts as export_texts
from handlers.export.filter_buttons import below
from handlers.responses import SendWorkbook
from models import Person


async def make_workbook(
    database: Database,
    path: Path,
    cut: Cut,
    *,
    person_id: int | None = None,
    zone: tzinfo,
    now: datetime,
    on_progress: Callable[[int], None] | None = None,
) -> Export:
    """Write the cut to `path`, for a person or for the command line. `on_progress` hears the
    number of rows written, in the worker's thread."""

    def make() -> Export:
        engine = database.reading_engine()
        try:
            # One transaction: all sheets tell of the same instant.
            with engine.connect() as connection:
                return make_export(
                    connection,
                    path,
                    cut,
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
    """What the answer asks for, with its caption and the buttons for other cuts."""
    cut = answer.cut
    name = "-".join(part for part in ("quality-week", str(cut.year or ""), cut.slug) if part)
    path = around.path(folder, name, cut.format)
    export = await make_workbook(
        around.database,
        path,
        cut,
        person_id=answer.chat_id,
        zone=around.zone,
        now=around.now,
        on_progress=on_progress,
    )
    return MadeFile(
        path,
        export_texts.caption(export, around.zone),
        below(export.cut),
        sent=partial(put_on_record, around.database, export, person_id=answer.chat_id),
    )


async def put_on_record(database: Database, export: Export, *, person_id: int | None) -> None:
    """That it was made, and is now where it was wanted."""
    async with database.transaction() as session:
        by = None if person_id is None else await session.get_one(Person, person_id)
        record_export(
            session,
            export.cut,
            campaign_id=export.campaign_id,
            events=export.figures.events,
            mark=export.mark,
            by=by,
        )
