"""How much room a text takes: tried on what programs have been seen to do with it."""

import pytest

from domain.spreadsheets.fitting import HIGHEST_ROW, fit

ADDRESS = "https://vk.com/wall-220158832_1043?reply=18&thread=17&utm_source=quality_week_2026"


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", 1),
        ("слово", 1),
        ("слово\nслово\n", 3),
        ("раз два три четыре", 2),  # the space between the lines takes no room
        ("с" * 40, 4),
        ("Ханты-Мансийский округ – Югра", 4),
        ("https://rskrf.ru/", 2),
        ("😀" * 8, 1),
    ],
)
def test_words_are_wrapped_whole_and_what_is_longer_than_a_line_anywhere(
    text: str, lines: int
) -> None:
    assert fit(text, 12) == (11, lines * 15)


def test_a_text_too_high_for_a_row_is_set_smaller_until_all_of_it_can_be_read() -> None:
    sizes = [fit("\n".join([ADDRESS] * number), 36) for number in (9, 12, 20)]
    assert [size for size, _ in sizes] == [11, 8, 6]
    assert all(height < HIGHEST_ROW for _, height in sizes)
    assert fit("с" * 30_000, 36) == (6, HIGHEST_ROW)
