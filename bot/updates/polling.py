"""Asking Telegram for updates. They are confirmed, by asking for later ones, only once stored."""

import asyncio
from typing import Any, NoReturn

import structlog
from aiogram import Bot
from aiogram.exceptions import (
    AiogramError,
    TelegramConflictError,
    TelegramRetryAfter,
    TelegramUnauthorizedError,
)
from aiogram.methods import TelegramMethod

from bot.updates.inbox import Inbox

log = structlog.get_logger()

KINDS = ["message", "edited_message", "callback_query", "my_chat_member"]
WAIT = 30  # seconds that Telegram holds a request while there is nothing to tell
PAUSES = (1, 2, 5, 10, 20, 30)  # seconds, while Telegram cannot be reached


class GetUpdates(TelegramMethod[list[dict[str, Any]]]):
    """getUpdates that gives the updates as they came: one that cannot be understood must not
    stop those beside it."""

    __returning__ = list[dict[str, Any]]
    __api_method__ = "getUpdates"

    offset: int | None = None
    timeout: int = WAIT
    limit: int = 100
    allowed_updates: list[str] = KINDS


async def poll(bot: Bot, inbox: Inbox) -> NoReturn:
    """Until cancelled, or TelegramUnauthorizedError: the token is not valid any more."""
    offset: int | None = None
    failures = 0
    while True:
        try:
            updates = await bot(GetUpdates(offset=offset), request_timeout=WAIT + 15)
            if updates:
                await inbox.receive(updates)
                # The last in order, not the highest: ids begin anew after a quiet week.
                offset = updates[-1]["update_id"] + 1
            failures = 0
        except TelegramUnauthorizedError:
            raise
        except TelegramRetryAfter as error:
            await asyncio.sleep(error.retry_after)
        except Exception as error:
            pause = PAUSES[min(failures, len(PAUSES) - 1)]
            failures += 1
            if isinstance(error, TelegramConflictError):
                log.error("another process is polling with this token: stop one of them")
            elif isinstance(error, AiogramError):
                log.warning("no updates from telegram", why=str(error), again_in=pause)
            else:
                log.exception("updates could not be stored", again_in=pause)
            await asyncio.sleep(pause)
