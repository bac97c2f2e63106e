"""Making the table of invitations for letters, in a worker thread."""

import asyncio
from pathlib import Path

from bot.files.send import FileContext, MadeFile, OnProgress
from domain.people.invitation_sheet import TITLE, coordinator_names, mailing_sheets
from domain.spreadsheets.xlsx import write_workbook
from handlers.invitations import texts as invitations_texts
from handlers.responses import SendInvitationTable


async def make_invitations_for(
    around: FileContext, answer: SendInvitationTable, folder: Path, _: OnProgress
) -> MadeFile:
    """A line for each of the answer's links."""
    path = around.path(folder, "invitations", "xlsx")
    await asyncio.to_thread(_write, around, path, answer)
    caption = invitations_texts.table_caption(
        regions=len(answer.links), until=answer.until, made_at=around.now, zone=around.zone
    )
    return MadeFile(path, caption)


def _write(around: FileContext, path: Path, answer: SendInvitationTable) -> None:
    engine = around.database.reading_engine()
    try:
        with engine.connect() as connection:
            coordinators = coordinator_names(connection)
    finally:
        engine.dispose()
    sheets = mailing_sheets(answer.links, coordinators, until=answer.until, zone=around.zone)
    write_workbook(path, sheets, title=TITLE, zone=around.zone, made_at=around.now)
