"""A page of a list that is too long for one message."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Page(Generic[Item]):
    """`number` is counted from 0. There is always a first page, and `total` items on all."""

    items: Sequence[Item]
    number: int
    pages: int
    total: int

    @classmethod
    def of(cls, items: Sequence[Item], number: int, size: int) -> "Page[Item]":
        """From the whole list; the nearest page if there is none of that number."""
        number, pages = page_numbers(number, len(items), size)
        return cls(items[number * size : (number + 1) * size], number, pages, len(items))


def page_numbers(number: int, total: int, size: int) -> tuple[int, int]:
    """For a query: the number of the nearest page there is, and how many there are."""
    pages = max(-(-total // size), 1)
    return min(max(number, 0), pages - 1), pages
