"""Makes the invitations for letters: the table, and the pages in one file or each in its own."""

import asyncio
from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import Connection

from bot.files.send import FileContext, MadeFile, OnProgress
from domain.campaigns.campaigns import current_campaign
from domain.campaigns.deadlines import extended_deadlines
from domain.people.invitation_page import InvitationPage, write_archive, write_pages
from domain.people.invitation_sheet import TITLE, coordinator_names, mailing_sheet
from domain.regions.directory import load_regions
from domain.spreadsheets.xlsx import write_workbook
from handlers.invitations import texts as invitations_texts
from handlers.responses import SendInvitations


async def make_invitations_for(
    context: FileContext, answer: SendInvitations, folder: Path, _: OnProgress
) -> MadeFile:
    """For the regions of the answer's links."""
    match answer.what:
        case "table":
            return await _table(context, answer, folder)
        case "pages":
            pages, year = await _pages(context, answer)
            path = context.path(folder, "invitations", "pdf")
            if len(pages) == 1:
                path = folder / pages[0].file_name
            await asyncio.to_thread(write_pages, path, pages, year=year, zone=context.zone)
            return MadeFile(path, invitations_texts.pages_caption([page.region for page in pages]))
        case "archive":
            pages, year = await _pages(context, answer)
            path = context.path(folder, "invitations", "zip")
            await asyncio.to_thread(write_archive, path, pages, year=year, zone=context.zone)
            return MadeFile(path, invitations_texts.ARCHIVE_CAPTION)


async def _table(context: FileContext, answer: SendInvitations, folder: Path) -> MadeFile:
    path = context.path(folder, "invitations", "xlsx")

    def write(connection: Connection) -> None:
        names = coordinator_names(connection)
        sheet = mailing_sheet(answer.links, names, until=answer.until, zone=context.zone)
        write_workbook(path, [sheet], title=TITLE, zone=context.zone, made_at=context.now)

    await context.database.read(write)
    caption = invitations_texts.table_caption(
        regions=len(answer.links), until=answer.until, made_at=context.now, zone=context.zone
    )
    return MadeFile(path, caption)


async def _pages(
    context: FileContext, answer: SendInvitations
) -> tuple[Sequence[InvitationPage], int]:
    """In the letter's order, and the campaign's year."""
    async with context.database.transaction() as session:
        campaign = await current_campaign(session)
        extended = await extended_deadlines(session, campaign)
    pages = [
        InvitationPage(
            region=region,
            link=answer.links[region.code],
            deadline=extended.get(region.code, campaign.deadline),
            until=answer.until,
        )
        for region in load_regions()
        if region.code in answer.links
    ]
    return pages, campaign.year
