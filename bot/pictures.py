"""Making the map and the chart: read in one short transaction, drawn in a worker thread."""

import asyncio
from collections.abc import Callable
from datetime import datetime, tzinfo
from functools import partial
from pathlib import Path

from bot.database import Database
from bot.files import MadeFile, OnProgress, Surroundings
from handlers import cards, texts
from handlers.answers import SendPicture
from reports.arrivals import arrivals
from reports.campaigns import campaign_before, campaign_of, current_campaign
from reports.day_chart import draw_chart
from reports.regions import load_regions
from reports.status import region_statuses
from reports.tile_map import draw_map

Draw = Callable[[], bytes]  # gives a PNG


async def make_picture_for(
    around: Surroundings, answer: SendPicture, folder: Path, _: OnProgress
) -> MadeFile:
    made = _map if answer.what == "map" else _chart
    draw, caption = await made(around.database, answer.year, around.zone, around.now)
    path = around.path(folder, f"quality-week-{answer.what}", "png")
    await asyncio.to_thread(_write, path, draw)
    return MadeFile(path, caption, cards.under_picture(answer), photo=not answer.as_file)


def _write(path: Path, draw: Draw) -> None:
    path.write_bytes(draw())


async def _map(database: Database, year: int, zone: tzinfo, now: datetime) -> tuple[Draw, str]:
    async with database.transaction() as session:
        campaign = await campaign_of(session, year) or await current_campaign(session)
        statuses = await region_statuses(session, campaign)
    draw = partial(
        draw_map,
        {each.region.code: each.standing for each in statuses},
        title=texts.pictures.map_title(campaign),
        subtitle=texts.pictures.map_subtitle(statuses, campaign, now, zone),
        made_at=texts.values.short_moment(now, zone),
    )
    return draw, texts.pictures.map_caption(statuses, campaign, now, zone)


async def _chart(database: Database, year: int, zone: tzinfo, now: datetime) -> tuple[Draw, str]:
    async with database.transaction() as session:
        campaign = await campaign_of(session, year) or await current_campaign(session)
        this = await arrivals(session, campaign, zone)
        before = await campaign_before(session, campaign)
        last = await arrivals(session, before, zone) if before else None
    regions = len(load_regions())
    today = (now.astimezone(zone).date() - this.deadline).days
    draw = partial(
        draw_chart,
        this,
        last,
        today=today,
        regions=regions,
        title=texts.pictures.chart_title(campaign),
        subtitle=texts.pictures.chart_subtitle(this, last, today=today, regions=regions),
        made_at=texts.values.short_moment(now, zone),
    )
    caption = texts.pictures.chart_caption(
        this, last, campaign, now, zone, today=today, regions=regions
    )
    return draw, caption
