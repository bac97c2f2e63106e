"""The bot as a process, for tests: commands that end, and a bot that is killed and restarted."""

import asyncio
import signal
from pathlib import Path
from types import TracebackType
from typing import Self

from demo.clock import Clock
from demo.process import BotProcess, Done
from tests.world import ADMIN_IDS, IN_THE_WEEK, TOKEN

PATIENCE = 60.0  # seconds: on a busy machine, too
# The process that makes files lets all others have the processor first: while two or three tests
# keep it busy, half a second's work takes a minute.
FILE_PATIENCE = 240.0
END_PATIENCE = 20.0  # less than a call to Telegram may take: nothing waits for one at the end
LOOK_EVERY = 0.02


def settings(telegram_url: str, database_url: str) -> dict[str, str]:
    return {
        "BOT_TOKEN": TOKEN,
        "ADMIN_IDS": ",".join(map(str, ADMIN_IDS)),
        "BOT_API_URL": telegram_url,
        "DATABASE_URL": database_url,
        "BACKUP_KEEP": "0",
    }


class Command(BotProcess):
    """`python -m MODULE …` to its end, which has to come."""

    def __init__(
        self, telegram_url: str, database_url: str, folder: Path, module: str = "bot"
    ) -> None:
        super().__init__(settings(telegram_url, database_url), folder, module=module, captured=True)

    async def run(self, *arguments: str, **settings: str) -> Done:
        # Not counted: the first start of all waits until the libraries are loaded.
        self.start(*arguments, **settings)
        try:
            async with asyncio.timeout(PATIENCE):
                return await self.done()
        finally:
            await self.kill()


class RunningBot(BotProcess):
    """The bot against a local Telegram. Its logs are shown when the test fails.

    Whatever day it is, for the bot it is one without reminders, which have their own tests.
    """

    def __init__(
        self, telegram_url: str, database_url: str, folder: Path, **surroundings: str
    ) -> None:
        given = settings(telegram_url, database_url) | surroundings
        super().__init__(given, folder, captured=True)
        self._folder = folder
        Clock(folder).set(IN_THE_WEEK)

    async def __aenter__(self) -> Self:
        await self.restart()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.kill()
        if error is not None:
            for log in sorted(self._folder.glob("run-*.err")):
                error.add_note(f"--- {log.name} ---\n{log.read_text(errors='replace')}")

    async def restart(self, **settings: str) -> None:
        """A new process, until it says that it runs. The old one has ended."""
        self.start(**settings)
        await self.says("bot.running ")

    async def says(self, words: str) -> None:
        """Until the log has those words."""
        async with asyncio.timeout(PATIENCE):
            while words not in self.err:
                assert not self.has_ended, self.err
                await asyncio.sleep(LOOK_EVERY)

    def freeze(self) -> None:
        """Whatever is sent to the process now stays unread."""
        self.signal(signal.SIGSTOP)

    async def ends(self, number: signal.Signals) -> int:
        """The exit code after that signal; a signal's number, negative, if it was killed."""
        self.signal(number)
        async with asyncio.timeout(END_PATIENCE):
            return await self.ended()
