"""Updates in order, one chat not waiting for another, and what becomes of one that fails."""

import asyncio
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, text
from structlog.testing import capture_logs
from structlog.typing import EventDict

from bot.database import Database
from bot.updates.applying import at_once
from domain.events import repository as events
from handlers.fallback import UNABLE
from handlers.responses import Responses, Screen, say
from models import InboxUpdate, ReceivedUpdate
from tests.bot.updates.desk import ANNA, BORIS, Desk, update
from tests.counted import counted
from tests.outage import locked
from tests.world import PATIENCE, Clock, World


async def test_a_chats_updates_are_applied_in_order_and_its_slowness_holds_up_no_other(
    desk: Desk,
) -> None:
    desk.locked = {ANNA}
    # Ids are not monotonic after a quiet week: what counts is the order in which they come.
    await desk.inbox.receive([update(90, ANNA), update(12, ANNA), update(91, BORIS)])
    async with asyncio.timeout(15):
        await desk.spoken.wait()
    assert desk.answered == ["91"]
    assert 12 not in desk.applied
    desk.unlocked.set()
    await desk.inbox.idle()
    assert [number for number in desk.applied if number != 91] == [90, 12]
    assert desk.answered == ["91", "90", "12"]


async def test_what_is_left_over_is_done_before_anything_newer_of_the_chat(
    desk: Desk, database: Database, clock: Clock
) -> None:
    await desk.inbox.receive([update(1, ANNA), update(2, ANNA), update(3, BORIS)])
    await desk.inbox.close(grace=0)
    assert desk.answered == []
    next_desk = Desk(database, clock)
    await next_desk.inbox.take_up_left_over()
    await next_desk.inbox.receive([update(4, ANNA), update(2, ANNA)])
    await next_desk.inbox.idle()
    assert [text for text in next_desk.answered if text != "3"] == ["1", "2", "4"]
    assert sorted(desk.applied + next_desk.applied) == [1, 2, 3, 4]


async def test_a_text_that_a_phone_may_have_cut_is_applied_once_its_next_part_is_there(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.updates.applying.SPLIT_WAIT", PATIENCE)
    await desk.inbox.receive([update(1, ANNA, text="я" * 4096), update(3, BORIS)])
    async with asyncio.timeout(PATIENCE):
        await desk.spoken.wait()
    assert desk.answered == ["3"]
    await desk.inbox.receive([update(2, ANNA)])
    async with asyncio.timeout(PATIENCE / 2):
        await desk.inbox.idle()
    assert desk.answered == ["3", "1", "2"]


async def test_whoever_applies_an_update_learns_when_it_was_received(
    desk: Desk, database: Database, clock: Clock
) -> None:
    received_at = clock()
    await desk.inbox.receive([update(1, ANNA)])
    await desk.inbox.close(grace=0)
    clock.pass_(minutes=10)
    next_desk = Desk(database, clock)
    await next_desk.inbox.take_up_left_over()
    await next_desk.inbox.idle()
    assert desk.received_at + next_desk.received_at == [received_at]


async def test_two_processes_that_get_the_same_updates_apply_them_once(
    desk: Desk, database: Database, clock: Clock
) -> None:
    other = Desk(database, clock)
    updates = [update(number, ANNA) for number in range(10, 20)]
    await asyncio.gather(desk.inbox.receive(updates), other.inbox.receive(updates))
    await asyncio.gather(desk.inbox.take_up_left_over(), other.inbox.take_up_left_over())
    await asyncio.gather(desk.inbox.idle(), other.inbox.idle())
    assert sorted(desk.applied + other.applied) == list(range(10, 20))


async def test_once_it_is_answered_an_update_is_only_known_by_its_number_and_for_two_days(
    desk: Desk, clock: Clock
) -> None:
    async def remembered() -> list[int]:
        async with desk.database.transaction() as session:
            return list(await session.scalars(select(ReceivedUpdate.update_id)))

    await desk.inbox.receive([update(1, ANNA)])
    await desk.inbox.idle()
    assert await desk.rows() == []
    clock.pass_(hours=47)
    await desk.inbox.take_up_left_over()
    await desk.inbox.receive([update(1, ANNA)])
    await desk.inbox.idle()
    assert desk.answered == ["1"]
    assert await remembered() == [1]
    clock.pass_(hours=2)
    await desk.inbox.take_up_left_over()
    assert await remembered() == [1], "so far only this machine says that it is so late"
    await desk.inbox.receive([update(2, ANNA, date=clock.at.timestamp())])
    await desk.inbox.idle()
    await desk.inbox.take_up_left_over()
    assert await remembered() == [2]


@pytest.mark.parametrize("later", [5, 500])
async def test_all_old_updates_are_forgotten_also_when_the_numbers_begin_anew(
    desk: Desk, clock: Clock, monkeypatch: pytest.MonkeyPatch, later: int
) -> None:
    monkeypatch.setattr("bot.updates.queries.FORGOTTEN_AT_ONCE", 2)
    await desk.inbox.receive([update(number, ANNA) for number in range(100, 107)])
    clock.pass_(hours=47)
    await desk.inbox.receive([update(later, ANNA)])
    await desk.inbox.idle()
    clock.pass_(hours=2)
    await desk.inbox.receive([update(later + 1, ANNA, date=clock.at.timestamp())])
    await desk.inbox.idle()
    await desk.inbox.take_up_left_over()
    async with desk.database.transaction() as session:
        kept = await session.scalars(select(ReceivedUpdate.update_id))
        assert sorted(kept) == [later, later + 1]


async def test_an_update_that_comes_again_is_not_applied_again_after_the_clock_has_jumped(
    desk: Desk, clock: Clock
) -> None:
    written = clock.at.timestamp()
    await desk.inbox.receive([update(1, ANNA, date=written)])
    await desk.inbox.idle()
    clock.pass_(hours=49)
    await desk.inbox.receive([update(2, ANNA, date=written + 60)])
    await desk.inbox.take_up_left_over()
    await desk.inbox.receive([update(1, ANNA, date=written)])
    await desk.inbox.idle()
    assert desk.applied == [1, 2]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_the_database_does_not_keep_the_pages_of_what_is_answered(desk: Desk) -> None:
    async def pages() -> int:
        async with desk.database.transaction() as session:
            return int((await session.execute(text("PRAGMA page_count"))).scalar_one())

    async def answered(numbers: range) -> None:
        await desk.inbox.receive([update(n, ANNA, text=f"{n}" * 500) for n in numbers])
        await desk.inbox.idle()

    await answered(range(1000, 1040))
    before = await pages()
    for first in range(1040, 1160, 40):
        await answered(range(first, first + 40))
    bytes_each = (await pages() - before) * 4096 / 120
    # Of 2,000 that each payload has.
    assert bytes_each < 100


async def test_an_answer_that_could_not_be_given_for_a_day_is_not_given_any_more(
    desk: Desk, database: Database, clock: Clock
) -> None:
    desk.locked = {ANNA}
    await desk.inbox.receive([update(1, ANNA)])
    async with asyncio.timeout(15):
        await desk.speaking.wait()
    await desk.inbox.close(grace=0)
    clock.at += timedelta(days=1, minutes=1)
    next_desk = Desk(database, clock)
    await next_desk.inbox.take_up_left_over()
    await next_desk.inbox.idle()
    assert (next_desk.applied, next_desk.answered) == ([], [])


# ── An update that fails ─────────────────────────────────────────────────────────────────


@pytest.fixture(autouse=True)
def logs() -> Iterator[list[EventDict]]:
    with capture_logs() as logs:
        yield logs


@pytest.fixture
def broken_list(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The list of events cannot be made for one region; says how often it was tried."""
    monkeypatch.setattr("bot.updates.applying.RETRY_DELAY", 0.001)
    tries: list[str] = []

    async def page_of_events(
        _: object, __: object, region_code: str, *___: object, **____: object
    ) -> None:
        tries.append(region_code)
        raise RuntimeError("a defect")

    monkeypatch.setattr("handlers.event_form.saved_events.page_of_events", page_of_events)
    return tries


async def test_an_update_that_keeps_failing_is_set_aside_and_blocks_no_one(
    world: World, broken_list: list[str]
) -> None:
    anna = await world.coordinator("Белгородская область")
    boris = await world.coordinator("Псковская область", "Борис")
    await anna.reports()
    press = anna.phone.press("Мои мероприятия")
    await anna.phone.says("/report")
    await boris.says("/help")
    await world.settled()
    assert broken_list == ["31"] * 3
    assert any("Не удалось обработать" in message.text for message in anna.phone.messages)
    assert "Белгородская область. Отчёт о Неделе качества 2026" in anna.screen
    assert "/new" in boris.screen
    assert press.answer is not None  # the button does not hang
    assert await world.set_aside() == 1


@pytest.mark.usefixtures("broken_list")
async def test_an_update_to_which_not_even_an_apology_can_be_made_is_set_aside(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_apology(_: str) -> Responses:
        return [say(anna.id, Screen("\ud800"))]  # which cannot be stored

    anna = await world.coordinator("Белгородская область")
    monkeypatch.setattr(world.app.inbox._applying, "_apologise", no_apology)
    async with asyncio.timeout(PATIENCE):
        await anna.says("/events", "/help")
    assert "/new" in anna.screen
    assert await world.set_aside() == 1


async def test_an_update_set_aside_is_kept_for_a_developer(
    world: World, broken_list: list[str], logs: list[EventDict]
) -> None:
    anna = await world.coordinator("Белгородская область")
    await anna.says("/events")
    assert [each["tries"] for each in logs if each["event"] == "update.failed"] == [1, 2, 3]
    await world.stop_bot()
    world.clock.pass_(days=80)
    await world.start_bot()
    await world.settled()
    (row,) = await world.rows(select(InboxUpdate).where(InboxUpdate.set_aside_at.is_not(None)))
    assert row.payload is not None
    assert "/events" in row.payload
    assert row.tries == 3
    assert len(broken_list) == 3


async def test_a_database_in_trouble_is_no_fault_of_the_update(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.updates.applying.OUTAGE_RETRY", 0.001)
    anna = await world.coordinator("Белгородская область")
    troubles = 10

    async def page_of_events(*arguments: Any, **options: Any) -> Any:
        nonlocal troubles
        troubles -= 1
        if troubles > 0:
            raise locked()
        return await events.page_of_events(*arguments, **options)

    monkeypatch.setattr("handlers.event_form.saved_events.page_of_events", page_of_events)
    await anna.says("/events")
    assert "Пока не внесено ни одного мероприятия" in anna.screen
    assert await world.set_aside() == 0


@pytest.mark.usefixtures("broken_list")
async def test_what_a_failing_update_has_changed_is_undone(world: World) -> None:
    anna = await world.coordinator("Белгородская область")
    await anna.says("/new")
    await anna.says("/events")  # puts the draft aside, then fails
    assert "Не удалось обработать" in anna.screen
    await anna.says("9")
    assert "Шаг 2 из 8" in anna.screen


async def test_updates_that_cannot_be_understood_stop_nobody(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.updates.applying.RETRY_DELAY", 0.001)
    anna = await world.coordinator("Белгородская область")
    private = {"id": anna.id, "type": "private", "first_name": "Анна"}
    without_name: list[tuple[Any, dict[str, Any]]] = [
        ("message", {"message_id": 1, "date": 0, "chat": private, "from": {"id": anna.id}}),
        ("callback_query", {"id": "1", "from": {"id": anna.id}, "chat_instance": "1"}),
    ]
    from_nobody: list[tuple[Any, dict[str, Any]]] = [
        ("message", {"new": "something that Telegram has thought of"}),
        ("my_chat_member", {"chat": private, "date": 0}),
    ]
    for kind, payload in without_name + from_nobody:
        world.bot.updates.add(kind, payload)
    await world.settled()
    assert UNABLE in anna.screen
    await anna.says("/help")
    assert "/new" in anna.screen
    assert await world.set_aside() == len(without_name)
    assert counted(world.app.metrics.updates_passed_over) == {"from nobody": len(from_nobody)}


async def test_what_a_member_writes_is_applied_before_what_many_strangers_have_written(
    desk: Desk,
) -> None:
    at_it = at_once(desk.database)
    desk.strangers = range(100, 100 + 5 * at_it)
    desk.applies.clear()
    theirs = [update(number, number) for number in desk.strangers]
    await desk.inbox.receive([*theirs, update(1, ANNA)])
    desk.applies.set()
    await desk.inbox.idle()
    assert len(desk.applied) == len(theirs) + 1
    # Those that were at it already come first, and whoever does not wait for this one.
    assert desk.applied.index(1) < 2 * at_it
