"""A coordinator past the deadline asks for more time; one of the admins decides."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from domain.people.admins import appoint, follow_settings
from models import Extension, ExtensionRequest, Person
from tests.world import ADMIN_IDS, DEADLINE, MOSCOW, Someone, World

ASK = "Попросить продлить срок"
LATE = DEADLINE + timedelta(hours=12)  # the 30th of November, noon in Moscow


async def asks(world: World, someone: Someone) -> None:
    if world.clock.at < LATE:
        world.clock.at = LATE
    await someone.says("/report")
    await someone.presses(ASK)


async def until(world: World) -> datetime | None:
    return next(iter(await world.rows(select(Extension.until))), None)


async def test_an_admin_gives_days_with_one_press_and_the_region_goes_on(world: World) -> None:
    olga, pavel = await world.admin(), await world.admin("Павел", which=1)
    anna = await world.coordinator("Белгородская область")
    boris = await world.coordinator("Белгородская область", "Борис")
    await world.event(anna)
    await asks(world, anna)
    assert "отправлена в министерство" in anna.screen
    for admin in (olga, pavel):
        assert "Просьба продлить срок: Белгородская область" in admin.screen
        assert "Просит Анна, 30.11.2026 11:59 (мск)" in admin.screen
        assert "Заполняется, мероприятий: 1" in admin.screen
        assert admin.buttons == ["+1 день", "+3 дня", "+7 дней", "Другой срок", "Отказать"]
    await pavel.presses("+3 дня")
    assert await until(world) == datetime(2026, 12, 3, 23, 59, tzinfo=MOSCOW)
    for someone in (anna, boris):
        assert "продлило срок" in someone.screen
        assert "3 декабря 2026 года, 23:59" in someone.screen
    await olga.presses("Отказать")
    assert "срок продлён до 3 декабря 2026 года (четверг), 23:59" in olga.screen
    assert "Решение: Павел" in olga.screen
    assert await until(world) is not None
    await anna.says("/report")
    assert "Сдать отчёт" in anna.buttons
    (entry,) = await world.audit("extension.granted")
    assert (entry.person_id, entry.region_code) == (pavel.id, "31")


async def test_a_region_asks_once_while_its_wish_waits(world: World) -> None:
    olga = await world.admin()
    anna = await world.coordinator("Белгородская область")
    boris = await world.coordinator("Белгородская область", "Борис")
    vera = await world.coordinator("Москва", "Вера")
    world.clock.at = LATE
    await boris.says("/new")
    offered = boris.phone.last
    await asks(world, anna)
    boris.phone.press(ASK, offered)
    await world.settled()
    assert "уже у министерства" in (boris.toast or "")
    assert "уже у министерства" in offered.text
    await anna.says("/report")
    assert "уже у министерства" in anna.screen
    assert ASK not in anna.buttons
    await asks(world, vera)
    assert len(await world.rows(select(ExtensionRequest))) == 2
    await olga.says("/deadline")
    await olga.presses("Просьбы о продлении (2)")
    shown = [each.text for each in olga.phone.messages[-2:]]
    assert "Белгородская" in shown[0]
    assert "Москва" in shown[1]


async def test_a_double_tap_asks_once_and_decides_once(world: World) -> None:
    olga, anna = await world.admin(), await world.coordinator("Белгородская область")
    world.clock.at = LATE
    offered = await anna.says("/new")
    anna.phone.press(ASK, offered)
    anna.phone.press(ASK, offered)
    await world.settled()
    assert len(await world.rows(select(ExtensionRequest))) == 1
    card = olga.phone.last
    olga.phone.press("+1 день", card)
    olga.phone.press("+7 дней", card)
    await world.settled()
    assert await until(world) == datetime(2026, 12, 1, 23, 59, tzinfo=MOSCOW)
    assert len(await world.audit("extension.granted")) == 1


async def test_two_admins_at_the_same_moment_decide_once(world: World) -> None:
    olga, pavel = await world.admin(), await world.admin("Павел", which=1)
    await asks(world, await world.coordinator("Белгородская область"))
    screens = [olga.phone.last, pavel.phone.last]
    olga.phone.press("+7 дней", screens[0])
    pavel.phone.press("Отказать", screens[1])
    await world.settled()
    decided = [*await world.audit("extension.granted"), *await world.audit("extension.declined")]
    assert len(decided) == 1
    by = {each.text.partition("Решение: ")[2].split(".")[0] for each in screens}
    assert len(by) == 1


async def test_whoever_is_refused_hears_it_and_may_ask_thrice_a_day(world: World) -> None:
    olga, anna = await world.admin(), await world.coordinator("Белгородская область")
    for _ in range(3):
        await asks(world, anna)
        await olga.presses("Отказать")
        assert "отказано. Решение: Ольга Админ" in olga.screen
        assert "не продлило срок" in anna.screen
    await asks(world, anna)
    assert "Попробуйте завтра" in (anna.toast or "")
    assert await until(world) is None
    assert len(await world.audit("extension.declined")) == 3
    world.clock.pass_(days=1, minutes=1)
    await asks(world, anna)
    assert "отправлена" in anna.screen


async def test_another_date_leads_to_extend_and_settles_the_wish(world: World) -> None:
    olga, pavel = await world.admin(), await world.admin("Павел", which=1)
    anna = await world.coordinator("Белгородская область")
    await asks(world, anna)
    await olga.presses("Другой срок")
    assert "До какого времени продлить?" in olga.screen
    await olga.says("10.12 15:00", "Просили")
    await olga.presses("Продлить")
    assert "10 декабря 2026 года, 15:00" in anna.screen
    await pavel.presses("+1 день")
    assert "срок продлён до 10 декабря" in pavel.screen
    assert "Решение: Ольга Админ" in pavel.screen
    await pavel.forges("timereqs")
    assert "Просьб о продлении без ответа нет" in pavel.screen
    assert pavel.buttons == ["К сроку"]
    assert await until(world) == datetime(2026, 12, 10, 15, 0, tzinfo=MOSCOW)
    await olga.says("/deadline")
    assert not any("Просьбы" in label for label in olga.buttons)


async def test_a_new_deadline_for_all_settles_what_was_asked(world: World) -> None:
    olga, pavel = await world.admin(), await world.admin("Павел", which=1)
    anna = await world.coordinator("Белгородская область")
    await asks(world, anna)
    card = pavel.phone.last
    await olga.says("/deadline 5.12")
    await olga.presses("Да, изменить")
    pavel.phone.press("+1 день", card)
    await world.settled()
    assert "срок был изменён. Решение: Ольга Админ" in card.text
    assert await until(world) is None


async def test_while_reports_are_taken_there_is_nothing_to_ask_for(world: World) -> None:
    anna = await world.coordinator("Белгородская область")
    await anna.says("/report")
    assert ASK not in anna.buttons
    await anna.forges("moretime")
    assert "продлевать срок не нужно" in (anna.toast or "")
    assert await world.rows(select(ExtensionRequest)) == []


async def test_nothing_is_asked_of_or_given_in_a_closed_campaign(world: World) -> None:
    olga, anna = await world.admin(), await world.coordinator("Белгородская область")
    await asks(world, anna)
    card = olga.phone.last
    boris = await world.coordinator("Москва", "Борис")
    offered = await boris.says("/new")
    await olga.says("/campaign")
    await olga.presses("Закрыть приём", "Да, закрыть")
    olga.phone.press("+3 дня", card)
    boris.phone.press(ASK, offered)
    await world.settled()
    assert "Кампания закрыта" in card.text
    assert "Министерство закрыло приём" in offered.text
    assert await until(world) is None
    assert len(await world.rows(select(ExtensionRequest))) == 1


async def test_only_coordinators_ask_and_only_admins_decide(world: World) -> None:
    olga, anna = await world.admin(), await world.coordinator("Белгородская область")
    ivan = world.stranger()
    await ivan.says("/start")
    await asks(world, anna)
    for someone in (anna, ivan):
        for data in ("moredays:1:3", "notime:1", "timereqs"):
            await someone.forges(data)
            assert "больше не действует" in (someone.toast or "")
    for someone in (ivan, olga):
        await someone.forges("moretime")
        assert "больше не действует" in (someone.toast or "")
    for data in ("moredays:1:9", "moredays:1:x"):
        await olga.forges(data)
        assert "больше не действует" in (olga.toast or "")
    await olga.forges("moredays:99:3")
    assert "Этой просьбы больше нет" in olga.screen
    assert await until(world) is None


async def test_the_wish_goes_with_the_regions_last_coordinator(world: World) -> None:
    olga, pavel = await world.admin(), await world.admin("Павел", which=1)
    anna = await world.coordinator("Белгородская область", "Анна")
    await world.coordinator("Белгородская область", "Борис")
    await asks(world, anna)
    card = olga.phone.last
    await pavel.says(f"/people {anna.id}")
    await pavel.presses("Отключить", "Да, отключить")
    await pavel.says("/deadline")
    assert "Просьбы о продлении (1)" in pavel.buttons, "Борис would hear of it"
    await pavel.says("/people белгород")
    await pavel.presses("Борис – Белгородская область", "Отключить", "Да, отключить")
    olga.phone.press("+3 дня", card)
    await world.settled()
    assert "Белгородская область: просьба снята, у региона не осталось координаторов" in card.text
    assert card.rows == []
    assert await until(world) is None
    await pavel.says("/deadline")
    assert not any("Просьбы" in label for label in pavel.buttons)
    (entry,) = await world.audit("extension.withdrawn")
    assert (entry.person_id, entry.region_code) == (pavel.id, "31")
    vera = await world.coordinator("Белгородская область", "Вера")
    await asks(world, vera)
    assert "отправлена в министерство" in vera.screen


async def test_the_wish_of_somebody_erased_or_gone_by_themselves_goes_too(world: World) -> None:
    olga, pavel = await world.admin(), await world.admin("Павел", which=1)
    anna, vera = await world.coordinator("Белгородская область"), await world.coordinator("Москва")
    await asks(world, anna)
    of_anna = olga.phone.last
    await asks(world, vera)
    of_vera = olga.phone.last
    await pavel.says(f"/people {anna.id}")
    await pavel.presses("Удалить персональные данные", "Да, удалить навсегда")
    await vera.forges("still:2026:no:")
    await vera.presses("Да, отключить меня")
    for card, label in ((of_anna, "+1 день"), (of_vera, "Отказать")):
        olga.phone.press(label, card)
        await world.settled()
        assert "просьба снята, у региона не осталось координаторов" in card.text
    assert "Данные удалены, Белгородская область" in of_anna.text
    assert await until(world) is None
    assert await world.set_aside() == 0


@pytest.mark.parametrize("way", ["invitation", "appointed", "settings"])
async def test_the_wish_goes_where_the_last_coordinator_moves_on(world: World, way: str) -> None:
    olga, pavel = await world.admin(), await world.admin("Павел", which=1)
    anna = await world.coordinator("Белгородская область")
    await asks(world, anna)
    card = olga.phone.last
    match way:
        case "invitation":
            await anna.opens(await world.link(pavel, "Москва"))
            await anna.presses("Да, верно")
        case "appointed":
            async with world.app.database.transaction() as session:
                person, by = [await session.get_one(Person, each.id) for each in (anna, pavel)]
                await appoint(session, person, now=world.clock(), by=by)
        case "settings":
            async with world.app.database.transaction() as session:
                await follow_settings(session, [*ADMIN_IDS, anna.id], world.clock())
    olga.phone.press("+3 дня", card)
    await world.settled()
    assert "Белгородская область: просьба снята, у региона не осталось координаторов" in card.text
    assert await until(world) is None
    assert await world.set_aside() == 0


async def test_a_wish_stays_where_another_coordinator_is_left(world: World) -> None:
    olga, anna = await world.admin(), await world.coordinator("Белгородская область")
    await world.coordinator("Белгородская область", "Борис")
    await asks(world, anna)
    card = olga.phone.last
    await anna.opens(await world.link(olga, "Москва"))
    await anna.presses("Да, верно")
    olga.phone.press("+3 дня", card)
    await world.settled()
    assert "срок продлён до 3 декабря" in card.text
    assert "Сообщение отправлено: Борис" in card.text


async def test_where_all_have_blocked_the_bot_the_admin_hears_that_nobody_was_told(
    world: World,
) -> None:
    olga, anna = await world.admin(), await world.coordinator("Белгородская область")
    await asks(world, anna)
    await anna.blocks()
    await olga.presses("+3 дня")
    assert "Сообщить некому, бота заблокировали: Анна" in olga.screen
    assert await until(world) == datetime(2026, 12, 3, 23, 59, tzinfo=MOSCOW)
