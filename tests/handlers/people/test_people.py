"""/people: who reports for which region, and closing someone's access at once."""

from sqlalchemy import select

from models import Draft, Event, Person, Role
from tests.world import Someone, World


async def removes(admin: Someone, name: str) -> None:
    await admin.says("/people")
    label = next(label for label in admin.buttons if label.startswith(name))
    await admin.presses(label, "Отключить", "Да, отключить")


async def test_people_are_listed_by_region_in_the_letters_order_and_opened(world: World) -> None:
    olga = await world.admin()
    await world.coordinator("Тверская область", "Яна")
    await world.coordinator("Белгородская область", "Анна <i>")
    await olga.says("/people")
    assert olga.screen.index("Анна <i>") < olga.screen.index("Яна")
    await olga.presses("Анна <i> – Белгородская область")
    assert "Подключён: 11.11.2026" in olga.screen
    await olga.presses("К списку")
    assert "Координаторы: 2" in olga.screen


async def test_nobody_yet_is_said_in_words(world: World) -> None:
    olga = await world.admin()
    await olga.says("/people")
    assert "никто не подключился" in olga.screen
    await olga.says("/people белгород")
    assert "Белгородская область: координаторов нет" in olga.screen


async def test_a_long_list_is_paged(world: World) -> None:
    olga = await world.admin()
    async with world.app.database.transaction() as session:
        session.add_all(
            Person(id=number, name=f"К{number}", role=Role.COORDINATOR, region_code="31")
            for number in range(20_001, 20_022)
        )
    await olga.says("/people")
    assert "страница 1 из 3" in olga.screen
    await olga.presses("Дальше →", "Дальше →")
    assert "К20021" in olga.screen
    assert "Дальше →" not in olga.buttons
    await olga.presses("← Раньше")
    assert "страница 2 из 3" in olga.screen
    await olga.forges("people:99")
    assert "страница 3 из 3" in olga.screen


async def test_one_region_is_shown_by_its_name_its_code_or_chosen(world: World) -> None:
    olga = await world.admin()
    await world.coordinator("Новгородская область", "Яна")
    await world.coordinator("Белгородская область", "Анна")
    for typed in ("белгородскя", "31"):
        await olga.says(f"/people {typed}")
        assert "Анна" in olga.screen
        assert "Яна" not in olga.screen
    await olga.says("/people новгород")
    await olga.presses("Новгородская область")
    assert "Яна" in olga.screen


async def test_a_removed_coordinator_is_told_and_no_open_screen_works_any_more(
    world: World,
) -> None:
    olga, anna = await world.admin(), await world.coordinator("Белгородская область")
    event = await world.event(anna)
    await anna.says("/report", "/events")
    await anna.presses("1. Урок качества")
    await anna.says("/new")
    await anna.presses("Урок качества, занятие")
    await anna.says("Секретный черновик")
    screens = [message for message in anna.phone.messages if message.from_bot and message.rows]
    buttons = [(button.data, shown) for shown in screens for row in shown.rows for button in row]
    assert len(buttons) > 10
    await removes(olga, "Анна")
    assert "закрыл вам доступ" in anna.screen
    assert anna.phone.keyboard == []
    assert [command for command, _ in anna.phone.commands] == ["start", "help"]
    before = str(screens)
    for data, shown in buttons:
        anna.phone.forge(data or "", shown)
    await world.settled()
    assert str(screens) == before
    assert {answer.text for answer in anna.phone.answers[-len(buttons) :]} == {
        "Эта кнопка больше не действует. Отправьте /start."
    }
    for typed in ("Белгород", "/new", "/events", "/report", "/start", "/cancel", "Мои мероприятия"):
        await anna.says(typed)
        assert "Секретный черновик" not in anna.screen
    assert anna.buttons == ["Запросить доступ"]
    (kept,) = await world.rows(select(Event))
    assert (kept.id, kept.deleted_at) == (event.id, None)
    (removal,) = await world.audit("person.removed")
    assert (removal.person_id, removal.subject_id) == (olga.id, str(anna.id))


async def test_what_a_removed_coordinator_left_unfinished_counts_no_more(world: World) -> None:
    olga, anna = await world.admin(), await world.coordinator("Белгородская область")
    peter = await world.coordinator("Белгородская область", "Пётр")
    await anna.says("/new")
    await anna.presses("Другое")
    await peter.says("/report")
    assert "Незаконченных мероприятий в регионе: 1" in peter.screen
    await removes(olga, "Анна")
    await peter.says("/report")
    assert "Незаконченных" not in peter.screen


async def test_whoever_comes_back_for_another_region_finds_nothing_of_the_old_one(
    world: World,
) -> None:
    olga, anna = await world.admin(), await world.coordinator("Белгородская область")
    event = await world.event(anna)
    await anna.says("/new")
    await anna.presses("Урок качества, занятие")
    question = await anna.says("Старый черновик")
    await removes(olga, "Анна")
    await anna.opens(await world.link(olga, "Тверская"))
    await anna.presses("Да, верно")
    assert await world.rows(select(Draft)) == []
    anna.phone.press("Назад", question)
    await world.settled()
    assert "формы уже нет" in question.text
    await anna.says("/events")
    assert "Урок качества" not in anna.screen
    for data in (f"event:{event.id}", f"edit:{event.id}:name", f"delete:{event.id}:1"):
        await anna.says("/events")
        await anna.forges(data)
        assert "Урок качества" not in anna.screen
    (kept,) = await world.rows(select(Event))
    assert (kept.region_code, kept.deleted_at) == ("31", None)


async def test_whoever_comes_back_for_the_same_region_goes_on_where_they_were(
    world: World,
) -> None:
    olga, anna = await world.admin(), await world.coordinator("Белгородская область")
    await anna.says("/new")
    await anna.presses("Урок качества, занятие")
    await removes(olga, "Анна")
    await anna.says("Белгород")
    await anna.opens(await world.link(olga, "Белгород"))
    await anna.presses("Да, верно")
    await anna.says("/new")
    await anna.presses("Продолжить")
    assert "Шаг 2 из 8" in anna.screen


async def test_a_removal_seen_by_a_second_admin_or_after_a_move_removes_nobody(
    world: World,
) -> None:
    olga, pavel = await world.admin(), await world.admin("Павел", which=1)
    anna = await world.coordinator("Белгородская область")
    await pavel.says("/people")
    await pavel.presses("Анна – Белгородская область", "Отключить")
    sure = pavel.phone.last
    await removes(olga, "Анна")
    await pavel.presses("Да, отключить")
    assert pavel.toast == "Этот человек уже не координатор региона. Доступ закрыт: Ольга Админ."
    await anna.opens(await world.link(olga, "Тверская"))
    await anna.presses("Да, верно")
    pavel.phone.forge(f"remove:{anna.id}:31:1", sure)
    await world.settled()
    assert pavel.toast == "Этот человек уже не координатор региона."
    assert (await world.person(anna)).region_code == "69"
    assert len(await world.audit("person.removed")) == 1


async def test_who_has_blocked_the_bot_is_shown_as_out_of_reach(world: World) -> None:
    olga, anna = await world.admin(), await world.coordinator("Белгородская область")
    await anna.blocks()
    await olga.says("/people")
    assert "заблокировал бота" in olga.screen
    await olga.presses("До кого не доходит")
    assert "Нет координатора: 88" in olga.screen
    assert "Белгородская область" in olga.screen.partition("Все координаторы")[2]
    await anna.unblocks()
    await olga.says("/people")
    assert "заблокировал" not in olga.screen


async def test_the_longest_names_of_one_region_fit_into_a_message(world: World) -> None:
    olga = await world.admin()
    async with world.app.database.transaction() as session:
        session.add_all(
            Person(id=number, name="Ы" * 129, username="u" * 32, role=Role.COORDINATOR,
                   region_code="86", blocked_at=world.clock())
            for number in range(20_001, 20_031)
        )  # fmt: skip
    await olga.says("/people")
    assert "страница 1 из 3" in olga.screen
    await olga.says("/people 86")
    assert "Координаторы: 30, показаны первые 15" in olga.screen
