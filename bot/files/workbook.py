"""Makes the merged table's files, and puts each export on record."""

from functools import partial
from pathlib import Path

from bot.database import Database
from bot.files import making
from bot.files.send import FileContext, MadeFile
from bot.files.worker import OnProgress
from domain.export.log import record_export
from domain.export.result import Export
from handlers.export import texts as export_texts
from handlers.export.filter_buttons import below
from handlers.responses import SendWorkbook
from models import Person


async def make_workbook_for(
    context: FileContext, answer: SendWorkbook, folder: Path, on_progress: OnProgress
) -> MadeFile:
    """What the answer asks for, with its caption and the buttons for other filters."""
    export_filter = answer.export_filter
    name = "-".join(
        part for part in ("quality-week", str(export_filter.year or ""), export_filter.slug) if part
    )
    path = context.path(folder, name, export_filter.format)
    write = partial(
        making.export,
        path=path,
        export_filter=export_filter,
        person_id=answer.chat_id,
        zone=context.zone,
        now=context.now,
    )
    export = await context.long_process.run(write, on_progress)
    return MadeFile(
        path,
        export_texts.caption(export, context.zone),
        below(export, context.zone),
        sent=partial(put_on_record, context.database, export, person_id=answer.chat_id),
    )


async def put_on_record(database: Database, export: Export, *, person_id: int | None) -> None:
    """That the file was made and has arrived. Nothing of a person who has been erased meanwhile;
    `person_id` is None for the command line."""
    async with database.transaction() as session:
        by = None if person_id is None else await session.get(Person, person_id)
        if by is not None or person_id is None:
            record_export(
                session,
                export.export_filter,
                campaign_id=export.campaign_id,
                events=export.rows,
                position=export.position,
                by=by,
            )
