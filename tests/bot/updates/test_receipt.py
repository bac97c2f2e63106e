"""What is received: nobody's updates, broken ones beside sound ones, edits, redeliveries."""

from typing import Any
from unittest.mock import AsyncMock

import pytest
from sqlalchemy.exc import OperationalError
from structlog.contextvars import merge_contextvars
from structlog.testing import capture_logs

from handlers.fallback import UNABLE
from sandbox.faults import Spoilt
from tests.bot.updates.desk import ANNA, BORIS, Desk, update
from tests.counted import counted
from tests.outage import locked
from tests.world import World

BEYOND = 2**70  # more than the database can hold


@pytest.fixture(autouse=True)
def hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.updates.applying.RETRY_DELAY", 0.001)
    monkeypatch.setattr("bot.updates.polling.PAUSES", (0.01,))


# ── Updates that cannot be stored ────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "broken",
    [
        None,
        {},
        {"update_id": None, "message": update(5, ANNA)["message"]},
        update(BEYOND, ANNA),
        update(5, BEYOND),
        update(5, ANNA, message_id=BEYOND),
        {"update_id": 5, "message": None},
        {"update_id": 5, "callback_query": {"message": None, "from": None}},
        {"update_id": 5, "message": {"chat": 7, "from": []}},
    ],
    ids=[
        "null",
        "an empty one",
        "one without a number",
        "a number beyond 64 bits",
        "a chat beyond 64 bits",
        "a message beyond 64 bits",
        "a null message",
        "a press of nobody",
        "a chat that is none",
    ],
)
async def test_one_update_that_cannot_be_stored_stops_none_beside_it(
    desk: Desk, broken: Any
) -> None:
    await desk.inbox.receive([update(1, ANNA), broken, update(2, BORIS)])
    await desk.inbox.receive([update(3, ANNA)])
    await desk.inbox.idle()
    assert sorted(desk.applied) == [1, 2, 3]
    assert sum(counted(desk.metrics.updates_passed_over).values()) == 1


async def test_what_cannot_be_stored_because_the_database_is_out_is_not_passed_over(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr("bot.updates.storing.store", AsyncMock(side_effect=locked()))
        with pytest.raises(OperationalError):
            await desk.inbox.receive([update(1, ANNA), update(2, BORIS)])
    assert counted(desk.metrics.updates_passed_over) == {}
    await desk.inbox.receive([update(1, ANNA), update(2, BORIS)])
    await desk.inbox.idle()
    assert sorted(desk.applied) == [1, 2]


async def test_telegrams_null_is_confirmed_and_what_comes_beside_it_is_answered(
    world: World,
) -> None:
    anna = await world.coordinator("Белгородская область")
    null: Any = None
    world.bot.updates.add("message", null)
    await anna.says("/help")
    assert "/new" in anna.screen
    assert counted(world.app.metrics.updates_passed_over) == {"from nobody": 1}


# ── Who an update is from ────────────────────────────────────────────────────────────────


async def test_an_edit_in_a_group_brings_silence(world: World) -> None:
    edited = update(1, 5, chat={"id": -5, "type": "group", "title": "Штаб"})["message"]
    await world.app.inbox.receive([{"update_id": 1, "edited_message": edited}])
    await world.app.inbox.idle()
    assert world.telegram.journal.calls("sendMessage") == []
    assert await world.set_aside() == 0


async def test_a_press_in_a_group_that_cannot_be_read_is_no_press_of_a_persons_own_chat(
    world: World,
) -> None:
    anna = await world.coordinator("Белгородская область")
    sender = {"id": anna.id, "is_bot": False, "first_name": "Анна"}
    where = {"message_id": 1, "date": 5, "chat": {"id": -5, "type": 5}}
    press = {"id": "7", "from": sender, "chat_instance": "1", "message": where, "data": "report"}
    await world.app.inbox.receive([{"update_id": 1, "callback_query": press}])
    await world.app.inbox.idle()
    assert world.telegram.journal.calls("sendMessage", chat_id=-5) == []
    assert await world.set_aside() == 0


# ── Updates that cannot be read ──────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "unreadable",
    [
        {"forward_origin": {"type": "hidden_user", "date": 0}},
        {"forward_origin": {"type": "of another kind", "date": 0}},
        {"entities": [{"type": "bold", "offset": "x", "length": 4}] * 50},
        {"reply_to_message": {"message_id": 1}, "via_bot": {"id": 5}, "quote": 7},
        {"link_preview_options": {"is_disabled": {"deep": []}}, "photo": [{}]},
    ],
    ids=", ".join,
)
async def test_an_optional_part_that_cannot_be_read_is_left_out(
    world: World, unreadable: dict[str, Any]
) -> None:
    anna = await world.coordinator("Белгородская область")
    await anna.says("/new")
    await anna.presses(anna.buttons[0])
    message = update(1, anna.id, text="Урок качества")["message"]
    world.bot.updates.add("message", message | {"message_id": 10_000} | unreadable)
    await world.settled()
    assert "Шаг 3 из 8" in anna.screen
    assert await world.set_aside() == 0


@pytest.mark.parametrize("part", ["date", "from"])
async def test_what_cannot_be_read_at_all_gets_the_apology(world: World, part: str) -> None:
    anna = await world.coordinator("Белгородская область")
    message = update(1, anna.id, text="Совершенно секретно")["message"]
    broken: dict[str, Any] = {"date": "вчера", "from": {"id": anna.id, "first_name": 5}}
    with capture_logs(processors=[merge_contextvars]) as logs:
        world.bot.updates.add("message", message | {part: broken[part]})
        await world.settled()
    assert anna.screen == UNABLE
    assert await world.set_aside() == 1
    (set_aside,) = [line for line in logs if line["event"] == "update.set_aside"]
    assert set_aside["chat_id"] == anna.id
    assert "секретно" not in str(logs)


async def test_an_update_that_makes_the_answer_unreadable_is_passed_over_and_stops_no_other(
    world: World,
) -> None:
    anna, boris = [await world.coordinator("Белгородская область", name) for name in ("А", "Б")]
    world.telegram.faults.order(Spoilt("(?<=spoilt).*"), "getUpdates", times=1000)
    await boris.says("/start")  # the poll that was under way when the fault was ordered
    await boris.phone.says("/help")
    await anna.phone.says("spoilt")
    await anna.phone.says("/help")

    async def both_are_answered() -> bool:
        return all("/new" in each.screen for each in (anna, boris))

    await world.until(both_are_answered)
    world.telegram.faults.cancel()
    assert counted(world.app.metrics.updates_passed_over) == {"undecodable": 1}


# ── Edits ────────────────────────────────────────────────────────────────────────────────


def edit(number: int, message: int, **content: Any) -> dict[str, Any]:
    """Of Anna's message of that id."""
    return {"update_id": number, "edited_message": update(message, ANNA, **content)["message"]}


async def test_an_edit_that_has_changed_nothing_is_passed_over(desk: Desk) -> None:
    link = {"type": "text_link", "offset": 0, "length": 1, "url": "https://rskrf.ru"}
    updates = [
        update(1, ANNA, text="Урок"),
        edit(2, 1, text="Урок"),
        edit(3, 1, text="Урок качества"),
        edit(4, 1, text="Урок качества"),
        edit(5, 1, text="Урок качества", entities=[link]),
        edit(6, 1, text="Урок"),
        edit(7, 99, text="Чего бот не видел"),
        update(8, BORIS, message_id=1, text="Ярмарка"),
    ]
    changed = [1, 3, 5, 6, 7, 8]
    await desk.inbox.receive(updates[:1])
    await desk.inbox.receive(updates[1:])
    await desk.inbox.receive(updates)
    await desk.inbox.idle()
    assert sorted(desk.applied) == changed
