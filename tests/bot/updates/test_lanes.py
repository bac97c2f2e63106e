"""Work in order within a lane, and its end."""

import asyncio

import pytest

from bot.updates.lanes import Lanes


@pytest.mark.parametrize("steps", range(4))
async def test_work_that_is_ended_when_what_it_waits_for_comes_goes_no_further(steps: int) -> None:
    lanes, done = Lanes[str](), list[str]()

    async def waits() -> None:
        await lanes.wait_for_next("Anna", 60)
        done.append("first")
        await asyncio.sleep(0.01)
        done.append("first to its end")

    async def comes() -> None:
        done.append("second")

    lanes.add("Anna", waits)
    await asyncio.sleep(0)
    lanes.add("Anna", comes)
    for _ in range(steps):  # of the event loop, until whoever waits for it hears of it
        await asyncio.sleep(0)
    before = [*done]
    await lanes.cancel()
    assert done == before
