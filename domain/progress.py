"""Reports how many rows of a long read have been read."""

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

EVERY = 500

Row = TypeVar("Row")


def counted(
    rows: Iterable[Row], on_progress: Callable[[int], None] | None, *, after: int = 0
) -> Iterator[Row]:
    """The same rows; `on_progress` is called with their number every 500. `after` have been
    counted before."""
    for number, row in enumerate(rows, start=after + 1):
        yield row
        if on_progress is not None and number % EVERY == 0:
            on_progress(number)
