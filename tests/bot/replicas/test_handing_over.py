"""A chat's updates are one replica's, wherever they land, and pass to another when it is gone."""

import asyncio
import json
from collections.abc import Iterable
from itertools import chain
from typing import TypeVar

import psycopg
import pytest
from sqlalchemy import update as change

from bot.updates.storing import Letter, store
from models import InboxUpdate
from tests.bot.replicas.conftest import Start, until
from tests.bot.updates.desk import ANNA, BORIS, update
from tests.databases import execute
from tests.world import IN_THE_WEEK

pytestmark = pytest.mark.usefixtures("quick_looks")


Item = TypeVar("Item")


def all_of(lists: Iterable[list[Item]]) -> list[Item]:
    return list(chain.from_iterable(lists))


async def test_what_lands_at_several_replicas_is_applied_in_order_by_one(start: Start) -> None:
    replicas = [await start() for _ in range(3)]
    first = replicas[0]
    first.desk.locked = {ANNA}
    numbers = range(1, 13)
    await first.receives(update(1, ANNA))
    await until(lambda: first.desk.applied == [1])
    for number in numbers[1:]:
        await replicas[(number - 1) % 3].receives(update(number, ANNA))
    await replicas[1].receives(update(50, BORIS))
    await until(lambda: replicas[1].desk.answered == ["50"])
    assert first.desk.applied == [1]
    first.desk.unlocked.set()
    await until(lambda: len(first.desk.answered) == len(numbers))
    assert first.desk.applied == list(numbers)
    assert first.desk.answered == [str(number) for number in numbers]
    assert [replica.desk.applied for replica in replicas[1:]] == [[50], []]
    for replica in replicas:
        await replica.desk.inbox.idle()
    assert await first.desk.rows() == []


async def test_what_many_people_send_to_all_replicas_at_once_is_answered_once(start: Start) -> None:
    replicas = [await start() for _ in range(3)]
    updates = [update(person * 100 + n, person) for n in range(5) for person in range(1, 9)]
    await asyncio.gather(
        *(replica.receives(*updates[place::3]) for place, replica in enumerate(replicas)),
        *(replica.receives(*reversed(updates)) for replica in replicas),  # once more, in disorder
    )
    await until(lambda: sum(len(replica.desk.answered) for replica in replicas) == len(updates))
    for replica in replicas:
        await replica.desk.inbox.idle()
    answered = [int(text) for text in all_of(replica.desk.answered for replica in replicas)]
    assert sorted(answered) == sorted(each["update_id"] for each in updates)


def locks(url: str, *, granted: bool) -> int:
    query = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND granted = %s"
    with psycopg.connect(url.replace("+psycopg", "")) as connection:
        (count,) = connection.execute(query, (granted,)).fetchone() or (0,)
    return int(count)


async def test_whoever_stores_an_update_waits_for_another_who_stores_one_of_that_chat(
    start: Start, postgresql_url: str
) -> None:
    first, second = await start(), await start()
    letter = Letter(1, ANNA, json.dumps(update(1, ANNA)))
    async with first.database.plain_transaction() as connection:
        await store(connection, [letter], IN_THE_WEEK, first.presence.number)
        receiving = asyncio.create_task(second.receives(update(2, ANNA)))
        await until(lambda: locks(postgresql_url, granted=False) == 1)
    await receiving
    await until(lambda: first.desk.answered == ["1", "2"])
    assert second.desk.applied == []


async def test_what_another_has_stored_for_a_replica_goes_before_what_comes_to_it_later(
    start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = await start(), await start()
    first.desk.locked = {ANNA}
    await first.receives(update(1, ANNA))
    # Its word does not come through.
    monkeypatch.setattr("bot.updates.storing.call", lambda *_: None)
    await second.receives(update(2, ANNA))
    await first.receives(update(3, ANNA))
    first.desk.unlocked.set()
    await until(lambda: len(first.desk.answered) == 3)
    assert first.desk.answered == ["1", "2", "3"]


async def test_a_dead_replicas_chats_are_anothers_before_long_and_in_order(start: Start) -> None:
    dying, other = await start(), await start()
    dying.desk.locked = {ANNA, BORIS}
    await dying.receives(update(1, ANNA), update(2, ANNA), update(3, BORIS))
    await until(lambda: sorted(dying.desk.applied) == [1, 3])
    await other.receives(update(4, ANNA))
    await dying.die()
    assert other.desk.applied == []
    await other.receives(update(5, ANNA))
    await until(lambda: len(other.desk.answered) == 5)
    assert other.desk.applied == [2, 4, 5], "1 and 3 had been applied"
    assert [text for text in other.desk.answered if text != "3"] == ["1", "2", "4", "5"]
    assert dying.desk.answered == []


async def test_a_replica_that_stops_in_order_hands_over_at_once(
    start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.replicas.presence.GONE_AFTER", 3600.0)
    stopping, other = await start(), await start()
    await until(lambda: bool(stopping.presence.others))
    stopping.desk.locked = {ANNA}
    await stopping.receives(update(1, ANNA), update(2, ANNA))
    await until(lambda: stopping.desk.applied == [1])
    await stopping.stop()
    await until(lambda: other.desk.answered == ["1", "2"])
    assert other.desk.applied == [2]


async def test_a_restart_of_the_server_hands_nothing_over(
    start: Start, postgresql_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # However long a busy server takes to let them in again.
    monkeypatch.setattr("bot.replicas.presence.GONE_AFTER", 3600.0)
    first, second = await start(), await start()
    number = first.presence.number
    first.desk.locked = {ANNA}
    await first.receives(update(1, ANNA))
    await until(lambda: first.desk.applied == [1])
    execute(
        postgresql_url,
        "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'",
    )
    await until(lambda: second.presence.others == {number})
    await second.receives(update(2, ANNA))
    first.desk.unlocked.set()
    await until(lambda: first.desk.answered == ["1", "2"])
    assert (first.presence.number, second.desk.applied) == (number, [])


async def test_whoever_lives_but_was_taken_for_dead_applies_nothing_that_is_anothers(
    start: Start,
) -> None:
    first, second = await start(), await start()
    first.desk.locked = {ANNA}
    await first.receives(update(1, ANNA), update(2, ANNA))
    await until(lambda: first.desk.applied == [1])
    async with first.database.transaction() as session:
        second_number = second.presence.number
        await session.execute(change(InboxUpdate).values(taken_by=second_number))
    first.desk.unlocked.set()
    await first.desk.inbox.idle()
    assert first.desk.applied == [1]
    await second.desk.inbox.take_up_left_over()
    await second.desk.inbox.idle()
    assert second.desk.applied == [2]


@pytest.mark.parametrize("others", [0, 1])
async def test_what_a_version_without_replicas_has_left_is_nobodys_and_taken_up(
    start: Start, postgresql_url: str, monkeypatch: pytest.MonkeyPatch, others: int
) -> None:
    """At once by one that is alone; else when it has stayed for a while, because that version may
    still be at it."""
    if not others:
        monkeypatch.setattr("bot.replicas.presence.GONE_AFTER", 3600.0)
    writing = await start()
    writing.desk.locked = {ANNA}
    await writing.receives(update(1, ANNA), update(2, ANNA))
    await until(lambda: writing.desk.applied == [1])
    await writing.die()
    await until(lambda: locks(postgresql_url, granted=True) == 0)  # the server has noticed
    async with writing.database.transaction() as session:
        await session.execute(change(InboxUpdate).values(taken_by=None))
    replicas = [await start() for _ in range(others + 1)]
    await until(lambda: all_of(each.desk.answered for each in replicas) == ["1", "2"])
    assert all_of(each.desk.applied for each in replicas) == [2]
