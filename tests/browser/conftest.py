"""A real browser for all tests of a worker, and a demo of its own for each test."""

import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser

from tests.browser.demo import NO_BROWSER, PATIENCE, browser_path, running_browser, running_demo
from tests.browser.page import WIDE, DemoPage


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of the system's browser."""
    path = browser_path()
    if path:
        return path
    # Where everything is checked, a test that quietly skips proves nothing.
    if os.environ.get("CI"):
        pytest.fail(NO_BROWSER)
    pytest.skip(NO_BROWSER)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser(chromium: str) -> AsyncIterator[Browser]:
    async with running_browser(chromium) as browser:
        yield browser


@pytest.fixture
def width() -> int:
    """Of the page, in pixels. Tests that are played at other widths say so."""
    return WIDE


@pytest_asyncio.fixture(loop_scope="session")
async def demo(
    browser: Browser, width: int, sqlite_url: str, tmp_path: Path
) -> AsyncIterator[DemoPage]:
    """The page, just opened. It must not have complained of anything when the test ends."""
    async with running_demo(sqlite_url, tmp_path) as url:
        context = await browser.new_context(viewport={"width": width, "height": 800})
        context.set_default_timeout(PATIENCE)
        page = DemoPage(await context.new_page(), url)
        await page.opens()
        yield page
        await context.close()
    assert page.complaints == []
