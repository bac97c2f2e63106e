"""Makes the workbook of a history."""

from functools import partial
from pathlib import Path

from bot.files import making
from bot.files.send import FileContext, MadeFile
from bot.files.worker import OnProgress
from domain.history.subjects import subject_of
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
    write = partial(making.history, path=path, subject=subject, zone=context.zone, now=context.now)
    await context.long_process.run(write, on_progress)
    return MadeFile(path, history_texts.file_caption(subject, context.now, context.zone))
