"""The guided story: each step is done as it says, and only then the next one comes."""

import pytest
from playwright.async_api import expect

from domain.events.fields import field
from handlers.event_form.texts.form import EDIT, SAVE
from handlers.event_form.texts.saved_events import DELETE
from handlers.mailings.texts.mailing import SEND, UNREPORTED
from handlers.mailings.texts.reminders import HEADING
from handlers.phrases import (
    ACCEPT_REPORT,
    MY_EVENTS,
    REGION_REPORT,
    RETURN_REPORT,
    SUBMIT_LATE,
    SUBMIT_REPORT,
)
from handlers.review.texts import returning
from tests.browser.page import DemoPage, PhoneOnPage, StoryPanel

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.browser]


async def open_report(story: StoryPanel, olga: PhoneOnPage) -> None:
    """The region's report on the admin's phone, as the step says."""
    await story.does("Отправить")
    await olga.sees("Калининградская область")
    await olga.button(REGION_REPORT).click()


async def test_the_story_is_played_to_its_end(demo: DemoPage) -> None:
    story, olga, anna, igor = demo.story, demo.olga, demo.anna, demo.igor
    # Whoever joins after the reminder's hour gets none: it can be played on any day.
    await demo.shifts(days=-7)
    await story.asks("Пригласите Анну")
    await olga.sends("/invite калининград")
    await story.asks("Откройте приглашение")
    await demo.opens_invitation(anna, "Калининградская область")
    await story.asks("Внесите мероприятие")
    await story.does("Заполнить")
    await story.asks("Подключите Игоря")
    await story.does("Отправить")
    await demo.opens_invitation(igor, "Камчатский край")
    await story.asks("не сдавайте отчёт")
    await story.does("Заполнить")
    await story.asks("Заполните остальные регионы")
    await demo.fills_in_the_sample()
    await story.asks("Подведите часы к сроку")
    await demo.does("За день до срока")
    await story.asks("Напомните от имени министерства")
    await anna.sees(HEADING)

    await story.does("Отправить")
    await olga.button(UNREPORTED, exact=False).click()
    await olga.button(SEND).click()
    await story.asks("Сдайте отчёт")
    await anna.taps(REGION_REPORT)
    await anna.button(SUBMIT_REPORT).click()
    await story.asks("Получите сводную таблицу")
    await story.does("Отправить")
    await story.asks("Верните отчёт на доработку")
    await open_report(story, olga)
    await olga.button(RETURN_REPORT).click()
    await olga.sends("Уточните участников")
    await olga.button(returning.SEND).click()

    await story.asks("Исправьте и сдайте снова")
    await demo.page.reload()
    await story.asks("Исправьте и сдайте снова")
    await anna.taps(MY_EVENTS)
    await anna.button("1. Урок", exact=False).click()
    await expect(anna.button(DELETE)).to_be_visible()
    await anna.button(EDIT).click()
    await anna.button(field("participants").title).click()
    await anna.sends("60")
    await anna.button(SAVE).click()
    await anna.sees("60")
    await anna.taps(REGION_REPORT)
    await anna.button(SUBMIT_REPORT).click()
    await story.asks("Примите отчёт")
    await open_report(story, olga)
    await olga.button(ACCEPT_REPORT).click()
    await story.asks("Переведите часы за срок")
    await demo.does("После срока")
    await story.asks("Сдайте отчёт с опозданием")
    await olga.has_seen("Не отчитались")
    await igor.taps(REGION_REPORT)
    await igor.button(SUBMIT_LATE).click()
    await story.asks("Сезон пройден")


async def test_a_step_is_skipped_and_taken_up_again_and_the_panel_closed_and_opened(
    demo: DemoPage,
) -> None:
    story = demo.story
    await story.does("Пропустить")
    await story.asks("Откройте приглашение")
    await demo.page.reload()
    await story.asks("Откройте приглашение")
    await story.does("Шаг 2 из 15")
    await story.steps.get_by_role("button", name="Вернуть").click()
    await story.asks("Пригласите Анну")
    await expect(story.steps.first).to_have_attribute("aria-current", "step")

    await story.does("Закрыть")
    await expect(story.node).to_be_hidden()
    await demo.page.reload()
    await demo.olga.has_seen("Вы – администратор")
    await expect(story.node).to_be_hidden()
    await demo.bar.get_by_role("button", name="Сценарий").click()
    await story.asks("Пригласите Анну")
    await story.does("Показать, где")
    await expect(demo.olga.node).to_be_focused()
