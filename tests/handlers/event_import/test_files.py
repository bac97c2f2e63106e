"""A file that somebody sends becomes a preview, and by one press events."""

import pytest
from openpyxl import Workbook
from sqlalchemy import select

from handlers import phrases
from handlers.event_import import texts
from handlers.event_import.buttons import LoadFile
from models import EventImport
from tests.handlers.event_import.drawn_up import (
    HEADINGS,
    Row,
    csv,
    docx,
    lesson,
    lessons,
    saved,
    sends,
    xlsx,
)
from tests.handlers.event_import.drawn_up import events as events_of
from tests.world import World

REGION = "Белгородская область"
MESSAGE = 4096  # characters


async def test_good_rows_are_loaded_by_one_press_and_of_the_others_it_is_said_why(
    world: World,
) -> None:
    anna = await world.coordinator(REGION)
    await world.event(anna, city="Белгород", organisation="Школа № 2")
    rows = [*lessons(3), lesson(4, participants="много"), lesson(1)]
    await sends(anna, xlsx(*rows))
    marked, preview = anna.phone.messages[-2:]
    assert marked.document is not None
    assert marked.document.name == "Уроки (с пометками).xlsx"
    assert marked.text == texts.preview.MARKED_CAPTION
    for said in (
        "Мероприятий в файле: 5. Можно загрузить: 2.",
        "Уже есть в отчёте: 1 (№ 1).",
        "Повторяются в самом файле: 1 (строка 8).",
        "С ошибками: 1.",
        "строка 7, «Урок качества» – «Кол-во участников (чел.)» («много»): ",
        texts.preview.NOT_SAVED_YET,
    ):
        assert said in preview.text
    assert len(await events_of(world)) == 1
    await anna.presses("Загрузить 2 мероприятия")
    assert "Загружено 2 мероприятия (№ 2–3)." in anna.screen
    assert "С ошибками: 1 строка." in anna.screen
    assert "Уже были: 2 строки." in anna.screen
    for said in ("(строка 8).", "(№ 1).", "строка 7, «Урок качества» – «Кол-во участников"):
        assert said in anna.screen, "which were left out, and why"
    assert anna.buttons == [phrases.REGION_REPORT, phrases.MY_EVENTS]
    assert [each.organisation for each in await events_of(world)][1:] == ["школа № 1", "школа № 3"]


async def test_two_hundred_lessons_go_in_and_are_submitted_in_four_actions(world: World) -> None:
    anna = await world.coordinator(REGION)
    before = len(anna.phone.messages)
    await anna.says("/template")  # 1: to be filled in
    assert anna.phone.last.document is not None
    await sends(anna, xlsx(*lessons(200)))  # 2
    await anna.presses("Загрузить 200 мероприятий")  # 3
    await anna.presses(phrases.SUBMIT_REPORT)  # 4
    assert len(await events_of(world)) == 200
    assert "Отчёт сдан" in anna.screen
    own = [each for each in anna.phone.messages[before:] if not each.from_bot]
    assert len(own) == 2, "and two presses"


async def test_the_same_file_twice_adds_nothing(world: World) -> None:
    anna = await world.coordinator(REGION)
    await sends(anna, xlsx(*lessons(3)))
    await anna.presses("Загрузить 3 мероприятия")
    await sends(anna, xlsx(*lessons(3)))
    assert texts.preview.NOTHING_NEW in anna.screen
    assert anna.buttons == [phrases.REGION_REPORT]
    # Also if it was sent twice before either was loaded.
    for _ in range(2):
        await sends(anna, xlsx(*lessons(5)))
    first, second = [each for each in anna.phone.messages if each.rows and "5." in each.text][-2:]
    anna.phone.press("Загрузить 2 мероприятия", first)
    anna.phone.press("Загрузить 2 мероприятия", second)
    await anna.waits()
    assert len(await events_of(world)) == 5
    assert texts.loading.NOTHING_NEW in second.text


async def test_a_double_tap_and_an_old_button_load_nothing_again(world: World) -> None:
    anna = await world.coordinator(REGION)
    await sends(anna, xlsx(*lessons(3)))
    preview = anna.phone.last
    load = preview.rows[0][0].data
    assert load is not None
    for _ in range(2):
        anna.phone.forge(load, preview)
    await anna.waits()
    assert len(await events_of(world)) == 3
    assert len(await world.audit("events.imported")) == 1
    assert anna.toast == texts.loading.LOADED_ALREADY
    assert "Файл «Уроки.xlsx» уже загружен: 3 мероприятия." in anna.screen
    cancel = preview.rows[-1][-1].data
    assert cancel is not None
    anna.phone.forge(load.replace("load", "drop").rsplit(":", 1)[0], preview)
    await anna.waits()
    assert len(await events_of(world)) == 3


async def test_two_coordinators_with_one_list_add_each_lesson_once(world: World) -> None:
    anna = await world.coordinator(REGION)
    boris = await world.coordinator(REGION, "Борис")
    for someone in (anna, boris):
        await sends(someone, xlsx(*lessons(3)))
    for someone in (anna, boris):
        someone.phone.press("Загрузить 3 мероприятия")
    await world.settled()
    assert len(await events_of(world)) == 3
    assert sorted(each.number for each in await events_of(world)) == [1, 2, 3]


async def test_cancel_changes_nothing_and_an_old_button_says_so(world: World) -> None:
    anna = await world.coordinator(REGION)
    await sends(anna, xlsx(*lessons(3)))
    load = anna.phone.last.rows[0][0].data
    assert load is not None
    await anna.presses(texts.loading.CANCEL)
    assert texts.loading.DROPPED in anna.screen
    await anna.forges(load)
    assert texts.loading.GONE in anna.screen
    assert len(await events_of(world)) == 0


async def test_a_file_of_only_bad_rows_comes_back_marked_without_a_button_to_load(
    world: World,
) -> None:
    anna = await world.coordinator(REGION)
    await sends(anna, xlsx(*(lesson(each, participants="много") for each in range(1, 15))))
    assert anna.phone.messages[-2].document is not None
    assert texts.preview.MEND_ALL in anna.screen
    assert "• строки 4–17, «Урок качества» – «Кол-во участников (чел.)» («много»): " in anna.screen
    assert anna.screen.count("много") == 1, "the same is said once"
    assert anna.buttons == [phrases.REGION_REPORT]
    assert await world.rows(select(EventImport)) == []


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("приложение.docx", docx(*lessons(2))),
        ("Отчёт.CSV", csv(*lessons(2))),
        ("выгрузка.csv", csv(*lessons(2), encoding="utf-8-sig")),
        ("без окончания.xls", xlsx(*lessons(2))),  # as portals name it
    ],
)
async def test_any_kind_of_table_will_do(world: World, name: str, content: bytes) -> None:
    anna = await world.coordinator(REGION)
    await sends(anna, content, name)
    await anna.presses("Загрузить 2 мероприятия")
    first, _ = await events_of(world)
    assert (first.name, first.city, first.organisation) == (
        "Урок качества",
        "Белгород",
        "школа № 1",
    )
    assert (first.times_held, first.participants) == (3, 75)
    assert first.publication_links == ["https://rskrf.ru/news"]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("приложение.pdf", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n" + b"0" * 1000),
        ("таблица.png", b"\x89PNG\r\n\x1a\n" + b"0" * 1000),
        ("таблица.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"0" * 1000),
        ("таблица.xlsx", b"PK\x03\x04" + b"0" * 1000),
        ("таблица.xlsx", b"x"),
        ("таблица.xlsx", xlsx(*lessons(3))[:-300]),
        ("архив.zip", b"PK\x05\x06" + b"\0" * 18),
        ("пустая.xlsx", xlsx(headings=())),
        ("письмо.txt", "Добрый день!".encode()),
        ("без имени", bytes(range(256)) * 10),
        ("../../etc/passwd.csv", b"\0\0\0"),
    ],
)
async def test_a_file_without_a_table_that_can_be_read_gets_a_sentence(
    world: World, name: str, content: bytes
) -> None:
    anna = await world.coordinator(REGION)
    await sends(anna, content, name)
    assert texts.file.READING not in anna.screen
    assert texts.file.READING_FAILED not in anna.screen
    assert anna.screen.endswith(".")
    assert not any("Загрузить" in each for each in anna.buttons)
    await sends(anna, xlsx(*lessons(1)))
    assert "Загрузить 1 мероприятие" in anna.buttons, "and the bot goes on"
    assert await world.set_aside() == 0


async def test_whatever_is_wrong_with_whatever_columns_fits_into_one_message(
    world: World,
) -> None:
    anna = await world.coordinator(REGION)
    headings = tuple(
        f"{each} {'очень длинный заголовок <b>&' * 20}"
        for each in (
            "Наименование мероприятия",
            "Место проведения",
            "Количество проведений",
            "Количество участников",
        )
    )
    long = "<i>" * 200
    rows: list[Row] = [(long, f"Белгород, {long}", long, long) for _ in range(50)]
    extra = tuple(f"Графа {number} {long}" for number in range(30))
    good: list[Row] = [
        ("Урок", f"Белгород, школа № {each}", 300_000, 1, *extra) for each in range(1, 60)
    ]
    await sends(anna, xlsx(*rows, *good, headings=(*headings, *extra)), f"{'д' * 200}.xlsx")
    assert len(anna.screen) <= MESSAGE
    assert await world.set_aside() == 0


async def test_of_a_neighbours_file_a_forged_button_loads_nothing(world: World) -> None:
    anna = await world.coordinator(REGION)
    await sends(anna, xlsx(*lessons(3)))
    neighbour = await world.coordinator("Тверская область", "Сосед")
    colleague = await world.coordinator(REGION, "Борис")
    for someone in (neighbour, colleague):
        await someone.forges(LoadFile(year=2026, file=1).pack())
        assert texts.loading.GONE in someone.screen
    assert len(await events_of(world)) == 0


async def test_all_that_is_wrong_with_a_row_is_said_at_once(world: World) -> None:
    anna = await world.coordinator(REGION)
    row = (1, "", "г. Белгород, школа № 1", "часто", "много", "нет ссылки", None)
    await sends(anna, xlsx(*lessons(1), row))
    assert "• строка 5 (№ 1) – «Наименование мероприятия»: " in anna.screen
    assert ". «Кол-во проведений» («часто»): " in anna.screen
    assert "И ещё ошибок: 1." in anna.screen


async def test_a_file_of_several_sheets_names_them(world: World) -> None:
    book = Workbook()
    for number, title in enumerate(("Уроки", "Ярмарки")):
        sheet = book.active if number == 0 else book.create_sheet()
        assert sheet is not None
        sheet.title = title
        sheet.append(HEADINGS)
        sheet.append(lesson(number + 1, participants="много"))
    anna = await world.coordinator(REGION)
    await sends(anna, saved(book))
    assert "• строки 2 (лист «Уроки»), 2 (лист «Ярмарки»), «Урок качества» – " in anna.screen


@pytest.mark.long
async def test_five_thousand_rows_are_loaded_at_once(world: World) -> None:
    anna = await world.coordinator(REGION)
    await sends(anna, xlsx(*lessons(4_990)))
    await anna.presses("Загрузить 4 990 мероприятий".replace(" 990", "\xa0990"))
    assert len(await events_of(world)) == 4_990
    assert len(await world.audit("event.added")) == 4_990


async def test_other_numbers_for_the_same_event_are_told_and_not_lost_in_silence(
    world: World,
) -> None:
    anna = await world.coordinator(REGION)
    again = lesson(1, participants=30)
    await sends(anna, xlsx(*lessons(2), again))
    assert "Повторяются в самом файле: 1 (строка 6)." in anna.screen
    assert "Строка 6 – то же мероприятие, но числа или ссылки другие" in anna.screen
    await sends(anna, xlsx(*lessons(2), lesson(1)))
    assert "Повторяются в самом файле: 1 (строка 6)." in anna.screen
    assert "другие" not in anna.screen


async def test_other_numbers_than_in_the_report_are_told_with_what_to_do(world: World) -> None:
    anna = await world.coordinator(REGION)
    await sends(anna, xlsx(*lessons(3)))
    await anna.presses("Загрузить 3 мероприятия")
    await sends(anna, xlsx(lesson(1, participants=30), lesson(2), lesson(3)))
    assert "Уже есть в отчёте: 3 (№ 1, 2, 3)." in anna.screen
    assert "Другие числа или ссылки, чем в отчёте: № 1. Загрузка файла их не" in anna.screen
    assert [each.participants for each in await events_of(world)] == [75, 75, 75]


async def test_what_a_file_says_nothing_of_is_no_other_number_or_link(world: World) -> None:
    anna = await world.coordinator(REGION)
    await sends(anna, xlsx(lesson(1)))
    await anna.presses("Загрузить 1 мероприятие")
    await sends(anna, xlsx((*lesson(1)[:5], None, None)))
    assert "Уже есть в отчёте: 1 (№ 1)." in anna.screen
    assert "Другие" not in anna.screen


async def test_towns_of_another_region_are_taken_but_doubted(world: World) -> None:
    anna = await world.coordinator(REGION)
    rows: list[Row] = [
        (1, "Урок", f"{town}, школа № 1", 3, 75, "https://rskrf.ru/1", None)
        for town in ("Калининград", "Белгород", "Балтийск", "с. Ивановка")
    ]
    await sends(anna, xlsx(*rows))
    doubted = "• Населённые пункты другого региона: Калининград, Балтийск (строки 4, 6)"
    assert doubted in anna.screen
    await anna.presses("Загрузить 4 мероприятия")
    assert (await events_of(world))[0].city == "Калининград"
