"""Makes the workbook of a history."""

from pathlib import Path

from sqlalchemy import Connection

from bot.files.send import FileContext, MadeFile, OnProgress
from domain.history.history import all_entries
from domain.history.sheet import history_sheet
from domain.history.subjects import subject_of
from domain.progress import counted
from domain.spreadsheets.xlsx import write_workbook
from handlers.history import texts as history_texts
from handlers.responses import SendHistory


async def make_history_for(
    context: FileContext, answer: SendHistory, folder: Path, on_progress: OnProgress
) -> MadeFile:
    """All that is on record of the subject that the answer names."""
    async with context.database.transaction() as session:
        subject = await subject_of(session, answer.subject, answer.id)
    if subject is None:
        raise LookupError("the person's data were erased since the history was asked for")
    path = context.path(folder, "history", "xlsx")

    def write(connection: Connection) -> None:
        entries = counted(all_entries(connection, subject), on_progress)
        sheet = history_sheet(entries, context.zone)
        title = f"История. {subject.name}"
        write_workbook(path, [sheet], title=title, zone=context.zone, made_at=context.now)

    await context.database.read(write)
    return MadeFile(path, history_texts.file_caption(subject, context.now, context.zone))
