"""A record from which somebody's name and number are wiped."""

from typing import Any

import pytest

from domain.people.redaction import NAMELESS, Identifiers

ANNA = Identifiers(123456, ("Анна Неповторимая",), "anna_n")


@pytest.mark.parametrize(
    ("kept", "wiped"),
    [
        ({"name": "Анна Неповторимая", "region": "31"}, {"name": NAMELESS, "region": "31"}),
        ({"id": 123456, "first_name": "Анна"}, {"id": 0, "first_name": NAMELESS}),
        ({"id": 7, "first_name": "Анна"}, {"id": 7, "first_name": "Анна"}),
        ({"decided_by": 123456, "people": [1, 123456]}, {"decided_by": 0, "people": [1, 0]}),
        ({"participants": 123456}, {"participants": 123456}),
        (["tg://user?id=123456"], ["tg://user?id=██████"]),
        ("vk.com/id1234567", "vk.com/id1234567"),
        ("Пишите @Anna_N, не @anna_nn", "Пишите ███████, не @anna_nn"),
        ("Анна Неповторимая!", "█" * 17 + "!"),
        ("Анна Неповторимаяя", "Анна Неповторимаяя"),
        (None, None),
        (True, True),
    ],
)
def test_only_what_is_theirs_is_wiped(kept: Any, wiped: Any) -> None:
    assert ANNA.redacted(kept) == wiped


def test_a_text_is_as_long_for_telegram_as_before() -> None:
    emoji = Identifiers(1, ("Анна 🌷",), None)
    text = "Ведёт Анна 🌷, 5 «Б»"
    left = emoji.redacted(text)
    assert "Анна" not in left
    assert len(left.encode("utf-16-le")) == len(text.encode("utf-16-le"))


def test_a_name_of_one_word_is_wiped_only_where_it_stands_alone() -> None:
    short = Identifiers(123456, ("Я",), None)
    assert short.redacted({"name": "Я", "text": "Я прошу"}) == {"name": NAMELESS, "text": "Я прошу"}
