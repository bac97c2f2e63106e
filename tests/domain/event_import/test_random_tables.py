"""Whatever a table has: nothing is lost, nothing is counted twice, nothing fails."""

import pickle
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from domain.event_import.result import EventsRead, RowPlace
from domain.tables.table import Place, Table
from tests.domain.event_import.annexes import ANNEX, LESSON, read, read_tables, table

WORDS = st.sampled_from(
    [*ANNEX.split("|"), *LESSON.split("|"), "Количество", "Итого", "Вид", "Дата", "нет", "–", "1",
     "Урок", "г. Белгород", "Курская область", "https://a.ru/1", "около 30", "там же", "=1+1",
     "Что исправить", "Участников", "1. Анонсирование", "\u202eурок", "🎉", "\x00\ud800", "а" * 500]
)  # fmt: skip
CELLS = WORDS | st.text(max_size=20)
ROWS = st.lists(st.lists(CELLS, max_size=9), max_size=12)
PLACES = st.tuples(st.integers(0, 12), st.integers(0, 9))
JSON = TypeAdapter(EventsRead)


def inside(rows: list[list[str]], place: Place) -> bool:
    return place[0] < len(rows) and place[1] < len(rows[place[0]])


def rows_of(found: EventsRead) -> list[RowPlace]:
    return [
        *(event.place for event in found.events),
        *(twin.place for twin in found.twins),
        *(row.place for row in found.refused),
    ]


@given(
    ROWS,
    st.booleans(),
    st.dictionaries(PLACES, st.tuples(CELLS), max_size=4),
    st.dictionaries(PLACES, PLACES, max_size=6),
)
def test_any_table_is_read_whole(
    rows: list[list[str]],
    headed: bool,
    links: dict[Place, tuple[str]],
    merged: dict[Place, Place],
) -> None:
    rows = [ANNEX.split("|"), *rows] if headed else rows
    own = {cell: top for cell, top in merged.items() if top <= cell and inside(rows, top)}
    found = read_tables(Table("Лист", rows, links, own), Table("Лист", rows[1:]))
    places = [*rows_of(found), *(line.place for line in found.lines)]
    assert len(set(places)) == len(places)
    assert pickle.loads(pickle.dumps(found)) == found  # noqa: S301  # our own


@given(
    st.lists(
        st.tuples(
            st.text("абв 5«»", max_size=9), CELLS, CELLS, CELLS.filter(lambda c: "|" not in c)
        ),
        max_size=8,
    )
)
def test_every_row_with_a_name_and_a_place_is_an_event_a_twin_or_refused(
    rows: list[tuple[str, ...]],
) -> None:
    heading = ["Мероприятие", "Место", "Количество проведений", "Количество участников", "СМИ"]
    lines = [
        [f"Урок {name}", f"Белгород, {number}-й дом", times, people, links]
        for number, (name, times, people, links) in enumerate(rows)
    ]
    found = read_tables(Table("Лист", [heading, *lines]))
    told = [place.row for place in rows_of(found)]
    assert sorted(told) == list(range(2, len(lines) + 2))


def test_what_was_read_is_the_same_from_json() -> None:
    fair = LESSON.replace("Урок качества", "Ярмарка")
    found = read(ANNEX, LESSON, LESSON, fair.replace("75", "около 30"), fair.replace("3|", "9|"))
    found = read(ANNEX, LESSON, LESSON, fair.replace("75", "2"), "2||Форум|||||", "||Итого||9|9||")
    assert all((found.events, found.twins, found.refused, found.lines, found.events[1].doubts))
    assert JSON.validate_json(JSON.dump_json(found)) == found


@pytest.mark.parametrize(
    "cell",
    [
        "а" * 32_000,
        "а, " * 10_000,
        "г. " * 10_000,
        "a.ru " * 6_000,
        "https://a.ru/" + "x" * 30_000,
        "1 " * 16_000,
        "(" * 32_000,
        "«" * 32_000,
        "\n" * 32_000,
        "-" * 32_000,
        "\u202e" * 32_000,
        "сто " * 8_000,
        "школа № 5 г. " * 2_400,
    ],
    ids=lambda cell: repr(cell[:6]),
)
def test_a_cell_as_long_as_it_can_be_takes_no_time(cell: str) -> None:
    begun = process_time()
    for column in range(2, 8):
        row = LESSON.split("|")
        row[column] = cell
        found = read_tables(Table("Лист", [ANNEX.split("|"), row, row]))
        assert found.rows <= 2
        assert all(len(flaw.written) <= 80 for each in found.refused for flaw in each.flaws)
    read_tables(Table("Лист", [[cell] * 9] * 5))
    assert process_time() - begun < 20, "seconds, of minutes that a careless pattern takes"


def test_a_marked_row_quotes_little_of_it() -> None:
    found = read_tables(table(ANNEX, LESSON.replace("Урок качества", "слово " * 5_000)))
    assert len(found.refused[0].title) <= 80
