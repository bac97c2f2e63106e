"""What a handler is told about the update that it handles."""

from typing import Any

import pytest

from handlers.context import Context
from tests.world import World


@pytest.fixture
def contexts(monkeypatch: pytest.MonkeyPatch) -> list[Context]:
    """Each that is made."""
    made: list[Context] = []

    def make(**fields: Any) -> Context:
        made.append(Context(**fields))
        return made[-1]

    monkeypatch.setattr("bot.updates.dispatch.Context", make)
    return made


@pytest.mark.parametrize("what", ["a message", "an edit", "a press"])
async def test_what_was_sent_while_the_bot_was_down_counts_by_its_own_date(
    world: World, contexts: list[Context], what: str
) -> None:
    anna = await world.coordinator("Белгородская область")
    command = await anna.phone.says("/new")
    await world.settled()
    await world.stop_bot()
    world.clock.pass_(hours=1)
    sent_at = world.clock()
    match what:
        case "a message":
            await anna.phone.says("/help")
        case "an edit":
            await anna.phone.edits(command, "/report")
        case "a press":
            anna.phone.press("Урок, занятие")
    world.clock.pass_(hours=2)
    contexts.clear()
    await world.start_bot()
    await world.settled()
    (context,) = contexts
    assert context.now == world.clock()
    # Telegram does not say when a button was pressed: its receipt counts.
    assert context.sent_at == (world.clock() if what == "a press" else sent_at)
