"""What is over the phones, and who may use the page at all."""

import socket
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from aiohttp import FormData

from demo.server import listen
from demo.stage import Stage
from sandbox.faults import LostBeforeEffect, RetryAfter
from tests.demo.conftest import ANNA, Page
from tests.sandbox.conftest import Client


async def test_the_clock_runs_ahead_for_the_bot_and_for_telegram(
    page: Page, stage: Stage, tmp_path: Path
) -> None:
    await page.orders("/clock", hours=48)
    assert float((tmp_path / "clock").read_text()) == 48 * 3600
    assert stage.telegram.world.now() - datetime.now(UTC) > timedelta(hours=47)
    assert (await page.everything())["stage"]["offset"] == 48 * 3600
    await page.orders("/clock", to="now")
    assert float((tmp_path / "clock").read_text()) == 0


async def test_troubles_stay_until_they_are_switched_off(page: Page, stage: Stage) -> None:
    await page.orders("/troubles", trouble="too_many_requests", on=True)
    await page.orders("/troubles", trouble="connection_lost", on=True)
    await page.orders("/troubles", trouble="too_many_requests", on=False)
    assert (await page.everything())["stage"]["troubles"] == ["connection_lost"]
    faults = stage.telegram.faults
    assert isinstance(faults.next_for("getupdates", None), LostBeforeEffect)
    await page.orders("/troubles", trouble="too_many_requests", on=True)
    await page.orders("/troubles", trouble="connection_lost", on=False)
    assert isinstance(faults.next_for("sendmessage", ANNA), RetryAfter)
    assert faults.next_for("getupdates", None) is None
    async with page.client.post("/troubles", json={"trouble": "rain", "on": True}) as response:
        assert response.status == 409


async def test_the_journal_shows_the_calls_the_newest_first(page: Page, bot: Client) -> None:
    await page.does("say", text="/start")
    await bot("getUpdates")
    await bot("sendMessage", chat_id=ANNA, text="Раз")
    await bot("sendMessage", chat_id=ANNA, text="")
    refused, sent = await page.sees("/journal")
    assert (sent["method"], sent["to"], sent["outcome"]) == ("sendMessage", "Анна", "200")
    assert sent["params"] == {"text": "Раз"}
    assert refused["failed"]
    assert "message text is empty" in refused["error"]


# ── Nobody else may use it ───────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "headers", [{"Host": "evil.example"}, {"Origin": "https://evil.example"}], ids=str
)
async def test_another_page_in_the_browser_cannot_reach_it(
    page: Page, headers: dict[str, str]
) -> None:
    form = FormData({"text": "/start"})
    address = f"/phones/{ANNA}/contact"
    async with page.client.post(address, data=form, headers=headers) as response:
        assert response.status == 403
    assert (await page.phone())["messages"] == []


async def test_the_page_may_load_nothing_from_elsewhere(page: Page) -> None:
    async with page.client.get("/") as response:
        assert "default-src 'self'" in response.headers["Content-Security-Policy"]
        text = await response.text()
    addresses = [part.split('"')[0] for part in text.split('="')[1:] if part.startswith("/page/")]
    assert len(addresses) == 4
    for address in addresses:
        async with page.client.get(address) as response:
            assert response.status == 200, address
            assert "://" not in (await response.text()).replace("http://www.w3.org/", "")


def test_a_taken_port_is_left_for_the_next_free_one_of_this_machine() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with listen(port) as listening:
            host, found = listening.getsockname()
    assert host == "127.0.0.1"
    assert port < found < port + 100
