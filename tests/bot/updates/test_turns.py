"""Whose turn it is, when more want to send than may."""

import asyncio

import pytest

from bot.updates.turns import Line, Places, Urgency

MEMBER, STRANGER, NEWS = Urgency


class Doled:
    """Slots that are given out by hand."""

    def __init__(self) -> None:
        self._free = asyncio.Semaphore(0)
        self.broken = False

    async def take(self) -> None:
        await self._free.acquire()
        if self.broken:
            raise ConnectionError

    async def dole_out(self, number: int) -> None:
        for _ in range(number):
            self._free.release()
        await quiet()


async def quiet() -> None:
    for _ in range(100):
        await asyncio.sleep(0)


class Waiting:
    def __init__(self) -> None:
        self.slots = Doled()
        self.had: list[Urgency] = []  # in the order in which they had their turn
        self._line = Line(self.slots)

    def wants(self, urgency: Urgency, times: int = 1) -> list[asyncio.Task[None]]:
        return [asyncio.create_task(self._takes(urgency)) for _ in range(times)]

    async def _takes(self, urgency: Urgency) -> None:
        await self._line.turn(urgency)
        self.had.append(urgency)


async def test_members_come_before_strangers_and_news_comes_last() -> None:
    waiting = Waiting()
    for urgency in (NEWS, STRANGER, MEMBER):
        waiting.wants(urgency)
    await waiting.slots.dole_out(3)
    assert waiting.had == [MEMBER, STRANGER, NEWS]


async def test_whoever_comes_later_and_is_more_urgent_does_not_wait_for_the_others() -> None:
    waiting = Waiting()
    waiting.wants(STRANGER, times=100)
    await waiting.slots.dole_out(2)
    waiting.wants(MEMBER)
    await quiet()
    await waiting.slots.dole_out(1)
    assert waiting.had == [STRANGER, STRANGER, MEMBER]


async def test_however_many_members_write_news_goes_out_with_every_fifth_turn() -> None:
    waiting = Waiting()
    waiting.wants(NEWS, times=3)
    await quiet()
    waiting.wants(MEMBER, times=100)
    await waiting.slots.dole_out(15)
    assert waiting.had == ([MEMBER] * 4 + [NEWS]) * 3


async def test_whoever_has_given_up_waiting_takes_nobodys_turn() -> None:
    waiting = Waiting()
    (gives_up,) = waiting.wants(MEMBER)
    await quiet()
    gives_up.cancel()
    waiting.wants(STRANGER)
    await waiting.slots.dole_out(1)
    assert waiting.had == [STRANGER]


async def test_slots_that_fail_are_an_error_of_one_call_and_the_next_one_asks_again() -> None:
    waiting = Waiting()
    waiting.slots.broken = True
    (first,) = waiting.wants(MEMBER)
    await waiting.slots.dole_out(1)
    with pytest.raises(ConnectionError):
        await first
    waiting.slots.broken = False
    waiting.wants(MEMBER)
    await waiting.slots.dole_out(1)
    assert waiting.had == [MEMBER]


async def test_who_waits_for_a_place_has_it_by_urgency_and_no_more_have_one_than_there_are() -> (
    None
):
    places, inside, most = Places(2), 0, 0
    order = []
    goes_on = asyncio.Event()

    async def comes(urgency: Urgency) -> None:
        nonlocal inside, most
        async with places.taken(urgency):
            order.append(urgency)
            inside += 1
            most = max(most, inside)
            await goes_on.wait()
            await quiet()
            inside -= 1

    coming = [asyncio.create_task(comes(urgency)) for urgency in [STRANGER] * 4 + [MEMBER]]
    await quiet()
    assert order == [STRANGER] * 2
    goes_on.set()
    await asyncio.gather(*coming)
    assert order == [STRANGER, STRANGER, MEMBER, STRANGER, STRANGER]
    assert most == 2
