"""Makes a region's copy of its own report."""

from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.files import making
from bot.files.send import FileContext, MadeFile
from bot.files.worker import OnProgress
from domain.regions.directory import region_by_code
from handlers.region_report import texts
from handlers.responses import SendRegionReport


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
