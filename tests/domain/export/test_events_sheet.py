import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.events.fields import FIELDS, Field
from domain.export import events_sheet as table
from domain.export.events_sheet import EventRow, columns, report_sheet
from domain.spreadsheets.sheet import Column, Link, Value, row_height

LESSON: dict[str, object] = {
    "kind": "education",
    "name": "Урок качества",
    "city": "Белгород",
    "organisation": "БГТУ",
    "times_held": 3,
    "participants": 1200,
    "publication_links": ["https://rskrf.ru/qualityday"],
    "video_links": [],
}


def row_of(**answers: object) -> list[Value]:
    (row,) = report_sheet([EventRow("Белгородская область", LESSON | answers)]).rows
    return list(row)


def test_the_columns_are_the_annex_to_the_letter() -> None:
    assert [column.title for column in columns()] == [
        "№",
        "Субъект РФ",
        "Проведенное мероприятие",
        "Место проведения (город, организация)",
        "Количество проведений",
        "Количество участников",
        "Ссылка на публикации (при наличии)",
        "Ссылка на видео (при наличии)",
    ]


def test_a_new_field_of_the_form_is_a_new_column_that_shows_the_choice_by_its_label(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    level = Field(
        key="level",
        title="Уровень",
        question="Какого уровня?",
        example="«городской».",
        answers="choice",
        column="Уровень",
        choices=(("city", "Городской"),),
    )
    monkeypatch.setattr(table, "FIELDS", (*FIELDS, level))

    assert columns()[-1].title == "Уровень"
    assert row_of(level="city")[-1] == "Городской"


def test_a_row_has_the_number_the_region_and_the_answers_in_the_order_of_the_columns() -> None:
    assert row_of() == [
        1,
        "Белгородская область",
        "Урок качества",
        "Белгород, БГТУ",
        3,
        1200,
        Link("https://rskrf.ru/qualityday", "https://rskrf.ru/qualityday"),
        "",
    ]


def test_the_numbers_run_through_all_regions() -> None:
    rows = report_sheet(EventRow(name, LESSON) for name in ("А", "А", "Б")).rows
    assert [(row[0], row[1]) for row in rows] == [(1, "А"), (2, "А"), (3, "Б")]


@pytest.mark.parametrize(
    ("city", "organisation", "place"),
    [("Тула", None, "Тула"), (None, "ТулГУ", "ТулГУ"), ("Тула", "", "Тула"), (None, None, "")],
)
def test_half_a_place_has_no_comma(city: str | None, organisation: str | None, place: str) -> None:
    assert row_of(city=city, organisation=organisation)[3] == place


def test_an_event_without_answers_is_a_row_of_blanks() -> None:
    (row,) = report_sheet([EventRow("Тульская область", {})]).rows
    assert list(row) == [1, "Тульская область", *[""] * 6]


def test_a_count_of_nobody_is_a_number_and_no_blank() -> None:
    assert row_of(participants=0)[5] == 0


def test_several_links_stand_on_lines_of_their_own() -> None:
    links = ["https://rskrf.ru/1", "https://rskrf.ru/2"]
    assert row_of(video_links=links)[7] == "https://rskrf.ru/1\nhttps://rskrf.ru/2"


def test_a_cyrillic_link_reads_as_written_and_opens_in_plain_ascii() -> None:
    assert row_of(video_links=["https://пример.рф/урок?а=1#б"])[7] == Link(
        "https://пример.рф/урок?а=1#б",
        "https://xn--e1afmkfd.xn--p1ai/%D1%83%D1%80%D0%BE%D0%BA?%D0%B0=1#%D0%B1",
    )


@pytest.mark.parametrize(
    "text",
    [
        "смотрите в группе",
        "rskrf.ru/qualityday",
        "javascript:alert(1)",
        "file:///etc/passwd",
        "https://rskrf.ru@example.com/",
        "https://rskrf ru/",
        "https://localhost/",
        "https://[::1",
        "https://rskrf.ru:99999/",
        "https://rskrf.ru/" + "a" * 2079,
    ],
)
def test_what_is_no_public_address_stays_plain_text(text: str) -> None:
    assert row_of(video_links=[text])[7] == text


@given(st.text(st.characters()))
def test_an_address_to_open_never_has_a_character_that_would_break_the_file(text: str) -> None:
    value = row_of(video_links=[f"https://rskrf.ru{text}"])[7]
    target = value.target if isinstance(value, Link) else "https://no.link"
    assert re.fullmatch(r"https://[!#-;=?-\[\]_a-z~]+", target)


@pytest.mark.parametrize(
    ("value", "height"),
    [
        (7, 15),
        ("слово", 15),
        (None, 15),
        ("слово\nслово\n", 45),
        ("с" * 40, 75),
        (Link("https://rskrf.ru/", "https://rskrf.ru/"), 30),
        ("с" * 4000, 409),
    ],
)
def test_a_row_is_as_high_as_its_longest_text_needs(value: Value, height: float) -> None:
    assert row_height([1, value], [Column("№", 6, "index"), Column("Место", 10, "text")]) == height
