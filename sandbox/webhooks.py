"""Webhook delivery: in order per chat, side by side across chats, again until it is taken."""

import asyncio
import json
import secrets
from collections import deque
from collections.abc import Callable
from datetime import datetime
from typing import Any

from aiohttp import ClientError, ClientResponse, ClientSession, ClientTimeout

from sandbox.updates import Update, UpdateQueue

LONGEST_PAUSES = (60, 120)
LONGEST_RETRY_AFTER = 3600


class Webhook:
    """`pause` in seconds; `object_to` takes what the bot does that the sandbox cannot model."""

    def __init__(
        self,
        url: str,
        secret: str,
        max_connections: int,
        updates: UpdateQueue,
        *,
        pause: float,
        now: Callable[[], datetime],
        object_to: Callable[[str], None],
    ) -> None:
        self._url = url
        self._secret = secret
        self._max_connections = max_connections
        self._updates = updates
        self._pause = pause
        self._now = now
        self._object_to = object_to
        self._connections = asyncio.Semaphore(max_connections)
        self._lanes: dict[tuple[str, int], deque[Update]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._last_error: dict[str, Any] = {}
        self._session: ClientSession | None = None

    def start(self) -> None:
        self._session = ClientSession(timeout=ClientTimeout(total=60))
        self._updates.arrived = self._enqueue
        for update in self._updates.pending:
            self._enqueue(update)

    async def stop(self) -> None:
        self._updates.arrived = None
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._session:
            await self._session.close()

    def info(self) -> dict[str, Any]:
        """What a WebhookInfo says beside the pending updates."""
        return {
            "url": self._url,
            "max_connections": self._max_connections,
            "ip_address": "127.0.0.1",
        } | self._last_error

    def _enqueue(self, update: Update) -> None:
        if update.lane in self._lanes:
            self._lanes[update.lane].append(update)
            return
        self._lanes[update.lane] = deque([update])
        task = asyncio.create_task(self._drain(update.lane))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _drain(self, lane: tuple[str, int]) -> None:
        while self._lanes[lane]:
            await self._deliver(self._lanes[lane].popleft())
        del self._lanes[lane]

    async def _deliver(self, update: Update) -> None:
        failures = 0
        longest = LONGEST_PAUSES[0] + secrets.randbelow(LONGEST_PAUSES[1] - LONGEST_PAUSES[0])
        while update in self._updates.pending:
            async with self._connections:
                retry_after = await self._attempt(update)
            if retry_after is None:
                self._updates.confirm(update)
                return
            # By the server's source the first repetition comes at once.
            doubled = min(self._pause * 2**failures, longest) if failures else 0
            failures += 1
            await asyncio.sleep(retry_after or doubled)

    async def _attempt(self, update: Update) -> int | None:
        """None if taken, else the seconds the bot's server asks for (0 if it asks nothing)."""
        if self._session is None:
            raise RuntimeError("the webhook has not been started")
        headers = {"Content-Type": "application/json"}
        if self._secret:
            headers["X-Telegram-Bot-Api-Secret-Token"] = self._secret
        body = json.dumps(update.json(), ensure_ascii=False).encode()
        try:
            async with self._session.post(self._url, data=body, headers=headers) as response:
                if 200 <= response.status < 300:
                    await self._read_answer(response)
                    return None
                reason = f"{response.status} {response.reason}"
                self._note_error(f"Wrong response from the webhook: {reason}")
                asked = response.headers.get("Retry-After", "")
                return min(int(asked), LONGEST_RETRY_AFTER) if asked.isdecimal() else 0
        except TimeoutError:
            self._note_error("Read timeout expired")
        except ClientError:
            self._note_error("Connection refused")
        return 0

    async def _read_answer(self, response: ClientResponse) -> None:
        answer = await response.read()
        if b'"method"' in answer:
            self._object_to("a method call in the answer to a webhook is not modelled")

    def _note_error(self, message: str) -> None:
        date = int(self._now().timestamp())
        self._last_error = {"last_error_date": date, "last_error_message": message}
