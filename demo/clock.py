"""A clock that can be moved: real time and the number of seconds that stands in a file.

The page's process and the bot's share the file, so they live at the same time.
"""

from datetime import UTC, datetime, timedelta
from pathlib import Path

CLOCK_FILE = "clock"  # in the folder where the bot is started


class Clock:
    """Gives the present moment, in UTC. A change of the file counts from the next look on; one
    that is absent or holds no usable number adds nothing."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / CLOCK_FILE

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.offset

    @property
    def offset(self) -> timedelta:
        try:
            return timedelta(seconds=float(self._file.read_text("ascii")))
        except (OSError, ValueError, OverflowError):
            return timedelta()

    def set_offset(self, offset: timedelta) -> None:
        # The bot may read at any instant and must not meet half a number.
        fresh = self._file.with_suffix(".new")
        fresh.write_text(str(offset.total_seconds()), encoding="ascii")
        fresh.replace(self._file)

    def set(self, to: datetime) -> None:
        self.set_offset(to - datetime.now(UTC))
