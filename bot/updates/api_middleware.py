"""Everything that goes to Telegram passes here: one pace for all sending, and what is done when
Telegram says to wait or does not answer."""

import asyncio
import math
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import structlog
from aiogram import Bot
from aiogram.client.session.middlewares.base import BaseRequestMiddleware, NextRequestMiddlewareType
from aiogram.exceptions import AiogramError, TelegramRetryAfter, TelegramUnauthorizedError
from aiogram.methods import AnswerCallbackQuery, Response, SendChatAction, TelegramMethod
from aiogram.methods.base import TelegramType
from aiolimiter import AsyncLimiter

from bot.errors import Failure, failure_of, in_a_line
from bot.updates.turns import Line, Pace, Slots, Turns, Urgency

log = structlog.get_logger()

# Chats whose recent sending is remembered; an older one has long been quiet.
CHATS = 1000
# Seconds before each further try of a call whose answer did not come.
PAUSES = (0.5, 1.0, 2.0, 4.0, 8.0)


# Seconds from the going out of a single request to the next one, if there is no answer to it by
# then: with a slow Telegram, as many are on their way as keep that pace.
NEXT_AFTER = 0.1

urgency: ContextVar[Urgency] = ContextVar("urgency", default=Urgency.ANSWER)


class _Single:
    """One request at most. `going` is awaited when its turn has come."""

    def __init__(self, going: Callable[[], Awaitable[None]] | None) -> None:
        self.going = going
        self._line: asyncio.Lock | None = None  # that it holds

    async def comes_first_in(self, line: asyncio.Lock) -> None:
        self.let_next()
        await line.acquire()
        self._line = line

    def let_next(self) -> None:
        if self._line is not None:
            self._line.release()
            self._line = None


_single: ContextVar[_Single | None] = ContextVar("single", default=None)


@contextmanager
def single_request(going: Callable[[], Awaitable[None]] | None = None) -> Iterator[None]:
    """Within, a call makes one request at most, and none while its chat has to wait: then it
    raises TelegramRetryAfter at once. When to try again is the caller's to decide: Telegram has
    no way to tell a repetition from a second message. `going` is awaited right before the request
    goes out; if it raises, none does.

    Nobody waits for such a message, so it comes after all answers. Those with a `going` go out one
    after the other, each when the block of the one before is left: what came of that is on record
    by then, so that a killed process leaves one in doubt, and not as many as fit on the way. Only
    while Telegram takes longer than NEXT_AFTER to answer there are more."""
    single = _Single(going)
    token = _single.set(single)
    try:
        yield
    finally:
        _single.reset(token)
        single.let_next()


class Outgoing(BaseRequestMiddleware):
    """Paces and repeats the calls of a bot, `slots` being the overall pace if it is shared with
    others. Calls named in `unpaced` pass through as they are: they wait for updates and send
    nothing."""

    def __init__(
        self,
        pace: Pace,
        *,
        unpaced: tuple[type[TelegramMethod[Any]], ...],
        slots: Slots | None = None,
    ) -> None:
        self._pace = pace
        self._unpaced = unpaced
        self._line = Line(slots or Turns(pace.overall))
        self._singles = asyncio.Lock()
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
                if single.going is not None:
                    await single.going()
                asyncio.get_running_loop().call_later(NEXT_AFTER, single.let_next)
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
                log.debug(
                    "telegram.retry",
                    method=method.__api_method__,
                    why=in_a_line(error),
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
        if single := _single.get():
            if single.going is not None:
                await single.comes_first_in(self._singles)
            await self._line.turn(Urgency.NEWS)
        elif not isinstance(method, AnswerCallbackQuery):
            await self._line.turn(urgency.get())

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
