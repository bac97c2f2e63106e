"""Every button there is, with every part of it forged, is pressed by everyone: it is answered with
a sentence, nothing fails, and whoever has no right to it changes and learns nothing."""

from collections.abc import Awaitable, Callable, Iterator, Sequence

import pytest
from aiogram.filters.callback_data import CallbackData
from structlog.testing import capture_logs

from handlers.keyboards import KEPT
from handlers.on_behalf import ForRegion
from tests.prowling import (
    SECRET,
    a_neighbour,
    a_neighbours_helper,
    bound_again,
    everything,
    secrets_of_a_region,
)
from tests.sweep import REGION, callbacks, presses
from tests.world import Someone, World

pytestmark = pytest.mark.long

# What may stand in a button although the bot has never written it there: for a number, for a word.
NUMBERS = ("-1", "0", str(2**31), "9" * 25, "٣")
WORDS = ("77", "9" * 25, "<b>", "\0")  # the first is another region
FAILURES = ("update.failed", "update.set_aside", "update.retry", "answer.failed", "lane.failed")


def forged(callback: type[CallbackData], person: int) -> Iterator[str]:
    """Buttons of that kind with one part forged, and with parts too many and too few, as an older
    or a newer version would have them."""
    sound = presses(callback, person)[0]
    prefix, *parts = sound.split(callback.__separator__)

    def joined(parts: list[str]) -> str:
        return callback.__separator__.join([prefix, *parts])

    for place, part in enumerate(parts):
        for value in NUMBERS if part.isdecimal() and part != REGION else WORDS:
            yield joined([*parts[:place], value, *parts[place + 1 :]])
        yield joined([*parts[:place], *parts[place + 1 :]])
    yield joined([*parts, "1"])
    yield joined(["9" * 40] * len(parts))
    yield f"{KEPT}{sound}"
    yield ForRegion.__separator__.join(["for", REGION, joined(["9" * 30] * len(parts))])
    yield ForRegion.__separator__.join(["for", "77", sound])


async def press_all(
    world: World, someone: Someone, owner: Someone, kinds: Sequence[type[CallbackData]]
) -> None:
    """Fails for a press that is not answered."""
    shown, was = someone.phone.last, await world.person(someone)
    for callback in kinds:
        pressed = [(data, someone.phone.forge(data, shown)) for data in forged(callback, owner.id)]
        await world.settled()
        assert [data for data, press in pressed if press.answer is None] == []
        await bound_again(world, was)


@pytest.mark.parametrize(
    ("database_url", "presser"),
    [("postgresql", a_neighbour), ("sqlite", a_neighbours_helper)],
    indirect=["database_url"],
)
async def test_a_forged_button_gives_a_neighbour_nothing_and_breaks_nothing(
    world: World, presser: Callable[[World], Awaitable[Someone]]
) -> None:
    anna = await secrets_of_a_region(world)
    someone = await presser(world)
    before = await everything(world, someone)
    so_far = len(list(world.telegram.journal))
    with capture_logs() as logs:
        await press_all(world, someone, anna, callbacks())
    assert [line for line in logs if line["event"] in FAILURES] == []
    after = await everything(world, someone)
    assert {name: rows ^ before[name] for name, rows in after.items() if rows ^ before[name]} == {}
    calls = list(world.telegram.journal)[so_far:]
    told = [str(call.params) for call in calls if call.chat_id in (someone.id, None)]
    assert [words for words in told if SECRET in words] == []
    assert [call for call in calls if call.chat_id == anna.id] == []


async def test_a_forged_button_of_an_admins_breaks_nothing(world: World, database_url: str) -> None:
    anna = await secrets_of_a_region(world)
    admin = await world.admin("Второй Админ", which=1)
    # Every second kind on each of the databases.
    kinds = callbacks()[database_url.startswith("postgresql") :: 2]
    with capture_logs() as logs:
        await press_all(world, admin, anna, kinds)
    assert [line for line in logs if line["event"] in FAILURES] == []
