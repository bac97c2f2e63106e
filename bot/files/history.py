"""Making the workbook of a history: reading and writing run in a worker thread."""

import asyncio
from pathlib import Path

from bot.files.send import FileContext, MadeFile, OnProgress
from domain.history.history import all_entries
from domain.history.sheet import history_sheet
from domain.history.subjects import Subject, subject_of
from domain.progress import counted
from domain.spreadsheets.xlsx import write_workbook
from handlers.history import texts as history_texts
from handlers.responses import SendHistory


async def make_history_for(
    around: FileContext, answer: SendHistory, folder: Path, on_progress: OnProgress
) -> MadeFile:
    """All that is on record of the subject that the answer names."""
    async with around.database.transaction() as session:
        subject = await subject_of(session, answer.subject, answer.id)
    if subject is None:
        raise LookupError("the person's data were erased since the history was asked for")
    path = around.path(folder, "history", "xlsx")
    await asyncio.to_thread(_write, around, path, subject, on_progress)
    return MadeFile(path, history_texts.file_caption(subject, around.now, around.zone))


def _write(around: FileContext, path: Path, subject: Subject, on_progress: OnProgress) -> None:
    engine = around.database.reading_engine()
    try:
        with engine.connect() as connection:
            entries = counted(all_entries(connection, subject), on_progress)
            sheet = history_sheet(entries, around.zone)
            title = f"История: {subject.name}"
            write_workbook(path, [sheet], title=title, zone=around.zone, made_at=around.now)
    finally:
        engine.dispose()
