"""Events that look the same: found by a key, however many others a report has."""

from typing import Any
from unittest.mock import Mock

import pytest
from sqlalchemy import update

from domain.campaigns.campaigns import current_campaign
from domain.events.likeness import twin_key
from domain.events.repository import change_event
from domain.events.twins import find_twin
from domain.text.cleaning import fold
from models import Event, Person
from tests.world import Someone, World

LESSON = {
    "kind": "education",
    "name": "Урок качества",
    "city": "Белгород",
    "organisation": "Школа № 5",
}


def key_of(place: tuple[str, str, str]) -> int:
    return twin_key(dict(zip(("name", "city", "organisation"), place, strict=True)))


async def twin_of(world: World, **answers: str) -> int | None:
    """The number of the event that looks like the lesson with these answers."""
    async with world.app.database.transaction() as session:
        campaign = await current_campaign(session)
        twin = await find_twin(session, {**LESSON, **answers}, campaign, "31")
        return None if twin is None else twin.number


async def set_columns(world: World, event: Event, **columns: Any) -> None:
    async with world.app.database.transaction() as session:
        await session.execute(update(Event).where(Event.id == event.id).values(columns))


async def correct(world: World, by: Someone, event: Event, **answers: str) -> None:
    async with world.app.database.transaction() as session:
        person, stored = (
            await session.get_one(Person, by.id),
            await session.get_one(Event, event.id),
        )
        change_event(session, stored, dict(answers), by=person, now=world.clock())


@pytest.mark.parametrize(
    "place",
    [
        ("урок  КАЧЕСТВА!", "Белгород", "школа №5"),
        ("Урок", "качества Белгород", "Школа № 5"),
        ("Урок кaчества", "Белгород", "Школа, 5"),  # with a Latin letter
    ],
)
def test_what_looks_the_same_has_the_same_key(place: tuple[str, str, str]) -> None:
    assert key_of(place) == key_of(("Урок качества", "Белгород", "Школа № 5"))


def test_what_does_not_look_the_same_has_another_key() -> None:
    places = [("Урок", "Орёл", "Школа 5"), ("Урок", "Орёл", "Школа 6"), ("", "", "")]
    keys = set(map(key_of, places))
    assert len(keys) == 3
    assert all(-(2**63) <= key < 2**63 for key in keys)


async def test_the_first_twin_is_found_and_no_event_of_another_kind_region_or_a_deleted_one(
    world: World,
) -> None:
    anna = await world.coordinator("Белгородская область")
    of_another_kind = await world.event(anna, **{**LESSON, "kind": "contest"})
    deleted = await world.event(anna, **LESSON)
    await set_columns(world, deleted, deleted_at=world.clock())
    await world.event(await world.coordinator("Москва"), **LESSON)
    assert await twin_of(world) is None
    first, _ = await world.event(anna, **LESSON), await world.event(anna, **LESSON)
    assert await twin_of(world) == first.number
    assert await twin_of(world, kind="contest") == of_another_kind.number
    assert await twin_of(world, city="Алексеевка") is None


async def test_a_corrected_event_is_found_by_what_it_says_now(world: World) -> None:
    anna = await world.coordinator("Белгородская область")
    event = await world.event(anna, **LESSON)
    await correct(world, anna, event, city="Алексеевка")
    assert await twin_of(world) is None
    assert await twin_of(world, city="Алексеевка") == event.number


async def test_an_event_from_before_there_were_keys_is_compared_by_its_words(world: World) -> None:
    anna = await world.coordinator("Белгородская область")
    event = await world.event(anna, **LESSON)
    await set_columns(world, event, twin_key=0)
    assert await twin_of(world) == event.number
    assert await twin_of(world, city="Алексеевка") is None


async def test_a_key_that_is_equal_by_chance_makes_no_twin(world: World) -> None:
    anna = await world.coordinator("Белгородская область")
    event = await world.event(anna, **{**LESSON, "city": "Алексеевка"})
    await set_columns(world, event, twin_key=twin_key(LESSON))
    assert await twin_of(world) is None


async def test_no_other_event_of_the_report_is_read(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    anna = await world.coordinator("Белгородская область")
    for number in range(10):
        await world.event(anna, f"Урок {number}")
    folded = Mock(side_effect=fold)
    monkeypatch.setattr("domain.events.likeness.fold", folded)
    assert await twin_of(world) is None
    place = f"{LESSON['city']} {LESSON['organisation']}"  # may be remembered
    assert {call.args[0] for call in folded.call_args_list} - {place} == {LESSON["name"]}
