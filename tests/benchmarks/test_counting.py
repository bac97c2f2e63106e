"""What is counted must be what the database does: else a cheap answer may only look cheap."""

from pathlib import Path

from sqlalchemy import text

from benchmarks.counting import Counts
from bot.database import Database


async def test_statements_and_transactions_are_counted_through_every_engine(tmp_path: Path) -> None:
    database = Database(f"sqlite+aiosqlite:///{tmp_path}/counted.sqlite3")
    try:
        with Counts().counting() as counts:
            async with database.transaction() as session:
                await session.execute(text("SELECT 1"))
                await session.execute(text("SELECT 2"))
            assert (counts.statements, counts.transactions) == (2, 1)
            await database.read(lambda connection: connection.execute(text("SELECT 3")).all())
            assert (counts.statements, counts.transactions) == (3, 2)
    finally:
        await database.close()
