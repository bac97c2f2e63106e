"""Numbers as people type them."""

import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from domain.events.fields import field
from domain.events.numbers import parse_count
from domain.refusal import Refusal


def answer_to(text: str) -> int | str:
    try:
        return parse_count(text, minimum=1, maximum=1000)
    except Refusal as refusal:
        return str(refusal)


def refusal_of(text: str) -> str:
    with pytest.raises(Refusal) as refused:
        parse_count(text, minimum=0, maximum=10_000_000)
    return str(refused.value)


@pytest.mark.parametrize(
    ("typed", "count"),
    [
        ("1200", 1200),
        ("1 200", 1200),
        ("1\u00a0200", 1200),
        ("1\u202f200", 1200),
        ("1\u2009200", 1200),
        ("1 200 чел.", 1200),
        ("1200 человек", 1200),
        ("30 участников", 30),
        ("3 раза", 3),
        ("3 шт.", 3),
        ("12чел", 12),
        ("120 учеников", 120),
        ("120 детей", 120),
        ("85 юных участников конкурса", 85),
        ("1 200 зрителей и гостей", 1200),
        ("3 урока", 3),
        ("120\nучеников", 120),
        ("\n120\n", 120),
        ("7 классных часов", 7),
        (" «120». ", 120),
        ("(120)!", 120),
        ("120 👍🏻", 120),
        ("5\ufe0f\u20e3", 5),
        ("1\ufe0f\u20e32\ufe0f\u20e30\u20e3", 120),
        ("**120**", 120),
        ("‘120’", 120),
        ("120 чел-к", 120),
        ("120 ч.", 120),
        ("120 уч-ся", 120),
        ("5 классов", 5),
        ("8 баннеров и плакатов", 8),
        ("120\u3000человек", 120),
        ("\n\n120\t", 120),
        ("\u200f120\u200f", 120),
        ("１２", 12),
        ("١٢", 12),
        ("007", 7),
        ("1 200 000", 1_200_000),
        ("0", 0),
    ],
)
def test_a_whole_number_is_taken_as_people_write_it(typed: str, count: int) -> None:
    assert parse_count(typed, minimum=0, maximum=10_000_000) == count


@pytest.mark.parametrize("typed", ["несколько", "", "-", "👍", "²"])
def test_words_are_refused_with_a_request_for_digits(typed: str) -> None:
    assert "число цифрами" in refusal_of(typed)


@pytest.mark.parametrize(
    "typed", ["10-20", "10–20", "10 − 20 чел.", "от 10 до 20", "с 10 по 20 человек", "10..20"]
)
def test_a_range_is_refused_with_a_request_for_one_exact_number(typed: str) -> None:
    assert "не промежуток" in refusal_of(typed)


@pytest.mark.parametrize(
    "typed",
    [
        "около 100",
        "~100",
        "примерно 100",
        "более 100",
        "100+",
        "не менее 100",
        "до 100",
        "> 100",
        "прим. 100",
        "ок. 100",
        "около100",
        "100 прибл.",
    ],
)
def test_an_estimate_is_refused_with_a_request_for_the_exact_number(typed: str) -> None:
    assert "без «около» и «более»" in refusal_of(typed)


@pytest.mark.parametrize("typed", ["1,5", "1.5", ".5", "0,500", "1/2", "½", "1.5 раза"])
def test_a_fraction_is_refused_with_a_request_for_a_whole_number(typed: str) -> None:
    assert "целое число" in refusal_of(typed)


@pytest.mark.parametrize(
    "typed",
    [
        "3 и 4",
        "12 00",
        "2, 3",
        "30 участников, 5 команд",
        "1e5",
        "3\n120",
        "3\t120",
        "3\u2028120",
        "3 раза\n120 участников",
    ],
)
def test_several_numbers_are_refused_with_a_request_for_one(typed: str) -> None:
    assert "нужно одно" in refusal_of(typed)


@pytest.mark.parametrize(
    ("field_key", "typed"),
    [
        ("times_held", "120 чел."),
        ("times_held", "75 учеников"),
        ("times_held", "40 участников"),
        ("participants", "3 урока"),
        ("participants", "12 раз"),
    ],
)
def test_the_number_of_something_else_is_refused(field_key: str, typed: str) -> None:
    parse = field(field_key).parse
    assert parse is not None
    with pytest.raises(Refusal, match="десь нужно"):
        parse(typed)


@pytest.mark.parametrize(
    "typed",
    [
        "5²",
        "50 %",
        "10-го",
        "5 дней",
        "5 т",
        "5т.",
        "3 дн.",
        "40 мин",
        "5А",
        "5 А класс",
        "5 класс",
        "1 курс",
        "7 кг",
        "100 от каждого",
    ],
)
def test_a_number_with_something_else_is_refused_with_a_request_for_the_number_alone(
    typed: str,
) -> None:
    assert "только число" in refusal_of(typed)


MEANT: dict[str, tuple[tuple[int, ...], tuple[int, ...]]] = {
    # typed: the holdings, and the participants, that may have been meant
    "три": ((3,), (3,)),
    "сто двадцать пять": ((125,), (125,)),
    "полторы тысячи": ((1500,), (1500,)),
    "тысяча двести": ((1200,), (1200,)),
    "два раза": ((2,), ()),
    "двадцать пять человек": ((), (25,)),
    "никого": ((), (0,)),
    "не было": ((), (0,)),
    "1,5 тыс. чел.": ((), (1500,)),
    "1,2 млн": ((), (1_200_000,)),
    "5к": ((5000,), (5000,)),
    "1 тыс. 200": ((1200,), (1200,)),
    "85 онлайн + 40 очно": ((), (125,)),
    "85 плюс 40": ((125,), (125,)),
    "30 детей и 5 взрослых": ((), (35,)),
    "100 чел., из них 20 педагогов": ((), (100,)),
    "85 (40 очно, 45 онлайн)": ((), (85,)),
    "30 участников, 5 команд": ((), (30,)),
    "12 школ по 30 человек": ((12,), (360,)),
    "3х25": ((3,), (75,)),
    "3 урока, 75 учеников": ((3,), (75,)),
    "3 и 4": ((3, 4), (3, 4)),
    "100-150": ((100, 150), (100, 150)),
    "от 10 до 20": ((10, 20), (10, 20)),
    "около ста": ((100,), (100,)),
    "100+": ((100,), (100,)),
    "-5": ((5,), (5,)),
    "1.200": ((1200,), (1200,)),
    "120 (сто двадцать)": ((120,), (120,)),
    "1ОО": ((100,), (100,)),
    # And where it would be a guess.
    "1,5": ((), ()),
    "50 %": ((), ()),
    "5 дней": ((), ()),
    "5 класс": ((), ()),
    "10-го": ((), ()),
    "12:30": ((), ()),
    "три четверти": ((), ()),
    "много": ((), ()),
    "12 школ": ((), ()),
}


@pytest.mark.parametrize("typed", MEANT)
def test_what_may_have_been_meant_is_asked_and_not_taken(typed: str) -> None:
    for key, meant in zip(("times_held", "participants"), MEANT[typed], strict=True):
        parse = field(key).parse
        assert parse is not None
        if (key, typed) == ("times_held", "12 школ"):
            assert parse(typed) == 12
            continue
        with pytest.raises(Refusal) as refused:
            parse(typed)
        assert refused.value.meant == meant, key
        assert ("аписать" in str(refused.value)) == bool(meant)


def test_a_number_above_the_maximum_is_refused_with_the_maximum_written_in_russian() -> None:
    assert "не больше 10\u00a0000\u00a0000." in refusal_of("10 000 001")


@pytest.mark.parametrize("typed", ["9" * 100_000, "9" + "!" * 100_000 + "9", "1 111" * 20_000])
def test_a_huge_answer_is_refused_like_any_other(typed: str) -> None:
    assert refusal_of(typed).endswith(".")


def test_the_caller_words_what_a_number_below_the_minimum_means() -> None:
    with pytest.raises(Refusal, match=r"^Хотя бы раз\.$"):
        parse_count("0", minimum=1, maximum=10, too_few="Хотя бы раз.")


def test_a_number_below_the_minimum_is_refused_with_the_minimum_if_nobody_words_it() -> None:
    with pytest.raises(Refusal, match="пришлите 5 или больше"):
        parse_count("4", minimum=5, maximum=10)


@settings(deadline=None)
@given(st.integers(min_value=0, max_value=10_000_000), st.sampled_from(" \u00a0\u202f\u2009"))
def test_a_number_is_read_back_whatever_space_takes_its_thousands_apart(
    count: int, space: str
) -> None:
    typed = f"{count:,}".replace(",", space)
    assert parse_count(typed, minimum=0, maximum=10_000_000) == count


@settings(deadline=None)
@given(st.one_of(st.text(), st.text("0123456789 .,-–+~²٣½оттысдо\ud800\u200f👍")))
@example("\ud800")
def test_any_text_gives_a_number_of_the_digits_in_it_or_a_refusal(text: str) -> None:
    digits = [unicodedata.decimal(sign) for sign in text if sign.isdecimal()]
    answer = answer_to(text)
    if isinstance(answer, int):
        assert answer == int("".join(map(str, digits)))
        assert 1 <= answer <= 1000
    else:
        assert answer.endswith((".", "?"))
