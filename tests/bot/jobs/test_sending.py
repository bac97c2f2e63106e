"""Many messages at once, as fast as the pace allows: how many are under way, and what becomes of
them when the process stops."""

import asyncio
from collections.abc import Sequence
from datetime import datetime

import pytest
from sqlalchemy import select

from bot.jobs.sender import AHEAD, IN_FLIGHT
from bot.updates.turns import Turns
from domain.mailings.claims import TOGETHER
from models import DeliveryOutcome, ReminderDelivery
from sandbox.journal import Call
from tests.world import MOSCOW, Someone, World

FIRST = datetime(2026, 11, 22, 10, 0, tzinfo=MOSCOW)
SOME = 20


async def coordinators(world: World) -> list[Someone]:
    regions = ("Белгородская область", "Брянская область", "Москва", "Омская область")
    return [await world.coordinator(regions[n % 4], f"Анна {n}") for n in range(SOME)]


async def claimed(world: World) -> Sequence[ReminderDelivery]:
    """Whose message is claimed, and has no outcome yet."""
    query = select(ReminderDelivery).where(
        ReminderDelivery.claimed_at.is_not(None), ReminderDelivery.outcome.is_(None)
    )
    return await world.rows(query)


class Silence:
    """Telegram receives the messages to coordinators, and does not answer until it is told to."""

    def __init__(self, world: World, everyone: list[Someone]) -> None:
        self._to = {someone.id for someone in everyone}
        self.received = 0
        self.ends = asyncio.Event()
        world.telegram.journal.on_call(self._hold)

    async def _hold(self, call: Call) -> None:
        if call.method == "sendMessage" and call.chat_id in self._to:
            self.received += 1
            await self.ends.wait()


async def test_others_are_sent_theirs_while_telegram_has_not_answered_yet(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.jobs.sender.IN_FLIGHT", 7)
    everyone = await coordinators(world)
    world.clock.at = FIRST
    silence = Silence(world, everyone)
    sending = asyncio.create_task(world.app.reminders.send_due())

    async def as_many_as_may_be() -> bool:
        return silence.received >= 7

    await world.until(as_many_as_may_be)
    under_way = await claimed(world)
    assert 7 <= len(under_way) < 7 + TOGETHER
    assert not sending.done()
    silence.ends.set()
    await sending
    assert silence.received == SOME
    assert [len(someone.reminders) for someone in everyone] == [1] * SOME
    assert await claimed(world) == []


async def test_no_more_are_claimed_than_can_go_out_soon_and_at_the_end_they_are_free_again(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    everyone = await coordinators(world)
    world.clock.at = FIRST
    turns = asyncio.Semaphore(1)  # one, and then none for long
    monkeypatch.setattr(Turns, "take", lambda _: turns.acquire())
    sending = asyncio.create_task(world.app.reminders.send_due())

    async def with_outcome(outcome: DeliveryOutcome) -> int:
        query = select(ReminderDelivery).where(ReminderDelivery.outcome == outcome)
        return len(await world.rows(query))

    # One of the first four has gone out, so that the next four are claimed: nothing is under way.
    async def one_has_gone_out() -> bool:
        in_hand = len(await claimed(world))
        return in_hand >= 2 * TOGETHER - 1 and await with_outcome(DeliveryOutcome.SENT) == 1

    await world.until(one_has_gone_out)
    assert len(await claimed(world)) <= AHEAD + TOGETHER < IN_FLIGHT
    sending.cancel()
    await world.crash()
    monkeypatch.undo()
    await world.start_bot()
    assert await claimed(world) == []
    assert await with_outcome(DeliveryOutcome.UNKNOWN) == 0
    await world.app.reminders.send_due()
    assert [len(someone.reminders) for someone in everyone] == [1] * SOME
