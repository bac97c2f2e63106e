"""Everything that goes to Telegram passes here: one pace for all sending, and what is done when
Telegram says to wait or does not answer."""

import asyncio
import math
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

import structlog
from aiogram import Bot
from aiogram.client.session.middlewares.base import BaseRequestMiddleware, NextRequestMiddlewareType
from aiogram.exceptions import AiogramError, TelegramRetryAfter, TelegramUnauthorizedError
from aiogram.methods import AnswerCallbackQuery, Response, SendChatAction, TelegramMethod
from aiogram.methods.base import TelegramType
from aiolimiter import AsyncLimiter

from bot.errors import Failure, failure_of

log = structlog.get_logger()

# Chats whose recent sending is remembered; an older one has long been quiet.
CHATS = 1000
SLACK = 0.01  # seconds
# Seconds before each further try of a call whose answer did not come.
PAUSES = (0.5, 1.0, 2.0, 4.0, 8.0)


_single: ContextVar[asyncio.Event | None] = ContextVar("single", default=None)


@contextmanager
def single_request(gone_out: asyncio.Event | None = None) -> Iterator[None]:
    """Within, a call makes one request at most, and none while its chat has to wait: then it
    raises TelegramRetryAfter at once. When to try again is the caller's to decide: Telegram has
    no way to tell a repetition from a second message. `gone_out` is set when the request goes out.

    Nobody is waiting for such a message, so an answer to a person waits behind one of them only."""
    token = _single.set(gone_out or asyncio.Event())
    try:
        yield
    finally:
        _single.reset(token)


@dataclass(frozen=True, slots=True)
class Pace:
    """Telegram's guidance is about 30 messages a second over all and one a second to a chat,
    with short bursts. The overall rate is kept evenly: a limiter of 25 in a second would let
    nearly 50 through in the first one.

    At 29 a second, 30 turns take 34 ms longer than a second. So no second has more than 30 of them,
    as long as one is not later than that against those after it: by SLACK, and by what it takes a
    request to get on its way."""

    overall: float = 29  # calls a second
    chat: float = 1  # messages a second to one chat
    burst: float = 5  # messages to one chat at once


class Turns:
    """Evenly spaced, in the order in which they were asked for. One that comes late, because the
    process was busy, does not put off all that follow, as long as it is no later than SLACK."""

    def __init__(self, per_second: float) -> None:
        self._interval = 1 / per_second
        self._next = 0.0  # by the event loop's clock
        self._line = asyncio.Lock()

    async def take(self) -> None:
        loop = asyncio.get_running_loop()
        async with self._line:
            wait = self._next - loop.time()
            if wait > 0:
                await asyncio.sleep(wait)
            self._next = max(self._next, loop.time() - SLACK) + self._interval


class Outgoing(BaseRequestMiddleware):
    """Paces and repeats the calls of a bot. Calls named in `unpaced` pass through as they
    are: they wait for updates and send nothing."""

    def __init__(self, pace: Pace, *, unpaced: tuple[type[TelegramMethod[Any]], ...]) -> None:
        self._pace = pace
        self._unpaced = unpaced
        self._overall = Turns(pace.overall)
        self._behind_answers = asyncio.Lock()
        self._chats: OrderedDict[int, AsyncLimiter] = OrderedDict()
        self._not_before: dict[int | str, float] = {}  # by the event loop's clock

    async def __call__(
        self,
        make_request: NextRequestMiddlewareType[TelegramType],
        bot: Bot,
        method: TelegramMethod[TelegramType],
    ) -> Response[TelegramType]:
        if isinstance(method, self._unpaced):
            return await make_request(bot, method)
        single = _single.get()
        pauses = iter(() if single else PAUSES)
        while True:
            await self._wait_for_turn(method)
            if single:
                single.set()
            try:
                return await make_request(bot, method)
            except TelegramRetryAfter as error:
                self._hold(method, error.retry_after)
                if single:
                    raise
            except TelegramUnauthorizedError:
                raise
            except AiogramError as error:
                pause = next(pauses, -1)
                if pause < 0 or failure_of(error) is not Failure.OUTAGE:
                    raise
                log.warning(
                    "telegram.retry",
                    method=method.__api_method__,
                    why=str(error),
                    again_in=pause,
                )
                await asyncio.sleep(pause)

    def _hold(self, method: TelegramMethod[Any], seconds: int) -> None:
        """Telegram asks to wait: the chat waits, and nobody else."""
        log.warning("telegram.retry_after", method=method.__api_method__, seconds=seconds)
        self._not_before[_held_by(method)] = asyncio.get_running_loop().time() + seconds

    async def _wait_for_turn(self, method: TelegramMethod[Any]) -> None:
        await self._wait_while_held(method)
        chat_id = getattr(method, "chat_id", None)
        if isinstance(chat_id, int) and not isinstance(method, SendChatAction):
            limiter = self._chats.pop(chat_id, None) or AsyncLimiter(
                self._pace.burst, self._pace.burst / self._pace.chat
            )
            self._chats[chat_id] = limiter
            if len(self._chats) > CHATS:
                self._chats.popitem(last=False)
            await limiter.acquire()
        if not isinstance(method, AnswerCallbackQuery):
            async with self._behind_answers if _single.get() else nullcontext():
                await self._overall.take()

    async def _wait_while_held(self, method: TelegramMethod[Any]) -> None:
        key, loop = _held_by(method), asyncio.get_running_loop()
        while (left := self._not_before.get(key, 0) - loop.time()) > 0:
            if _single.get():
                message = "not sent: the chat was told to wait"
                raise TelegramRetryAfter(method, message, retry_after=math.ceil(left))
            await asyncio.sleep(left)
        self._not_before.pop(key, None)


def _held_by(method: TelegramMethod[Any]) -> int | str:
    """What waits together when Telegram asks to wait: a chat, or calls of one kind to none."""
    chat_id = getattr(method, "chat_id", None)
    return chat_id if isinstance(chat_id, int) else method.__api_method__
