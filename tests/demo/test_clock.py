"""The demonstration's clock, for the page and for the bot."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from demo.clock import CLOCK_FILE, Clock


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """It is not there yet."""
    return tmp_path / CLOCK_FILE


@pytest.fixture
def clock(tmp_path: Path) -> Clock:
    return Clock(tmp_path)


def ahead(clock: Clock) -> timedelta:
    """How far the clock is from the real one."""
    real, moved = datetime.now(UTC), clock()
    assert moved.utcoffset() == timedelta()
    assert moved - datetime.now(UTC) <= clock.offset <= moved - real
    return clock.offset


def test_without_a_file_it_is_real_time(clock: Clock) -> None:
    assert ahead(clock) == timedelta()


def test_the_file_moves_time_either_way_and_is_read_anew_at_each_look(
    clock: Clock, file: Path
) -> None:
    file.write_text("864000.5\n")
    assert ahead(clock) == timedelta(days=10, seconds=0.5)
    file.write_text("-3600")
    assert ahead(clock) == timedelta(hours=-1)
    file.unlink()
    assert ahead(clock) == timedelta()


def test_what_one_sets_another_one_in_the_same_folder_goes_by(clock: Clock, tmp_path: Path) -> None:
    clock.set_offset(timedelta(hours=48))
    assert ahead(Clock(tmp_path)) == timedelta(hours=48)
    clock.set(datetime(2027, 3, 1, tzinfo=UTC))
    assert Clock(tmp_path)() >= datetime(2027, 3, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    "content", [b"", b"\n", "завтра".encode(), b"\xff", b"nan", b"inf", b"1e15"]
)
def test_a_file_without_a_usable_number_moves_nothing(
    content: bytes, clock: Clock, file: Path
) -> None:
    file.write_bytes(content)
    assert ahead(clock) == timedelta()


def test_a_file_that_cannot_be_read_moves_nothing(clock: Clock, file: Path) -> None:
    file.mkdir()
    assert ahead(clock) == timedelta()
