"""The demo behind its page, and a browser to open that in: for tests and for the pictures."""

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from aiohttp.test_utils import TestServer
from playwright.async_api import Browser, async_playwright, expect

from demo.server import Server
from demo.stage import Stage
from tests.process import FILE_PATIENCE

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
NO_BROWSER = f"no browser to try the page in: install one of {', '.join(BROWSERS)}"
# In a container there is neither a sandbox to be had nor a graphics card, and the browser's own
# business is not ours to wait for.
SWITCHES = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE = 1_000 * FILE_PATIENCE  # ms, for a file as for a browser that has much to draw


def browser_path() -> str | None:
    """Of the system's Chromium, if there is one."""
    return next(filter(None, map(shutil.which, BROWSERS)), None)


@asynccontextmanager
async def running_browser(path: str) -> AsyncIterator[Browser]:
    expect.set_options(timeout=PATIENCE)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=path, args=SWITCHES, timeout=PATIENCE
        )
        yield browser
        await browser.close()


@asynccontextmanager
async def running_demo(database_url: str, folder: Path) -> AsyncIterator[str]:
    """The page's address. What it stands on is here, save the bot, which is a process.

    `python -m demo` does the same, but would load the libraries for each test.
    """
    async with (
        Stage(database_url, folder) as stage,
        TestServer(Server(stage).application()) as server,
    ):
        await stage.start()
        await stage.cast.admin.phone.says("/start")
        yield str(server.make_url("/"))
