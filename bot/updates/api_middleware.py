"""Everything that goes to Telegram passes here: one pace for all sending, and what is done when
Telegram says to wait or does not answer."""

import asyncio
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from typing import Any

import structlog
from aiogram import Bot
from aiogram.client.session.middlewares.base import BaseRequestMiddleware, NextRequestMiddlewareType
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramBadRequest,
    TelegramEntityTooLarge,
    TelegramMigrateToChat,
    TelegramNetworkError,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramServerError,
    TelegramUnauthorizedError,
)
from aiogram.methods import AnswerCallbackQuery, Response, SendChatAction, TelegramMethod
from aiogram.methods.base import TelegramType
from aiohttp import ClientConnectorError
from aiohttp_socks import ProxyConnectionError, ProxyError, ProxyTimeoutError
from aiolimiter import AsyncLimiter

log = structlog.get_logger()

# Chats whose recent sending is remembered; an older one has long been quiet.
CHATS = 1000
# Seconds before each further try of a call whose answer did not come.
PAUSES = (0.5, 1.0, 2.0, 4.0, 8.0)

# The proxy did not let us through: nothing has reached Telegram.
PROXY_ERRORS = (ProxyConnectionError, ProxyError, ProxyTimeoutError)

# Asking again would bring the same.
REFUSALS = (
    TelegramBadRequest,
    TelegramNotFound,
    TelegramMigrateToChat,
    TelegramEntityTooLarge,
)

_once_only: ContextVar[bool] = ContextVar("once_only", default=False)


@contextmanager
def once_only() -> Iterator[None]:
    """Within, a call that may have taken effect although its answer was lost is not repeated:
    Telegram has no way to tell a repetition from a second message."""
    token = _once_only.set(True)
    try:
        yield
    finally:
        _once_only.reset(token)


@dataclass(frozen=True, slots=True)
class Pace:
    """Telegram's guidance is about 30 messages a second over all and one a second to a chat,
    with short bursts. The overall rate is kept evenly: a limiter of 25 in a second would let
    nearly 50 through in the first one."""

    overall: float = 25  # calls a second
    chat: float = 1  # messages a second to one chat
    burst: float = 5  # messages to one chat at once


class Outgoing(BaseRequestMiddleware):
    """Paces and repeats the calls of a bot. Calls named in `unpaced` pass through as they
    are: they wait for updates and send nothing."""

    def __init__(self, pace: Pace, *, unpaced: tuple[type[TelegramMethod[Any]], ...]) -> None:
        self._pace = pace
        self._unpaced = unpaced
        self._overall = AsyncLimiter(1, 1 / pace.overall)
        self._chats: OrderedDict[int, AsyncLimiter] = OrderedDict()

    async def __call__(
        self,
        make_request: NextRequestMiddlewareType[TelegramType],
        bot: Bot,
        method: TelegramMethod[TelegramType],
    ) -> Response[TelegramType]:
        if isinstance(method, self._unpaced):
            return await _asked(make_request, bot, method)
        pauses = iter(PAUSES)
        while True:
            await self._wait_for_turn(method)
            try:
                return await _asked(make_request, bot, method)
            except TelegramRetryAfter as error:
                log.warning("telegram asks to wait", seconds=error.retry_after)
                pause: float = error.retry_after
            except (TelegramNetworkError, TelegramServerError, ClientDecodeError) as error:
                pause = next(pauses, -1)
                if pause < 0 or (_once_only.get() and may_have_arrived(error)):
                    raise
                log.warning("call to telegram failed", method=method.__api_method__, again_in=pause)
            await asyncio.sleep(pause)

    async def _wait_for_turn(self, method: TelegramMethod[Any]) -> None:
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
            await self._overall.acquire()


async def _asked(
    make_request: NextRequestMiddlewareType[TelegramType],
    bot: Bot,
    method: TelegramMethod[TelegramType],
) -> Response[TelegramType]:
    """aiogram lets a proxy's errors through as they are; for us they are the network's."""
    _kept_response(method.__returning__)
    try:
        return await make_request(bot, method)
    except PROXY_ERRORS as error:
        raise TelegramNetworkError(method=method, message=f"the proxy says: {error}") from error


@cache
def _kept_response(returning: Any) -> type[Response[Any]]:
    """The model that aiogram reads the answer with. pydantic forgets a parametrised model that
    nobody holds, and building one costs more than everything else about a call."""
    return Response[returning]


def may_have_arrived(error: Exception) -> bool:
    """Whether Telegram may have done what was asked before the answer was lost. A refused
    connection, an answer that says 5xx and a refused token are no such case."""
    if isinstance(error, TelegramServerError | TelegramUnauthorizedError):
        return False
    return not isinstance(error.__cause__, (ClientConnectorError, *PROXY_ERRORS))
