"""Makes a region's letter to the ministry, and its report as a picture."""

from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.files import making
from bot.files.send import FileContext, MadeFile
from bot.files.worker import OnProgress
from domain.regions.directory import region_by_code
from handlers.region_report import texts
from handlers.responses import SendRegionPaper


async def make_region_paper_for(
    context: FileContext, answer: SendRegionPaper, folder: Path, on_progress: OnProgress
) -> MadeFile:
    make = _letter if answer.what == "letter" else _picture
    return await make(context, answer, folder, on_progress)


async def _letter(
    context: FileContext, answer: SendRegionPaper, folder: Path, on_progress: OnProgress
) -> MadeFile:
    region, year = region_by_code(answer.region_code), answer.year
    path = folder / f"{texts.papers.letter_name(region, year)}.docx"
    write = partial(
        making.letter,
        path=path,
        region_code=region.code,
        year=year,
        executor_id=answer.chat_id,
    )
    status = await context.long_process.run(write, on_progress)
    return MadeFile(path, texts.papers.letter_caption(status, year))


async def _picture(
    context: FileContext, answer: SendRegionPaper, folder: Path, on_progress: OnProgress
) -> MadeFile:
    region, year, now = region_by_code(answer.region_code), answer.year, context.now
    path = folder / f"{texts.papers.picture_name(region, year)}.png"
    draw = partial(making.region_page, path=path, region_code=region.code, year=year, now=now)
    status = await context.process.run(draw, on_progress)
    zone = ZoneInfo(region.time_zone)
    return MadeFile(path, texts.papers.picture_caption(status, year, now, zone), photo=True)
