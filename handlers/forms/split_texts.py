"""Texts too long for one message: Telegram's apps cut them into several, sent at one instant."""

from datetime import datetime, timedelta

TEXT_LIMIT = 4096  # what a message may hold, in UTF-16 code units
SPLIT_WITHIN = timedelta(seconds=2)


def may_be_first_part(text: str | None) -> bool:
    """Whether the text is long enough: no app cuts before half of the limit."""
    units = len((text or "").encode("utf-16-le", "surrogatepass")) // 2
    return units >= TEXT_LIMIT // 2


def may_be_next_part(first: tuple[int, datetime], then: tuple[int, datetime]) -> bool:
    """By the ids and dates of two messages with text."""
    return then[0] > first[0] and then[1] - first[1] <= SPLIT_WITHIN
