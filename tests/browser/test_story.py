"""The story of the README on the page, with the mouse."""

import pytest

from tests.browser.page import NARROW, WIDE, DemoPage, report_in

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.browser]


@pytest.mark.parametrize("width", [NARROW, WIDE])
async def test_from_an_invitation_to_the_ministrys_workbook(demo: DemoPage) -> None:
    anna, olga = demo.anna, demo.olga
    await demo.joins(anna, "Калининградская область")

    await anna.taps("Добавить мероприятие")
    await anna.presses(("Урок, занятие", "Шаг 2 из 8"))
    await anna.says(("Урок качства", "Шаг 3 из 8"))
    await anna.presses(("Назад", "Шаг 2 из 8"))
    await anna.says(("Урок <b>качества</b>", "Шаг 3 из 8"))

    await demo.does("Перезапуск бота")
    await anna.says(("Калининград, Школа № 5", "Шаг 5 из 8"))

    await anna.presses(("3", "Шаг 6 из 8"))
    await anna.says(("1 200 чел.", "Шаг 7 из 8"), ("rskrf.ru/news", "Добавлено ссылок: 1"))
    await anna.picks("Прикрепить", "Пост из канала")
    await anna.presses(
        ("Готово (2)", "Шаг 8 из 8"),
        ("Пропустить", "Проверьте мероприятие"),
        ("Сохранить", "Мероприятие № 1 сохранено"),
        ("Отчёт региона", "Мероприятий: 1"),
    )
    await anna.button("Сдать отчёт").click()
    await anna.has_seen("Отчёт сдан")
    await anna.has_seen("Файл, как сдан. Номер отчёта: 39-2026/1")

    await olga.picks("Меню команд", "/export")
    await olga.has_seen("Отчитались: 1 из 89")
    assert [row[1:9] for row in report_in(await olga.downloads(".xlsx"))] == [
        (
            "Калининградская область",
            "Урок <b>качества</b>",
            "Калининград, Школа № 5",
            3,
            1200,
            "https://rskrf.ru/news\nhttps://t.me/kaliningrad_news/42",
            None,
            "Сдан",
        )
    ]
