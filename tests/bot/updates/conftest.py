from collections.abc import AsyncIterator

import pytest

from bot.database import Database
from tests.bot.updates.desk import Desk
from tests.world import IN_THE_WEEK, Clock


@pytest.fixture
def clock() -> Clock:
    return Clock(IN_THE_WEEK)


@pytest.fixture
async def desk(database: Database, clock: Clock) -> AsyncIterator[Desk]:
    desk = Desk(database, clock)
    yield desk
    await desk.inbox.close(grace=0)
