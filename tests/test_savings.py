"""What the tests save themselves. Were it lost, all would pass as before, in twice the time."""

from typing import Any

from sqlalchemy import Connection, make_url, select
from sqlalchemy.engine.interfaces import CacheStats

from bot.connections import reading
from bot.database import Database
from models import Region


async def test_what_one_engine_has_written_as_sql_none_of_its_kind_writes_anew(
    database_url: str,
) -> None:
    def hit(connection: Connection) -> Any:
        context: Any = connection.execute(select(Region.name).order_by(Region.code)).context
        return context.cache_hit

    async def hits() -> list[Any]:
        database = Database(database_url)
        async with database.plain_transaction() as connection:
            in_transaction = await connection.run_sync(hit)
        await database.close()
        with reading(make_url(database_url)) as reader:  # of a file's process: another driver
            return [in_transaction, hit(reader)]

    await hits()
    assert await hits() == [CacheStats.CACHE_HIT] * 2
