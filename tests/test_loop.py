"""A test that leaves something open fails, and holds up no other."""

import asyncio

import pytest

from tests.loop import Loop


async def _leave_a_server_open() -> None:
    await asyncio.get_running_loop().create_server(asyncio.Protocol, "127.0.0.1", 0)


def test_what_is_left_open_is_an_error_when_the_loop_is_closed() -> None:
    runner = asyncio.Runner(loop_factory=Loop)
    runner.run(_leave_a_server_open())
    with pytest.raises(ResourceWarning, match="TCPServer"):
        runner.close()
