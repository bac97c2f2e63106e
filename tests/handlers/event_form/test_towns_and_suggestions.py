"""A slip in a town's name is asked about; earlier places are offered, the useful ones first."""

import pytest
from sqlalchemy import select

from domain.events.fields import KINDS, field
from handlers.event_form.texts.form import AS_TYPED, EDIT, PUT_ASIDE, SAVE, it_is_town, town_meant
from handlers.forms.texts import BACK, SKIP, STALE_BUTTON
from models import Draft, Event
from tests.handlers.campaigns.years import opens_2027
from tests.world import Someone, World, plain

ORGANISATION = field("organisation").worded("education").question
CITY = field("city").worded("education").question
ASKED = plain(town_meant("Белгород", typed="Белгоорд"))
YES = it_is_town("Белгород")


async def asked_for_the_city(world: World) -> Someone:
    anna = await world.coordinator("Белгородская область")
    await anna.says("/new", "9", "Урок качества")
    assert CITY in anna.screen
    return anna


async def saved(world: World, anna: Someone) -> Event:
    await anna.says("Школа № 5", "3", "75")
    await anna.presses(SKIP, SKIP, SAVE)
    return (await world.rows(select(Event).order_by(Event.id)))[-1]


@pytest.mark.parametrize("answer", ["press", "да", YES])
async def test_a_slip_is_put_right_by_a_yes_only(world: World, answer: str) -> None:
    anna = await asked_for_the_city(world)
    await anna.says("Белгоорд")
    assert anna.screen == ASKED
    await (anna.presses(YES) if answer == "press" else anna.says(answer))
    assert ORGANISATION in anna.screen
    assert (await saved(world, anna)).city == "Белгород"


@pytest.mark.parametrize("answer", [AS_TYPED, "нет"])
async def test_a_no_keeps_the_spelling_which_is_then_known_to_the_region(
    world: World, answer: str
) -> None:
    anna = await asked_for_the_city(world)
    await anna.says("Белгоорд", answer)
    assert ORGANISATION in anna.screen
    await anna.says("Назад", "Белгоорд")
    assert ORGANISATION in anna.screen, "asked once"
    assert (await saved(world, anna)).city == "Белгоорд"
    boris = await world.coordinator("Белгородская область", "Борис")
    await boris.says("/new", "9", "Урок", "Белгоорд")
    assert ORGANISATION in boris.screen


async def test_a_spelling_of_long_ago_is_known_though_it_is_offered_no_more(world: World) -> None:
    anna = await world.coordinator("Белгородская область")
    await world.event(anna, city="Белгоорд")
    for number in range(41):
        await world.event(anna, city=f"Хутор {number}")
    await anna.says("/new", "9", "Урок", "Белгоорд")
    assert ORGANISATION in anna.screen


async def test_another_city_can_be_typed_at_once_and_may_be_a_slip_itself(world: World) -> None:
    anna = await asked_for_the_city(world)
    await anna.says("Белгоорд", "Губкни")
    assert anna.screen == plain(town_meant("Губкин", typed="Губкни"))
    await anna.says("Губкин")
    assert ORGANISATION in anna.screen


async def test_a_city_typed_with_its_organisation_is_asked_about_too(world: World) -> None:
    anna = await asked_for_the_city(world)
    await anna.says("Белгоорд, БГТУ")
    assert ASKED in anna.screen
    await anna.presses(YES)
    assert "Шаг 5 из 8" in anna.screen
    (draft,) = await world.rows(select(Draft))
    assert (draft.answers["city"], draft.answers["organisation"]) == ("Белгород", "БГТУ")


async def test_going_back_from_the_question_asks_for_the_city_again(world: World) -> None:
    anna = await asked_for_the_city(world)
    await anna.says("Белгоорд", "Назад")
    assert CITY in anna.screen


async def test_an_old_button_and_a_second_tap_change_nothing(world: World) -> None:
    anna = await asked_for_the_city(world)
    await anna.says("Белгоорд")
    question = anna.phone.last
    anna.phone.press(YES, question)
    anna.phone.press(AS_TYPED, question)
    await anna.waits()
    assert anna.toast == STALE_BUTTON
    assert (await saved(world, anna)).city == "Белгород"


async def test_an_edit_of_the_answer_is_asked_about_and_the_form_goes_on_where_it_was(
    world: World,
) -> None:
    anna = await asked_for_the_city(world)
    await anna.says("Губкин")
    city = anna.sent
    await anna.says("Школа № 5")
    await anna.edits(city, "Белгоорд")
    assert ASKED in anna.screen
    await anna.presses(YES)
    assert "Шаг 5 из 8" in anna.screen


async def test_the_correction_of_a_saved_event_asks_too(world: World) -> None:
    anna = await world.coordinator("Белгородская область")
    await world.event(anna, city="Губкин")
    await anna.says("/events")
    await anna.presses("1. Урок качества", EDIT, field("city").title)
    await anna.says("Белгоорд")
    assert anna.screen == ASKED
    await anna.presses(YES)
    assert "Город: Губкин → Белгород" in anna.screen


async def test_the_question_is_still_there_after_a_restart(world: World) -> None:
    anna = await asked_for_the_city(world)
    await anna.says("Белгоорд")
    await world.stop_bot()
    await world.start_bot()
    await anna.presses(AS_TYPED)
    assert ORGANISATION in anna.screen


async def test_one_town_under_several_spellings_is_one_button_the_last_and_the_most_used_first(
    world: World,
) -> None:
    anna = await world.coordinator("Белгородская область")
    for city, organisation in (
        ("Белгород", "СОШ № 5"),
        ("г. Белгород", "МБОУ «СОШ №5»"),
        ("Белгород", "СОШ № 5"),
        ("Белгород", "БГТУ"),
        ("Строитель", "ДК"),
        ("Губкин", "ЛГОК"),
    ):
        await world.event(anna, city=city, organisation=organisation)
    await anna.says("/new")
    await anna.presses(KINDS["education"])
    await anna.says("Урок")
    assert anna.buttons[:3] == ["Губкин", "Белгород", "Строитель"]
    await anna.presses("Белгород")
    assert anna.buttons == ["БГТУ", "СОШ № 5", BACK, PUT_ASIDE], "only those of the town"


async def test_a_town_without_an_earlier_event_offers_no_organisation(world: World) -> None:
    anna = await world.coordinator("Белгородская область")
    await world.event(anna, city="Губкин", organisation="ЛГОК")
    await anna.says("/new", "9", "Урок", "Белгород")
    assert ORGANISATION in anna.screen
    assert anna.buttons == [BACK, PUT_ASIDE]
    await anna.says("Назад", "г. Губкин")
    assert anna.buttons == ["ЛГОК", BACK, PUT_ASIDE]


async def test_last_years_places_are_offered_and_known_too(world: World) -> None:
    olga, anna = await world.admin(), await world.coordinator("Белгородская область")
    await world.event(anna, city="Стрелецкое", organisation="Стрелецкая школа")
    await opens_2027(world, olga)
    await anna.says("/new", "9", "Урок")
    assert anna.buttons[0] == "Стрелецкое"
    await anna.says("Стрелецкае")
    assert it_is_town("Стрелецкое") in anna.buttons
