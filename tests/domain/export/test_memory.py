"""An export holds little more of many events than of few."""

import tracemalloc
from datetime import UTC
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, insert, literal, select

from bot.app import prepare
from bot.database import Database
from bot.settings import Settings
from demo.sampling import add_sample
from domain.export.export import make_export
from domain.export.filters import ExportFilter
from models import Event
from tests.world import ADMIN_IDS, IN_THE_WEEK, MOSCOW, TOKEN

pytestmark = pytest.mark.long

# So many that what is held of the rows just read is little beside the difference.
TIMES = 15
# Bytes for each further event. 100,000 of them are allowed 10 MB.
ALLOWED = 100


async def test_memory_hardly_grows_with_the_events(sqlite_url: str, tmp_path: Path) -> None:
    settings = Settings.model_validate(
        {"bot_token": TOKEN, "admin_ids": list(ADMIN_IDS), "database_url": sqlite_url}
    )
    database, now = Database(sqlite_url), IN_THE_WEEK.astimezone(UTC)
    await prepare(database, settings, now)
    await add_sample(database, now)
    making = partial(
        make_export,
        path=tmp_path / "report.xlsx",
        export_filter=ExportFilter(),
        person_id=1,
        zone=MOSCOW,
        now=now,
    )
    await database.read(making)  # what is kept on first use is no part of the comparison

    async def peak() -> tuple[int, int]:
        tracemalloc.start()
        try:
            made = await database.read(making)
            return made.rows, tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    few, before = await peak()
    await multiply(database)
    many, after = await peak()
    await database.close()
    assert many == few * TIMES
    assert after - before < ALLOWED * (many - few)


async def multiply(database: Database) -> None:
    """Each event that many times over, of other names."""
    copied = [column for column in Event.__table__.columns if column.key != "id"]
    async with database.transaction() as session:
        highest = (await session.execute(select(func.max(Event.draft_id)))).scalar_one()
        assert highest is not None
        for time in range(1, TIMES):
            changed = {
                "number": Event.number + time * (highest + 1),
                "draft_id": Event.draft_id + time * (highest + 1),
                "name": Event.name + literal(f" {time}"),
            }
            values: list[Any] = [changed.get(column.key, column) for column in copied]
            originals = select(*values).where(Event.draft_id <= highest)
            await session.execute(insert(Event).from_select([c.key for c in copied], originals))
