"""How the rows of a file are called in its preview, and what is said of several at once."""

import pytest

from domain.events.fields import KINDS
from handlers.event_import.texts.unsure import KIND_IN_FILE
from tests.handlers.event_import.drawn_up import HEADINGS, Row, docx, lesson, lessons, sends, xlsx
from tests.world import World

REGION = "Белгородская область"


async def test_a_bad_row_is_named_by_its_number_and_its_event_also_after_the_loading(
    world: World,
) -> None:
    anna = await world.coordinator(REGION)
    bad: Row = (2, "Ярмарка мёда", "Белгород, площадь Победы", 1, "много", None, None)
    await sends(anna, xlsx(*lessons(1), bad))
    said = "• строка 5, «Ярмарка мёда» – «Кол-во участников (чел.)» («много»): "
    assert said in anna.screen
    preview = anna.phone.last
    load = preview.rows[0][0].data
    assert load is not None
    await anna.presses("Загрузить 1 мероприятие")
    assert "Загружено 1 мероприятие" in anna.screen
    assert said in anna.screen
    anna.phone.forge(load, preview)
    await anna.waits()
    assert "уже загружен" in anna.screen
    assert said in anna.screen, "a double tap takes nothing away"


async def test_in_word_it_is_the_row_of_the_table_and_the_senders_own_number(world: World) -> None:
    anna = await world.coordinator(REGION)
    bad: Row = (5, "Ярмарка мёда", "Белгород, площадь Победы", 1, "много", None, None)
    await sends(anna, docx(*lessons(4), bad), "приложение.docx")
    assert "• строка таблицы 6 (№ 5), «Ярмарка мёда» – «Кол-во участников" in anna.screen


async def test_the_same_reason_is_said_once_and_another_apart(world: World) -> None:
    anna = await world.coordinator(REGION)
    many = [lesson(each, participants="много") for each in range(1, 11)]
    words = [lesson(11, participants="уйма"), lesson(12, participants="")]
    await sends(anna, docx(*many, *words, *lessons(14)[12:]), "приложение.docx")
    lines = [line for line in anna.screen.splitlines() if line.startswith("• строк")][:2]
    assert "• строки таблицы 2–12 (№ 1–11), «Урок качества» – " in lines[0]
    assert "(«много», «уйма»): " in lines[0]
    assert "• строка таблицы 13 (№ 12), «Урок качества» – " in lines[1]
    assert "Пусто." in lines[1]


async def test_of_a_long_file_the_first_runs_of_rows_are_named_and_the_rest_counted(
    world: World,
) -> None:
    anna = await world.coordinator(REGION)
    await sends(anna, xlsx(*(lesson(n, participants=75 if n % 2 else "") for n in range(1, 41))))
    assert "• строки 5, 7, 9, 11, 13, 15, 17, 19 и ещё 12, «Урок качества» – " in anna.screen


@pytest.mark.parametrize("heading", ["Вид", "Вид мероприятия"])
async def test_kinds_that_were_guessed_are_shown_with_examples_and_can_be_set_in_the_file(
    world: World, heading: str
) -> None:
    anna = await world.coordinator(REGION)
    names = [*(f"Урок качества {n}" for n in "абвгд"), "Ярмарка мёда", "Нечто"]
    rows: list[Row] = [
        (n, name, f"Белгород, школа № {n}", 1, 75, "https://rskrf.ru/1", None)
        for n, name in enumerate(names, start=1)
    ]
    await sends(anna, xlsx(*rows))
    assert "• вид определён по названию: строки 4–9" in anna.screen
    shown = "«Урок качества а», «Урок качества б», «Урок качества в» и ещё 2 → «"
    assert shown in anna.screen
    assert f"  «Ярмарка мёда» → «{KINDS['fair']}»" in anna.screen
    assert "• вид неясен, записано «Другое»: строка 10\n  «Нечто» → «Другое»" in anna.screen
    assert KIND_IN_FILE in anna.screen
    kinds: list[Row] = [(*row, "Форум") for row in rows]
    await sends(anna, xlsx(*kinds, headings=(*HEADINGS, heading)))
    assert KIND_IN_FILE not in anna.screen
