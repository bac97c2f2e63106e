"""A Bot API for one bot: hands out updates until they are confirmed, and answers every call at
once."""

import asyncio
import json
import re
from collections import deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

from benchmarks.telegram.http import Connection, Reply

BATCH = 100  # updates in one answer
TOKEN = "4242:" + "A" * 35
_BOT = {
    "id": 4242,
    "is_bot": True,
    "first_name": "Bot",
    "username": "benchmark_bot",
    "can_join_groups": True,
    "can_read_all_group_messages": False,
    "supports_inline_queries": False,
    "can_connect_to_business": False,
    "has_main_web_app": False,
}
_SENDING = {"sendmessage", "senddocument", "sendphoto"}
_CHANGING = {"editmessagetext", "editmessagecaption", "editmessagereplymarkup", "editmessagemedia"}
_CHAT = re.compile(rb"chat_id\D{0,80}?(\d+)")
_OFFSET = re.compile(rb"\boffset\W{1,4}(\d+)")
_TIMEOUT = re.compile(rb"\btimeout\W{1,4}(\d+)")
_TRUE = b'{"ok":true,"result":true}'
_MESSAGE = (
    b'{"ok":true,"result":{"message_id":%d,"date":1763800000,"text":"ok",'
    b'"from":{"id":4242,"is_bot":true,"first_name":"Bot","username":"benchmark_bot"},'
    b'"chat":{"id":%d,"type":"private","first_name":"Anna"}}}'
)


class BotApi:
    """`sent` is called with the method and the chat of every message that the bot sends. `refuse`
    may give, instead, the seconds that the bot has to wait."""

    def __init__(self) -> None:
        self.port = 0
        self.asked = asyncio.Event()  # for updates, for the first time
        self.sent: Callable[[str, int], None] = lambda _method, _chat: None
        self.refuse: Callable[[int], int] = lambda _chat: 0
        self._updates: deque[tuple[int, bytes]] = deque()
        self._next_id = 1
        self._waiting: tuple[Reply, asyncio.TimerHandle] | None = None

    def bot_starts(self) -> None:
        """A new bot, to whom nothing has been written yet."""
        self.asked.clear()
        self._updates.clear()
        self._waiting = None

    def push(self, content: dict[str, Any]) -> None:
        """An update for the bot."""
        update = {"update_id": self._next_id, **content}
        self._updates.append((self._next_id, json.dumps(update).encode()))
        self._next_id += 1
        if self._waiting is not None:
            reply, timer = self._waiting
            self._waiting = None
            timer.cancel()
            # A moment later: what is written at the same time goes out together.
            asyncio.get_running_loop().call_soon(self._hand_out, reply)

    def write(self, person: int, text: str) -> None:
        """The person writes to the bot."""
        name = {"id": person, "first_name": "Анна", "last_name": "Смирнова"}
        message: dict[str, Any] = {
            "message_id": self._next_id,
            "from": name | {"is_bot": False, "language_code": "ru"},
            "chat": name | {"type": "private"},
            "date": 1763800000,
            "text": text,
        }
        if text.startswith("/"):
            message["entities"] = [{"offset": 0, "length": len(text), "type": "bot_command"}]
        self.push({"message": message})

    def answer(self, method: str, body: bytes, reply: Reply) -> None:
        if method == "getupdates":
            self._give_updates(body, reply)
        elif method in _SENDING:
            self._take_message(method, body, reply)
        elif method in _CHANGING:
            reply(_MESSAGE % (1, _chat(body)))
        elif method == "getme":
            reply(json.dumps({"ok": True, "result": _BOT}).encode())
        else:
            reply(_TRUE)

    def _take_message(self, method: str, body: bytes, reply: Reply) -> None:
        chat = _chat(body)
        if seconds := self.refuse(chat):
            description = f"Too Many Requests: retry after {seconds}"
            refusal = {"ok": False, "error_code": 429, "description": description}
            refusal["parameters"] = {"retry_after": seconds}
            reply(json.dumps(refusal, separators=(",", ":")).encode())
            return
        self._next_id += 1
        reply(_MESSAGE % (self._next_id, chat))
        self.sent(method, chat)

    def _give_updates(self, body: bytes, reply: Reply) -> None:
        self.asked.set()
        offset = _OFFSET.search(body)
        while offset and self._updates and self._updates[0][0] < int(offset[1]):
            self._updates.popleft()
        if self._updates:
            self._hand_out(reply)
        else:
            timeout = _TIMEOUT.search(body)
            seconds = int(timeout[1]) if timeout else 5
            timer = asyncio.get_running_loop().call_later(seconds, self._nothing_came, reply)
            self._waiting = (reply, timer)

    def _hand_out(self, reply: Reply) -> None:
        count = min(BATCH, len(self._updates))
        first = b",".join(self._updates[index][1] for index in range(count))
        reply(b'{"ok":true,"result":[%b]}' % first)

    def _nothing_came(self, reply: Reply) -> None:
        self._waiting = None
        reply(b'{"ok":true,"result":[]}')


def _chat(body: bytes) -> int:
    chat = _CHAT.search(body)
    if chat is None:
        raise ValueError(f"a message to nobody: {body[:200]!r}")
    return int(chat[1])


@asynccontextmanager
async def running_api() -> AsyncIterator[BotApi]:
    """Listens on a free port of this machine."""
    api = BotApi()
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Connection(api.answer), "127.0.0.1", 0)
    api.port = server.sockets[0].getsockname()[1]
    try:
        yield api
    finally:
        server.close()
