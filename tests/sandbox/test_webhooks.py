import asyncio
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
from aiohttp import web

from sandbox.bots import Bot
from sandbox.phone import Phone
from sandbox.telegram import Telegram
from tests.sandbox.conftest import Client, eventually, objections


class Receiver:
    """A bot's web server, which notes what it is sent and answers as it is told to."""

    def __init__(self) -> None:
        self.url = ""
        self.received: list[dict[str, Any]] = []
        self.headers: list[str | None] = []
        self.answers: list[web.Response] = []
        self.arrived = asyncio.Condition()
        self.gate: Callable[[dict[str, Any]], asyncio.Event | None] = lambda _: None

    @property
    def texts(self) -> list[str]:
        return [update["message"]["text"] for update in self.received if "message" in update]

    async def take(self, request: web.Request) -> web.Response:
        update = await request.json()
        self.headers.append(request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
        async with self.arrived:
            self.received.append(update)
            self.arrived.notify_all()
        if event := self.gate(update):
            await event.wait()
        return self.answers.pop(0) if self.answers else web.Response()

    async def has(self, count: int) -> None:
        async with self.arrived, asyncio.timeout(10):
            await self.arrived.wait_for(lambda: len(self.received) >= count)


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    receiver = Receiver()
    app = web.Application()
    app.router.add_post("/hook", receiver.take)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    receiver.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    yield receiver
    await runner.cleanup()


async def test_updates_are_delivered_with_the_secret_and_confirmed(
    telegram: Telegram, api: Client, phone: Phone, bot: Bot, receiver: Receiver
) -> None:
    await api("setWebhook", url=receiver.url, secret_token="s3cret_-")
    await phone.says("Привет")
    await telegram.settled(bot)
    assert receiver.texts == ["/start", "Привет"]
    assert receiver.headers == ["s3cret_-"] * 2
    (call,) = telegram.journal.calls("setWebhook")
    assert "s3cret" not in str(call)
    info = (await api("getWebhookInfo")).result
    assert info["url"] == receiver.url
    assert info["pending_update_count"] == 0


async def test_a_refused_update_is_repeated_until_it_is_taken(
    telegram: Telegram, api: Client, phone: Phone, bot: Bot, receiver: Receiver
) -> None:
    receiver.answers = [
        web.Response(status=500),
        web.Response(status=302),
        web.Response(status=404),
    ]
    await api("setWebhook", url=receiver.url)
    await telegram.settled(bot)
    assert receiver.texts == ["/start"] * 4
    assert len(phone.messages) == 1
    info = (await api("getWebhookInfo")).result
    assert info["last_error_message"] == "Wrong response from the webhook: 404 Not Found"


async def test_the_pauses_double_and_retry_after_is_heeded(
    telegram: Telegram,
    api: Client,
    phone: Phone,
    bot: Bot,
    receiver: Receiver,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pauses: list[float] = []

    async def sleep(seconds: float) -> None:
        pauses.append(seconds)

    monkeypatch.setattr("sandbox.webhooks.asyncio.sleep", sleep)
    busy = web.Response(status=503, headers={"Retry-After": "7"})
    receiver.answers = [web.Response(status=500) for _ in range(3)] + [busy]
    await api("setWebhook", url=receiver.url)
    await telegram.settled(bot)
    assert [pause for pause in pauses if pause != 0 or pauses.index(pause) == 0] == [
        0,
        0.01,
        0.02,
        7,
    ]
    assert phone.messages


async def test_an_unreachable_webhook_keeps_the_updates(
    telegram: Telegram, api: Client, phone: Phone, bot: Bot
) -> None:
    await api("setWebhook", url="http://127.0.0.1:1/")
    await eventually(lambda: "last_error_message" in (bot.webhook.info() if bot.webhook else {}))
    info = (await api("getWebhookInfo")).result
    assert info["last_error_message"] == "Connection refused"
    assert info["pending_update_count"] == 1
    await api("deleteWebhook", drop_pending_updates=True)
    assert (await api("getWebhookInfo")).result["pending_update_count"] == 0
    assert phone.messages
    assert not bot.updates.pending
    telegram.check()


async def test_chats_are_delivered_side_by_side_and_each_in_order(
    telegram: Telegram, api: Client, phone: Phone, bot: Bot, receiver: Receiver
) -> None:
    held = asyncio.Event()
    receiver.gate = lambda update: held if update["message"]["chat"]["id"] == phone.id else None
    await api("setWebhook", url=receiver.url)
    await phone.says("ждёт")
    await telegram.person("Борис").chat_with(bot).says("не ждёт")
    await receiver.has(2)
    assert sorted(receiver.texts) == ["/start", "не ждёт"]
    held.set()
    await telegram.settled(bot)
    assert receiver.texts[-1] == "ждёт"


async def test_no_more_deliveries_are_under_way_than_asked_for(
    telegram: Telegram, api: Client, bot: Bot, receiver: Receiver
) -> None:
    held = asyncio.Event()
    receiver.gate = lambda _: held
    await api("setWebhook", url=receiver.url, max_connections=2)
    for name in ("Анна", "Борис", "Вера"):
        await telegram.person(name).chat_with(bot).says("/start")
    await receiver.has(2)
    assert (await api("getWebhookInfo")).result["pending_update_count"] == 3
    assert len(receiver.received) == 2
    held.set()
    await telegram.settled(bot)
    assert len(receiver.received) == 3


async def test_a_redelivered_update_comes_by_webhook_too(
    telegram: Telegram, api: Client, phone: Phone, bot: Bot, receiver: Receiver
) -> None:
    await api("setWebhook", url=receiver.url)
    await telegram.settled(bot)
    telegram.redeliver(bot)
    await telegram.settled(bot)
    assert receiver.texts == ["/start", "/start"]
    assert len(phone.messages) == 1


async def test_a_method_in_the_answer_fails_the_test(
    telegram: Telegram, api: Client, phone: Phone, bot: Bot, receiver: Receiver
) -> None:
    receiver.answers = [web.json_response({"method": "sendMessage", "chat_id": phone.id})]
    await api("setWebhook", url=receiver.url)
    await telegram.settled(bot)
    assert "the answer to a webhook" in objections(telegram)


@pytest.mark.parametrize(
    ("params", "reason"),
    [
        ({"url": "ftp://x"}, "invalid webhook URL specified"),
        ({"url": "http://"}, "invalid webhook URL specified"),
        ({"url": "https://ya.ru", "secret_token": "x" * 257}, "secret token is too long"),
        (
            {"url": "https://ya.ru", "secret_token": "пароль"},
            "secret token contains unallowed characters",
        ),
    ],
)
async def test_a_bad_webhook_is_refused(api: Client, params: dict[str, str], reason: str) -> None:
    assert (await api("setWebhook", **params)).refusal == (400, f"Bad Request: {reason}")


async def test_an_empty_address_takes_the_webhook_away(api: Client, receiver: Receiver) -> None:
    await api("setWebhook", url=receiver.url, allowed_updates=["message"])
    await api("setWebhook", url="")
    info = (await api("getWebhookInfo")).result
    assert info["url"] == ""
    assert info["allowed_updates"] == ["message"]
