"""Updates that Telegram brings: who may bring them, and when they are taken for received."""

import json
from typing import Any
from unittest.mock import AsyncMock

import pytest
from sqlalchemy import func, select

from bot.app import assemble
from bot.settings import WrongSettings
from bot.web.webhook import LARGEST
from models import ReceivedUpdate
from sandbox import ServerError
from tests.bot.updates.desk import update
from tests.bot.web.hook import SECRET, Hook
from tests.counted import counted
from tests.outage import locked
from tests.world import NO_HURRY, World, settings_for


@pytest.fixture
async def hook(world: World) -> Hook:
    hook = Hook(world)
    await hook.opens()
    return hook


async def received(world: World) -> int:
    return (await world.rows(select(func.count()).select_from(ReceivedUpdate)))[0]


async def test_a_chat_goes_on_by_webhook_as_it_does_by_polling(world: World, hook: Hook) -> None:
    polls = len(world.telegram.journal.calls("getUpdates"))
    anna = await world.coordinator("Белгородская область")
    await anna.reports(name="Урок качества")
    assert "Урок качества" in anna.screen
    olga = await world.admin()
    await olga.says("/status")
    assert "Белгородская" in (await olga.says("/status белгород")).text
    assert set(hook.attempts()) == {200}
    assert len(world.telegram.journal.calls("getUpdates")) == polls
    (asked,) = world.telegram.journal.calls("setWebhook")
    assert asked.params["allowed_updates"] == [
        "message",
        "edited_message",
        "callback_query",
        "my_chat_member",
    ]


LETTER = update(1, 1)
DEEP = b"[" * 100_000


@pytest.mark.parametrize(
    ("status", "how"),
    [
        (405, {"method": "GET"}),
        (404, {"path": "/telegram", "json": LETTER}),
        (403, {"secret": None, "json": LETTER}),
        (403, {"secret": "", "json": LETTER}),
        (403, {"secret": SECRET[:-1], "json": LETTER}),
        (403, {"secret": SECRET + "é", "json": LETTER}),
        (403, {"secret": "wrong", "size": 2 * LARGEST}),  # before it is even read
        (415, {"data": json.dumps(LETTER), "headers": {"Content-Type": "text/plain"}}),
        (413, {"size": LARGEST + 1}),
        (400, {"data": b"", "headers": {"Content-Type": "application/json"}}),
        (400, {"data": b"\xff{", "headers": {"Content-Type": "application/json"}}),
        (400, {"data": DEEP, "headers": {"Content-Type": "application/json"}}),
        (400, {"json": [LETTER]}),
    ],
)
async def test_what_telegram_would_not_send_is_refused_and_counted_and_nothing_is_stored(
    world: World, hook: Hook, status: int, how: dict[str, Any]
) -> None:
    assert await hook.is_asked(**how) == status
    assert counted(world.app.metrics.refused) == {str(status): 1}
    assert await received(world) == 0


async def test_what_is_no_update_is_passed_over_and_not_brought_again(
    world: World, hook: Hook
) -> None:
    assert await hook.is_asked(json={"update_id": None}) == 200
    assert counted(world.app.metrics.updates_passed_over) == {"unreadable": 1}


async def test_while_the_database_is_out_telegram_keeps_the_update_and_brings_it_again(
    world: World, hook: Hook, monkeypatch: pytest.MonkeyPatch
) -> None:
    anna = await world.coordinator("Белгородская область")
    before = len(hook.attempts())
    monkeypatch.setattr("bot.web.webhook.LATER", {"Retry-After": "0"})
    with monkeypatch.context() as patch:
        patch.setattr("bot.updates.storing.store", AsyncMock(side_effect=locked()))
        await anna.phone.says("/help")

        async def refused_twice() -> bool:
            return hook.attempts()[before:].count(503) >= 2

        await world.until(refused_twice)
    await anna.waits()
    assert hook.attempts()[-1] == 200
    assert "/new" in anna.screen


async def test_before_the_bot_receives_telegram_is_asked_to_come_later(
    world: World, hook: Hook
) -> None:
    world.app.pages.inbox = None
    assert await hook.is_asked(json=LETTER) == 503
    assert await received(world) == 0


async def test_an_update_that_telegram_brings_twice_is_applied_once(
    world: World, hook: Hook
) -> None:
    anna = await world.coordinator("Белгородская область")
    await anna.says("/help")
    count = len(anna.phone.messages)
    world.telegram.redeliver(world.bot)
    await anna.waits()
    assert len(anna.phone.messages) == count
    assert hook.attempts()[-2:] == [200, 200]


@pytest.mark.usefixtures("hook")
async def test_a_bot_that_polls_again_takes_its_webhook_back(world: World) -> None:
    anna = await world.coordinator("Белгородская область")
    await world.stop_bot()
    await world.start_bot()
    assert world.bot.webhook is None
    await anna.says("/help")
    assert "/new" in anna.screen


async def test_an_address_that_telegram_refuses_stops_the_start_with_a_sentence(
    world: World,
) -> None:
    await world.stop_bot()
    refusal = "Bad Request: bad webhook: Failed to resolve host: Name or service not known"
    world.telegram.faults.order(ServerError(400, refusal), "setWebhook")
    settings = settings_for(world.telegram.url, world.database_url, **Hook(world).settings)
    with pytest.raises(WrongSettings, match=r"Telegram refuses WEBHOOK_URL: .*resolve host"):
        async with assemble(settings, now=world.clock, pace=NO_HURRY):
            raise AssertionError("it has started")
