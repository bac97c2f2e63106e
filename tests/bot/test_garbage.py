"""Python's search for garbage: rare while much is made that stays, and as usual afterwards."""

import gc

import pytest

from bot.garbage import NEW_OBJECTS, look_rarely


@look_rarely()
def fail() -> None:
    assert gc.get_threshold() == (NEW_OBJECTS, 9, 8)
    raise ConnectionError


def test_it_is_rare_during_the_work_and_as_usual_after_it_even_if_that_fails() -> None:
    usual = gc.get_threshold()
    gc.set_threshold(500, 9, 8)
    try:
        with pytest.raises(ConnectionError):
            fail()
        assert gc.get_threshold() == (500, 9, 8)
    finally:
        gc.set_threshold(*usual)
