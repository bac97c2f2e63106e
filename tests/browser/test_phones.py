"""What else a phone can do than answer the form's questions."""

from base64 import b64decode

import pytest
from playwright.async_api import expect

from domain.export.not_reported_sheet import NOT_REPORTED
from handlers.forms.texts import STALE_BUTTON
from tests.browser.page import NARROW, DemoPage

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.browser]

PICTURE = b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg=="
)


async def test_whoever_has_a_new_phone_may_ask_for_access_and_block_the_bot_later(
    demo: DemoPage,
) -> None:
    olga = demo.olga
    # On a reminder's day the admin hears of the reminders, too, and it may be her newest message.
    people = olga.messages.filter(has_text="Координаторы:")
    await demo.adds("Вера")
    pyotr = await demo.adds("Пётр")
    await pyotr.node.get_by_role("button", name="Начать").click()
    await pyotr.presses(("Запросить доступ", "федеральный округ"))
    await pyotr.says(("белгрод", "фамилия и имя"))
    await pyotr.says(("Петров Пётр, ведущий специалист, Минпром", "Белгородская область"))
    await pyotr.presses(("Отправить заявку", "Заявка отправлена"))
    await olga.has_seen("Пётр")
    await olga.button("Одобрить").click()
    await olga.has_seen("Заявка одобрена")
    await pyotr.sees("Белгородская область. Вы – координатор региона")

    await pyotr.picks("Действия", "Заблокировать бота")
    await expect(pyotr.box).to_be_hidden()
    await olga.taps("Координаторы")
    await expect(people.last).to_contain_text("Заблокировали бота: Петров Пётр")
    await pyotr.picks("Действия", "Разблокировать бота")
    await pyotr.says(("/start", "Белгородская область"))
    await olga.sends("/people")
    await expect(people).to_have_count(2)
    await expect(people.last).to_contain_text("Пётр")
    await expect(people.last).not_to_contain_text("Заблокировали")


@pytest.mark.parametrize("width", [NARROW])
async def test_what_is_no_answer_is_shown_and_refused_kindly(demo: DemoPage) -> None:
    anna = demo.anna
    await demo.joins(anna, "Калининградская область")
    await anna.node.get_by_role("button", name="Свернуть клавиатуру").click()
    await expect(anna.keyboard).to_be_hidden()
    await anna.node.get_by_role("button", name="Показать клавиатуру").click()
    await anna.taps("Добавить мероприятие")
    await anna.presses(("Другое", "Шаг 2 из 8"))
    refusal = "Ответьте текстом"
    for item in ("Стикер", "Голосовое", "Мой контакт"):
        await anna.picks("Прикрепить", item)
        await anna.sees(refusal)
    await anna.attaches("Документ", "отчёт.pdf", "application/pdf", b"%PDF")
    await anna.sees(refusal)
    await expect(anna.messages.get_by_role("link", name="отчёт.pdf")).to_be_visible()
    await anna.attaches("Фото", "урок.png", "image/png", PICTURE)
    await anna.sees(refusal)
    photo = anna.messages.get_by_role("img", name="урок.png")
    await expect(photo).to_have_js_property("naturalWidth", 1)

    stale = anna.messages.filter(has_text=refusal).first.get_by_role("button", name="Назад")
    await anna.says(("Ярмарка", "Шаг 3 из 8"))
    await stale.click()
    await expect(anna.node.get_by_role("status")).to_have_text(STALE_BUTTON)


async def test_pictures_and_files_open_and_an_alert_belongs_to_its_phone(demo: DemoPage) -> None:
    olga, page = demo.olga, demo.page
    await olga.taps("Карта")
    picture = olga.messages.get_by_role("button", name="Неделя качества", exact=False)
    await picture.click()
    large = page.get_by_role("dialog").get_by_role("img")
    await expect(large).to_have_js_property("complete", True)
    await page.keyboard.press("Escape")
    await expect(large).to_be_hidden()
    await expect(picture).to_be_focused()

    await olga.taps("Сводная таблица")
    await olga.messages.get_by_role("button", name=".xlsx").click()
    view = page.get_by_role("dialog", name=".xlsx")
    await expect(view.get_by_role("columnheader").first).to_have_text("№")
    await view.get_by_role("button", name=NOT_REPORTED).click()
    await expect(view.get_by_role("row").nth(89)).to_be_visible()
    await expect(view.get_by_role("link", name="Скачать")).to_be_visible()
    await view.get_by_role("button", name="Закрыть").click()

    # What the bot could have answered.
    await page.route("**/press", lambda route: route.fulfill(json={"text": "Нет", "alert": True}))
    await olga.button("Кто скачивал").click()
    alert = olga.node.get_by_role("alertdialog", name="Ольга")
    await expect(alert).to_contain_text("Нет")
    await expect(alert.get_by_role("button")).to_be_focused()
    await demo.igor.node.get_by_role("button", name="Начать").click()
    await demo.igor.sees("Здравствуйте!")
    await alert.get_by_role("button").click()
    await expect(alert).to_be_hidden()
    await olga.says(("/help", "/status"))
