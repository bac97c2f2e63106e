"""/people: who reports for which region, and closing someone's access at once."""

from sqlalchemy import select

from domain.events.fields import KINDS, field
from domain.people.reachable import OutOfReach
from domain.regions.directory import FEDERAL_DISTRICTS, load_regions, region_by_code
from handlers import phrases
from handlers.callbacks import DeleteEvent, EditEvent, OpenEvent, OpenPeople
from handlers.event_form.texts import form
from handlers.event_form.texts.form import CONTINUE
from handlers.fallback import STALE_BUTTON
from handlers.formatting import day, page_of
from handlers.forms.texts import BACK, FORM_GONE
from handlers.home import ASK_FOR_ACCESS
from handlers.joining import texts as joining
from handlers.keyboards import EARLIER_PAGE, LATER_PAGE
from handlers.people import texts
from handlers.people.people import RemovePerson
from handlers.region_picker import DISTRICTS
from handlers.region_report.texts.report import unfinished
from models import Draft, Event, Person, Role
from tests.world import IN_THE_WEEK, MOSCOW, Someone, World, plain


async def removes(admin: Someone, name: str) -> None:
    await admin.says("/people")
    label = next(label for label in admin.buttons if label.startswith(name))
    await admin.presses(label, texts.people.REMOVE, texts.people.REMOVE_SURE)


async def test_people_are_listed_by_region_in_the_letters_order_and_opened(world: World) -> None:
    olga = await world.admin()
    yana = await world.coordinator("Тверская область", "Яна")
    anna = await world.coordinator("Белгородская область", "Анна <i>")
    await olga.says("/people")
    both = [phrases.person_button(await world.person(each)) for each in (anna, yana)]
    assert olga.buttons[:2] == both
    await olga.presses(both[0])
    card = texts.people.person_card(await world.person(anna), MOSCOW)
    assert olga.screen == plain(card)
    assert day(IN_THE_WEEK, MOSCOW) in olga.screen, "when she joined"
    await olga.presses(texts.people.BACK_TO_LIST)
    assert plain(texts.people.heading(2)) in olga.screen


async def test_after_an_unknown_region_one_is_chosen_by_its_district(world: World) -> None:
    olga = await world.admin()
    await world.coordinator("Тверская область")
    await olga.says("/people абракадабра")
    assert olga.screen == plain(texts.people.NOT_FOUND)
    await olga.presses(DISTRICTS, FEDERAL_DISTRICTS["ЦФО"])
    await olga.presses(region_by_code("69").name)
    assert plain(texts.people.heading(1)) in olga.screen


async def test_a_person_is_found_by_name_before_a_town_or_beside_a_region(world: World) -> None:
    olga = await world.admin()
    anna = await world.coordinator("Тверская область", "Иванова Анна")
    boris = await world.coordinator("Москва", "Борис Тулин")
    await olga.says("/people борис")
    assert olga.screen == plain(texts.people.person_card(await world.person(boris), MOSCOW))
    await olga.says("/people анна")  # a town, too
    assert olga.screen == plain(texts.people.person_card(await world.person(anna), MOSCOW))
    await olga.says("/people тул")
    region = region_by_code("71").name
    assert olga.buttons[:2] == [region, phrases.person_button(await world.person(boris))]
    assert olga.screen == texts.people.several_called(found=1, shown=15, regions=True)
    await olga.presses(region)
    assert olga.screen == plain(texts.people.no_coordinators(region=region))


async def test_nobody_yet_is_said_in_words(world: World) -> None:
    olga = await world.admin()
    await olga.says("/people")
    assert texts.people.NOBODY_JOINED in olga.screen
    await olga.says("/people белгород")
    assert olga.screen == texts.people.no_coordinators(region="Белгородская область")


async def test_a_long_list_is_paged(world: World) -> None:
    olga = await world.admin()
    async with world.app.database.transaction() as session:
        session.add_all(
            Person(id=number, name=f"К{number}", role=Role.COORDINATOR, region_code="31")
            for number in range(20_001, 20_022)
        )
    await olga.says("/people")
    assert page_of(0, 3) in olga.screen
    await olga.presses(LATER_PAGE, LATER_PAGE)
    assert olga.buttons[0].startswith("К20021")
    assert LATER_PAGE not in olga.buttons
    await olga.presses(EARLIER_PAGE)
    assert page_of(1, 3) in olga.screen
    await olga.forges(OpenPeople(page=99).pack())
    assert page_of(2, 3) in olga.screen


async def test_one_region_is_shown_by_its_name_its_code_or_chosen(world: World) -> None:
    olga = await world.admin()
    await world.coordinator("Новгородская область", "Яна")
    await world.coordinator("Белгородская область", "Анна")
    for typed in ("белгородскя", "31"):
        await olga.says(f"/people {typed}")
        assert olga.buttons[0].startswith("Анна")
        assert not any("Яна" in label for label in olga.buttons)
    await olga.says("/people новгород")
    await olga.presses(region_by_code("53").name)
    assert olga.buttons[0].startswith("Яна")


async def test_a_removed_coordinator_is_told_and_no_open_screen_works_any_more(
    world: World,
) -> None:
    olga, anna = await world.admin(), await world.coordinator("Белгородская область")
    event = await world.event(anna)
    await anna.says("/report", "/events")
    await anna.presses("1. Урок качества")
    await anna.says("/new")
    await anna.presses(KINDS["education"])
    await anna.says("Секретный черновик")
    screens = [message for message in anna.phone.messages if message.from_bot and message.rows]
    buttons = [(button.data, shown) for shown in screens for row in shown.rows for button in row]
    assert len(buttons) > 10
    await removes(olga, "Анна")
    assert anna.screen == texts.people.YOU_ARE_REMOVED
    assert anna.phone.keyboard == []
    assert [command for command, _ in anna.phone.commands] == ["start", "help"]
    before = str(screens)
    for data, shown in buttons:
        anna.phone.forge(data or "", shown)
    await world.settled()
    assert str(screens) == before
    answers = {answer.text for answer in anna.phone.answers[-len(buttons) :]}
    assert answers == {STALE_BUTTON, FORM_GONE}
    for typed in ("Белгород", "/new", "/events", "/report", "/start", "/cancel", phrases.MY_EVENTS):
        await anna.says(typed)
        assert "Секретный черновик" not in anna.screen
    assert anna.buttons == [ASK_FOR_ACCESS]
    (kept,) = await world.rows(select(Event))
    assert (kept.id, kept.deleted_at) == (event.id, None)
    (removal,) = await world.audit("person.removed")
    assert (removal.person_id, removal.subject_id) == (olga.id, str(anna.id))


async def test_what_a_removed_coordinator_left_unfinished_counts_no_more(world: World) -> None:
    olga, anna = await world.admin(), await world.coordinator("Белгородская область")
    peter = await world.coordinator("Белгородская область", "Пётр")
    await anna.says("/new")
    await anna.presses(KINDS["other"])
    await peter.says("/report")
    assert unfinished(1) in peter.screen
    await removes(olga, "Анна")
    await peter.says("/report")
    assert unfinished(1) not in peter.screen
    assert unfinished(0) not in peter.screen


async def test_whoever_comes_back_for_another_region_finds_nothing_of_the_old_one(
    world: World,
) -> None:
    olga, anna = await world.admin(), await world.coordinator("Белгородская область")
    event = await world.event(anna)
    await anna.says("/new")
    await anna.presses(KINDS["education"])
    question = await anna.says("Старый черновик")
    await removes(olga, "Анна")
    await anna.opens(await world.link(olga, "Тверская"))
    await anna.presses(joining.invitation.YES_RIGHT)
    assert await world.rows(select(Draft)) == []
    anna.phone.press(BACK, question)
    await world.settled()
    assert question.text == form.FORM_GONE
    await anna.says("/events")
    assert "Урок качества" not in anna.screen
    for button in (
        OpenEvent(event=event.id),
        EditEvent(event=event.id, field="name"),
        DeleteEvent(event=event.id, sure=True),
    ):
        await anna.says("/events")
        await anna.forges(button.pack())
        assert "Урок качества" not in anna.screen
    (kept,) = await world.rows(select(Event))
    assert (kept.region_code, kept.deleted_at) == ("31", None)


async def test_whoever_comes_back_for_the_same_region_goes_on_where_they_were(
    world: World,
) -> None:
    olga, anna = await world.admin(), await world.coordinator("Белгородская область")
    await anna.says("/new")
    await anna.presses(KINDS["education"])
    await removes(olga, "Анна")
    await anna.says("Белгород")
    await anna.opens(await world.link(olga, "Белгород"))
    await anna.presses(joining.invitation.YES_RIGHT)
    await anna.says("/new")
    await anna.presses(CONTINUE)
    assert field("name").worded("education").question in anna.screen


async def test_a_removal_seen_by_a_second_admin_or_after_a_move_removes_nobody(
    world: World,
) -> None:
    olga, pavel = await world.admin(), await world.admin("Павел", which=1)
    anna = await world.coordinator("Белгородская область")
    await pavel.says("/people")
    label = phrases.person_button(await world.person(anna))
    await pavel.presses(label, texts.people.REMOVE)
    sure = pavel.phone.last
    await removes(olga, "Анна")
    await pavel.presses(texts.people.REMOVE_SURE)
    assert pavel.toast == texts.people.person_gone("Ольга Админ")
    await anna.opens(await world.link(olga, "Тверская"))
    await anna.presses(joining.invitation.YES_RIGHT)
    pavel.phone.forge(RemovePerson(person=anna.id, region="31", sure=True).pack(), sure)
    await world.settled()
    assert pavel.toast == texts.people.person_gone(None)
    assert (await world.person(anna)).region_code == "69"
    assert len(await world.audit("person.removed")) == 1


async def test_who_has_blocked_the_bot_is_shown_as_out_of_reach(world: World) -> None:
    olga, anna = await world.admin(), await world.coordinator("Белгородская область")
    await anna.blocks()
    await olga.says("/people")
    assert texts.people.have_blocked(["Анна"]) in olga.screen
    await olga.presses(texts.people.OUT_OF_REACH_BUTTON)
    others = tuple(region for region in load_regions() if region.code != "31")
    person = await world.person(anna)
    out_of_reach = OutOfReach(others, (region_by_code("31"),), (person,))
    assert olga.screen == plain(texts.people.unreachable(out_of_reach))
    await anna.unblocks()
    await olga.says("/people")
    assert texts.people.have_blocked(["Анна"]) not in olga.screen


async def test_the_longest_names_of_one_region_fit_into_a_message(world: World) -> None:
    olga = await world.admin()
    async with world.app.database.transaction() as session:
        session.add_all(
            Person(id=number, name="Ы" * 129, username="u" * 32, role=Role.COORDINATOR,
                   region_code="86", blocked_at=world.clock())
            for number in range(20_001, 20_031)
        )  # fmt: skip
    await olga.says("/people")
    assert page_of(0, 3) in olga.screen
    await olga.says("/people 86")
    heading = f"{plain(texts.people.heading(30))}, {texts.people.only_first(15)}"
    assert heading in olga.screen
