"""What one replica does for all (polling, the jobs): there is always one at it, and never two."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
from sqlalchemy.exc import OperationalError

from bot.replicas.alone import Post
from bot.replicas.presence import Presence, joined
from tests.bot.replicas.conftest import until
from tests.databases import execute

pytestmark = pytest.mark.usefixtures("quick_looks")


class Work:
    """Who is at it, in the order in which they have begun."""

    def __init__(self) -> None:
        self.at_it: list[int] = []
        self.most = 0

    async def do(self, number: int) -> None:
        self.at_it.append(number)
        self.most = max(self.most, len(self.at_it))
        try:
            await asyncio.Event().wait()
        finally:
            self.at_it.remove(number)


Join = Callable[[], Awaitable[tuple[Presence, asyncio.Task[None]]]]


@pytest.fixture
def work() -> Work:
    return Work()


@pytest.fixture
async def join(postgresql_url: str, work: Work) -> AsyncIterator[Join]:
    """One more replica, which wants to lead."""
    leading: list[asyncio.Task[None]] = []
    present: list[Presence] = []

    async def join() -> tuple[Presence, asyncio.Task[None]]:
        presence = Presence(postgresql_url)
        await presence.join()
        present.append(presence)
        leading.append(
            asyncio.create_task(presence.lead(Post.JOBS, lambda: work.do(presence.number)))
        )
        return presence, leading[-1]

    yield join
    for each in leading:
        each.cancel()
    await asyncio.gather(*leading, return_exceptions=True)
    for presence in present:
        await presence.leave()


async def test_one_is_at_it_and_whoever_stops_makes_room_at_once(
    join: Join, work: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.replicas.presence.LOOK_EVERY", 3600.0)
    first, leading = await join()
    await until(lambda: work.at_it == [first.number])
    others = [(await join())[0].number for _ in range(2)]
    leading.cancel()
    await until(lambda: bool(set(work.at_it) & set(others)))
    assert work.most == 1


async def test_another_takes_the_place_of_one_that_dies(join: Join, work: Work) -> None:
    first, _ = await join()
    await until(lambda: work.at_it == [first.number])
    second, _ = await join()
    await first.leave()  # what is left of it does not count any more
    await until(lambda: second.number in work.at_it)


async def test_whoever_loses_the_connection_leaves_off_until_it_leads_again(
    join: Join, work: Work, postgresql_url: str
) -> None:
    first, _ = await join()
    await until(lambda: work.at_it == [first.number])
    begun = work.most
    execute(
        postgresql_url,
        "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'",
    )
    await until(lambda: work.at_it == [])
    await until(lambda: work.at_it == [first.number])
    assert (begun, work.most) == (1, 1)


async def test_an_error_of_the_work_is_its_leaders(join: Join) -> None:
    presence, _ = await join()

    async def fails() -> None:
        raise RuntimeError("of the work")

    with pytest.raises(RuntimeError, match="of the work"):
        await presence.lead(Post.POLLING, fails)


async def test_on_sqlite_whoever_is_alone_leads(sqlite_url: str, work: Work) -> None:
    async with joined(sqlite_url) as alone:
        leading = asyncio.create_task(alone.lead(Post.JOBS, lambda: work.do(0)))
        await until(lambda: work.at_it == [0])
        leading.cancel()
        await asyncio.gather(leading, return_exceptions=True)
    assert (alone.number, alone.others) == (None, frozenset())


async def test_a_server_that_does_not_answer_is_told_as_by_every_other_statement() -> None:
    with pytest.raises(OperationalError, match="refused"):
        async with joined("postgresql+psycopg://nobody@127.0.0.1:9/nothing"):
            pass
