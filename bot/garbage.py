"""Python's search for garbage, where it would find none."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

NEW_OBJECTS = 10_000  # before the youngest are looked through: one answer makes hundreds


def look_past_what_stays() -> None:
    """To be called in the bot once all is put together. A full search through that would stop
    everybody's answers for a fifth of a second, and find nothing."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(NEW_OBJECTS, *gc.get_threshold()[1:])


@contextmanager
def look_later() -> Iterator[None]:
    """While much is made that is wanted until the end: looked through as often as usual, reading a
    file of thousands of events takes a sixth longer. What only a search would find waits for the
    next one: of a whole file it is a few thousand objects."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
