"""Updates brought to the bot's own address."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from aiohttp import web

from sandbox.bots import Bot
from sandbox.phone import Phone
from sandbox.telegram import Telegram
from tests.sandbox.conftest import Client, eventually

SECRET = "A-secret_1"


class Address:
    """Where the bot listens. It answers with `statuses`, one after the other, then with 200;
    not before it is `open`."""

    def __init__(self, *statuses: int) -> None:
        self.statuses = list(statuses)
        self.texts: list[str] = []
        self.secrets: list[str | None] = []
        self.open = asyncio.Event()
        self.open.set()
        self.at_once = self._now = 0
        self.url = ""

    async def answer(self, request: web.Request) -> web.Response:
        self.secrets.append(request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
        self.texts.append((await request.json())["message"]["text"])
        self._now += 1
        self.at_once = max(self.at_once, self._now)
        await self.open.wait()
        self._now -= 1
        return web.Response(status=self.statuses.pop(0) if self.statuses else 200)


@asynccontextmanager
async def listening(address: Address) -> AsyncIterator[Address]:
    app = web.Application()
    app.router.add_post("/hook", address.answer)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        address.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
        yield address
    finally:
        await runner.cleanup()


async def test_updates_come_in_order_with_the_secret_and_are_confirmed_by_the_answer(
    telegram: Telegram, api: Client, phone: Phone, bot: Bot
) -> None:
    async with listening(Address()) as address:
        await api("setWebhook", url=address.url, secret_token=SECRET)
        await phone.says("один")
        await telegram.settled(bot)
    assert address.texts == ["/start", "один"]
    assert set(address.secrets) == {SECRET}


async def test_one_that_is_not_taken_comes_again_and_holds_up_its_chat_only(
    telegram: Telegram, api: Client, phone: Phone, bot: Bot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sandbox.webhook.FIRST_PAUSE", 0.01)
    async with listening(Address(500, 302)) as address:
        await phone.says("один")
        await api("setWebhook", url=address.url)
        await telegram.settled(bot)
        assert address.texts == ["/start", "/start", "/start", "один"]
        address.open.clear()
        await phone.says("два")
        await telegram.person("Борис").chat_with(bot).says("три")
        await phone.says("четыре")
        await eventually(lambda: {"два", "три"} <= set(address.texts))
        assert "четыре" not in address.texts
        address.open.set()
        await telegram.settled(bot)
    assert address.texts[-1] == "четыре"
    assert address.at_once == 2


@pytest.mark.parametrize(
    ("wrong", "description"),
    [
        ({"url": "http://example.org/hook"}, "bad webhook: An HTTPS URL must be provided"),
        ({"secret_token": "a" * 257}, "secret token is too long"),
        ({"secret_token": "кот"}, "secret token contains unallowed characters"),
    ],
)
async def test_an_address_or_a_secret_that_telegram_does_not_take_is_refused(
    api: Client, bot: Bot, wrong: dict[str, Any], description: str
) -> None:
    status, words = (await api("setWebhook", **{"url": "https://example.org/hook"} | wrong)).refusal
    assert (status, bot.webhook) == (400, None)
    assert description in words


async def test_there_are_polls_or_a_webhook_but_not_both(
    api: Client, phone: Phone, bot: Bot
) -> None:
    updates = (await api("getUpdates")).result
    await api("getUpdates", offset=updates[-1]["update_id"] + 1)
    poll = asyncio.create_task(api("getUpdates", timeout=50))
    await eventually(lambda: bot.poll is not None)
    async with listening(Address()) as address:
        await api("setWebhook", url=address.url)
        assert (await poll).refusal == (409, "Conflict: terminated by setWebhook request")
        bot.next_conflict = 0.0
        status, words = (await api("getUpdates")).refusal
        assert status == 409
        assert "use deleteWebhook to delete the webhook first" in words
        await api("deleteWebhook")
        await phone.says("один")
        (update,) = (await api("getUpdates")).result
        assert update["message"]["text"] == "один"
        assert address.texts == []
