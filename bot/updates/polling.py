"""Asking Telegram for updates. They are confirmed, by asking for later ones, only once stored."""

import asyncio
from typing import Any, NoReturn

import structlog
from aiogram import Bot
from aiogram.exceptions import TelegramConflictError, TelegramRetryAfter, TelegramUnauthorizedError
from aiogram.methods import TelegramMethod

from bot.errors import Failure, failure_of
from bot.updates.inbox import Inbox
from bot.updates.origin import KINDS

log = structlog.get_logger()

WAIT = 30  # seconds that Telegram holds a request while there is nothing to tell
PAUSES = (1, 2, 5, 10, 20, 30)  # seconds, while Telegram or the database cannot be reached


class GetUpdates(TelegramMethod[list[Any]]):
    """getUpdates that gives the updates as they came: one that cannot be understood must not
    stop those beside it."""

    __returning__ = list[Any]
    __api_method__ = "getUpdates"

    offset: int | None = None
    timeout: int = WAIT
    limit: int = 100
    allowed_updates: tuple[str, ...] = KINDS


async def poll(bot: Bot, inbox: Inbox) -> NoReturn:
    """Until cancelled, or TelegramUnauthorizedError: the token is not valid any more."""
    offset: int | None = None
    failures = 0
    while True:
        try:
            updates = await bot(GetUpdates(offset=offset), request_timeout=WAIT + 15)
            if updates:
                await inbox.receive(updates)
                offset = _offset_after(updates)
            failures = 0
        except TelegramUnauthorizedError:
            raise
        except TelegramRetryAfter as error:
            await asyncio.sleep(error.retry_after)
        except Exception as error:
            pause = PAUSES[min(failures, len(PAUSES) - 1)]
            failures += 1
            if isinstance(error, TelegramConflictError):
                log.error("polling.conflict", why="another process polls with this token: stop one")
            else:
                bug = failure_of(error) is Failure.BUG
                log.warning("polling.retry", why=str(error), again_in=pause, exc_info=bug)
            await asyncio.sleep(pause)


def _offset_after(updates: list[Any]) -> int:
    """What confirms them all. By the last in order, not the highest: ids begin anew after a
    quiet week."""
    ids = [update.get("update_id") for update in updates if isinstance(update, dict)]
    known = [number for number in ids if isinstance(number, int) and abs(number) < 2**63]
    if not known:
        raise ValueError(f"none of {len(updates)} updates has an id to confirm it by")
    return known[-1] + 1
