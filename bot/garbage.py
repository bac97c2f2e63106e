"""Python's search for garbage in a process that stays."""

import gc

NEW_OBJECTS = 10_000  # before the youngest are looked through: one answer makes hundreds


def look_past_what_stays() -> None:
    """To be called once all is put together. A full search through that would stop everybody's
    answers for a fifth of a second, and find nothing."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(NEW_OBJECTS, *gc.get_threshold()[1:])
