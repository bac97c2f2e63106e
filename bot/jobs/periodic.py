"""What the bot does by the clock: each job looks again and again for what is due."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import NoReturn

import structlog

from bot.errors import Failure, failure_of
from bot.outages import log_failure

log = structlog.get_logger()


async def run_every(
    seconds: float, send_due: Callable[[], Awaitable[None]], failure: str
) -> NoReturn:
    """`failure` is the log event of a look that fails, at the first one in a row. The next look
    tries again."""
    failing = False
    while True:
        try:
            await send_due()
            failing = False
        except Exception as error:  # whatever it was, updates are received meanwhile
            if not failing:
                log_failure(log, failure, error)
            failing = failure_of(error) is Failure.BUG
        await asyncio.sleep(seconds)
