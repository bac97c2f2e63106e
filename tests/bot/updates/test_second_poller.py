"""Two processes that poll with one token by mistake, each on a database of its own: the one that
came second says why, and stops."""

import asyncio
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from bot.app import App, assemble
from bot.errors import CannotRunError
from bot.updates.polling import CONFLICTS, FIRST_AFTER, Poller
from handlers.alerts.texts import polled_by_another
from sandbox import ServerError
from tests.process import Command
from tests.world import NO_HURRY, PATIENCE, World, plain, settings_for

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture(autouse=True)
def short_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.updates.polling.PAUSES", (0.05,))
    monkeypatch.setattr("sandbox.methods.receiving.CONFLICT_PAUSE", 0.05)


def has_polled_before(poller: Poller) -> None:
    """One that has begun to poll, as whoever has answered has."""
    poller._undisturbed_since -= FIRST_AFTER


async def started(stack: AsyncExitStack, world: World, folder: Path) -> App:
    """One more bot with the same token."""
    settings = settings_for(world.telegram.url, f"sqlite+aiosqlite:///{folder}/other.sqlite3")
    return await stack.enter_async_context(assemble(settings, now=world.clock, pace=NO_HURRY))


async def why_it_stops(receiving: asyncio.Task[None]) -> str:
    async with asyncio.timeout(PATIENCE):
        (result,) = await asyncio.gather(receiving, return_exceptions=True)
    assert isinstance(result, BaseExceptionGroup)
    (error,) = result.exceptions
    assert isinstance(error, CannotRunError)
    return str(error)


@pytest.mark.processes
async def test_the_second_process_tells_its_operator_in_a_sentence_and_stops(
    world: World, tmp_path: Path
) -> None:
    await world.coordinator("Белгородская область")
    has_polled_before(world.app.poller)
    folder = tmp_path / "second"
    folder.mkdir()
    url = f"sqlite+aiosqlite:///{folder}/other.sqlite3"
    done = await Command(world.telegram.url, url, folder).run()
    assert (done.code, done.out) == (2, "")
    assert done.err.splitlines()[-1] == (
        "Another process gets the updates of this BOT_TOKEN, and was there before this one:"
        " stop it, or give this one a token of its own."
    )
    assert "Traceback" not in done.err


async def test_of_another_that_does_not_give_way_the_admins_hear_once(world: World) -> None:
    anna, olga = await world.coordinator("Белгородская область"), await world.admin()
    has_polled_before(world.app.poller)
    conflict = ServerError(409, "Conflict: terminated by other getUpdates request")
    world.telegram.faults.order(conflict, "getUpdates", times=CONFLICTS)
    await anna.says("/help")
    await world.app.alerts.idle()
    alert = plain(polled_by_another())
    assert [each.text for each in olga.phone.messages].count(alert) == 0
    world.telegram.faults.order(conflict, "getUpdates", times=2 * CONFLICTS)
    await anna.says("/help")
    await world.app.alerts.idle()
    assert [each.text for each in olga.phone.messages].count(alert) == 1
    assert alert not in [each.text for each in anna.phone.messages]
    assert "/new" in anna.screen


async def test_the_second_stops_although_it_gets_updates_and_the_first_goes_on(
    world: World, tmp_path: Path
) -> None:
    anna = await world.coordinator("Белгородская область")
    has_polled_before(world.app.poller)
    async with AsyncExitStack() as stack:
        second = asyncio.create_task((await started(stack, world, tmp_path)).receive())
        await anna.phone.says("/help")  # whoever gets it
        assert "was there before this one" in await why_it_stops(second)
    await anna.says("/help")
    assert "/new" in anna.screen


async def test_of_two_that_start_at_once_one_goes_on(world: World, tmp_path: Path) -> None:
    first = world._receiving
    async with AsyncExitStack() as stack:
        second = asyncio.create_task((await started(stack, world, tmp_path)).receive())
        async with asyncio.timeout(PATIENCE):
            ended, going_on = await asyncio.wait(
                (first, second), return_when=asyncio.FIRST_COMPLETED
            )
        assert len(going_on) == 1
        assert "Another process gets the updates" in await why_it_stops(*ended)
        second.cancel()
        await asyncio.gather(second, return_exceptions=True)
