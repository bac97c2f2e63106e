"""What an answer changes is written by one statement, not by a search through the session."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import event as listening
from sqlalchemy import select
from sqlalchemy.orm import Session

from models import Draft, Person
from tests.handlers.forms.openings import EVENT_ANSWERS
from tests.world import World


class Flushes:
    """Counts the flushes that found something to write."""

    def __init__(self) -> None:
        self.found = 0

    def __call__(self, *_: Any) -> None:
        self.found += 1


@pytest.fixture
def flushes() -> Iterator[Flushes]:
    counted = Flushes()
    listening.listen(Session, "before_flush", counted)
    yield counted
    listening.remove(Session, "before_flush", counted)


async def test_a_typed_answer_needs_no_flush(world: World, flushes: Flushes) -> None:
    anna = await world.coordinator("Белгородская область")
    await anna.says("/new")
    (begun,) = await world.rows(select(Draft))
    flushes.found = 0
    for answered, said in enumerate(EVENT_ANSWERS, start=1):
        await anna.says(said)
        assert flushes.found == 0, said
        (draft,) = await world.rows(select(Draft))
        assert len([key for key in draft.answers if key != "address"]) == answered
        assert draft.step != begun.step
        assert draft.version > begun.version
        begun = draft
    assert draft.memory is not None


async def test_what_changes_beside_the_draft_is_written_with_it(
    world: World, flushes: Flushes
) -> None:
    anna = await world.coordinator("Белгородская область")
    await anna.says("/new")
    async with world.app.database.transaction() as session:
        (await session.get_one(Person, anna.id)).username = "before"
    flushes.found = 0
    await anna.says("9")
    assert flushes.found > 0
    assert (await world.person(anna)).username != "before"
    (draft,) = await world.rows(select(Draft))
    assert draft.answers["kind"] == "education"
