"""Makes the table of invitations for letters."""

from pathlib import Path

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from bot.files.send import FileContext, MadeFile, OnProgress
from domain.campaigns.campaigns import in_year
from domain.people.invitation_sheet import TITLE, coordinator_names, mailing_sheets
from domain.spreadsheets.xlsx import write_workbook
from handlers.invitations import texts as invitations_texts
from handlers.responses import SendInvitationTable


async def make_invitations_for(
    context: FileContext, answer: SendInvitationTable, folder: Path, _: OnProgress
) -> MadeFile:
    """A line for each of the answer's links."""
    path = context.path(folder, "invitations", "xlsx")

    def write(connection: Connection) -> None:
        names = coordinator_names(connection)
        campaign = Session(connection).scalars(in_year(None)).one()
        sheets = mailing_sheets(
            answer.links, names, campaign, until=answer.until, zone=context.zone
        )
        write_workbook(path, sheets, title=TITLE, zone=context.zone, made_at=context.now)

    await context.database.read(write)
    caption = invitations_texts.table_caption(
        regions=len(answer.links), until=answer.until, made_at=context.now, zone=context.zone
    )
    return MadeFile(path, caption)
