"""The heading of a region's annex is found, however it is worded and wherever it stands."""

import pytest

from domain.event_import.headings import Role, meaning_of
from domain.events.fields import FIELDS
from tests.domain.event_import.annexes import ANNEX, LESSON, covered, read, read_tables, table

LESSON_ANSWERS = {
    "kind": "education",
    "name": "Урок качества",
    "city": "Белгород",
    "organisation": "Школа № 5",
    "times_held": 3,
    "participants": 75,
    "publication_links": [],
    "video_links": [],
}


@pytest.mark.parametrize(
    ("heading", "role"),
    [
        ("№ п/п", Role.NUMBER),
        ("Субъект Российской Федерации", Role.REGION),
        ("Регион", Role.REGION),
        ("Наименование мероприятия", Role.NAME),
        ("МЕРОПРИЯТИЕ", Role.NAME),
        ("Навание мероприятея", Role.NAME),
        ("Место проведения", Role.PLACE),
        ("Место проведения\n(город, организация)", Role.PLACE),
        ("Дата и место проведения", Role.PLACE),
        ("Муниципальное образование", Role.CITY),
        ("Населённый пункт", Role.CITY),
        ("Место проведения: город", Role.CITY),
        ("Наименование организации", Role.ORGANISATION),
        ("Образовательное учреждение", Role.ORGANISATION),
        ("Кол-во проведений", Role.TIMES_HELD),
        ("Количество проведённых мероприятий", Role.TIMES_HELD),
        ("Кол-во", Role.TIMES_HELD),
        ("Количество, ед.", Role.TIMES_HELD),
        ("Сколько раз проведено", Role.TIMES_HELD),
        ("Проведено, раз", Role.TIMES_HELD),
        ("Раз", Role.TIMES_HELD),
        ("Всего проведено мероприятий", Role.TIMES_HELD),
        ("Проведённое мероприятие", Role.NAME),
        ("ОУ", Role.ORGANISATION),
        ("Охвачено", Role.PARTICIPANTS),
        ("Численность", Role.PARTICIPANTS),
        ("Число присутствующих", Role.PARTICIPANTS),
        ("Информация о размещении", Role.PUBLICATION_LINKS),
        ("Кол-во участников (чел.)", Role.PARTICIPANTS),
        ("Колличество учасников", Role.PARTICIPANTS),
        ("Количество участни-\nков", Role.PARTICIPANTS),
        ("Число участников мероприятия", Role.PARTICIPANTS),
        ("Общее количество человек, принявших участие в мероприятиях", Role.PARTICIPANTS),
        ("Охват, чел.", Role.PARTICIPANTS),
        ("Количество проведений / участников", Role.BOTH_COUNTS),
        ("Ссылки на публикации в СМИ", Role.PUBLICATION_LINKS),
        ("Публикации", Role.PUBLICATION_LINKS),
        ("Ссылки на видеоматериалы", Role.VIDEO_LINKS),
        ("Вид мероприятия", Role.KIND),
        ("Что исправить", Role.TO_MEND),
    ],
)
def test_a_heading_is_known_by_its_words(heading: str, role: Role) -> None:
    meaning = meaning_of(heading)
    assert meaning is not None
    assert meaning.role is role


@pytest.mark.parametrize(
    "heading",
    [
        "",
        "Дата проведения",
        "Ответственный за проведение мероприятия",
        "Форма проведения",
        "Всего",
        "Организатор",
        "Примечание",
        "из них детей",
        "Количество участников (план)",
        "Количество публикаций",
        "Количество классов",
        "Показатели",
        "Формат мероприятия",
        "Целевая аудитория",
        "Урок качества",
        "x" * 40_000,
    ],
)
def test_what_the_report_has_no_place_for_means_nothing(heading: str) -> None:
    assert meaning_of(heading) is None


def test_every_heading_of_the_annex_is_known_for_its_fields() -> None:
    for field in FIELDS:
        if field.column is not None:
            meaning = meaning_of(field.column)
            missing = f"{field.key} needs a role in headings.py, and cells.py is to read it"
            assert meaning is not None, missing
            assert meaning.role in (field.key, Role.PLACE), missing


@pytest.mark.parametrize(
    "lines",
    [
        [ANNEX, LESSON],
        ["Отчёт о Неделе качества", "Белгородская область", "", ANNEX, "1|2|3|4|5|6|7|8", LESSON],
        ["Наименование мероприятия|Место проведения|Кол-во мероприятий|Кол-во участников (чел.)",
         "Урок качества|г. Белгород, Школа № 5|3|75"],
        ["Название|Город|ОУ|Проведено|Участники", "Урок качества|Белгород|Школа № 5|3|75"],
        ["Название|Город|ОУ|Проведено|Кол-во|Участники",
         "Урок качества|Белгород|Школа № 5|13.11.2025|3|75"],
        ["Кол-во участников|Кол-во проведений|Мероприятие|Организация|Город",
         "75|3|Урок качества|Школа № 5|Белгород"],
        ["№|Дата|Мероприятие|Муниципалитет|Учреждение|Сколько раз|Участники|Ответственный",
         "1|13.11.2025|Урок качества|Белгород|Школа № 5|3|75|Иванова И. И., 8-900-000-00-00"],
        ["Мероприятие|Дата и место проведения|Количество проведений|Количество участников",
         "Урок качества|13.11.2025, г. Белгород, Школа № 5|3|75"],
        ["Мероприятие|Место проведения|Количество проведений|Количество участников|из них детей",
         "Урок качества|Белгород, Школа № 5|3|75|70"],
        ["Мероприятие|Место|Количество проведений|Количество участников|Видео|Что исправить",
         "Урок качества|Белгород, Школа № 5|3|75||Неверно"],
        ["Мероприятие|Место проведения|Количество проведений|Количество участников",
         "|город, организация|ед.|чел.", "Урок качества|Белгород, Школа № 5|3|75"],
    ],
)  # fmt: skip
def test_the_annex_is_read_however_it_is_drawn_up(lines: list[str]) -> None:
    found = read(*lines)
    assert [event.answers for event in found.events] == [LESSON_ANSWERS]
    assert found.rows == 1


def test_a_heading_of_two_rows_with_merged_cells() -> None:
    found = read(
        "№|Мероприятие|Место проведения||Количество||Ссылки|",
        "||город|организация|проведений|участников|на публикации|на видео",
        "1|Урок качества|Белгород|Школа № 5|3|75||https://rutube.ru/video/1",
        merged=covered((0, 0), (1, 0))
        | covered((0, 1), (1, 1))
        | covered((0, 2), (0, 3))
        | covered((0, 4), (0, 5))
        | covered((0, 6), (0, 7)),
    )
    links = ["https://rutube.ru/video/1"]
    assert [event.answers for event in found.events] == [LESSON_ANSWERS | {"video_links": links}]
    assert found.tables[0].heading == 2


def test_all_participants_and_those_of_them_under_one_heading() -> None:
    found = read(
        "Мероприятие|Место|Количество проведений|Количество участников|",
        "|||всего|из них детей",
        "Урок качества|Белгород, Школа № 5|3|75|70",
        merged=covered((0, 3), (0, 4)),
    )
    assert [event.answers for event in found.events] == [LESSON_ANSWERS]
    assert found.tables[0].not_taken == ("Количество участников из них детей",)


def test_columns_that_have_no_place_in_the_report_are_named() -> None:
    found = read(f"{ANNEX}|Дата|Ответственный", f"{LESSON}||13.11.2025|Иванова")
    assert found.tables[0].not_taken == ("Дата", "Ответственный")


@pytest.mark.parametrize(
    ("heading", "refused"),
    [
        (
            "Мероприятие|Место проведения|Количество участников",
            "Нет столбца «Количество проведений». "
            "Есть: «Мероприятие», «Место проведения», «Количество участников».",
        ),
        (
            "Мероприятие|Количество проведений|Количество участников",
            "Нет столбца «Место проведения (город, организация)». "
            "Есть: «Мероприятие», «Количество проведений», «Количество участников».",
        ),
        (
            "Мероприятие|Место проведения|Количество проведений/участников",
            "Нет столбцов «Количество проведений», «Количество участников». "
            "Проведения и участники нужны в разных столбцах. "
            "Есть: «Мероприятие», «Место проведения», «Количество проведений/участников».",
        ),
        (
            "Мероприятие|Место|Количество проведений"
            "|Количество участников (очно)|Количество участников (онлайн)",
            "Непонятно, какой из столбцов взять: «Количество участников (очно)» или "
            "«Количество участников (онлайн)». "
            "Оставьте один или назовите их, как в форме министерства.",
        ),
        (
            "Мероприятие|Место|Количество проведений|Количество участников|Количество участников",
            "Два столбца названы одинаково: «Количество участников». "
            "Оставьте один или назовите их точнее.",
        ),
    ],
)
def test_a_table_is_refused_where_a_column_is_missing_or_might_be_either(
    heading: str, refused: str
) -> None:
    found = read(heading, "Урок качества|Белгород, Школа № 5|3|75|80", "Урок|Губкин, Лицей|1|2|3")
    assert found.tables[0].refused == refused
    assert found.refused_rows == found.rows == 2
    assert found.events == ()


def test_each_sheet_has_its_own_heading_and_what_is_no_report_is_passed_over() -> None:
    found = read_tables(
        table("Как заполнять", "1. Впишите мероприятие", "2. Проверьте", name="Инструкция"),
        table(ANNEX, LESSON, name="Школы"),
        table("Виды|", "Урок, занятие|1", "Выставка|2", name="Списки"),
        table(
            "Участников|Сколько раз|Название мероприятия|Место проведения",
            "20|1|Ярмарка|Губкин, площадь",
            name="Ярмарки",
        ),
        table("", name="Лист3"),
    )
    assert [(event.place.sheet, event.place.row) for event in found.events] == [
        ("Школы", 2),
        ("Ярмарки", 2),
    ]
    assert found.skipped == ["Инструкция", "Списки", "Лист3"]


def test_a_table_that_is_cut_in_two_goes_on_without_a_heading() -> None:
    found = read_tables(
        table(ANNEX, LESSON, name="Таблица 1"),
        table("2|Белгородская область|Ярмарка|Губкин, площадь|1|200||", name="Таблица 2"),
        table("Исполнитель|Иванова И. И.|тел.|8-900||||", name="Таблица 3"),
    )
    assert [(event.place.table, event.place.row) for event in found.events] == [(0, 2), (1, 1)]
    assert found.tables[1].continues
    assert found.skipped == ["Таблица 3"]


def test_a_heading_may_come_again_and_another_table_may_follow() -> None:
    found = read(
        ANNEX,
        LESSON,
        ANNEX,
        "1|2|3|4|5|6|7|8",
        "2|Белгородская область|Ярмарка|Губкин, площадь|1|200||",
        "",
        "Мероприятие|Количество участников|Количество проведений|Место проведения",
        "Форум|90|2|Белгород, БГТУ",
    )
    counts = [(e.answers["times_held"], e.answers["participants"]) for e in found.events]
    assert counts == [(3, 75), (1, 200), (2, 90)]
