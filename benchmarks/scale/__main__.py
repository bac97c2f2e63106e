"""Writes benchmarks/SCALE.md. With --quick everything is small, and it is only printed."""

import sys
import tempfile
from pathlib import Path

import uvloop
from sqlalchemy import insert, text

from benchmarks.scale import season
from benchmarks.scale.data import Size, fill
from benchmarks.scale.growth import Growth, measure_growth
from benchmarks.scale.page import Table, page
from benchmarks.scale.plans import Plans
from benchmarks.scale.quiet_bot import MOSCOW, NOW, Nodding, quiet_bot
from benchmarks.scale.units import CODE_LENGTH, reporting_units
from bot.database import Database
from bot.logs import set_up_logs
from domain.regions.directory import load_regions
from models import Base, Region
from tests.databases import running_postgresql

FULL = Size(units=18_000, coordinators=100_000, years=10, events=11, received=200_000)
QUICK = Size(units=1_800, coordinators=10_000, years=3, events=11, received=20_000)
# Of one region in one year, on SQLite: about a thousand in all, and a million.
FEW, MANY, MANY_QUICK = 1, 1_124, 112
SIZES = """
    SELECT relname, reltuples::bigint, pg_table_size(oid), pg_indexes_size(oid)
    FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND reltuples > 0
    ORDER BY pg_total_relation_size(oid) DESC
"""


async def grown(folder: Path, quick: bool) -> Growth:
    return await measure_growth(folder, (FEW, MANY_QUICK if quick else MANY), 5 if quick else 25)


async def on_postgresql(url: str, size: Size) -> tuple[list[Table], Plans]:
    tables = await _filled(url, size)
    telegram, plans = Nodding(), Plans()
    async with quiet_bot(url, telegram) as app:
        await season.coordinators_answer(app, telegram, plans)
        await season.clock_ticks(app, plans)
        await season.ministry_looks(app, plans)
        await season.export_is_made(app, plans)
    return tables, plans


async def _filled(url: str, size: Size) -> list[Table]:
    """The product's own schema, but for the length of a unit's code."""
    database = Database(url)
    units = [{"code": r.code, "number": r.number, "name": r.name} for r in load_regions()]
    async with database.engine.begin() as connection:
        for table in Base.metadata.tables.values():
            for column in {"code", "region_code"}.intersection(table.columns.keys()):
                wider = f"ALTER TABLE {table.name} ALTER {column} TYPE varchar({CODE_LENGTH})"
                await connection.execute(text(wider))
        # Foreign keys hold by the way the rows are made; looking each up would take minutes.
        await connection.execute(text("SET LOCAL session_replication_role = replica"))
        await connection.execute(insert(Region), units)
        await connection.run_sync(lambda sync: fill(sync, size, NOW, MOSCOW))
    alone = database.engine.execution_options(isolation_level="AUTOCOMMIT")
    async with alone.connect() as connection:
        await connection.execute(text("VACUUM ANALYZE"))
        tables = [Table(*row) for row in await connection.execute(text(SIZES))]
    await database.close()
    return tables


def main() -> None:
    quick = "--quick" in sys.argv[1:]
    size = QUICK if quick else FULL
    set_up_logs("ERROR", "console")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        growth = uvloop.run(grown(folder, quick))
        with running_postgresql() as server, reporting_units(size.units, folder):
            tables, plans = uvloop.run(on_postgresql(server.new_database(), size))
    written = page(size, tables, plans.found, growth)
    if quick:
        sys.stdout.write(written)
    else:
        (Path(__file__).parent.parent / "SCALE.md").write_text(written, encoding="utf-8")


if __name__ == "__main__":
    main()
