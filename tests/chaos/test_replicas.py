"""Several replicas on one PostgreSQL: one of them dies under load, and people do not notice."""

import asyncio
import os
from pathlib import Path

import pytest

from tests.chaos.balance import balance_of
from tests.chaos.proxy import NO_NGINX, nginx_path, proxy
from tests.chaos.stage import Stage
from tests.free_port import free_ports

pytestmark = [
    pytest.mark.processes,
    pytest.mark.parametrize("database_url", ["postgresql"], indirect=True),
]

COORDINATORS = 9
BEFORE, AFTER = 2.0, 6.0  # seconds of load, around the death


@pytest.fixture
def nginx() -> str:
    path = nginx_path()
    if path:
        return path
    # Where everything is checked, a test that quietly skips proves nothing.
    if os.environ.get("CI"):
        pytest.fail(NO_NGINX)
    pytest.skip(NO_NGINX)


async def one_dies_under_load(stage: Stage) -> None:
    """It stays dead. Nobody waits for an answer for longer than a minute (see Player.act)."""
    await stage.add_people(COORDINATORS)
    await stage.all_start()
    async with stage.at_work():
        await asyncio.sleep(BEFORE)
        await stage.replicas[0].close()
        await asyncio.sleep(AFTER)
    await stage.settled()
    balance = await balance_of(stage)
    assert not balance.wrong, balance


async def test_three_replicas_behind_nginx_survive_the_death_of_one(
    stage: Stage, nginx: str, tmp_path: Path
) -> None:
    public, *ports = free_ports(4)
    async with proxy(nginx, tmp_path / "nginx", public, ports):
        for port in ports:
            await stage.add_replica(
                HTTP_PORT=str(port),
                WEBHOOK_URL=f"http://127.0.0.1:{public}/telegram",
                WEBHOOK_SECRET="made-up",
            )
        await one_dies_under_load(stage)


async def test_of_three_replicas_that_poll_the_one_that_polls_may_die(stage: Stage) -> None:
    for _ in range(3):
        await stage.add_replica()
    await one_dies_under_load(stage)
