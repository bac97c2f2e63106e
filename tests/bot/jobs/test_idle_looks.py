"""Every few seconds the jobs look for what is due, and nearly always in vain: that costs a few
statements, and nobody who writes has to wait for it."""

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

import pytest
from sqlalchemy import event as listening
from sqlalchemy import update

from domain.campaigns.campaigns import current_campaign
from domain.campaigns.extensions import grant
from models import Person
from tests.broadcasts import begun
from tests.world import DEADLINE, IN_THE_WEEK, MOSCOW, World

ON_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
# What each look may cost: when nothing is near, on a day of reminders, and after the deadline,
# also after a later one of a region's own.
MOMENTS = {
    IN_THE_WEEK.replace(hour=23): 1,
    datetime(2026, 11, 22, 23, 0, tzinfo=MOSCOW): 3,
    DEADLINE + timedelta(days=1, hours=12): 5,
}


@contextmanager
def statements(world: World) -> Iterator[list[str]]:
    """What the jobs ask the database for meanwhile."""
    asked: list[str] = []

    def note(_c: Any, _cursor: Any, statement: str, *_: Any) -> None:
        asked.append(" ".join(statement.split()))

    # On PostgreSQL the one for reading passes its events on to the other.
    reading, writing = world.app.database.reading_engine, world.app.database.engine
    engines = (
        {reading.sync_engine, writing.sync_engine}
        if "sqlite" in world.database_url
        else {writing.sync_engine}
    )
    for engine in engines:
        listening.listen(engine, "before_cursor_execute", note)
    yield asked
    for engine in engines:
        listening.remove(engine, "before_cursor_execute", note)


async def all_looks(world: World) -> None:
    await world.app.reminders.send_due()
    await world.app.digests.send_due()
    await world.app.mailings.send_due()
    await world.app.inbox.take_up_left_over()


async def people_of_all_kinds(world: World) -> None:
    olga = await world.admin()
    await world.admin("Павел", which=1)
    for region in ("Белгородская область", "Москва", "Камчатский край"):
        await world.coordinator(region)
    async with world.app.database.transaction() as session:
        await session.execute(update(Person).where(Person.id == olga.id).values(digest_hour=9))
        campaign, by = await current_campaign(session), await session.get_one(Person, olga.id)
        until = DEADLINE + timedelta(hours=10)
        now = world.clock()
        await grant(session, campaign, "77", until, "Сбой", by=by, now=now, zone=MOSCOW)
    await begun(world.app.database, olga.id, world)


@pytest.mark.parametrize(("at", "most"), MOMENTS.items())
async def test_a_look_in_vain_asks_little_and_locks_nothing(
    world: World, at: datetime, most: int
) -> None:
    await people_of_all_kinds(world)
    world.clock.at = at
    await all_looks(world)
    app = world.app
    for job, look, limit in (
        ("reminders", app.reminders.send_due, most),
        ("digests", app.digests.send_due, 1),
        ("mailings", app.mailings.send_due, 1),
        ("inbox", app.inbox.take_up_left_over, 2),
    ):
        with statements(world) as asked:
            await look()
        asked = [each for each in asked if each not in ("BEGIN", "SELECT 1")]
        assert 0 < len(asked) <= limit, "\n".join([job, *asked])
        assert all(each.startswith("SELECT") for each in asked), asked
        assert not any("FOR " in each for each in asked), asked


@ON_SQLITE
@pytest.mark.parametrize("at", MOMENTS)
async def test_a_look_in_vain_waits_for_nobody_who_writes(world: World, at: datetime) -> None:
    await people_of_all_kinds(world)
    world.clock.at = at
    await all_looks(world)
    with closing(sqlite3.connect(world.database_url.partition("///")[2])) as other:
        other.execute("BEGIN IMMEDIATE")  # as another process that writes, and takes its time
        with statements(world) as asked:
            await all_looks(world)
    assert len(asked) > 2


async def test_a_look_reads_nobody_who_is_told_or_whose_hour_has_not_come(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[str] = []

    def noted(rows: Iterable[Any], key: Callable[[Any], str]) -> Iterable[Any]:
        people = list(rows)
        read.extend(map(key, people))
        return groupby(people, key)

    monkeypatch.setattr("domain.mailings.due_reminders.groupby", noted)
    for region in ("Камчатский край", "Москва"):
        await world.coordinator(region)
    morning_in_kamchatka = datetime(2026, 11, 22, 1, 0, tzinfo=MOSCOW)
    await world.remind(morning_in_kamchatka)
    await world.remind(morning_in_kamchatka + timedelta(minutes=1))
    assert read == ["41"]
    morning_in_moscow = datetime(2026, 11, 22, 10, 0, tzinfo=MOSCOW)
    await world.remind(morning_in_moscow)
    await world.remind(morning_in_moscow + timedelta(minutes=1))
    assert read == ["41", "77"]
