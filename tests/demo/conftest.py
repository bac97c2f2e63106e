"""The demo's server over HTTP, as its page uses it; the test plays the bot."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientResponse, ClientSession
from aiohttp.test_utils import TestClient, TestServer

from demo.cast import COORDINATORS
from demo.server import Server
from demo.stage import Stage
from tests.sandbox.conftest import Client

ANNA = COORDINATORS[0].id


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    async with Stage("sqlite+aiosqlite:///unused", tmp_path) as stage:
        yield stage


@pytest.fixture
async def page(stage: Stage) -> AsyncIterator["Page"]:
    async with TestClient(TestServer(Server(stage).application())) as client:
        yield Page(client)


@pytest.fixture
async def bot(stage: Stage) -> AsyncIterator[Client]:
    async with ClientSession() as session:
        yield Client(session, stage.telegram, stage.bot.token)


class Page:
    def __init__(self, client: "TestClient[Any, Any]") -> None:
        self.client = client

    async def does(self, act: str, **order: Any) -> Any:
        """On Anna's phone; what the server answers."""
        return await self.orders(f"/phones/{ANNA}/{act}", **order)

    async def orders(self, address: str, **order: Any) -> Any:
        async with self.client.post(address, json=order) as response:
            assert response.status == 200, await response.text()
            return await response.json()

    async def sees(self, address: str) -> Any:
        async with self.client.get(address) as response:
            assert response.status == 200, await response.text()
            return await response.json()

    @asynccontextmanager
    async def open(self) -> AsyncIterator["Events"]:
        async with self.client.get("/stream") as response:
            yield Events(response)

    async def everything(self) -> Any:
        """What a page is told when it is opened now."""
        async with self.open() as events:
            return await events.next("everything")

    async def phone(self, number: int = ANNA) -> Any:
        return next(each for each in (await self.everything())["phones"] if each["id"] == number)


class Events:
    """Server-sent events, one by one."""

    def __init__(self, response: ClientResponse) -> None:
        self._response = response

    async def next(self, kind: str) -> Any:
        """The data of the next event of that kind."""
        async with asyncio.timeout(10):
            while True:
                event = (await self._response.content.readline()).decode().strip()
                data = (await self._response.content.readline()).decode().strip()
                await self._response.content.readline()
                if event == f"event: {kind}":
                    return json.loads(data.removeprefix("data: "))
