"""What the bot does by the clock: each job looks again and again for what is due."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import NoReturn

import structlog

log = structlog.get_logger()


async def run_every(
    seconds: float, send_due: Callable[[], Awaitable[None]], failure: str
) -> NoReturn:
    """`failure` is the log event of a look that fails. The next look tries again."""
    while True:
        try:
            await send_due()
        except Exception:  # whatever it was, updates are received meanwhile
            log.exception(failure)
        await asyncio.sleep(seconds)
