"""Where the page is served, and who may use it."""

import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from aiohttp import FormData
from aiohttp.test_utils import TestClient, TestServer

from demo.doors import EVERYWHERE, LOOPBACK, address, is_exposed, listen
from demo.server import Server
from demo.stage import Stage
from tests.demo.conftest import ANNA, Page

ALL = EVERYWHERE[0]


@pytest.mark.parametrize(
    "headers", [{"Host": "evil.example"}, {"Origin": "https://evil.example"}], ids=str
)
async def test_another_page_in_the_browser_cannot_reach_it(
    page: Page, headers: dict[str, str]
) -> None:
    form = FormData({"text": "/start"})
    act = f"/phones/{ANNA}/contact"
    async with page.client.post(act, data=form, headers=headers) as response:
        assert response.status == 403
    everything = await page.everything()
    assert everything["phones"][1]["messages"] == []
    assert not everything["stage"]["exposed"]


@asynccontextmanager
async def served(host: str, folder: Path) -> AsyncIterator[Page]:
    async with (
        Stage("sqlite+aiosqlite:///unused", folder, host) as stage,
        TestClient(TestServer(Server(stage).application())) as client,
    ):
        yield Page(client)


@pytest.mark.parametrize(
    ("host", "opened", "refused"),
    [
        ("demo.example", ("demo.example:8090", "localhost"), ("evil.example", "203.0.113.5")),
        (ALL, ("203.0.113.5:8090", "[2001:db8::5]"), ("evil.example", "5.evil.example")),
    ],
)
async def test_shown_to_others_it_is_open_by_that_name_only_and_says_so(
    tmp_path: Path, host: str, opened: tuple[str, ...], refused: tuple[str, ...]
) -> None:
    async with served(host, tmp_path) as page:
        for name in opened:
            own = {"Host": name, "Origin": f"http://{name}"}
            async with page.client.post("/clock", json={"hours": 1}, headers=own) as response:
                assert response.status == 200, name
        for name in refused:
            own = {"Host": name, "Origin": f"http://{name}"}
            async with page.client.post("/clock", json={"hours": 1}, headers=own) as response:
                assert response.status == 403, name
        assert (await page.everything())["stage"]["exposed"]
        assert (await page.everything())["stage"]["offset"] == 2 * 3600


async def test_the_page_may_load_nothing_from_elsewhere(page: Page) -> None:
    async with page.client.get("/") as response:
        assert "default-src 'self'" in response.headers["Content-Security-Policy"]
        text = await response.text()
    addresses = [part.split('"')[0] for part in text.split('="')[1:] if part.startswith("/page/")]
    assert len(addresses) == 7
    for each in addresses:
        async with page.client.get(each) as response:
            assert response.status == 200, each
            assert "://" not in (await response.text()).replace("http://www.w3.org/", "")


def test_a_taken_port_is_left_for_the_next_free_one_of_this_machine() -> None:
    with socket.create_server((LOOPBACK, 0)) as taken:
        port = taken.getsockname()[1]
        with listen(LOOPBACK, port) as listening:
            host, found = listening.getsockname()
    assert host == LOOPBACK
    assert port < found < port + 100


def test_the_address_is_one_that_others_can_open() -> None:
    assert address(LOOPBACK, 8090) == "http://127.0.0.1:8090"
    assert address("::1", 8090) == "http://[::1]:8090"
    assert ALL not in address(ALL, 8090)
    assert [is_exposed(host) for host in (LOOPBACK, "localhost", ALL)] == [False, False, True]


def test_a_host_that_is_not_this_machines_is_refused() -> None:
    with pytest.raises(OSError):  # noqa: PT011 - its words are the system's
        listen("203.0.113.5", 8090)
