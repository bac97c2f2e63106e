"""Files are opened in a process of their own, as outside of tests: what comes out of it is a
preview, and what a hostile file ends is that process only."""

from collections.abc import AsyncIterator

import pytest

from bot.files.bounded import BoundedProcess
from bot.files.process import FileProcess
from domain.tables.limits import TOO_COMPLEX
from tests.handlers.event_import.drawn_up import docx, lesson, lessons, sends, xlsx
from tests.handlers.event_import.drawn_up import events as events_of
from tests.world import IN_THE_WEEK, Clock, World

pytestmark = pytest.mark.long


@pytest.fixture
async def world(database_url: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[World]:
    monkeypatch.setattr("bot.app.FileProcess", FileProcess)
    monkeypatch.setattr("bot.app.BoundedProcess", BoundedProcess)
    async with World(database_url, Clock(IN_THE_WEEK)) as world:
        yield world


async def test_a_file_is_read_marked_and_loaded(world: World) -> None:
    anna = await world.coordinator("Белгородская область")
    await sends(anna, docx(*lessons(2), lesson(3, participants="много")), "приложение.docx")
    marked = anna.phone.messages[-2].document
    assert marked is not None
    assert marked.name == "приложение (с пометками).xlsx"
    assert marked.content.startswith(b"PK")
    await anna.presses("Загрузить 2 мероприятия")
    assert len(await events_of(world)) == 2


async def test_a_file_that_takes_too_long_is_given_up_and_the_next_one_is_read(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    anna = await world.coordinator("Белгородская область")
    with monkeypatch.context() as patch:
        patch.setattr(BoundedProcess, "most_seconds", 0.01)
        await sends(anna, xlsx(*lessons(2)))
    assert anna.screen == TOO_COMPLEX
    await sends(anna, b"%PDF-1.7", "приложение.pdf")
    assert anna.screen.endswith(".")
    await sends(anna, xlsx(*lessons(2)))
    await anna.presses("Загрузить 2 мероприятия")
    assert len(await events_of(world)) == 2
