"""What time it is for the bot: the one place that knows.

It is real time, save in a demonstration, where people try what happens a day before the deadline
and after it. When BOT_API_URL leads to this machine and the environment names a CLOCK_FILE, the
number of seconds in that file is added, and a change of it counts from the next look at the clock
on. A file that is absent or holds no number adds nothing; so whoever drives it replaces it whole
(rename), or the bot might look while it is half written. This is no setting of the operator's:
beside the true Telegram it is ignored.
"""

import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from yarl import URL

from bot.settings import Settings

LOOPBACK = ("127.0.0.1", "localhost", "::1")


def telegram_is_local(settings: Settings) -> bool:
    """Whether the bot talks to a Telegram on this machine, and so not to the true one."""
    return URL(settings.bot_api_url.get_secret_value()).host in LOOPBACK


def make_clock(settings: Settings) -> Callable[[], datetime]:
    """Gives the present moment, in UTC."""
    file = os.environ.get("CLOCK_FILE")
    if not file or not telegram_is_local(settings):
        return _real_time
    return lambda: _moved_time(Path(file))


def _real_time() -> datetime:
    return datetime.now(UTC)


def _moved_time(file: Path) -> datetime:
    now = _real_time()
    try:
        return now + timedelta(seconds=float(file.read_text("ascii")))
    except (OSError, ValueError, OverflowError):
        return now
