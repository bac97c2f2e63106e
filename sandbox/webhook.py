"""Delivers what waits for a bot to the address that it has named, as Telegram does."""

import asyncio
from typing import Any

from aiohttp import ClientError, ClientSession, ClientTimeout

from sandbox.changes import Changes
from sandbox.updates import Update, UpdateQueue

FIRST_PAUSE, LONGEST_PAUSE = 1.0, 60.0  # seconds before an update is delivered again
TIMEOUT = 30.0  # seconds that the bot may take
LOOK_EVERY = 3600.0  # seconds; whatever happens wakes it


class Webhook:
    """The updates of a chat go one at a time and in order, those of several chats side by side. One
    that is not answered with 2xx is delivered again, and until then nothing else of its chat."""

    def __init__(
        self, updates: UpdateQueue, changes: Changes, *, url: str, secret: str, connections: int
    ) -> None:
        self.url, self.secret = url, secret
        # Each attempt, by the update's id; 0 if no answer came.
        self.attempts: list[tuple[int, int]] = []
        self._updates = updates
        self._changes = changes
        self._headers = {"X-Telegram-Bot-Api-Secret-Token": secret} if secret else {}
        self._connections = connections
        self._delivering: dict[int, asyncio.Task[None]] = {}  # by chat
        self._running = asyncio.create_task(self._run())

    async def close(self) -> None:
        tasks = [self._running, *self._delivering.values()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _run(self) -> None:
        async with ClientSession(timeout=ClientTimeout(TIMEOUT)) as client:
            try:
                while True:
                    due = await self._changes.until(self._next, LOOK_EVERY)
                    if due is not None:
                        chat = _chat_of(due)
                        self._delivering[chat] = asyncio.create_task(self._deliver(client, due))
            finally:  # before the client goes
                for task in self._delivering.values():
                    task.cancel()

    def _next(self) -> Update | None:
        if len(self._delivering) >= self._connections:
            return None
        waiting = self._updates.pending
        return next((each for each in waiting if _chat_of(each) not in self._delivering), None)

    async def _deliver(self, client: ClientSession, update: Update) -> None:
        pause = FIRST_PAUSE
        while update in self._updates.pending:
            status, after = await self._attempt(client, update)
            self.attempts.append((update.id, status))
            if status // 100 == 2:
                update.again = False
                self._updates.confirm(update)
                break
            await asyncio.sleep(pause if after is None else after)
            pause = min(2 * pause, LONGEST_PAUSE)
        del self._delivering[_chat_of(update)]
        self._changes.wake()

    async def _attempt(self, client: ClientSession, update: Update) -> tuple[int, float | None]:
        """The status, and the seconds of `Retry-After`."""
        try:
            async with client.post(
                self.url, json=update.json(), headers=self._headers, allow_redirects=False
            ) as answer:
                after = answer.headers.get("Retry-After", "")
                return answer.status, float(after) if after.isdecimal() else None
        except (ClientError, TimeoutError):
            return 0, None


def _chat_of(update: Update) -> int:
    """Or of the person, where there is no chat."""
    content: dict[str, Any] = update.payload or {}
    chat = content.get("chat") or (content.get("message") or {}).get("chat") or content.get("from")
    return int((chat or {}).get("id", 0))
