"""Answers that cannot be given now: who waits for them, and for how long."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import select

from handlers.joining import texts
from models import InboxUpdate
from sandbox.faults import LostBeforeEffect, RetryAfter, ServerError
from sandbox.journal import Call
from tests.world import Someone, World

UNREACHABLE = 1_000  # times


@pytest.fixture(autouse=True)
def hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    """What fails is tried again at once."""
    monkeypatch.setattr("bot.updates.api_middleware.PAUSES", ())
    monkeypatch.setattr("bot.updates.answering.RETRY_DELAY", 0.01)
    monkeypatch.setattr("bot.updates.answering.LONGEST_DELAY", 0.01)


async def asks_for_access(world: World, name: str) -> Someone:
    someone = world.stranger(name)
    await someone.asks_for_access("Тверская")
    return someone


async def tried(world: World, method: str, chat_id: int, times: int) -> None:
    """Until Telegram has been asked for that so often."""

    async def enough() -> bool:
        calls = world.telegram.journal.calls(method)
        return sum(call.chat_id == chat_id for call in calls) >= times

    await world.until(enough)


async def owed(world: World) -> list[int]:
    """How many answers each update waits for."""
    rows = await world.rows(select(InboxUpdate))
    return [len(json.loads(row.answers or "[]")) for row in rows]


async def test_a_chat_that_is_told_to_wait_holds_up_no_other_and_no_other_answer_of_an_admin(
    world: World,
) -> None:
    olga, ivan = await world.admin(), await asks_for_access(world, "Иван")
    world.telegram.faults.order(RetryAfter(3600), "sendMessage", chat_id=ivan.id)
    waiting = ivan.screen
    olga.phone.press(texts.requests.APPROVE)
    await olga.phone.sees("Заявка одобрена")
    await olga.phone.says("/help")
    await olga.phone.sees("/invite")
    assert ivan.screen == waiting
    await world.crash()


async def test_what_others_have_heard_is_not_said_again_because_one_could_not_be_reached(
    world: World,
) -> None:
    olga, peter = await world.admin(), await world.admin("Пётр", which=1)
    ivan = world.stranger()
    await ivan.introduces_themself("Тверская")
    world.telegram.faults.order(
        LostBeforeEffect(), "sendMessage", chat_id=peter.id, times=UNREACHABLE
    )
    ivan.phone.press(texts.access.SEND_REQUEST)

    async def only_peter_is_left() -> bool:
        return await owed(world) == [1]

    await world.until(only_peter_is_left)
    await world.crash()
    world.telegram.faults.cancel()
    await world.start_bot()
    await peter.phone.sees("Тверская")
    await world.settled()
    for admin in (olga, peter):
        assert (
            sum(texts.requests.APPROVE in message.labels for message in admin.phone.messages) == 1
        )
    assert await owed(world) == []


async def test_an_answer_that_alone_does_not_get_through_lets_the_others_past(
    world: World,
) -> None:
    anna = await world.coordinator("Белгородская область")
    boris = await world.coordinator("Псковская область", "Борис")
    await anna.says("/new")
    world.telegram.faults.order(
        ServerError(), "editMessageText", chat_id=anna.id, times=UNREACHABLE
    )
    anna.phone.press(anna.buttons[0])
    await tried(world, "editMessageText", anna.id, 1)
    await anna.phone.says("/help")
    await boris.phone.says("/help")
    await anna.phone.sees("/report")
    world.telegram.faults.cancel()
    await world.settled()
    assert any("Шаг 2 из 8" in message.text for message in anna.phone.messages)


async def test_an_answer_that_is_no_news_any_more_is_given_up_by_the_running_process(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    anna = await world.coordinator("Белгородская область")
    said = anna.screen
    world.telegram.faults.order(ServerError(), "sendMessage", chat_id=anna.id, times=UNREACHABLE)
    await anna.phone.says("/new")
    await tried(world, "sendMessage", anna.id, 2)
    monkeypatch.setattr("bot.updates.answering.REPLY_TTL", timedelta())
    await world.settled()
    assert anna.screen == said
    assert await owed(world) == []
    world.telegram.faults.cancel()
    await anna.says("/help")
    assert "/report" in anna.screen


async def test_a_clock_that_jumps_takes_no_answer_from_anybody(world: World) -> None:
    anna = await world.coordinator("Белгородская область")
    await anna.says("/new")

    def jump(_: Call) -> None:
        world.clock.pass_(days=2)  # with every call: between any two answers

    world.telegram.journal.on_call(jump)
    await anna.presses("Урок, занятие")
    assert "Шаг 2 из 8" in anna.screen


async def test_a_clock_that_jumps_during_an_outage_takes_no_answer_either(world: World) -> None:
    anna = await world.coordinator("Белгородская область")
    before = len(world.telegram.journal.calls("sendMessage", chat_id=anna.id))
    world.telegram.faults.order(ServerError(), "sendMessage", chat_id=anna.id, times=UNREACHABLE)
    await anna.phone.says("/new")
    await tried(world, "sendMessage", anna.id, before + 2)
    world.clock.pass_(days=3)
    await tried(world, "sendMessage", anna.id, before + 6)
    world.telegram.faults.cancel()
    await world.settled()
    assert "Шаг 1 из 8" in anna.screen


@pytest.mark.parametrize("presses", [False, True], ids=["a text", "a press"])
async def test_what_was_applied_by_a_clock_that_lagged_behind_is_answered_after_a_restart(
    world: World, monkeypatch: pytest.MonkeyPatch, presses: bool
) -> None:
    anna = await world.coordinator("Белгородская область")
    await anna.says("/new")
    now = world.clock()
    monkeypatch.setattr(world.telegram.world, "now", lambda: now)
    await world.stop_bot()
    world.clock.at = now - timedelta(days=3)
    await world.start_bot()
    method = "editMessageText" if presses else "sendMessage"
    before = len(world.telegram.journal.calls(method, chat_id=anna.id))
    world.telegram.faults.order(ServerError(), method, chat_id=anna.id, times=UNREACHABLE)
    if presses:
        anna.phone.press("Урок, занятие")
    else:
        await anna.phone.says("урок")
    await tried(world, method, anna.id, before + 2)
    await world.crash()
    world.clock.at = now
    world.telegram.faults.cancel()
    await world.start_bot()
    await anna.phone.sees("Шаг 2 из 8")
