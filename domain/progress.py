"""Telling how far a long read is."""

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

EVERY = 500

Row = TypeVar("Row")


def counted(rows: Iterable[Row], on_progress: Callable[[int], None] | None) -> Iterator[Row]:
    """The rows; `on_progress` is told how many have been read, every 500."""
    for number, row in enumerate(rows, start=1):
        yield row
        if on_progress is not None and number % EVERY == 0:
            on_progress(number)
