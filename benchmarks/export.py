"""How the merged workbook's cost grows: a season's sample against ten times as many events, in
turn. Run by `make benchmark`. The ratio of the times per event is what counts: it hardly depends
on the machine."""

import asyncio
import sys
import tempfile
import time
import tracemalloc
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from statistics import median

from sqlalchemy import func, insert, literal, select

from bot.app import prepare
from bot.database import Database
from bot.settings import Settings
from demo.sampling import add_sample
from domain.export.export import make_export
from domain.export.filters import ExportFilter
from models import Event

TIMES = 10
RUNS = 5
STAND_IN = "1:" + "A" * 35  # no call is made with it


async def filled(folder: Path, times: int) -> tuple[Database, Settings, int]:
    """A database with the sample's events that many times over, and how many that makes."""
    settings = Settings.model_validate(
        {
            "bot_token": STAND_IN,
            "admin_ids": [1],
            "database_url": f"sqlite+aiosqlite:///{folder}/{times}.sqlite3",
        }
    )
    database = Database(settings.database_url.get_secret_value())
    now = datetime.now(UTC)
    await prepare(database, settings, now)
    await add_sample(database, now)
    copied = [column for column in Event.__table__.columns if column.key != "id"]
    async with database.transaction() as session:
        highest = (await session.execute(select(func.max(Event.draft_id)))).scalar_one()
        for time_over in range(1, times):
            shifted = [
                column + literal(time_over * (highest + 1))
                if column.key in ("number", "draft_id")
                else column
                for column in copied
            ]
            originals = select(*shifted).where(Event.draft_id <= highest)
            await session.execute(insert(Event).from_select([c.key for c in copied], originals))
        events = (await session.execute(select(func.count()).select_from(Event))).scalar_one()
    return database, settings, events


async def cost(database: Database, settings: Settings, file: Path) -> float:
    """Seconds that one export takes."""
    begun = time.perf_counter()
    await database.read(
        partial(
            make_export,
            path=file,
            export_filter=ExportFilter(),
            person_id=1,
            zone=settings.time_zone,
            now=datetime.now(UTC),
        )
    )
    return time.perf_counter() - begun


async def peak(database: Database, settings: Settings, file: Path) -> float:
    """Megabytes that Python holds at most while one export is made."""
    tracemalloc.start()
    await cost(database, settings, file)
    _, highest = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return highest / 1e6


async def compare(folder: Path) -> None:
    file = folder / "report.xlsx"
    one, many = await filled(folder, 1), await filled(folder, TIMES)
    for database, settings, _ in (one, many):
        await cost(database, settings, file)  # warm
    pairs = [
        (await cost(one[0], one[1], file), await cost(many[0], many[1], file)) for _ in range(RUNS)
    ]
    per_event = [(few / one[2], lots / many[2]) for few, lots in pairs]
    memory = await peak(one[0], one[1], file), await peak(many[0], many[1], file)
    lines = [
        f"events                 {one[2]:>10} {many[2]:>10}",
        f"seconds, median        {median(few for few, _ in pairs):>10.2f} "
        f"{median(lots for _, lots in pairs):>10.2f}",
        f"peak memory, MB        {memory[0]:>10.1f} {memory[1]:>10.1f}",
        f"time per event, ratio  {median(lots / few for few, lots in per_event):>21.2f}",
        f"peak memory, ratio     {memory[1] / memory[0]:>21.2f}",
    ]
    sys.stdout.write("\n".join(lines) + "\n")
    for database, _, _ in (one, many):
        await database.close()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        asyncio.run(compare(Path(name)))
