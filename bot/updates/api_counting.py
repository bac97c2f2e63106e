"""Counts the calls to Telegram, around and inside of what paces and repeats them."""

import asyncio
from contextlib import nullcontext

from aiogram import Bot
from aiogram.client.session.middlewares.base import BaseRequestMiddleware, NextRequestMiddlewareType
from aiogram.exceptions import TelegramNetworkError, TelegramServerError
from aiogram.methods import Response, TelegramMethod
from aiogram.methods.base import TelegramType

from bot.metrics import Metrics
from bot.outages import Outages
from bot.updates.polling import GetUpdates


class CallsInHand(BaseRequestMiddleware):
    """Outside: from the wish to the end of the last try."""

    def __init__(self, metrics: Metrics) -> None:
        self._in_hand = metrics.calls_in_hand

    async def __call__(
        self,
        make_request: NextRequestMiddlewareType[TelegramType],
        bot: Bot,
        method: TelegramMethod[TelegramType],
    ) -> Response[TelegramType]:
        polls = isinstance(method, GetUpdates)  # one is always in hand
        with nullcontext() if polls else self._in_hand.track_inprogress():
            return await make_request(bot, method)


class Requests(BaseRequestMiddleware):
    """Inside: each request by itself."""

    def __init__(self, metrics: Metrics, outages: Outages) -> None:
        self._metrics = metrics
        self._outages = outages

    async def __call__(
        self,
        make_request: NextRequestMiddlewareType[TelegramType],
        bot: Bot,
        method: TelegramMethod[TelegramType],
    ) -> Response[TelegramType]:
        loop = asyncio.get_running_loop()
        began, outcome = loop.time(), "ok"
        try:
            response = await make_request(bot, method)
        except asyncio.CancelledError:
            outcome = "cancelled"
            raise
        except Exception as error:
            outcome = type(error).__name__
            if isinstance(error, TelegramNetworkError | TelegramServerError):
                self._outages.failed("telegram", error)
            else:  # whatever it says, it is there
                self._outages.worked("telegram")
            raise
        else:
            self._outages.worked("telegram")
            return response
        finally:
            self._metrics.calls.labels(method.__api_method__, outcome).inc()
            if not isinstance(method, GetUpdates):  # Telegram holds it until there is something
                self._metrics.call_seconds.observe(loop.time() - began)
