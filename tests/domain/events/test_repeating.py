"""What a new event takes over from one that is there."""

from typing import Any

import pytest

from domain.events.fields import FIELDS, KINDS
from domain.events.repeating import a_year_later, one_more

LESSON: dict[str, Any] = {
    "kind": "education",
    "name": "Урок качества",
    "city": "Белгород",
    "organisation": "Школа № 5",
    "times_held": 3,
    "participants": 75,
    "publication_links": ["https://rskrf.ru/news"],
    "video_links": ["https://vk.com/video-1_2"],
}


def test_of_a_lesson_school_and_pupils_differ() -> None:
    again = one_more(LESSON)
    assert again.before == {"organisation": "Школа № 5", "participants": 75}
    assert again.answers == {
        "kind": "education",
        "name": "Урок качества",
        "city": "Белгород",
        "times_held": 3,
        "publication_links": [],
        "video_links": [],
    }


@pytest.mark.parametrize("kind", KINDS)
def test_of_each_kind_something_differs_and_no_link_is_taken_over(kind: str) -> None:
    again = one_more({**LESSON, "kind": kind})
    asked = {field.key for field in FIELDS} - again.answers.keys()
    assert asked
    assert "kind" not in asked
    assert again.before.keys() <= asked
    for links in ("publication_links", "video_links"):
        assert again.answers.get(links, []) == []


@pytest.mark.parametrize("kind", KINDS)
def test_a_year_later_all_numbers_are_asked(kind: str) -> None:
    again = a_year_later({**LESSON, "kind": kind}, was=2026, now=2027)
    assert again.before == {"times_held": 3, "participants": 75}
    assert {"name", "city", "organisation"} <= again.answers.keys()


@pytest.mark.parametrize(
    ("name", "becomes"),
    [
        ("Неделя качества 2026", "Неделя качества 2027"),
        ("Форум-2026г.", "Форум-2027г."),
        ("ГОСТ 12026 и 20261", "ГОСТ 12026 и 20261"),
        ("Урок 2025", "Урок 2025"),
    ],
)
def test_the_year_in_a_name_is_the_new_one(name: str, becomes: str) -> None:
    assert a_year_later({**LESSON, "name": name}, was=2026, now=2027).answers["name"] == becomes


def test_of_a_kind_that_is_gone_the_kind_is_asked() -> None:
    for again in (
        one_more({**LESSON, "kind": "tasting"}),
        a_year_later({**LESSON, "kind": "tasting"}, was=2026, now=2027),
    ):
        assert "kind" not in again.answers
        assert again.answers["name"] == "Урок качества"
