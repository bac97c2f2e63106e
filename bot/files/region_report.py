"""Makes a region's copy of its own report, as it is now or as it was submitted."""

from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.files import making
from bot.files.send import FileContext, MadeFile
from bot.files.worker import OnProgress
from domain.campaigns.campaigns import campaign_of
from domain.regions.directory import region_by_code
from domain.reports.submissions import submission_of
from handlers.region_report import texts
from handlers.responses import SendRegionReport, SendSubmitted


async def make_region_report_for(
    context: FileContext, answer: SendRegionReport, folder: Path, on_progress: OnProgress
) -> MadeFile:
    """In the chat times are the region's own, on paper the ministry's, as in all workbooks."""
    region = region_by_code(answer.region_code)
    own_zone = ZoneInfo(region.time_zone)
    name = texts.copy.file_name(region, answer.year, context.now, own_zone)
    path = folder / f"{name}.xlsx"
    write = partial(
        making.region_report,
        path=path,
        region_code=region.code,
        year=answer.year,
        zone=context.zone,
        now=context.now,
    )
    status = await context.process.run(write, on_progress)
    return MadeFile(path, texts.copy.caption(status, answer.year, context.now, own_zone))


async def make_submitted_for(
    context: FileContext, answer: SendSubmitted, folder: Path, on_progress: OnProgress
) -> MadeFile:
    region, year, number = region_by_code(answer.region_code), answer.year, answer.number
    async with context.database.transaction() as session:
        campaign = await campaign_of(session, year)
        assert campaign is not None, "submissions are a campaign's"
        submission = await submission_of(session, campaign, region.code, number)
    assert submission is not None, "submissions are never deleted"
    path = folder / f"{texts.submitted.file_name(region, submission, year)}.xlsx"
    write = partial(
        making.submitted_report,
        path=path,
        region_code=region.code,
        year=year,
        number=number,
        zone=context.zone,
    )
    sums = await context.process.run(write, on_progress)
    return MadeFile(path, texts.submitted.caption(submission, sums, region, campaign))
