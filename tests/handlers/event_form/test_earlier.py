"""«Как в прошлом году»: last year's events of the region as a starting point for this year's."""

from sqlalchemy import select

from domain.events.fields import field
from handlers import phrases
from handlers.callbacks import OpenEarlier, RepeatEvent
from handlers.event_form.texts import earlier, form
from handlers.event_form.texts.repeating import NEW_NUMBERS
from handlers.event_form.texts.saved_events import NO_EVENTS
from handlers.keyboards import LATER_PAGE
from handlers.on_behalf import REPORT_FOR_REGION
from handlers.report_closed import OPEN_AND
from models import Campaign, Draft, Event, FormKind
from tests.handlers.campaigns.years import opens_2027
from tests.helping import helper_of
from tests.world import Someone, World, form_data

REGION = "Белгородская область"
TIMES = field("times_held").worded("education").question
PUPILS = field("participants").worded("education").question
CARD = "Проверьте мероприятие"


async def a_year_later(world: World, *names: str, **answers: object) -> Someone:
    """A coordinator whose region reported events of these names in 2026; it is 2027."""
    olga, anna = await world.admin(), await world.coordinator(REGION)
    for name in names:
        await world.event(anna, name, **answers)
    await opens_2027(world, olga)
    return anna


async def of_2027(world: World) -> list[Event]:
    query = select(Event).join(Campaign, Campaign.id == Event.campaign_id)
    return list(await world.rows(query.where(Campaign.year == 2027).order_by(Event.id)))


async def test_an_event_of_last_year_is_entered_with_this_years_numbers(world: World) -> None:
    anna = await a_year_later(world, "Урок качества 2026")
    await anna.taps(phrases.NEW_EVENT)
    await anna.presses(earlier.LAST_YEAR)
    assert "Мероприятия 2026 года" in anna.screen
    assert "Белгород, Школа № 5; проведений: 3, участников: 75" in anna.screen
    await anna.presses("1. Урок качества 2026")
    assert "Заполнено по отчёту за 2026 год: «Урок качества 2027», Белгород" in anna.screen
    assert NEW_NUMBERS in anna.screen
    assert TIMES in anna.screen
    assert "В 2026 году: 3" in anna.screen
    assert not [label for label in anna.buttons if label.startswith("Оставить")]
    await anna.presses("2")
    assert PUPILS in anna.screen
    assert "В 2026 году: 75" in anna.screen
    await anna.says("60")
    assert CARD in anna.screen
    await anna.presses(form.SAVE)
    (event,) = await of_2027(world)
    assert (event.name, event.city, event.organisation) == (
        "Урок качества 2027",
        "Белгород",
        "Школа № 5",
    )
    assert (event.times_held, event.participants, event.publication_links) == (2, 60, [])
    assert anna.buttons[:2] == [earlier.LAST_YEAR, phrases.ONE_LIKE_IT]
    await anna.presses(earlier.LAST_YEAR)
    assert "уже внесено, № 1" in anna.screen
    assert anna.buttons[0] == "✓ 1. Урок качества 2026"
    await anna.presses("✓ 1. Урок качества 2026", "2")
    await anna.says("60")
    await anna.presses(form.SAVE)
    assert "Вы вносите другое?" in anna.screen
    assert await world.set_aside() == 0


async def test_lessons_of_one_name_are_told_apart_by_their_schools(world: World) -> None:
    anna = await world.coordinator(REGION)
    for school in ("Школа № 5", "Школа № 6"):
        await world.event(anna, "Урок", organisation=school)
    await world.event(anna, "Ярмарка")
    await opens_2027(world, await world.admin())
    await anna.says("/new", earlier.LAST_YEAR.lower())
    assert anna.buttons[:3] == ["1. Школа № 5, Урок", "2. Школа № 6, Урок", "3. Ярмарка"]
    await anna.says("лекция")
    assert field("name").worded("education").question in anna.screen, "the form has stayed open"


async def test_last_years_numbers_are_saved_by_no_press(world: World) -> None:
    anna = await a_year_later(world, "Урок")
    await anna.forges(RepeatEvent(year=2027, event=1).pack())
    (draft,) = await world.rows(select(Draft).where(Draft.form == FormKind.EVENT))
    await anna.forges(f"form:event:{draft.id}:{draft.version}:same:")
    assert TIMES in anna.screen
    (draft,) = await world.rows(select(Draft).where(Draft.form == FormKind.EVENT))
    assert "times_held" not in draft.answers


async def test_whoever_has_no_earlier_year_is_not_offered_one(world: World) -> None:
    anna = await world.coordinator(REGION)
    await world.event(anna)
    for said in ("/new", "/events"):
        await anna.says(said)
        assert earlier.LAST_YEAR not in anna.buttons
    await anna.forges(OpenEarlier().pack())
    assert earlier.NOTHING in anna.screen
    assert anna.buttons == [phrases.NEW_EVENT]


async def test_neither_deleted_nor_a_neighbours_events_are_offered(world: World) -> None:
    anna = await world.coordinator(REGION)
    await world.event(anna, "Удалённое")
    await anna.says("/events")
    await anna.presses("1. Удалённое", "Удалить", "Да, удалить")
    vera = await world.coordinator("Тверская область", "Вера")
    await world.event(vera, "Чужое")
    await opens_2027(world, await world.admin())
    await anna.says("/events")
    assert NO_EVENTS in anna.screen
    assert earlier.LAST_YEAR not in anna.buttons
    for event in (1, 2):
        await anna.forges(RepeatEvent(year=2027, event=event).pack())
        assert "Чужое" not in anna.screen
        assert "Удалённое" not in anna.screen
    assert await world.rows(select(Draft).where(Draft.form == FormKind.EVENT)) == []


async def test_many_events_are_paged_and_searched(world: World) -> None:
    anna = await a_year_later(world, *(f"Урок {number}" for number in range(1, 10)), "Ярмарка")
    await anna.says("/events")
    await anna.presses(earlier.LAST_YEAR, LATER_PAGE)
    assert "страница 2 из 2" in anna.screen
    assert anna.buttons[:2] == ["9. Урок 9", "10. Ярмарка"]
    await anna.presses(earlier.FIND)
    await anna.sends_sticker()
    assert earlier.NEED_WORDS in anna.screen
    await anna.says("ЯРМ")
    assert "Найдено по словам «ЯРМ»: 1" in anna.screen
    assert anna.buttons == ["10. Ярмарка", earlier.FIND, earlier.SHOW_ALL, phrases.MY_EVENTS]
    await anna.presses(earlier.FIND)
    await anna.says("белгородская")
    assert "Найдено по словам «белгородская»: 0" in anna.screen, "the region is in none of them"
    await anna.presses(earlier.SHOW_ALL, LATER_PAGE, "9. Урок 9", "1")
    await anna.says("20")
    await anna.presses(form.SAVE, earlier.LAST_YEAR)
    assert "страница 2 из 2" in anna.screen, "where they were"


async def test_to_look_at_last_year_loses_no_event_that_waits(world: World) -> None:
    anna = await a_year_later(world, "Урок")
    await anna.says("/new", "10", "Ярмарка")
    await anna.forges(OpenEarlier().pack())
    await anna.presses("1. Урок")
    assert "Ярмарка" in anna.screen
    await anna.presses(form.CONTINUE)
    assert field("city").question in anna.screen


async def test_the_year_before_last_is_called_by_its_number(world: World) -> None:
    anna = await a_year_later(world, "Урок")
    async with world.app.database.transaction() as session:
        (earliest,) = await session.scalars(select(Campaign).where(Campaign.year == 2026))
        earliest.year = 2024
    await anna.says("/new")
    await anna.presses(earlier.as_in(2024, now=2027))
    assert "Мероприятия 2024 года" in anna.screen


async def test_of_an_event_whose_kind_is_gone_the_kind_is_asked(world: World) -> None:
    anna = await a_year_later(world, "Урок")
    async with world.app.database.transaction() as session:
        (await session.get_one(Event, 1)).kind = "tasting"
    await anna.says("/new")
    await anna.presses(earlier.LAST_YEAR, "1. Урок")
    assert field("kind").question in anna.screen
    await anna.presses("Урок, занятие", "1")
    await anna.says("20")
    await anna.presses(form.SAVE)
    (event,) = await of_2027(world)
    assert (event.kind, event.name, event.organisation) == ("education", "Урок", "Школа № 5")


async def test_an_admin_enters_last_years_events_for_a_region(world: World) -> None:
    anna = await a_year_later(world, *(f"Урок {number}" for number in range(9)))
    olga = await world.admin()
    await olga.says("/status белгород")
    await olga.presses(REPORT_FOR_REGION, phrases.MY_EVENTS, earlier.LAST_YEAR, earlier.FIND)
    assert REGION in olga.screen, "it is headed by the region"
    await olga.says("урок 7")
    await olga.presses("8. Урок 7", "1")
    await olga.says("20")
    await olga.presses(form.SAVE)
    (event,) = await of_2027(world)
    assert (event.region_code, event.created_by, event.name) == ("31", olga.id, "Урок 7")
    await anna.says("/events")
    assert "Урок 7" in anna.screen


async def test_a_submitted_report_is_opened_again_on_the_way(world: World) -> None:
    anna = await a_year_later(world, "Урок")
    await world.event(anna, "Ярмарка")
    await anna.says("/report")
    await anna.presses(phrases.SUBMIT_REPORT)
    await anna.says("/events")
    await anna.presses(earlier.LAST_YEAR, "1. Урок", OPEN_AND["repeat"])
    assert TIMES in anna.screen


async def test_a_helper_reaches_no_event_of_last_year(world: World) -> None:
    anna = await a_year_later(world, "Тайный урок")
    petr = await helper_of(world, anna)
    await petr.says("/new")
    assert earlier.LAST_YEAR not in petr.buttons
    query = select(Draft).where(Draft.person_id == petr.id)
    (draft,) = await world.rows(query)
    for data in (
        form_data(draft, "earlier"),
        OpenEarlier().pack(),
        RepeatEvent(year=2027, event=1).pack(),
    ):
        await petr.forges(data)
        assert "Тайный" not in petr.screen, data
    assert [each.form for each in await world.rows(query)] == [FormKind.EVENT]
