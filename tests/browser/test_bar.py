"""What stands over the phones: the clock, the troubles, the sample data and the journal."""

import asyncio

import pytest
from playwright.async_api import expect

from handlers.mailings.texts.reminders import HEADING
from tests.browser.page import DemoPage, report_in

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.browser]


async def test_the_clock_brings_a_reminder_and_then_the_closing(demo: DemoPage) -> None:
    igor = demo.igor
    # Whoever joins after the reminder's hour gets none: this shall work on the last days too.
    await demo.shifts(days=-7)
    await demo.joins(igor, "Камчатский край")

    await demo.does("За день до срока")
    await igor.sees(HEADING)
    await igor.presses(("Добавить мероприятие", "Шаг 1 из 8"), ("Другое", "Шаг 2 из 8"))

    await demo.does("После срока")
    await demo.olga.has_seen("Не отчитались: 89")
    await igor.says(("Урок качества", "Срок прошёл"))

    await demo.does("Сейчас")
    await igor.taps("Добавить мероприятие")
    await igor.presses(("Продолжить", "Шаг 2 из 8"))


async def test_troubles_delay_an_answer_and_lose_none(demo: DemoPage) -> None:
    igor, journal = demo.igor, demo.page.get_by_role("region", name="Журнал вызовов")
    await demo.does("Журнал")

    await demo.does("Ошибка 429")
    await igor.node.get_by_role("button", name="Начать").click()
    await expect(journal.get_by_role("row").filter(has_text="429").first).to_be_visible()
    await igor.sees("/start")
    await demo.does("Ошибка 429")
    await igor.sees("Здравствуйте!")

    await demo.does("Потеря связи")
    await igor.sends("/help")
    await asyncio.sleep(1)  # long enough for an answer, if it could come
    await igor.sees("/help")
    await demo.does("Потеря связи")
    await igor.sees("Здравствуйте!")
    await expect(journal).not_to_contain_text("AA")  # the beginning of every token's secret
    await demo.does("Журнал")
    await expect(journal).to_be_hidden()


async def test_the_sample_fills_the_ministrys_workbook(demo: DemoPage) -> None:
    await demo.fills_in_the_sample()
    await demo.olga.taps("Сводная таблица")
    await demo.olga.has_seen("из 89")
    rows = report_in(await demo.olga.downloads(".xlsx"))
    assert len(rows) > 1000
    assert len({row[1] for row in rows}) > 40  # those that have submitted
