"""Which rows are events, what is wrong with the others, and what was guessed."""

from typing import Any

import pytest

from domain.event_import.result import GuessKind, LineKind
from domain.events.doubts import DoubtKind
from domain.events.fields import FIELDS
from domain.tables.table import Place
from tests.domain.event_import.annexes import ANNEX, LESSON, complaints, covered, read

HEADING = "Вид|Мероприятие|Место проведения|Кол-во проведений|Кол-во участников|Публикации"


def answers(line: str) -> dict[str, Any]:
    """Of the only event of an annex with that row."""
    (event,) = read(HEADING, line).events
    return event.answers


def wrong(line: str) -> list[str]:
    """What is said of the row."""
    found = read(HEADING, line)
    assert found.rows == 1
    return [f"«{flaw.heading}»: {flaw.sentence}" for row in found.refused for flaw in row.flaws]


def guesses(line: str) -> list[tuple[GuessKind, str, str, str]]:
    (event,) = read(HEADING, line).events
    return [(each.kind, each.key, each.written, each.taken) for each in event.guesses]


# ── Rows ─────────────────────────────────────────────────────────────────────────────────


def test_a_row_has_all_answers_and_its_place_in_the_file() -> None:
    (event,) = read("Отчёт", "", ANNEX, LESSON).events
    assert (event.place.sheet, event.place.row) == ("Лист1", 4)
    assert event.answers.keys() == {field.key for field in FIELDS}


@pytest.mark.parametrize(
    "line",
    [
        "",
        "|||||||",
        " | \\n|||||",
        "2|||||||",
        "2|Белгородская область||||||",
        "1|2|3|4|5|6|7|8",
    ],
)
def test_empty_and_prepared_rows_are_no_rows(line: str) -> None:
    found = read(ANNEX, LESSON, line)
    assert found.rows == 1
    assert found.lines == ()


@pytest.mark.parametrize(
    "line",
    [
        "||Итого||3|75||",
        "Итого:|||||75||",
        "|ВСЕГО по области|||3|75||",
        "|||Всего|3|75||",
        "||в том числе:|||||",
        "||из них в школах||2|50||",
        "||||3|75||",
    ],
)
def test_totals_are_no_events_and_are_told(line: str) -> None:
    found = read(ANNEX, LESSON, line)
    assert found.rows == 1
    assert [(each.kind, each.place.row) for each in found.lines] == [(LineKind.TOTAL, 3)]


def test_an_event_may_be_called_like_a_total() -> None:
    line = "2|Белгородская область|Всего хорошего качества|Белгород, БГТУ|1|20||"
    assert read(ANNEX, LESSON, line).rows == 2


def test_a_line_above_rows_says_their_kind_and_is_no_event() -> None:
    found = read(
        ANNEX,
        "3. Региональный конкурс «Неделя качества»|||||||",
        LESSON,
        "||Выставочные проекты|||||",
        "2||Показ товаров|Губкин, ДК|1|200||",
        "||г. Алексеевка|||||",
        "3||Показ товаров|Алексеевка, ДК|1|200||",
        "|||||||",
        "Исполнитель: Иванова И. И.|||||||",
    )
    kinds = [event.answers["kind"] for event in found.events]
    assert kinds == ["contest", "exhibition", "other"]
    assert [line.text for line in found.lines] == [
        "3. Региональный конкурс «Неделя качества»",
        "Выставочные проекты",
        "г. Алексеевка",
        "Исполнитель: Иванова И. И.",
    ]


def test_a_numbered_row_with_nothing_but_a_name_is_an_event_with_gaps() -> None:
    found = read(
        ANNEX, "1||Урок качества|||||", "2||Анонсирование|||||", LESSON.replace("1", "2.1", 1)
    )
    assert [row.title for row in found.refused] == ["Урок качества"]
    assert [line.text for line in found.lines] == ["Анонсирование"]
    assert complaints(found) == [
        "2 «Место проведения (город, организация)»: "
        "Пусто. Напишите город и организацию, например «Белгород, БГТУ».",
        "2 «Количество проведений»: Пусто. Напишите, сколько раз проведено мероприятие.",
        "2 «Количество участников»: Пусто. Напишите, сколько всего было участников.",
    ]


@pytest.mark.parametrize("region", ["Курская область", "Курская обл.", "Курск", "Москва"])
def test_a_row_of_another_region_is_refused(region: str) -> None:
    found = read(ANNEX, LESSON.replace("Белгородская область", region))
    (row,) = found.refused
    (flaw,) = row.flaws
    assert flaw.heading == "Субъект РФ"
    assert flaw.sentence.startswith("Это строка другого региона (")


@pytest.mark.parametrize(
    "region", ["", "белгородская обл", "Белгород", "31", "Правительство Белгородской области"]
)
def test_a_row_of_the_own_region_may_say_so_in_any_way(region: str) -> None:
    assert len(read(ANNEX, LESSON.replace("Белгородская область", region)).events) == 1


# ── Merged cells ─────────────────────────────────────────────────────────────────────────


def test_a_merged_name_and_place_stand_for_all_their_rows() -> None:
    found = read(
        ANNEX,
        "1|Белгородская область|Урок качества|Белгород, Школа № 5|3|75||",
        "||||1|20||",
        "2||Ярмарка||1|200||",
        merged=covered((1, 1), (3, 1)) | covered((1, 2), (2, 2)) | covered((1, 3), (3, 3)),
    )
    (repeated,) = found.twins
    assert repeated.differs == ("times_held", "participants")
    fair = found.events[1]
    assert fair.answers["organisation"] == "Школа № 5"
    assert (GuessKind.FILLED, "city") in [(each.kind, each.key) for each in fair.guesses]


def test_one_number_for_several_events_is_refused_in_each() -> None:
    found = read(
        ANNEX,
        "1||Урок качества|Белгород, Школа № 5|3|75||",
        "2||Урок качества|Белгород, Школа № 6|1|||",
        "3||Урок качества|Белгород, Школа № 7|1|30||",
        merged=covered((1, 5), (2, 5)),
    )
    sentence = (
        "Одно число (75) на несколько строк. Разъедините ячейки и впишите число в каждую строку."
    )
    assert complaints(found) == [f"{row} «Количество участников»: {sentence}" for row in (2, 3)]
    assert len(found.events) == 1


def test_one_event_on_two_merged_rows_is_one() -> None:
    merged: dict[Place, Place] = {}
    for column in range(8):
        merged |= covered((1, column), (2, column))
    found = read(ANNEX, LESSON, "|||||||", merged=merged)
    assert len(found.events) == found.rows == 1


@pytest.mark.parametrize("ditto", ["там же", "-//-", "—»—", '"'])
def test_there_too_is_the_place_above(ditto: str) -> None:
    found = read(HEADING, "|Урок|Белгород, Школа № 5|3|75|", f"|Ярмарка|{ditto}|1|20|")
    assert found.events[1].answers["organisation"] == "Школа № 5"
    assert GuessKind.FILLED in [guess.kind for guess in found.events[1].guesses]


# ── Numbers ──────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("written", "count"),
    [
        ("120", 120),
        ("120 чел.", 120),
        ("1 200", 1200),
        ("1\u00a0200 человек", 1200),
        ("120,0", 120),
        ("1 200,00", 1200),
        ("120.0", 120),
        ("сто двадцать", 120),
        ("100 + 20", 120),
        ("0", 0),
    ],
)
def test_participants_as_they_are_written(written: str, count: int) -> None:
    assert answers(f"|Урок|Белгород, БГТУ|1|{written}|")["participants"] == count


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ("", "Пусто. Напишите, сколько всего было участников."),
        ("–", "Нужно число цифрами."),
        ("нет", "Напишите число цифрами."),
        ("около 30", "Нужно точное число, без «около» и «более»."),
        ("более ста", "Нужно точное число, без «около» и «более»."),
        ("30-40", "Нужно одно точное число, а не промежуток."),
        ("1,5 тыс.", "Напишите целое число цифрами: 1500."),
        ("1.200", "Напишите целое число цифрами: 1200."),
        ("-5", "Напишите целое число цифрами: 5."),
        ("12,5", "Нужно целое число, без дробной части."),
        ("3 раза", "Здесь нужно число участников, а не проведений."),
        ("99999999999", "Слишком большое число: можно не больше 10\u00a0000\u00a0000. Проверьте."),
    ],
)  # fmt: skip
def test_a_number_of_participants_that_cannot_be_taken(written: str, sentence: str) -> None:
    found = read(HEADING, f"|Урок|Белгород, БГТУ|1|{written}|")
    assert complaints(found) == [f"2 «Кол-во участников»: {sentence}"]
    assert found.refused[0].flaws[0].written == written


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ("0", "Проведённое мероприятие состоялось хотя бы один раз: напишите число от 1."),
        ("120 чел.", "Здесь указаны люди, а нужно число проведений."),
        ("", "Пусто. Напишите, сколько раз проведено мероприятие."),
        ("нет", "Нужно число цифрами."),
    ],
)
def test_a_number_of_times_that_cannot_be_taken(written: str, sentence: str) -> None:
    assert wrong(f"|Урок|Белгород, БГТУ|{written}|20|") == [f"«Кол-во проведений»: {sentence}"]


def test_a_number_in_words_is_a_guess() -> None:
    expected = (GuessKind.NUMBER, "times_held", "три раза", "3")
    assert expected in guesses("Урок, занятие|Урок|Белгород, БГТУ|три раза|20|")


@pytest.mark.parametrize("written", ["–", "нет", "", "-", "не было"])
def test_where_usually_nobody_takes_part_nothing_is_none(written: str) -> None:
    line = f"Анонсирование|Анонс|Белгород, сайт области|3|{written}|"
    assert answers(line)["participants"] == 0
    assert (GuessKind.NONE, "participants", written, "0") in guesses(line)


# ── Kinds ────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("written", ["Урок, занятие", "урок", "9"])
def test_a_kind_that_is_written_is_no_guess(written: str) -> None:
    line = f"{written}|Ярмарка|Белгород, БГТУ|1|20|"
    assert answers(line)["kind"] == "education"
    assert guesses(line) == []


@pytest.mark.parametrize(
    ("line", "guess"),
    [
        ("|Ярмарка", (GuessKind.KIND, "kind", "Ярмарка", "fair")),
        ("Уроки труда|Встреча", (GuessKind.KIND_OF_SECTION, "kind", "Уроки труда", "education")),
        ("очный|Ярмарка", (GuessKind.KIND, "kind", "Ярмарка", "fair")),
        ("|Акция", (GuessKind.NO_KIND, "kind", "Акция", "other")),
    ],
)  # fmt: skip
def test_a_kind_is_guessed_otherwise_and_that_is_said(line: str, guess: tuple[str, ...]) -> None:
    assert guesses(f"{line}|Белгород, БГТУ|1|20|") == [guess]


# ── Places ───────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("written", "city", "organisation"),
    [
        ("г. Белгород, БГТУ", "Белгород", "БГТУ"),
        ("Белгород (БГТУ)", "Белгород", "БГТУ"),
        ("Белгородская область, г. Губкин, ДК", "Губкин", "ДК"),
        ("школа № 5 г. Белгород", "Белгород", "школа № 5"),
        ("Корочанский район, СОШ № 3", "Корочанский район", "СОШ № 3"),
        ("Белгород, пл. Победы", "Белгород", "пл. Победы"),
    ],
)
def test_a_place_is_taken_apart_as_in_the_form(written: str, city: str, organisation: str) -> None:
    found = answers(f"|Урок|{written}|1|20|")
    assert (found["city"], found["organisation"]) == (city, organisation)


def test_a_city_that_is_not_known_and_a_street_for_a_venue_are_guesses() -> None:
    line = "Урок, занятие|Урок|Приречье, ул. Мира|1|20|"
    assert guesses(line) == [
        (GuessKind.CITY, "city", "Приречье, ул. Мира", "Приречье"),
        (GuessKind.ADDRESS, "organisation", "Приречье, ул. Мира", "ул. Мира"),
    ]


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ("Белгород", "Не хватает организации или места. "
                     "Напишите после города через запятую: «Белгород, БГТУ»."),
        ("Школа № 5", "Начните с города или населённого пункта."),
        ("нет", "Здесь нужно название города или населённого пункта."),
        ("", "Пусто. Напишите город и организацию, например «Белгород, БГТУ»."),
    ],
)  # fmt: skip
def test_a_place_that_is_not_whole_is_refused(written: str, sentence: str) -> None:
    assert wrong(f"|Урок|{written}|1|20|") == [f"«Место проведения»: {sentence}"]


def test_the_organisation_in_a_column_of_its_own() -> None:
    heading = "Мероприятие|Город|Организация|Количество проведений|Количество участников"
    found = read(
        heading,
        "Урок|Белгород, ул. Мира, 5|БГТУ|1|20",
        "Урок|Белгород||1|20",
        "Урок|Белгород, актовый зал|Лицей № 9|1|20",
        "Урок||Лицей № 9|1|20",
    )
    assert [event.answers["organisation"] for event in found.events] == [
        "БГТУ, ул. Мира, 5",
        "Лицей № 9, актовый зал",
    ]
    assert complaints(found) == [
        "3 «Организация»: Не хватает организации или места. "
        "Напишите после города через запятую: «Белгород, БГТУ».",
        "5 «Город»: Пусто. Напишите город и организацию, например «Белгород, БГТУ».",
    ]


# ── Links ────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("written", "links"),
    [
        ("https://a.ru/1", ["https://a.ru/1"]),
        ("https://a.ru/1\\nhttps://b.ru/2; c.ru/3", ["https://a.ru/1", "https://b.ru/2", "https://c.ru/3"]),
        ("1) https://a.ru/1 2) https://rutube.ru/video/1", ["https://a.ru/1", "https://rutube.ru/video/1"]),
        ("нет", []),
        ("–", []),
        ("отсутствуют", []),
    ],
)  # fmt: skip
def test_links_of_a_cell_stay_in_its_column(written: str, links: list[str]) -> None:
    assert answers(f"|Урок|Белгород, БГТУ|1|20|{written}")["publication_links"] == links


def test_links_under_words_and_of_several_columns() -> None:
    heading = "Мероприятие|Место|Количество проведений|Количество участников|Сайт|СМИ"
    found = read(
        heading,
        "Урок|Белгород, БГТУ|1|20|Новость|https://b.ru/2",
        links={(1, 4): ("https://a.ru/1", "https://a.ru/2")},
    )
    assert found.events[0].answers["publication_links"] == [
        "https://a.ru/1",
        "https://a.ru/2",
        "https://b.ru/2",
    ]


def test_videos_are_told_from_publications_also_in_the_rows_below() -> None:
    heading = "Мероприятие|Место|Количество проведений|Количество участников|Ссылки"
    lesson = "Урок|Белгород, БГТУ|1|20|https://a.ru/1"
    (event,) = read(heading, lesson, "||||https://rutube.ru/video/1").events
    assert event.answers["publication_links"] == ["https://a.ru/1"]
    assert event.answers["video_links"] == ["https://rutube.ru/video/1"]


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ("сайт администрации", "«сайт администрации» – не ссылка. "
                               "Вставьте адрес целиком или оставьте ячейку пустой."),
        ("https://a.ru/1, vk/wall-1", "«vk/wall-1» – не ссылка. "
                                      "Вставьте адрес целиком или оставьте ячейку пустой."),
        ("https://t.me/c/1/2", "«https://t.me/c/1/2» откроется только участникам "
                               "закрытого канала или чата. Нужна открытая ссылка."),
        (" ".join(f"https://a.ru/{n}" for n in range(21)), "Ссылок больше 20. Оставьте главные."),
    ],
)  # fmt: skip
def test_a_link_that_cannot_be_taken(written: str, sentence: str) -> None:
    assert wrong(f"|Урок|Белгород, БГТУ|1|20|{written}") == [f"«Публикации»: {sentence}"]


def test_words_beside_a_link_are_left_out_and_that_is_said() -> None:
    line = "Урок, занятие|Урок|Белгород, БГТУ|1|20|https://a.ru/1 сайт школы"
    assert guesses(line) == [(GuessKind.WORDS_LEFT_OUT, "publication_links", "сайт школы", "")]


# ── Names, doubts, twins ─────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ("нет", "Напишите название словами: по нему министерство узнает мероприятие."),
        ("мероприятие 1", "Напишите название словами: по нему министерство узнает мероприятие."),
        ("", "Пусто. Напишите название мероприятия."),
        ("я" * 301, "Слишком длинный текст: 301 знак, а предел – 300. Сократите его."),
        ("Новость https://a.ru", "Для ссылок есть отдельный столбец. "
                             "Напишите название словами: по нему министерство узнает мероприятие."),
    ],
)  # fmt: skip
def test_a_name_that_cannot_be_taken(written: str, sentence: str) -> None:
    assert wrong(f"|{written}|Белгород, БГТУ|1|20|") == [f"«Мероприятие»: {sentence}"]


def test_what_the_form_would_ask_about_is_told() -> None:
    found = read(
        HEADING, "Урок|Урок|Белгород, БГТУ|20|3|", "Публикации|О хлебе|Белгород, газета|1|0|"
    )
    assert [[doubt.kind for doubt in event.doubts] for event in found.events] == [
        [DoubtKind.FEW_PARTICIPANTS],
        [DoubtKind.NO_LINKS],
    ]


def test_an_event_twice_in_the_file_is_a_twin_also_on_another_sheet() -> None:
    found = read(ANNEX, LESSON, LESSON, LESSON.replace("75", "80"), LESSON.replace("№ 5", "№ 6"))
    assert len(found.events) == 2
    assert [(twin.place.row, twin.repeats.row, twin.differs) for twin in found.twins] == [
        (3, 2, ()),
        (4, 2, ("participants",)),
    ]


def test_two_hundred_lessons_in_two_hundred_schools_are_all_events() -> None:
    lessons = [LESSON.replace("№ 5", f"№ {school}") for school in range(1, 201)]
    assert len(read(ANNEX, *lessons).events) == 200
