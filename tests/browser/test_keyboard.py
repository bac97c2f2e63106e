"""The page without a mouse, and with a screen reader."""

import re

import pytest
from playwright.async_api import Locator, Page, expect

from tests.browser.page import NARROW, WIDE, DemoPage

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.browser]

STEPS = 80  # presses of Tab: more than there are controls on the page
NAMELESS = re.compile(
    r"^\s*- (?:button|link|textbox|combobox|spinbutton|menuitem|img)(?! \")", re.M
)


class Keys:
    """Goes from control to control as Tab does, and presses what it has come to."""

    def __init__(self, page: Page) -> None:
        self._page = page

    async def reach(self, control: Locator, key: str = "Tab") -> None:
        await expect(control).to_be_visible()
        for _ in range(STEPS):
            if await control.evaluate("node => node === document.activeElement"):
                return
            await self._page.keyboard.press(key)
        raise AssertionError(f"{control} is not reached by {key}")

    async def press(self, control: Locator, key: str = "Tab") -> None:
        await self.reach(control, key)
        await self._page.keyboard.press("Enter")

    async def type(self, text: str) -> None:
        await self._page.keyboard.type(text)
        await self._page.keyboard.press("Enter")


async def test_an_event_is_reported_with_the_keyboard_alone(demo: DemoPage) -> None:
    keys, anna, olga = Keys(demo.page), demo.anna, demo.olga
    await keys.reach(olga.box)
    await keys.type("/invite калининград")
    await olga.has_seen("Откройте ссылку")
    link = olga.messages.get_by_role("link", name="https://t.me/")
    await keys.press(link, "Shift+Tab")
    await keys.press(demo.page.get_by_role("dialog").get_by_role("button", name="Анна"))
    await keys.press(anna.button("Да, верно"))
    await anna.sees("Что нужно")

    await keys.press(anna.node.get_by_role("button", name="Меню команд"))
    await keys.press(anna.node.get_by_role("menuitem", name="/new"), "ArrowDown")
    await anna.sees("Шаг 1 из 8")
    await keys.press(anna.button("Урок, занятие"), "Shift+Tab")
    await anna.sees("Шаг 2 из 8")
    await keys.reach(anna.box)
    for text, heard in (("Урок качества", "Шаг 3"), ("Калининград, Школа № 5", "Шаг 5")):
        await keys.type(text)
        await anna.sees(heard)
    await keys.press(anna.button("3"), "Shift+Tab")
    await anna.sees("Шаг 6 из 8")
    await keys.reach(anna.box)
    await keys.type("50")
    await anna.sees("Шаг 7 из 8")
    await keys.press(anna.button("Пропустить"))
    await anna.sees("Шаг 8 из 8")
    await keys.press(anna.button("Пропустить"))
    await anna.sees("Проверьте мероприятие")
    await keys.press(anna.button("Сохранить"))
    await anna.sees("Мероприятие № 1 сохранено")


async def test_every_control_has_a_name_and_nothing_is_cut_off_at_any_width(
    demo: DemoPage,
) -> None:
    await demo.does("Журнал")
    await demo.adds("Пётр")
    await demo.anna.node.get_by_role("button", name="Прикрепить").click()
    controls = await demo.bar.locator(".tools button, .tools input, .story-toggle").all()
    assert len(controls) == 12
    for width in (NARROW, 390, 768, WIDE, 1920):
        await demo.page.set_viewport_size({"width": width, "height": 800})
        for control in controls:
            if not await control.is_visible():
                await control.locator("xpath=ancestor::section/button").click()
            await expect(control).to_be_in_viewport(ratio=1)
        snapshot = await demo.page.locator("body").aria_snapshot()
        assert "button" in snapshot
        assert NAMELESS.findall(snapshot) == []
        too_wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert await demo.page.evaluate(too_wide) == 0


async def test_a_page_opened_again_shows_the_same_chats(demo: DemoPage) -> None:
    await demo.igor.node.get_by_role("button", name="Начать").click()
    await demo.igor.sees("Здравствуйте!")
    await demo.page.reload()
    await demo.igor.sees("Здравствуйте!")
    await demo.igor.presses(("Запросить доступ", "федеральный округ"))
