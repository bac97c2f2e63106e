"""Python's search for garbage: none while much is made that stays, and as usual afterwards."""

import gc

import pytest

from bot.garbage import look_later


@look_later()
def fail() -> None:
    assert not gc.isenabled()
    raise ConnectionError


def test_there_is_none_during_the_work_and_there_are_again_after_it_even_if_that_fails() -> None:
    with pytest.raises(ConnectionError):
        fail()
    assert gc.isenabled()
