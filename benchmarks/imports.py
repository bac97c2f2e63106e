"""A file of events and a database, in a process of its own: `python -m benchmarks.imports
ours|bare|start DATABASE_URL FILE FEW [PROFILE]`. Writes what it has cost.

`ours` is what the bot does from the file's bytes to the committed events, but for Telegram: it
reads and checks the file, keeps what it has read, and loads that. What the process for files does
is done here, so that all is measured at once; what goes to and fro is pickled as there. `bare`
reads the file by calamine alone, and inserts the same events. Before either all modules are
loaded, by an import of the file FEW into another region's report; what that costs, `start` tells.
"""

import argparse
import asyncio
import cProfile
import json
import pickle
import sys
import time
from collections.abc import Awaitable
from pathlib import Path
from typing import Any, cast

import uvloop
from python_calamine import CalamineWorkbook
from sqlalchemy import func, insert, select

from benchmarks import databases
from benchmarks.season import QUIET_MOMENT, YEAR, ZONE
from bot.database import Database
from bot.files.event_import import take_events_for
from bot.files.process import FileProcess
from bot.files.send import FileContext
from bot.files.worker import Done, OnProgress, Order, Result, Work
from bot.garbage import look_past_what_stays
from domain.campaigns.campaigns import campaign_of
from domain.campaigns.locking import lock_report
from domain.event_import.read_events import read_events
from domain.events.likeness import twin_key
from domain.imports.imports import import_of
from domain.imports.loading import load_import
from domain.regions.directory import region_by_code
from domain.tables.reading import read_tables
from handlers.responses import TakeEvents
from models import Event, EventImport, Person

REGION, OTHER_REGION = "31", "46"  # of the file, and of the few
EVENTS = Event.metadata.tables[Event.__tablename__]


class InThisProcess(FileProcess):
    """What `bot/files/worker.py` does, here."""

    async def run(self, work: Work[Result], on_progress: OnProgress) -> Result:
        # Our own, made just here.
        order: Order = pickle.loads(pickle.dumps(Order(work, self.database_url)))  # noqa: S301
        done = Done(order.work(order.database_url, on_progress))
        return cast("Result", pickle.loads(pickle.dumps(done)).result)  # noqa: S301 - likewise


async def import_ours(database: Database, url: str, file: Path, region_code: str) -> None:
    here = InThisProcess(url)
    context = FileContext(database, here, here, here, file.parent, ZONE, QUIET_MOMENT)
    person_id = await coordinator_of(database, region_code)
    answer = TakeEvents(
        chat_id=person_id,
        file_id="file",
        name="Уроки.xlsx",
        region_code=region_code,
        year=YEAR,
        message_id=1,
    )
    await take_events_for(context, answer, file, lambda _rows: None)
    async with database.transaction() as session:
        by = await session.get_one(Person, person_id)
        campaign = await campaign_of(session, YEAR)
        assert campaign is not None
        await lock_report(session, campaign, region_code)
        newest = select(func.max(EventImport.id)).where(EventImport.person_id == person_id)
        import_id = (await session.execute(newest)).scalar_one()
        read = await import_of(session, import_id, by, campaign, region_code)
        assert read is not None
        await load_import(session, read, campaign, by=by, now=QUIET_MOMENT)


async def import_bare(database: Database, file: Path, events: list[dict[str, Any]]) -> None:
    with CalamineWorkbook.from_path(file) as book:
        book.get_sheet_by_index(0).to_python()
    async with database.plain_transaction() as connection:
        await connection.execute(insert(EVENTS), events)


async def coordinator_of(database: Database, region_code: str) -> int:
    async with database.reading_session() as session:
        first = select(func.min(Person.id)).where(Person.region_code == region_code)
        return (await session.execute(first)).scalar_one()


def as_rows(file: Path, by: int) -> list[dict[str, Any]]:
    """The events of the file as they are inserted, but for where they come from."""
    read = read_events(read_tables(file, file.name), region_by_code(REGION))
    shared = {
        "campaign_id": 1,
        "region_code": REGION,
        "created_at": QUIET_MOMENT,
        "created_by": by,
        "changed_at": QUIET_MOMENT,
    }
    return [
        shared
        | each.answers
        | {
            "number": number,
            "twin_key": twin_key(each.answers),
        }
        for number, each in enumerate(read.events, start=1)
    ]


async def cost(chosen: argparse.Namespace) -> dict[str, float]:
    """Seconds, and how many events there are then."""
    url = chosen.database_url
    async with databases.opened(url) as database:
        told = await measured(import_ours(database, url, chosen.few, OTHER_REGION))
        look_past_what_stays()
        profile = cProfile.Profile(time.thread_time) if chosen.profile else None
        if profile is not None:
            profile.enable()
        if chosen.what == "ours":
            told = await measured(import_ours(database, url, chosen.file, REGION))
        elif chosen.what == "bare":
            rows = as_rows(chosen.file, await coordinator_of(database, REGION))
            told = await measured(import_bare(database, chosen.file, rows))
        if profile is not None:
            profile.disable()
            profile.dump_stats(chosen.profile)
    return told | {"events": await databases.count_events(url)}


async def measured(work: Awaitable[None]) -> dict[str, float]:
    seconds, cpu = time.perf_counter(), time.process_time()
    await work
    return {"seconds": time.perf_counter() - seconds, "cpu": time.process_time() - cpu}


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("what", choices=("ours", "bare", "start"))
    parser.add_argument("database_url")
    parser.add_argument("file", type=Path)
    parser.add_argument("few", type=Path)
    parser.add_argument("profile", type=Path, nargs="?")
    chosen = parser.parse_args()
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        told = runner.run(cost(chosen))
    sys.stdout.write(json.dumps(told) + "\n")


if __name__ == "__main__":
    main()
