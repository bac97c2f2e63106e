"""Making the table of invitations for letters, in a worker thread."""

import asyncio
from pathlib import Path

from bot.files import MadeFile, OnProgress, Surroundings
from handlers import texts
from handlers.answers import SendInvitationTable
from reports.mailing_list import TITLE, coordinator_names, mailing_sheets
from reports.workbook import write_workbook


async def make_invitations_for(
    around: Surroundings, answer: SendInvitationTable, folder: Path, _: OnProgress
) -> MadeFile:
    """A line for each of the answer's links."""
    path = around.path(folder, "invitations", "xlsx")
    await asyncio.to_thread(_write, around, path, answer)
    caption = texts.mass_invitations.table_caption(
        regions=len(answer.links), until=answer.until, made_at=around.now, zone=around.zone
    )
    return MadeFile(path, caption)


def _write(around: Surroundings, path: Path, answer: SendInvitationTable) -> None:
    engine = around.database.reading_engine()
    try:
        with engine.connect() as connection:
            coordinators = coordinator_names(connection)
    finally:
        engine.dispose()
    sheets = mailing_sheets(answer.links, coordinators, until=answer.until, zone=around.zone)
    write_workbook(path, sheets, title=TITLE, zone=around.zone, made_at=around.now)
