"""Makes the map and the chart: read in one short transaction, then drawn."""

from collections.abc import Callable
from datetime import tzinfo
from functools import partial
from pathlib import Path

from sqlalchemy.ext.asyncio import AsyncSession

from bot.files import making
from bot.files.send import FileContext, MadeFile
from bot.files.worker import OnProgress
from domain.campaigns.campaigns import campaign_before, campaign_of, current_campaign
from domain.regions.directory import load_regions
from domain.reports.status_queries import region_statuses
from domain.reports.submissions_by_day import SubmissionsByDay, count_by_day
from handlers import formatting
from handlers.responses import SendPicture
from handlers.status import texts as status_texts
from handlers.status.screens import under_picture
from models import Campaign

Draw = Callable[[str, OnProgress], None]


async def make_picture_for(
    context: FileContext, answer: SendPicture, folder: Path, on_progress: OnProgress
) -> MadeFile:
    read = _map if answer.what == "map" else _chart
    path = context.path(folder, f"quality-week-{answer.what}", "png")
    draw, caption = await read(context, answer.year, path)
    await context.process.run(draw, on_progress)
    return MadeFile(path, caption, under_picture(answer), photo=not answer.as_file)


async def _map(context: FileContext, year: int, path: Path) -> tuple[Draw, str]:
    now, zone = context.now, context.zone
    async with context.database.transaction() as session:
        campaign = await campaign_of(session, year) or await current_campaign(session)
        statuses = await region_statuses(session, campaign)
    draw = partial(
        making.tile_map,
        path=path,
        statuses={status.region.code: status.report_status for status in statuses},
        title=status_texts.pictures.map_title(campaign),
        subtitle=status_texts.pictures.map_subtitle(statuses, campaign, now, zone),
        made_at=formatting.short_moment(now, zone),
    )
    return draw, status_texts.pictures.map_caption(statuses, campaign, now, zone)


async def _chart(context: FileContext, year: int, path: Path) -> tuple[Draw, str]:
    now, zone = context.now, context.zone
    async with context.database.transaction() as session:
        campaign = await campaign_of(session, year) or await current_campaign(session)
        this = await _submissions(session, campaign, zone)
        before = await campaign_before(session, campaign)
        last = await _submissions(session, before, zone) if before else None
    today = (now.astimezone(zone).date() - this.deadline).days
    subtitle = status_texts.pictures.chart_subtitle(
        this, last, today=today, regions=len(load_regions())
    )
    draw = partial(
        making.day_chart,
        path=path,
        this=this,
        last=last,
        today=today,
        regions=len(load_regions()),
        title=status_texts.pictures.chart_title(campaign),
        subtitle=subtitle,
        made_at=formatting.short_moment(now, zone),
    )
    caption = status_texts.pictures.chart_caption(subtitle, last, campaign, now, zone)
    return draw, caption


async def _submissions(session: AsyncSession, campaign: Campaign, zone: tzinfo) -> SubmissionsByDay:
    """Of all reports that count as submitted, those too that have been returned since."""
    statuses = await region_statuses(session, campaign)
    moments = [status.submitted_at for status in statuses if status.submitted_at is not None]
    return count_by_day(campaign, moments, zone)
