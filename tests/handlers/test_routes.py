"""How an update finds its handler: by few questions, however many commands there are."""

from typing import Any

import pytest
from aiogram.dispatcher.event.handler import FilterObject

from domain.events.fields import KINDS
from tests.handlers.forms.openings import EVENT_ANSWERS
from tests.world import World

# The rule of each router that is passed, and whether it is a command, a file or a reply.
FEW = 12


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """The filters that were asked, in order."""
    filters: list[object] = []
    call = FilterObject.call

    async def counted(self: FilterObject, *event: Any, **data: Any) -> Any:
        filters.append(self.callback)
        return await call(self, *event, **data)

    monkeypatch.setattr(FilterObject, "call", counted)
    return filters


async def test_few_filters_are_asked_of_an_answer_a_command_and_a_press(
    world: World, asked: list[object]
) -> None:
    anna, olga = await world.coordinator("Белгородская область"), await world.admin()
    for said in ("/new", *EVENT_ANSWERS):
        asked.clear()
        await anna.says(said)
        assert 0 < len(asked) <= FEW, (said, asked)
    asked.clear()
    await olga.says("/admins")
    assert 0 < len(asked) <= FEW, asked
    await anna.says("/events")
    asked.clear()
    await anna.presses("Добавить мероприятие")
    assert 0 < len(asked) <= FEW, asked


async def test_a_label_of_another_role_is_an_answer(world: World) -> None:
    """Only a menu's own people can mean it."""
    anna = await world.coordinator("Белгородская область")
    await anna.says("/new", KINDS["education"], "Карта")
    assert "Шаг 3" in anna.screen
