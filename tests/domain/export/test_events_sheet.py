import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.events.fields import FIELDS, Field
from domain.export import events_sheet as table
from domain.export.events_sheet import EventRow, columns, report_sheet
from domain.spreadsheets.sheet import Link, Value

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
    (row,) = report_sheet([EventRow("Белгородская область", "Сдан", LESSON | answers)]).rows
    return list(row)


def opened(*links: str) -> list[Value]:
    """What stands beside the annex to open an event's links."""
    event = EventRow("Белгородская область", "Сдан", LESSON | {"video_links": list(links)})
    (row,) = report_sheet([event], links=1 + len(links)).rows
    return list(row)[-len(links) :]


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
    assert row_of(level="city")[-2:] == ["Городской", "Сдан"]


def test_a_row_has_the_number_the_region_and_the_answers_in_the_order_of_the_columns() -> None:
    assert row_of() == [
        1,
        "Белгородская область",
        "Урок качества",
        "Белгород, БГТУ",
        3,
        1200,
        "https://rskrf.ru/qualityday",
        "",
        "Сдан",
    ]


def test_the_state_of_the_report_stands_beside_the_annex() -> None:
    titles = [column.title for column in report_sheet([]).columns]
    assert titles == [*(column.title for column in columns()), "Состояние отчёта"]


def test_the_numbers_run_through_all_regions() -> None:
    rows = report_sheet(EventRow(name, "Сдан", LESSON) for name in ("А", "А", "Б")).rows
    assert [(row[0], row[1]) for row in rows] == [(1, "А"), (2, "А"), (3, "Б")]


@pytest.mark.parametrize(
    ("city", "organisation", "place"),
    [("Тула", None, "Тула"), (None, "ТулГУ", "ТулГУ"), ("Тула", "", "Тула"), (None, None, "")],
)
def test_half_a_place_has_no_comma(city: str | None, organisation: str | None, place: str) -> None:
    assert row_of(city=city, organisation=organisation)[3] == place


def test_an_event_without_answers_is_a_row_of_blanks() -> None:
    (row,) = report_sheet([EventRow("Тульская область", "Сдан", {})]).rows
    assert list(row) == [1, "Тульская область", *[""] * 6, "Сдан"]


def test_a_count_of_nobody_is_a_number_and_no_blank() -> None:
    assert row_of(participants=0)[5] == 0


def test_several_links_stand_on_lines_of_their_own_and_each_is_opened_beside_the_annex() -> None:
    one, two, three = (f"https://rskrf.ru/{number}" for number in (1, 2, 3))
    first = EventRow("А", "Сдан", {"publication_links": [one], "video_links": [two, three]})
    sheet = report_sheet([first, EventRow("Б", "Сдан", {"video_links": [one]})], links=3)
    assert sheet.columns[:8] == columns()
    assert {column.kind for column in sheet.columns[9:]} == {"link"}
    assert [list(row)[6:] for row in sheet.rows] == [
        [one, f"{two}\n{three}", "Сдан", Link(one, one), Link(two, two), Link(three, three)],
        ["", one, "Сдан", Link(one, one)],
    ]


def test_a_cyrillic_link_reads_as_written_and_opens_in_plain_ascii() -> None:
    link = "https://пример.рф/урок?а=1#б"
    target = "https://xn--e1afmkfd.xn--p1ai/%D1%83%D1%80%D0%BE%D0%BA?%D0%B0=1#%D0%B1"
    assert opened(link) == [Link(link, target)]


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
    assert opened(text) == [text]


@given(st.text(st.characters()))
def test_an_address_to_open_never_has_a_character_that_would_break_the_file(text: str) -> None:
    (value,) = opened(f"https://rskrf.ru{text}")
    target = value.target if isinstance(value, Link) else "https://no.link"
    assert re.fullmatch(r"https://[!#-;=?-\[\]_a-z~]+", target)
