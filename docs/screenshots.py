"""The README's pictures of the demo, taken anew: `make screenshots`."""

import asyncio
import sys
import tempfile
from pathlib import Path

from playwright.async_api import Browser, expect

from handlers.mailings.texts.reminders import HEADING
from tests.browser.demo import NO_BROWSER, browser_path, running_browser, running_demo
from tests.browser.page import WIDE, DemoPage

PICTURES = Path(__file__).parent / "pictures"
HEIGHT = 860
SHARPNESS = 1.5  # pixels of the picture to one of the page


async def take_all(chromium: str) -> None:
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite+aiosqlite:///{folder}/demo.sqlite3"
        async with running_demo(url, Path(folder)) as address, running_browser(chromium) as browser:
            await _take(browser, address)


async def _take(browser: Browser, address: str) -> None:
    """A coordinator in the middle of the form, another one reminded, and the whole table."""
    page = await browser.new_page(
        viewport={"width": WIDE, "height": HEIGHT}, device_scale_factor=SHARPNESS
    )
    demo = DemoPage(page, address)
    await demo.opens()
    # Whoever joins after the reminder's hour gets none: pictures can be taken on any day.
    await demo.shifts(days=-7)
    await demo.joins(demo.anna, "Калининградская область")
    await demo.joins(demo.igor, "Камчатский край")
    await demo.does("Заполнить примером")
    await expect(demo.bar.get_by_role("status")).not_to_contain_text("Заполняем")
    await demo.does("За день до срока")
    await demo.igor.sees(HEADING)

    await demo.anna.taps("Добавить мероприятие")
    await demo.anna.presses(("Урок, занятие", "Шаг 2 из 8"))
    await demo.anna.says(
        ("Урок качества для пятых классов", "Шаг 3 из 8"),
        ("Калининград, гимназия № 32", "Шаг 5 из 8"),
    )
    await demo.olga.taps("Сводная таблица")
    await demo.olga.has_seen("из 89")
    await demo.opens()  # anew, so that nothing is left in the bar
    for scheme in ("light", "dark"):
        await page.emulate_media(color_scheme=scheme)
        await page.screenshot(path=PICTURES / f"demo-{scheme}.png")


if __name__ == "__main__":
    path = browser_path()
    if path is None:
        sys.exit(NO_BROWSER)
    asyncio.run(take_all(path))
