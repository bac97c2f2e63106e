"""A local Telegram for trying and testing bots without a token: the Bot API on 127.0.0.1."""

import re
import secrets
from collections.abc import Callable
from datetime import UTC, datetime
from types import TracebackType
from typing import Self

from aiohttp import web

from sandbox.api import Api
from sandbox.bots import Bot
from sandbox.changes import Changes
from sandbox.chats import Chat, User
from sandbox.faults import Faults
from sandbox.journal import Journal
from sandbox.limits import Limits
from sandbox.people import Group, Person
from sandbox.updates import Update, UpdateQueue
from sandbox.world import World

_TOKEN = re.compile(r"[1-9][0-9]*:[A-Za-z0-9_-]{35}")


def _real_time() -> datetime:
    return datetime.now(UTC)


class Telegram:
    """Use it as `async with Telegram() as telegram`; bots find it at `telegram.url`.

    `now` gives an aware UTC time, for the dates of messages and the ages of updates.
    `rate_limited` switches on the limits that the real one is known to have.
    """

    def __init__(
        self,
        *,
        port: int = 0,
        now: Callable[[], datetime] = _real_time,
        rate_limited: bool = False,
    ) -> None:
        self.world = World(now)
        self.journal = Journal()
        self.faults = Faults()
        self._port = port
        api = Api(self.world, self.journal, self.faults, Limits() if rate_limited else None)
        self._runner = web.AppRunner(api.application(), access_log=None, shutdown_timeout=0.5)
        self.url = ""

    @property
    def changes(self) -> Changes:
        """Everything that happens in the chats, for whoever subscribes."""
        return self.world.changes

    async def __aenter__(self) -> Self:
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", self._port).start()
        self.url = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.world.closed = True
        self.world.changes.wake()
        for bot in self.world.bots.values():
            if bot.webhook:
                await bot.webhook.close()
        await self._runner.cleanup()
        if error is None:
            self.check()

    def check(self) -> None:
        """AssertionError if a bot has used what is not modelled or not in the Bot API at all."""
        if self.world.misuses:
            raise AssertionError("\n".join(["the sandbox objects:", *self.world.misuses]))

    def add_bot(self, token: str, username: str, name: str) -> Bot:
        if not _TOKEN.fullmatch(token):
            raise ValueError("a token is digits, a colon and 35 characters of A-Za-z0-9_-")
        user = User(int(token.partition(":")[0]), name, username=username, is_bot=True)
        bot = Bot(token, user, UpdateQueue(self.world.now, self.world.changes.wake))
        self.world.users[user.id] = user
        self.world.bots[user.id] = bot
        return bot

    def person(
        self,
        first_name: str,
        *,
        last_name: str | None = None,
        username: str | None = None,
        id: int | None = None,  # noqa: A002 - it is the word that Telegram uses
        language_code: str | None = "ru",
    ) -> Person:
        number = id or 100_000_000 + secrets.randbelow(7_000_000_000)
        user = User(number, first_name, last_name, username, language_code)
        self.world.users[user.id] = user
        return Person(self.world, self.journal, user)

    def group(self, title: str) -> Group:
        """An empty group; its `add` takes people and bots."""
        chat = Chat(-1_000_000 - secrets.randbelow(4_000_000_000), "group", title)
        self.world.shared_chats[chat.id] = chat
        return Group(self.world, chat)

    def channel(self, title: str, username: str | None = None) -> Chat:
        """A channel to forward posts from."""
        number = -1_000_000_000_000 - secrets.randbelow(4_000_000_000)
        chat = Chat(number, "channel", title, username)
        self.world.shared_chats[chat.id] = chat
        return chat

    async def settled(self, bot: Bot, within: float = 15) -> None:
        """Waits until the bot has confirmed all its updates."""
        done = await self.changes.until(lambda: None if bot.updates.pending else True, within)
        if not done:
            waiting = [update.json() for update in bot.updates.pending]
            raise AssertionError(f"not confirmed in {within} s: {waiting}\n{self.journal.tail()}")

    def redeliver(self, bot: Bot, update_id: int | None = None) -> Update:
        """Sends a confirmed update (the last one by default) once more, as Telegram may."""
        return bot.updates.redeliver(update_id)
