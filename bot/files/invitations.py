"""Makes the invitations for letters: the table, and the pages in one file or each in its own."""

from functools import partial
from pathlib import Path

from bot.files import making
from bot.files.send import FileContext, MadeFile
from bot.files.worker import OnProgress
from domain.campaigns.campaigns import current_campaign
from domain.campaigns.deadlines import extended_deadlines
from domain.regions.directory import load_regions
from handlers.invitations import texts as invitations_texts
from handlers.responses import SendInvitations


async def make_invitations_for(
    context: FileContext, answer: SendInvitations, folder: Path, on_progress: OnProgress
) -> MadeFile:
    """For the regions of the answer's links."""
    match answer.what:
        case "table":
            return await _table(context, answer, folder, on_progress)
        case "pages":
            path = context.path(folder, "invitations", "pdf")
            path = await _pages(context, answer, path, on_progress)
            regions = [region for region in load_regions() if region.code in answer.links]
            return MadeFile(path, invitations_texts.pages_caption(regions))
        case "archive":
            path = context.path(folder, "invitations", "zip")
            path = await _pages(context, answer, path, on_progress)
            return MadeFile(path, invitations_texts.ARCHIVE_CAPTION)


async def _table(
    context: FileContext, answer: SendInvitations, folder: Path, on_progress: OnProgress
) -> MadeFile:
    path = context.path(folder, "invitations", "xlsx")
    write = partial(
        making.invitation_table,
        path=path,
        links=answer.links,
        until=answer.until,
        zone=context.zone,
        now=context.now,
    )
    await context.process.run(write, on_progress)
    caption = invitations_texts.table_caption(
        regions=len(answer.links), until=answer.until, made_at=context.now, zone=context.zone
    )
    return MadeFile(path, caption)


async def _pages(
    context: FileContext, answer: SendInvitations, path: Path, on_progress: OnProgress
) -> Path:
    """A single page is named after its region, so the path may change."""
    async with context.database.transaction() as session:
        campaign = await current_campaign(session)
        extended = await extended_deadlines(session, campaign)
    write = partial(
        making.invitation_pages,
        path=path,
        links=answer.links,
        deadlines={code: extended.get(code, campaign.deadline) for code in answer.links},
        until=answer.until,
        year=campaign.year,
        zone=context.zone,
    )
    return await context.process.run(write, on_progress)
