"""What the bot does by the clock: it looks again and again for what is due."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import NoReturn

import structlog

log = structlog.get_logger()


async def run_every(
    send_due: Callable[[], Awaitable[None]], *, every: float, failure: str
) -> NoReturn:
    """`every` is in seconds; `failure` is the log event of a look that fails."""
    while True:
        try:
            await send_due()
        except Exception:
            # Whatever it was, what is due must still go out: the next look tries again, and
            # updates are received meanwhile.
            log.exception(failure)
        await asyncio.sleep(every)
