"""The time that the bot goes by, which the page may run ahead."""

from datetime import UTC, datetime, timedelta
from pathlib import Path


class Clock:
    """The real time and `offset`, which the bot's process reads from `file` (in seconds)."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.offset = timedelta()

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.offset

    def set_offset(self, offset: timedelta) -> None:
        # The bot may read at any instant and must not meet half a number.
        fresh = self.file.with_suffix(".new")
        fresh.write_text(str(offset.total_seconds()), encoding="ascii")
        fresh.replace(self.file)
        self.offset = offset
