"""What the tests of the local Telegram stand on: a bot that is a bare HTTP client, and a phone."""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from typing import Any

import pytest
from aiohttp import ClientSession, FormData

from sandbox.bots import Bot
from sandbox.phone import Phone
from sandbox.telegram import Telegram

TOKEN = "1000001:" + "A" * 35


@dataclass
class Answered:
    """An answer of the Bot API: the HTTP status, the headers and the decoded body."""

    status: int
    headers: dict[str, str]
    body: dict[str, Any]

    @property
    def result(self) -> Any:
        assert self.body["ok"], self.body
        return self.body["result"]

    @property
    def refusal(self) -> tuple[int, str]:
        assert not self.body["ok"], self.body
        assert self.body["error_code"] == self.status
        return self.status, self.body["description"]


class Client:
    """A bot's side of the wire, as bare as it gets."""

    def __init__(self, session: ClientSession, telegram: Telegram, token: str) -> None:
        self.session = session
        self.base = f"{telegram.url}/bot{token}"
        self.files = f"{telegram.url}/file/bot{token}"

    async def __call__(self, method: str, /, **params: Any) -> Answered:
        async with self.session.post(f"{self.base}/{method}", json=params) as response:
            return Answered(response.status, dict(response.headers), await response.json())

    async def upload(self, method: str, form: FormData) -> Answered:
        async with self.session.post(f"{self.base}/{method}", data=form) as response:
            return Answered(response.status, dict(response.headers), await response.json())


@pytest.fixture
async def telegram() -> AsyncIterator[Telegram]:
    async with Telegram() as telegram:
        yield telegram


@pytest.fixture
def bot(telegram: Telegram) -> Bot:
    return telegram.add_bot(TOKEN, "quality_week_bot", "Неделя качества")


@pytest.fixture
async def api(telegram: Telegram, bot: Bot) -> AsyncIterator[Client]:
    async with ClientSession() as session:
        yield Client(session, telegram, bot.token)


@pytest.fixture
async def phone(telegram: Telegram, bot: Bot) -> Phone:
    """Anna's, who has already started the bot."""
    phone = telegram.person("Анна").chat_with(bot)
    await phone.says("/start")
    return phone


async def eventually(probe: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not probe():  # noqa: ASYNC110 - nothing in the sandbox tells of what is waited for
            await asyncio.sleep(0.001)


def objections(telegram: Telegram) -> str:
    """What the sandbox has objected to, taken away so that the test may end well."""
    with pytest.raises(AssertionError) as caught:
        telegram.check()
    telegram.world.misuses.clear()
    return str(caught.value)
