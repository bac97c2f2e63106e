"""The arithmetic of the benchmarks: a wrong median would make every figure a wrong one."""

import pytest

from benchmarks.figures import figure, percentile, ratio, rounded
from benchmarks.targets import Target


def test_the_middle_round_counts_and_the_spread_is_shown() -> None:
    assert figure([3, 1, 100, 2, 4]).median == 3
    assert str(figure([3, 1, 100, 2, 4])) == "3.00 (1.00–100)"


def test_one_round_or_the_same_in_all_has_no_spread() -> None:
    assert str(figure([2.5])) == str(figure([2.5, 2.5])) == "2.50"


def test_ratios_are_taken_within_a_round() -> None:
    slow_machine_in_the_second = ratio(figure([10, 2]), figure([20, 4]))
    assert slow_machine_in_the_second.rounds == (0.5, 0.5)


@pytest.mark.parametrize(("percent", "value"), [(0, 1), (50, 50), (99, 99), (100, 100)])
def test_a_percentile_is_a_value_that_so_many_do_not_exceed(percent: float, value: int) -> None:
    assert percentile(range(1, 101), percent) == value


def test_of_few_values_nearly_all_are_the_largest() -> None:
    assert percentile([1, 2, 3], 99) == 3


@pytest.mark.parametrize(
    ("value", "words"), [(0, "0"), (0.01234, "0.0123"), (1.5, "1.50"), (1234.5, "1,234")]
)
def test_three_digits_are_shown(value: float, words: str) -> None:
    assert rounded(value) == words


def test_a_target_on_its_bound_is_reached() -> None:
    most, least = Target("", "", 3, ""), Target("", "", 3, "", at_most=False)
    assert [most.is_reached(value) for value in (2, 3, 4)] == [True, True, False]
    assert [least.is_reached(value) for value in (2, 3, 4)] == [False, True, True]
