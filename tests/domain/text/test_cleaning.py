"""Lines of text as people type them."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.refusal import Refusal
from domain.text.cleaning import clean_line, clean_text, fold


def test_breaks_tabs_and_runs_of_spaces_become_one_space() -> None:
    typed = "  Урок \n\r\n качества\t\u00a0в\u2028школе\x85№ 5 "
    assert clean_line(typed, limit=100) == "Урок качества в школе № 5"


def test_what_cannot_be_stored_or_put_in_a_cell_goes() -> None:
    typed = "Да\x00ры\x1b\x7f\x9f \ud83dлета\ufffe\ufdd0\U0001ffff\ufeff\u200b"
    assert clean_line(typed, limit=100) == "Дары лета"


@pytest.mark.parametrize(
    "typed",
    ["Семья 👨‍👩‍👧 и ❤️", "שלום\u200f!", "\u2067א\u2069", "Х̄", "نمی\u200cخواهم", "\U0001fae8"],
)
def test_marks_that_change_how_text_looks_stay(typed: str) -> None:
    assert clean_line(typed, limit=100) == typed


@pytest.mark.parametrize(
    "typed",
    [
        "Урок ка\xadче\xadства",
        "Урок\u200e качества",
        "\u202aУрок качества\u202c",
        "У\u200dрок ка\ufe0fчества",
        "Урок ка\u034fчества",
        "Уpoк кaчeствa",  # seven Latin letters
    ],
)
def test_unseen_differences_are_taken_out(typed: str) -> None:
    assert typed != "Урок качества"
    assert clean_line(typed, limit=100) == "Урок качества"
    assert fold(typed) == "урок качества"


@pytest.mark.parametrize("typed", ["IT-урок", "Wi‑Fi и СOVID", "Top 100", "Vr-парк", "5G-сеть"])
def test_latin_words_stay_latin(typed: str) -> None:
    assert clean_line(typed, limit=100) == typed.replace("‑", "-")


def test_letters_of_two_code_points_are_composed() -> None:
    assert clean_line("Ё" + "и\u0306", limit=2) == "Ёй"


@pytest.mark.parametrize(
    "typed", ["", " \n", "\u200b\u200b", "\u200f\u200e", "\u00a0\u3164", "\u2800", "\x00", "\ufe0f"]
)
def test_text_of_which_nothing_is_seen_is_refused_as_empty(typed: str) -> None:
    with pytest.raises(Refusal, match="нет текста"):
        clean_line(typed, limit=10)


@pytest.mark.parametrize(
    ("length", "said"),
    [
        (21, "21 знак, а предел – 20."),
        (22, "22 знака, а предел – 20."),
        (25, "25 знаков, а предел – 20."),
        (1011, "1\u00a0011 знаков, а предел – 20."),
    ],
)
def test_a_long_line_is_refused_with_its_length_and_the_limit(length: int, said: str) -> None:
    with pytest.raises(Refusal) as refused:
        clean_line("я" * length, limit=20)
    assert said in str(refused.value)


def test_length_is_counted_in_code_points_of_what_is_left() -> None:
    assert clean_line("  я\x00   👍 ", limit=3) == "я 👍"


@settings(deadline=None)
@given(st.text(st.characters(), max_size=60))
def test_any_text_gives_a_line_that_stays_as_it_is_or_a_refusal(text: str) -> None:
    try:
        line = clean_line(text, limit=40)
    except Refusal:
        return
    assert clean_line(line, limit=40) == line
    assert not {"Cc", "Cs"} & set(map(unicodedata.category, line))
    assert 0 < len(line) <= 40


def test_a_text_keeps_its_lines_and_at_most_one_empty_line_between_them() -> None:
    typed = "\n Нет  ссылок. \r\n\r\n\n \n\x1bДобавьте\tих.\n\n"
    assert clean_text(typed, limit=100) == "Нет ссылок.\n\nДобавьте их."


@pytest.mark.parametrize("typed", ["", "\n\n", " \n\u2800\n\u200b"])
def test_a_text_of_empty_lines_is_no_text(typed: str) -> None:
    with pytest.raises(Refusal, match="нет текста"):
        clean_text(typed, limit=100)


def test_a_text_counts_its_line_breaks() -> None:
    assert clean_text("аб\nвг", limit=5) == "аб\nвг"
    with pytest.raises(Refusal, match="5 знаков, а предел – 4"):
        clean_text("аб\nвг", limit=4)
