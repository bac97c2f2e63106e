"""The annex as an empty table, and the reading of a file of events."""

from functools import partial
from pathlib import Path, PurePath

from sqlalchemy.ext.asyncio import AsyncSession

from bot.files import making, reading
from bot.files.send import FileContext, MadeFile
from bot.files.take import Taken
from bot.files.worker import OnProgress
from domain.campaigns.campaigns import campaign_of, current_campaign
from domain.imports.checked import CheckedFile
from domain.imports.imports import keep_import
from domain.regions.directory import region_by_code
from domain.reports.status_queries import region_status
from handlers.event_import import screens, texts
from handlers.on_behalf import for_region
from handlers.responses import Responses, Screen, SendEmptyAnnex, TakeEvents, say
from models import Person


async def make_empty_annex_for(
    context: FileContext, answer: SendEmptyAnnex, folder: Path, on_progress: OnProgress
) -> MadeFile:
    region = region_by_code(answer.region_code)
    async with context.database.reading_session() as session:
        campaign = await current_campaign(session)
    path = folder / f"{texts.file.file_name(region, campaign.year)}.xlsx"
    write = partial(
        making.template,
        path=path,
        region_code=region.code,
        title=campaign.title,
        zone=context.zone,
        now=context.now,
    )
    await context.process.run(write, on_progress)
    return MadeFile(path, texts.file.template_caption(region))


async def take_events_for(
    context: FileContext, answer: TakeEvents, path: Path, on_progress: OnProgress
) -> Responses | Taken:
    """The preview, and above it the file with marks if there is something to be mended."""
    async with context.database.reading_session() as session:
        campaign = await campaign_of(session, answer.year)
    assert campaign is not None
    marked = path.with_name(f"{PurePath(answer.name).stem} (с пометками).xlsx")
    read = partial(
        reading.events,
        path=path,
        name=answer.name,
        region_code=answer.region_code,
        campaign_id=campaign.id,
        marked=marked,
        zone=context.zone,
        now=context.now,
    )
    checked = await context.reading_process.run(read, on_progress)
    work = partial(_preview, context, answer, checked)
    responses = await context.database.carry_through(work)
    if not checked.read.refused_rows:
        return responses
    return Taken(responses, MadeFile(marked, texts.preview.MARKED_CAPTION))


async def _preview(
    context: FileContext, answer: TakeEvents, checked: CheckedFile, session: AsyncSession
) -> Responses:
    """What is kept until it is loaded, in the same transaction."""
    by = await session.get(Person, answer.chat_id)
    campaign = await campaign_of(session, answer.year)
    region = region_by_code(answer.region_code)
    if by is None or campaign is None or not _may_report(by, answer):
        return [say(answer.chat_id, Screen(texts.file.NO_ACCESS))]
    if not checked.new.count:
        screen = screens.nothing_to_load(answer.name, checked)
    else:
        read = await keep_import(
            session,
            by=by,
            campaign=campaign,
            region_code=region.code,
            message_id=answer.message_id,
            file_id=answer.file_id,
            file_name=answer.name,
            events=checked.new.as_json,
            refused=checked.read.refused_rows,
            twins=checked.twins,
            left_out=texts.left_out.left_out(checked),
            now=context.now,
        )
        status = await region_status(session, campaign, region.code)
        reported = status.report_status.reported
        if read.loaded_at is None:
            screen = screens.preview(read, checked, campaign.year, reported=reported)
        else:  # the file was read once more, after a crash
            screen = await screens.loaded_before(session, read)
    screen = screen.with_note(texts.preview.CAPTION_LEFT_OUT if answer.captioned else "")
    return [say(answer.chat_id, for_region(screen, region) if answer.for_region else screen)]


def _may_report(by: Person, answer: TakeEvents) -> bool:
    """Access may have ended while the file was read."""
    is_own = by.is_coordinator and by.region_code == answer.region_code
    return by.is_admin if answer.for_region else is_own
