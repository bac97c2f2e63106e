"""«Мои мероприятия»: paging, opening, editing any field, deleting."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from domain.events.fields import field
from domain.events.repository import answers_of
from domain.people.erasure import erase
from domain.people.redaction import NAMELESS
from handlers.event_form.texts.form import CONTINUE, KEEP_AS_IT_IS
from handlers.event_form.texts.saved_events import ALL_EVENTS, NO_EVENTS, ONLY_MINE
from handlers.forms.texts import BACK, CANCEL
from handlers.keyboards import EARLIER_PAGE, LATER_PAGE
from handlers.on_behalf import REPORT_FOR_REGION
from handlers.phrases import FROM_FILE, expired
from models import Event, Person
from tests.world import DEADLINE, MOSCOW, Someone, World


async def saved(world: World) -> Event:
    (event,) = await world.rows(select(Event))
    return event


async def opened(world: World) -> Someone:
    """A coordinator who looks at the card of their region's only event."""
    anna = await world.coordinator("Белгородская область")
    await world.event(anna)
    await anna.says("/events")
    await anna.presses("1. Урок качества")
    return anna


async def test_events_of_all_the_regions_coordinators_are_paged_by_eight(world: World) -> None:
    anna = await world.coordinator("Белгородская область")
    peter = await world.coordinator("Белгородская область", "Пётр")
    yana = await world.coordinator("Тверская область", "Яна")
    await world.event(yana, name="Чужое")
    for number in range(1, 18):
        await world.event(anna if number % 2 else peter, name=f"<b>Урок {number}</b>")
    await anna.taps("Мои мероприятия")
    assert "страница 1 из 3" in anna.screen
    assert anna.buttons == [f"{n}. <b>Урок {n}</b>" for n in range(1, 9)] + [
        LATER_PAGE,
        ONLY_MINE,
        "Добавить мероприятие",
        FROM_FILE,
    ]
    await anna.presses(LATER_PAGE, LATER_PAGE)
    assert anna.buttons == [
        "17. <b>Урок 17</b>",
        EARLIER_PAGE,
        ONLY_MINE,
        "Добавить мероприятие",
        FROM_FILE,
    ]
    await anna.presses(EARLIER_PAGE)
    assert "страница 2 из 3" in anna.screen
    await anna.forges("events:-5")
    assert "больше не действует" in (anna.toast or "")
    await anna.forges("events:500")
    assert "17. <b>Урок 17</b>" in anna.screen
    assert "Чужое" not in str(anna.phone)


async def test_a_region_without_events_is_offered_to_add_one(world: World) -> None:
    anna = await world.coordinator("Белгородская область")
    await anna.says("/events")
    assert NO_EVENTS in anna.screen
    await anna.presses("Добавить мероприятие")
    assert "Шаг 1 из 8" in anna.screen


async def test_every_field_of_a_saved_event_can_be_changed(world: World) -> None:
    anna = await opened(world)
    typed = {
        "Вид": "Другое",
        "Название": "Фестиваль",
        "Город": "Старый Оскол",
        "Организация": "ДК «Молодёжный»",
        field("times_held").title: "4",
        field("participants").title: "1 200",
    }
    for title, answer in typed.items():
        await anna.presses("Изменить", title)
        assert "Исправление мероприятия № 1" in anna.screen
        await anna.says(answer)
        assert "Исправлено" in anna.screen
    for key, link in (("publication_links", "мвд.рф/новости"), ("video_links", "vk.com/video-1_2")):
        await anna.presses("Изменить", field(key).title)
        await anna.says(link)
        await anna.presses(next(label for label in anna.buttons if label.startswith("Готово")))
    event = await saved(world)
    assert (event.kind, event.name, event.city) == ("other", "Фестиваль", "Старый Оскол")
    assert event.organisation == "ДК «Молодёжный»"
    assert (event.times_held, event.participants) == (4, 1200)
    assert (len(event.publication_links), len(event.video_links)) == (2, 1)
    changes = await world.audit("event.changed")
    assert len(changes) == 8
    assert (changes[1].before, changes[1].after) == (
        {"name": "Урок качества"},
        {"name": "Фестиваль"},
    )
    assert {change.person_id for change in changes} == {anna.id}


async def test_an_edit_that_is_left_or_put_aside_changes_nothing(world: World) -> None:
    anna = await opened(world)
    before = answers_of(await saved(world))
    for word in (KEEP_AS_IT_IS, BACK, CANCEL):
        await anna.presses("Изменить", "Название")
        assert BACK not in anna.buttons, "there is no question before"
        await anna.says(word)
        assert "Мероприятие № 1" in anna.screen
    await anna.presses("Изменить", "Название", KEEP_AS_IT_IS)
    assert "Мероприятие № 1" in anna.screen
    await anna.presses("Изменить", "К карточке", "Изменить", "Название")
    await anna.says("/report")
    assert anna.buttons == [CONTINUE, KEEP_AS_IT_IS]
    await anna.presses("Продолжить")
    assert "Исправление мероприятия № 1" in anna.screen
    await anna.says("/events")
    await anna.presses(KEEP_AS_IT_IS)
    assert answers_of(await saved(world)) == before
    assert await world.audit("event.changed") == []


async def test_two_who_edit_different_fields_of_one_event_lose_nothing(world: World) -> None:
    anna = await opened(world)
    peter = await world.coordinator("Белгородская область", "Пётр")
    await peter.says("/events")
    await peter.presses("1. Урок качества", "Изменить", "Город")
    await anna.presses("Изменить", "Название")
    await peter.says("Губкин")
    await anna.says("Фестиваль")
    event = await saved(world)
    assert (event.name, event.city) == ("Фестиваль", "Губкин")


async def test_an_event_is_deleted_after_a_question_and_stays_on_record(world: World) -> None:
    anna = await opened(world)
    await anna.presses("Удалить")
    assert "Удалить мероприятие № 1 «Урок качества»?" in anna.screen
    await anna.presses("Не удалять")
    assert (await saved(world)).deleted_at is None
    question = await anna.presses("Удалить")
    anna.phone.press("Да, удалить", question)
    anna.phone.press("Да, удалить", question)
    await world.settled()
    assert NO_EVENTS in anna.screen
    event = await saved(world)
    assert event.deleted_at == world.clock()
    (deletion,) = await world.audit("event.deleted")
    assert (deletion.person_id, deletion.before) == (anna.id, answers_of(event))
    await anna.forges(f"event:{event.id}")
    assert "отчёте региона нет" in anna.screen


async def test_an_event_that_a_colleague_has_deleted_is_neither_edited_nor_opened(
    world: World,
) -> None:
    anna = await opened(world)
    peter = await world.coordinator("Белгородская область", "Пётр")
    listing = await peter.says("/events")
    await anna.presses("Изменить", "Название")
    peter.phone.press("1. Урок качества", listing)
    await world.settled()
    await peter.presses("Удалить", "Да, удалить")
    await anna.says("Фестиваль")
    assert "отчёте региона нет" in anna.screen
    assert (await saved(world)).name == "Урок качества"


async def test_a_number_is_never_given_twice(world: World) -> None:
    anna = await opened(world)
    await anna.presses("Удалить", "Да, удалить")
    await world.event(anna, name="Второе")
    await anna.says("/events")
    assert anna.buttons[0] == "2. Второе"


@pytest.mark.parametrize("door", ["delete", "edit", "answer"])
async def test_after_the_deadline_a_saved_event_stays_as_it_is(world: World, door: str) -> None:
    await world.admin("Ольга")
    anna = await opened(world)
    if door == "answer":
        await anna.presses("Изменить", "Название")
    if door == "delete":
        await anna.presses("Удалить")
    world.clock.at = DEADLINE + timedelta(minutes=1)
    match door:
        case "delete":
            await anna.presses("Да, удалить")
        case "edit":
            await anna.presses("Изменить")
        case "answer":
            await anna.says("Фестиваль")
    assert expired(DEADLINE, MOSCOW) in anna.screen
    assert "Ольга" in anna.screen
    event = await saved(world)
    assert (event.name, event.deleted_at) == ("Урок качества", None)
    await anna.says("/events")
    await anna.presses("1. Урок качества")
    assert any("Внесено 11.11.2026" in message.text for message in anna.phone.messages)


async def test_a_card_says_entered_until_the_event_is_changed(world: World) -> None:
    anna = await world.coordinator("Белгородская область")
    await world.event(anna)
    world.clock.pass_(days=1)
    await anna.says("/events")
    await anna.presses("1. Урок качества")
    assert "Внесено 11.11.2026 в 12:00 (мск)" in anna.screen
    await anna.presses("Изменить", "Город")
    await anna.says("Старый Оскол")
    assert "Изменено 12.11.2026 в 12:00 (мск)" in anna.screen


async def test_of_several_coordinators_each_event_says_who_and_when(world: World) -> None:
    anna = await world.coordinator("Белгородская область", "<b>Анна</b>")
    boris = await world.coordinator("Белгородская область", "Борис")
    await world.event(anna, name="Урок Анны")
    world.clock.pass_(days=1)
    await world.event(boris, name="Урок Бориса")
    await anna.says("/events")
    assert "1. Урок Анны – 75 участников (вы, 11.11.2026)" in anna.screen
    assert "2. Урок Бориса – 75 участников (Борис, 12.11.2026)" in anna.screen
    await anna.presses("2. Урок Бориса")
    assert "Внесено 12.11.2026 в 12:00 (мск), Борис" in anna.screen
    await anna.presses("Изменить", "Город")
    await anna.says("Старый Оскол")
    assert "Изменено 12.11.2026 в 12:00 (мск), вы" in anna.screen
    await boris.says("/events")
    await boris.presses("2. Урок Бориса")
    assert "Изменено 12.11.2026 в 12:00 (мск), <b>Анна</b>" in boris.screen, "escaped, as named"


async def test_only_ones_own_are_listed_page_by_page_and_all_again(world: World) -> None:
    anna = await world.coordinator("Белгородская область")
    boris = await world.coordinator("Белгородская область", "Борис")
    for number in range(1, 11):
        await world.event(anna, name=f"Урок {number}")
    await anna.says("/events")
    assert ONLY_MINE not in anna.buttons, "there are no others"
    assert "вы" not in anna.screen.split()
    await world.event(boris, name="Чужой")
    await anna.says("/events")
    await anna.presses(ONLY_MINE)
    assert "Мои мероприятия" in anna.screen
    await anna.presses(LATER_PAGE)
    events = [f"{n}. Урок {n}" for n in (9, 10)]
    assert anna.buttons == [*events, EARLIER_PAGE, ALL_EVENTS, "Добавить мероприятие", FROM_FILE]
    await anna.presses(ALL_EVENTS)
    assert ONLY_MINE in anna.buttons
    await boris.says("/events")
    await boris.presses(ONLY_MINE)
    assert boris.buttons == ["11. Чужой", ALL_EVENTS, "Добавить мероприятие", FROM_FILE]
    await anna.forges("own_events:500")
    assert "страница 2 из 2" in anna.screen


async def test_what_the_ministry_has_entered_and_whom_it_has_erased_are_not_named(
    world: World,
) -> None:
    olga = await world.admin()
    anna = await world.coordinator("Белгородская область")
    boris = await world.coordinator("Белгородская область", "Борис")
    await world.event(boris, name="Урок Бориса")
    async with world.app.database.transaction() as session:
        by = await session.get_one(Person, olga.id)
        await erase(session, await session.get_one(Person, boris.id), now=world.clock(), by=by)
    await olga.says("/status белгород")
    await olga.presses(REPORT_FOR_REGION, "Мои мероприятия", "1. Урок Бориса", "Изменить", "Город")
    await olga.says("Строитель")
    await olga.says("/status белгород")
    await olga.presses(REPORT_FOR_REGION, "Мои мероприятия")
    assert ONLY_MINE not in olga.buttons
    await anna.says("/events")
    assert "(министерство, 11.11.2026)" in anna.screen
    await anna.presses("1. Урок Бориса")
    assert "Изменено 11.11.2026 в 12:00 (мск), министерство" in anna.screen
    await anna.says("/report")
    assert f"Внесли: вы – 0, {NAMELESS} – 1" in anna.screen
    assert "Ольга" not in anna.screen + anna.phone.messages[-3].text
