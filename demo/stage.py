"""Everything that the page stands on: the local Telegram, the bot's process, clock and people."""

import asyncio
import secrets
import string
from contextlib import AsyncExitStack
from datetime import datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from zoneinfo import ZoneInfo

from demo.cast import ADMIN, CAPITAL_ZONE, Actor, Cast
from demo.clock import Clock
from demo.doors import LOOPBACK, is_exposed
from demo.process import BotProcess
from demo.screens import shown_actor, shown_chat, shown_message
from demo.story.progress import Story
from demo.stream import Stream
from demo.troubles import Troubles
from sandbox.changes import Change
from sandbox.journal import Call
from sandbox.telegram import Telegram

JSON = dict[str, Any]

BOT_NAME, BOT_USERNAME = "Неделя качества", "quality_week_bot"
DAY = timedelta(days=1)


class BotEndedError(Exception):
    """The bot has ended before it ran; on stderr it has said why."""


class CommandFailedError(Exception):
    """The last thing a command of the bot has said on stderr."""


class Stage:
    """`folder` is for the bot's process and holds nothing of value. `host` is where the page is
    served."""

    def __init__(self, database_url: str, folder: Path, host: str = LOOPBACK) -> None:
        self.host = host
        self.clock = Clock(folder)
        self.telegram = Telegram(now=self.clock)
        self.bot = self.telegram.add_bot(_new_token(), BOT_USERNAME, BOT_NAME)
        self.cast = Cast(self.telegram, self.bot)
        self.troubles = Troubles(self.telegram.faults)
        self.stream = Stream()
        self.story = Story(database_url, self.cast, self.clock, self._tell_story)
        self._database_url = database_url
        self._folder = folder
        self._state = "starting"
        self._called = asyncio.Event()
        self._starting = asyncio.Lock()
        self._ended: asyncio.Task[int] | None = None
        self._following: asyncio.Task[None] | None = None
        self._stack = AsyncExitStack()
        self.process: BotProcess
        self._command: BotProcess
        self._asking = asyncio.Lock()

    async def __aenter__(self) -> Self:
        await self._stack.enter_async_context(self.telegram)
        settings = {
            "BOT_TOKEN": self.bot.token,
            "BOT_API_URL": self.telegram.url,
            "ADMIN_IDS": str(ADMIN.id),
            "DATABASE_URL": self._database_url,
            "BACKUP_KEEP": "0",
            "LOG_LEVEL": "WARNING",
        }
        self.process = BotProcess(settings, self._folder)
        self._command = BotProcess(settings, self._folder, captured=True)
        self._stack.push_async_callback(self.process.stop)
        self.telegram.journal.on_call(self._note_call)
        relaying = asyncio.create_task(self._relay())
        self._stack.callback(relaying.cancel)
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._stack.__aexit__(kind, error, trace)

    async def start(self) -> None:
        """Until the bot has called for the first time. BotEndedError if it never does."""
        self._called.clear()
        self._tell_state("starting")
        self.process.start()
        self._ended = ended = asyncio.create_task(self.process.ended())
        called = asyncio.create_task(self._called.wait())
        await asyncio.wait([ended, called], return_when=asyncio.FIRST_COMPLETED)
        called.cancel()
        ended.add_done_callback(self._note_end)
        if not self._called.is_set():
            raise BotEndedError("the bot has ended, its log says why")
        if self._following is None:
            self._following = asyncio.create_task(self.story.follow())
            self._stack.callback(self._following.cancel)
        self._tell_state("running")

    async def restart(self) -> None:
        """kill -9, whatever it is doing, and a new start."""
        async with self._starting:
            if self._ended:
                self._ended.cancel()
            await self.process.kill()
            await self.start()

    async def run(self, command: str) -> str:
        """What `python -m demo.bot COMMAND` prints. CommandFailedError if it fails."""
        async with self._asking:
            done = await self._command.run(command)
        if done.code:
            raise CommandFailedError(done.err.strip().rpartition("\n")[2])
        return done.out.strip()

    async def deadline(self) -> datetime:
        return datetime.fromisoformat(await self.run("deadline"))

    async def set_clock(self, to: str) -> None:
        """`to`: "now", "before" (noon of the day before the deadline) or "after" (an hour)."""
        if to == "now":
            self.run_clock(-self.clock.offset)
            return
        deadline = await self.deadline()
        capital = deadline.astimezone(ZoneInfo(CAPITAL_ZONE))
        # At the capital's noon it is between ten in the morning and midnight everywhere, so
        # that reminders are due in every region.
        noon = (capital - DAY).replace(hour=12, minute=0, second=0)
        aim = noon if to == "before" else deadline + timedelta(hours=1)
        self.run_clock(aim - self.clock())

    def run_clock(self, by: timedelta) -> None:
        self.clock.set_offset(self.clock.offset + by)
        self.tell()
        self.story.look_soon()

    def join(self, name: str) -> Actor:
        actor = self.cast.join(name)
        self.stream.tell("phone", shown_actor(actor))
        return actor

    def switch(self, trouble: str, *, on: bool) -> None:
        self.troubles.switch(trouble, on=on)
        self.tell()

    def tell(self) -> None:
        self.stream.tell("stage", self.shown())

    def shown(self) -> JSON:
        """`offset` in seconds."""
        return {
            "bot": {"name": BOT_NAME, "username": BOT_USERNAME, "state": self._state},
            "offset": self.clock.offset.total_seconds(),
            "troubles": sorted(self.troubles.on),
            "exposed": is_exposed(self.host),
        }

    def everything(self) -> JSON:
        return {
            "stage": self.shown(),
            "phones": [shown_actor(actor) for actor in self.cast],
            "story": self.story.shown(),
        }

    def _tell_story(self) -> None:
        self.stream.tell("story", self.story.shown())

    def _note_call(self, call: Call) -> None:
        self._called.set()
        # The bot writes only to those it knows. Whoever it knows from sample data or from an
        # earlier run with the same database has an account and has written to it before.
        if call.chat_id is not None and call.chat_id > 0:
            self.cast.recall(call.chat_id)

    def _note_end(self, ended: asyncio.Task[int]) -> None:
        if not ended.cancelled():
            self._tell_state("stopped")

    def _tell_state(self, state: str) -> None:
        self._state = state
        self.tell()

    async def _relay(self) -> None:
        with self.telegram.changes.subscribed() as changes:
            while True:
                change = await changes.get()
                self.story.look_soon()
                actor = self.cast.get(change.chat_id)
                if actor is not None:
                    self.stream.tell("change", self._shown_change(actor, change))

    def _shown_change(self, actor: Actor, change: Change) -> JSON:
        found = (each for each in actor.phone.messages if each.id == change.message_id)
        message = next(found, None)
        return {
            "chat": shown_chat(actor),
            "message": shown_message(message) if message else None,
            "deleted": change.message_id if change.kind == "deleted" else None,
        }


def _new_token() -> str:
    letters = string.ascii_letters + string.digits
    return f"1000001:{''.join(secrets.choice(letters) for _ in range(35))}"
