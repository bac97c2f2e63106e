"""Asking Telegram for updates. They are confirmed, by asking for later ones, only once stored."""

import asyncio
import re
from typing import Any

import structlog
from aiogram import Bot
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramConflictError,
    TelegramRetryAfter,
    TelegramUnauthorizedError,
)
from aiogram.methods import TelegramMethod

from bot.errors import CannotRunError
from bot.outages import log_failure
from bot.updates.applying import Alert
from bot.updates.inbox import Inbox
from bot.updates.origin import KINDS, number_of
from handlers.alerts.texts import polled_by_another
from models import AlertKind

log = structlog.get_logger()

WAIT = 30  # seconds that Telegram holds a request while there is nothing to tell
# Seconds of polling after which whoever meets its first conflict was there before: the second meets
# it within a second, when the first, which it has interrupted, asks again.
FIRST_AFTER = 5.0
# Seconds without another conflict after which a process has been alone meanwhile.
ALONE_AFTER = 60.0
CONFLICTS = 3  # after which one that is not the first gives way
PAUSES = (1, 2, 5, 10, 20, 30)  # seconds, while Telegram or the database cannot be reached
AT_ONCE = 100  # updates, Telegram's limit
# Of an update that nobody can read: the answers before may have been spoilt on their way.
UNREADABLE_TRIES = 3
_AN_UPDATE = re.compile(r'"result"\s*:\s*\[\s*[^\s\]\']')  # the quote ends what is shown
_UPDATE_ID = re.compile(r'"update_id"\s*:\s*(\d{1,18})\s*,')


class GetUpdates(TelegramMethod[list[Any]]):
    """getUpdates that gives the updates as they came: one that cannot be understood must not
    stop those beside it."""

    __returning__ = list[Any]
    __api_method__ = "getUpdates"

    offset: int | None = None
    timeout: int = WAIT
    limit: int = AT_ONCE
    allowed_updates: tuple[str, ...] = KINDS


class Poller:
    """Of two processes that poll with one token, each would get a part of what people write. The
    one that came second stops; it cannot be told from the first by a single conflict, because
    Telegram ends the poll that waits in favour of the one that comes."""

    def __init__(self, bot: Bot, inbox: Inbox, alert: Alert) -> None:
        self._bot = bot
        self._inbox = inbox
        self._alert = alert
        self._undisturbed_since = 0.0  # by the event loop's clock
        self._conflicts = 0
        self._is_first = False

    async def run(self) -> None:
        """Until cancelled, or TelegramUnauthorizedError: the token is not valid any more;
        CannotRunError if another process was there first."""
        self._undisturbed_since = asyncio.get_running_loop().time()
        offset: int | None = None
        failures, limit = 0, AT_ONCE
        while True:
            try:
                asked = GetUpdates(offset=offset, limit=limit)
                updates = await self._bot(asked, request_timeout=WAIT + 15)
                if not updates:
                    limit = AT_ONCE
                else:
                    await self._inbox.receive(updates)
                    if not (numbers := list(filter(None, map(number_of, updates)))):
                        failures += 1
                        offset = _past_one(offset)
                        await asyncio.sleep(_pause_after(failures))
                        continue
                    # By the last in order, not the highest: they begin anew after a quiet week.
                    offset = numbers[-1] + 1
                failures = 0
            except ClientDecodeError as error:
                failures += 1
                after = _past_unreadable(str(error.data), offset)
                if limit > 1:
                    limit = 1  # to find the update that makes the answer unreadable
                elif after is None or failures <= UNREADABLE_TRIES:
                    await self._pause(failures, error)
                else:  # or it would come again for ever, and everybody's behind it would wait
                    self._inbox.pass_over("undecodable", why=str(error.data))
                    offset, limit, failures = after, AT_ONCE, 0
            except TelegramUnauthorizedError:
                raise
            except TelegramRetryAfter as error:
                await asyncio.sleep(error.retry_after)
            except TelegramConflictError as error:
                failures += 1
                self._met_another(error)
                if failures > CONFLICTS:  # what is there does not give way
                    self._alert(AlertKind.POLLING, polled_by_another())
                await asyncio.sleep(_pause_after(failures))
            except Exception as error:
                failures += 1
                await self._pause(failures, error)

    async def _pause(self, failures: int, error: Exception) -> None:
        pause = _pause_after(failures)
        log_failure(log, "polling.retry", error, again_in=pause)
        await asyncio.sleep(pause)

    def _met_another(self, error: TelegramConflictError) -> None:
        now = asyncio.get_running_loop().time()
        wanted = ALONE_AFTER if self._conflicts else FIRST_AFTER
        self._is_first |= now - self._undisturbed_since >= wanted
        self._undisturbed_since = now
        self._conflicts += 1
        log.error("polling.conflict", why=error.message, is_first=self._is_first)
        if self._conflicts >= CONFLICTS and not self._is_first:
            raise CannotRunError(
                "Another process gets the updates of this BOT_TOKEN, and was there before this one:"
                " stop it, or give this one a token of its own."
            )


def _pause_after(failures: int) -> int:
    """Seconds, after so many failures one after the other."""
    return PAUSES[min(failures, len(PAUSES)) - 1]


def _past_unreadable(answer: str, offset: int | None) -> int | None:
    """What confirms the one update of an answer that begins like that; None if there is none in
    it, or nobody knows."""
    culprit = _UPDATE_ID.search(answer)
    number = culprit and number_of({"update_id": int(culprit[1])})
    if number:
        return number + 1
    return _past_one(offset) if _AN_UPDATE.search(answer) else None


def _past_one(offset: int | None) -> int | None:
    """Past the first of what waits, whose number nobody can read: all before `offset` are
    confirmed, so it has this one or a higher one, and nothing behind it is confirmed with it."""
    return None if offset is None else offset + 1
