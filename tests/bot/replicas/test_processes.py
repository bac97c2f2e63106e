"""Two real processes on one PostgreSQL: one dies or stops, and the other goes on where it was."""

import asyncio
import signal
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from handlers.event_form.texts.form import kind_button
from sandbox.faults import LostBeforeEffect
from sandbox.phone import Phone
from tests.bot.test_process import Moment, act
from tests.process import RunningBot
from tests.world import World

pytestmark = [
    pytest.mark.processes,
    pytest.mark.parametrize("database_url", ["postgresql"], indirect=True),
]

AT_MOST = 60.0  # seconds until everything goes on


@pytest.fixture
async def anna(world: World) -> Phone:
    return (await world.coordinator("Белгородская область")).phone


@pytest.fixture
async def replicas(
    world: World,
    anna: Phone,  # noqa: ARG001 - she joins before the world's own bot stops
    tmp_path: Path,
) -> AsyncIterator[tuple[RunningBot, RunningBot]]:
    """The first one polls, the other stands by."""
    await world.stop_bot()
    folders = tmp_path / "one", tmp_path / "two"
    for folder in folders:
        folder.mkdir()
    first, second = (
        RunningBot(world.telegram.url, world.database_url, folder) for folder in folders
    )
    async with first:
        await first.says("polling.begun")
        async with second:
            await second.says("polling.standing_by")
            yield first, second


async def test_the_other_answers_whom_a_killed_replica_had_in_hand(
    world: World, replicas: tuple[RunningBot, RunningBot], anna: Phone
) -> None:
    first, second = replicas
    moment = Moment(world.telegram)
    moment.expect("sendMessage", anna.id)
    before = len(anna.messages)
    await anna.says("/help")
    await moment.comes()
    await first.kill()
    world.telegram.faults.order(LostBeforeEffect(), "sendMessage", chat_id=anna.id)
    moment.passes()
    async with asyncio.timeout(AT_MOST):
        await second.says("inbox.taken_over")
    await anna.sees("/new")
    await anna.says("/report")
    await anna.sees("Не начат")
    said = [message.text for message in anna.messages[before:] if message.from_bot]
    assert len(said) == 2, "each is answered once, also the one that had been in hand"
    assert await second.ends(signal.SIGTERM) == 0


async def test_an_upgrade_one_by_one_stalls_nobody(
    replicas: tuple[RunningBot, RunningBot], anna: Phone
) -> None:
    first, second = replicas
    await act(anna, "/new")
    await anna.sees("Шаг 1")
    assert await first.ends(signal.SIGTERM) == 0
    await act(anna, f"[{kind_button('education')}]")
    await anna.sees("Шаг 2")
    await first.restart()
    assert await second.ends(signal.SIGTERM) == 0
    await act(anna, "Урок качества")
    await anna.sees("Шаг 3")
    for bot in replicas:
        assert "Traceback" not in bot.err
