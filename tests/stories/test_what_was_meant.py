"""What coordinators write in their own way stands in the ministry's table as they meant it."""

import csv
from io import BytesIO, StringIO

import pytest
from openpyxl import load_workbook

from domain.export.events_sheet import REPORT, columns
from handlers import phrases
from handlers.event_form.texts.form import IT_IS_RIGHT, SAVE, kind_button
from handlers.export import texts as export
from handlers.forms.texts import SKIP
from tests.world import Someone, World

pytestmark = pytest.mark.long

WALL, NEWS = "https://vk.com/wall-1_2", "https://rskrf.ru/news"


async def reports(someone: Someone, kind: str, *answers: str, links: str = "") -> None:
    """`answers` are typed one after the other, and then the links, if there are any."""
    await someone.says("/new")
    await someone.presses(kind_button(kind))
    await someone.says(*answers)
    if links:
        await someone.says(links)
        await someone.presses(someone.buttons[0])
    for label in (SKIP, IT_IS_RIGHT, SKIP):
        if label in someone.buttons:
            await someone.presses(label)
    await someone.presses(SAVE)


def newest_file(someone: Someone) -> bytes:
    return [message.document for message in someone.phone.messages if message.document][-1].content


async def test_the_table_cell_by_cell(world: World) -> None:
    """Что координаторы писали по-своему и что стоит в таблице"""
    anna = await world.coordinator("Белгородская область")
    boris = await world.coordinator("Москва", "Борис")
    await reports(
        anna,
        "education",
        "Урок ка\xadчества",
        "Белгородская обл., г. Шебекино, СОШ № 1",
        "3 урока",
        "75 учеников",
        links=f"Смотрите 👉{WALL}👈",
    )
    await reports(
        anna,
        "contest",
        "День открытых дверей",
        "г. Белгород, ул. Ленина, д. 5",
        "Хлебозавод",
        "1",
        "1\u00a0200 зрителей",
    )
    await reports(
        anna,
        "fair",
        "Ярмарка",
        "Белгород, Губкин, Старый Оскол",
        "площади городов",
        "3",
        "12000",
    )
    await reports(anna, "publication", "Статьи", "Белгород", "Областная газета", "12", "0")
    await reports(anna, "other", "=1+1 урок", "с.Дубовое", "Дом культуры", "1", "40")
    await reports(
        boris, "exhibition", "Выставка", "Москва, ВДНХ", "1", "900", links="rskrf.ru/news"
    )
    meant = [
        ("Белгородская область", "Урок качества", "Шебекино, СОШ № 1", 3, 75, WALL),
        (
            "Белгородская область",
            "День открытых дверей",
            "Белгород, Хлебозавод, ул. Ленина, д. 5",
            1,
            1200,
            None,
        ),
        (
            "Белгородская область",
            "Ярмарка",
            "Белгород, Губкин, Старый Оскол, площади городов",
            3,
            12_000,
            None,
        ),
        ("Белгородская область", "Статьи", "Белгород, Областная газета", 12, 0, None),
        ("Белгородская область", "=1+1 урок", "с. Дубовое, Дом культуры", 1, 40, None),
        ("Москва", "Выставка", "Москва, ВДНХ", 1, 900, NEWS),
    ]
    rows = [(number, *cells, None, "Сдан") for number, cells in enumerate(meant, start=1)]

    for someone in (anna, boris):
        await someone.taps(phrases.REGION_REPORT)
        await someone.presses(phrases.SUBMIT_REPORT)
    olga = await world.admin()
    await olga.says("/export")
    sheet = load_workbook(BytesIO(newest_file(olga)))[REPORT]
    titles = (column.title for column in columns())
    shown = [row[:9] for row in sheet.iter_rows(values_only=True)]  # and beside them, the links
    assert shown == [(*titles, "Состояние отчёта"), *rows]

    await olga.presses(export.AS_CSV)
    text = newest_file(olga).decode("utf-8-sig")
    _, *lines = csv.reader(StringIO(text, newline=""), delimiter=";")
    plain = [["" if cell is None else str(cell) for cell in row] for row in rows]
    plain[4][2] = "'=1+1 урок"
    assert [line[:9] for line in lines] == plain
