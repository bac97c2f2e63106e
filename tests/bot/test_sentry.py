"""What a Sentry gets of a defect, and what it does not."""

import asyncio
import gzip
import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
import sentry_sdk
import structlog
from aiohttp import web

from bot.sentry import report_defects
from tests.world import PATIENCE, TOKEN, World

pytestmark = pytest.mark.usefixtures("usual_logs")

# Not near what uses it: the lines around a place in the code are reported.
TYPED = "Аполлинария из Шебекина"


class Sentry:
    """A bare one, on this machine."""

    def __init__(self) -> None:
        self.bodies: list[str] = []
        self.dsn = ""

    async def answer(self, request: web.Request) -> web.Response:
        body = await request.read()  # aiohttp has unpacked it, where it could
        self.bodies.append((gzip.decompress(body) if body[:2] == b"\x1f\x8b" else body).decode())
        return web.json_response({})

    @property
    def reports(self) -> list[dict[str, Any]]:
        lines = [line for body in self.bodies for line in body.splitlines()]
        return [each for each in map(json.loads, lines) if "event_id" in each and "level" in each]


def defect(*_: object, **__: object) -> None:
    raise ValueError(f"no event {TYPED!r} at https://api.telegram.org/bot{TOKEN}/getMe")


@pytest.fixture
async def sentry() -> AsyncIterator[Sentry]:
    sentry = Sentry()
    app = web.Application()
    app.router.add_post("/api/1/envelope/", sentry.answer)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    sentry.dsn = f"http://key@127.0.0.1:{runner.addresses[0][1]}/1"
    try:
        yield sentry
    finally:
        await asyncio.to_thread(sentry_sdk.get_client().close, timeout=1)
        sentry_sdk.get_global_scope().set_client(None)
        await runner.cleanup()


async def test_a_defect_and_the_update_set_aside_for_it_are_reported_without_a_word_of_anybody(
    world: World, sentry: Sentry, monkeypatch: pytest.MonkeyPatch
) -> None:
    anna = await world.coordinator("Белгородская область", "Аполлинария")
    await anna.reports(name="Урок о штрихкодах")
    report_defects(sentry.dsn, "1.2.3")
    monkeypatch.setattr("bot.updates.applying.RETRY_DELAY", 0.001)
    monkeypatch.setattr("handlers.event_form.saved_events.page_of_events", defect)
    anna.phone.press("Мои мероприятия")
    await anna.waits()

    async def has_come() -> bool:
        return any(each.get("message") == "update.set_aside" for each in sentry.reports)

    await world.until(has_come)
    first = sentry.reports[0]
    assert first["tags"]["event"] == "update.failed"
    assert int(first["tags"]["update_id"]) > 0
    assert first["release"] == "1.2.3"
    (error,) = first["exception"]["values"]
    assert error["type"] == "ValueError"
    assert error["stacktrace"]["frames"][-1]["function"] == "defect"
    everything = "\n".join(sentry.bodies)
    for word in ("Аполлинария", "Шебекин", "штрихкод", TOKEN.partition(":")[2], "vars", '"extra"'):
        assert word not in everything
        assert word.isascii() or json.dumps(word).strip('"') not in everything


async def test_what_is_no_defect_is_not_reported(sentry: Sentry) -> None:
    report_defects(sentry.dsn, "1.2.3")
    log = structlog.get_logger("bot")
    log.error("database.out", why="database is locked")
    log.warning("alert.told")
    # In a thread: this one has to answer whatever would come.
    await asyncio.to_thread(sentry_sdk.flush, timeout=PATIENCE)
    assert sentry.reports == []
