"""Nothing of a region or of the desk is reached by whom it is not for. Every command, every
label and every callback there is, found in the code and not listed here, is tried by people who
have no right to it; the database and what they are told must not show it."""

from collections.abc import Awaitable, Callable

import pytest

from domain.drafts import drafts_of, start_draft
from domain.regions.directory import region_by_code
from handlers.filters import ForRole
from handlers.routers import build_router
from models import FormKind, Person
from tests.prowling import (
    SECRET,
    a_helper,
    a_neighbour,
    a_neighbours_helper,
    a_removed_one,
    a_stranger,
    bound_again,
    everything,
    secrets_of_a_region,
)
from tests.sweep import REGION, callbacks, presses, sayings
from tests.world import Someone, World

pytestmark = pytest.mark.long

# A form's question that only its own people may answer.
ADMINS_FORMS = set(FormKind) - {
    *(FormKind.EVENT, FormKind.EDIT, FormKind.EARLIER, FormKind.JOIN, FormKind.ACCESS),
    FormKind.REPLY,
}
PROWLERS = (a_stranger, a_neighbour, a_removed_one, a_neighbours_helper, a_helper)


# Each prowler on one of the databases: what is asked here is which router answers.
@pytest.mark.parametrize(
    ("database_url", "prowler"),
    [(("sqlite", "postgresql")[number % 2], each) for number, each in enumerate(PROWLERS)],
    indirect=["database_url"],
)
async def test_no_command_no_button_and_no_answer_reaches_what_is_not_theirs(
    world: World, prowler: Callable[[World], Awaitable[Someone]]
) -> None:
    anna = await secrets_of_a_region(world)
    someone = await prowler(world)
    before, was = await everything(world, someone), await world.person(someone)
    so_far, shown = len(list(world.telegram.journal)), someone.phone.last
    for text in sayings():
        await someone.phone.says(text)
    for callback in callbacks():
        for data in presses(callback, anna.id):
            someone.phone.forge(data, shown)
        await world.settled()
        await bound_again(world, was)
    for form in sorted(ADMINS_FORMS):
        await _answering(world, someone, form)
        await someone.says(SECRET.lower(), REGION, "30.11 18:00")
    after = await everything(world, someone)
    assert {name: rows ^ before[name] for name, rows in after.items() if rows ^ before[name]} == {}
    assert (await world.person(someone)).role == was.role
    calls = list(world.telegram.journal)[so_far:]
    assert len(calls) > 100
    told = [str(call.params) for call in calls if call.chat_id in (someone.id, None)]
    # A helper may know the region's coordinators, and whom to ask.
    known = f"{SECRET} Анна" if prowler is a_helper else "nobody"
    assert [words for words in told if SECRET in words.replace(known, "")] == []
    assert [call for call in calls if call.chat_id == anna.id] == [], "nor is the region bothered"
    # A coordinator gets the empty annex of their own region.
    own = (
        f"<{region_by_code(was.region_code or '').name}. " if prowler is a_neighbour else "nothing"
    )
    files = [str(call.params) for call in calls if call.method in ("sendDocument", "sendPhoto")]
    assert [file for file in files if own not in file] == []
    assert await world.set_aside() == 0


async def _answering(world: World, someone: Someone, form: FormKind) -> None:
    """As if the bot had asked them an admin's question before."""
    async with world.app.database.transaction() as session:
        person = await session.get_one(Person, someone.id)
        drafts = await drafts_of(session, person)
        await start_draft(session, person, form, drafts, now=world.clock(), step="text")


def test_the_sweep_knows_every_kind_of_button() -> None:
    pressed = {callback: presses(callback, 10_001) for callback in callbacks()}
    assert len(pressed) > 25
    assert [callback for callback, data in pressed.items() if not data] == []
    for callback, data in pressed.items():
        assert all(callback.unpack(each) for each in data)


def test_every_conversation_but_the_first_and_the_last_asks_whom_it_is_for() -> None:
    """The sweep does not see a screen that has no secret in it, such as the list of admins."""
    unasked = {
        (router.name, kind)
        for router in build_router().sub_routers
        for kind, observer in router.observers.items()
        if observer.handlers
        and not any(isinstance(each.callback, ForRole) for each in observer._handler.filters or ())
    }
    assert {name for name, _ in unasked} == {
        "groups",
        "everyone",
        "forms",
        "fallback",
    }
