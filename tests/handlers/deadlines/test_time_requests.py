"""A coordinator past the deadline asks for more time; one of the admins decides."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select

from domain.people.admins import appoint, follow_settings
from domain.regions.directory import Region, region_by_code
from domain.reports.state import ReportStatus
from handlers import phrases
from handlers.campaigns.texts.campaign import CLOSE, CLOSE_SURE
from handlers.campaigns.texts.yearly_confirmation import LEAVE_SURE
from handlers.deadlines.screens import seconds
from handlers.deadlines.texts import deadline, extensions
from handlers.deadlines.texts import time_requests as texts
from handlers.fallback import STALE_BUTTON
from handlers.formatting import contact
from handlers.joining.texts import YES_RIGHT
from handlers.notifications import nobody_to_tell, notified
from handlers.people.texts.erasure import ERASE, ERASE_SURE
from handlers.people.texts.people import REMOVE, REMOVE_SURE
from handlers.region_report.texts import SUBMIT
from handlers.report_closed import ASK_FOR_TIME, TIME_ASKED_ALREADY, campaign_closed
from models import Extension, ExtensionRequest, Person
from tests.regional import status
from tests.world import ADMIN_IDS, DEADLINE, MOSCOW, Someone, World, plain

LATE = DEADLINE + timedelta(hours=12)  # the 30th of November, noon in Moscow
BELGOROD = region_by_code("31")
THIRD = datetime(2026, 12, 3, 23, 59, tzinfo=MOSCOW)
DAY, THREE_DAYS, WEEK = (texts.until_button(date(2026, 12, day)) for day in (1, 3, 7))


async def asks(world: World, someone: Someone) -> None:
    if world.clock.at < LATE:
        world.clock.at = LATE
    await someone.says("/report")
    await someone.presses(ASK_FOR_TIME)


async def decided(
    world: World,
    by: str,
    region: Region = BELGOROD,
    *,
    approved: bool | None = True,
    until: datetime | None = None,
) -> str:
    """What an admin reads of the region's last request: refused, withdrawn (None), or granted,
    with the region's extension or without one of its own."""
    query = select(ExtensionRequest).where(ExtensionRequest.region_code == region.code)
    async with world.app.database.transaction() as session:
        requests = await session.scalars(query.order_by(ExtensionRequest.id))
        asker = await session.get_one(Person, requests.all()[-1].person_id)
    granter = Person(name=by)
    extension = Extension(region_code=region.code, until=until, granter=granter) if until else None
    text = texts.request_decided(
        asker, region, approved=approved, extension=extension, by=by, zone=MOSCOW
    )
    return plain(text)


async def until(world: World) -> datetime | None:
    return next(iter(await world.rows(select(Extension.until))), None)


async def test_an_admin_gives_days_with_one_press_and_the_region_goes_on(world: World) -> None:
    olga, pavel = await world.admin(), await world.admin("Павел", which=1)
    anna = await world.coordinator("Белгородская область")
    boris = await world.coordinator("Белгородская область", "Борис")
    await world.event(anna)
    await asks(world, anna)
    assert anna.screen == texts.TIME_ASKED
    for admin in (olga, pavel):
        seen = status(BELGOROD, ReportStatus.IN_PROGRESS, events=1, times_held=3, participants=75)
        asker = await world.person(anna)
        assert admin.screen == plain(texts.request_card(asker, seen, LATE, MOSCOW))
        assert admin.buttons == [DAY, THREE_DAYS, WEEK, texts.OTHER_UNTIL, texts.DECLINE]
    await pavel.presses(THREE_DAYS)
    assert await until(world) == THIRD
    told = extensions.told_of_extension(BELGOROD, THIRD, texts.BY_REQUEST, MOSCOW)
    for someone in (anna, boris):
        assert someone.screen == plain(told)
    await olga.presses(texts.DECLINE)
    assert olga.screen == await decided(world, "Павел", until=THIRD)
    assert await until(world) is not None
    await anna.says("/report")
    assert SUBMIT in anna.buttons
    (entry,) = await world.audit("extension.granted")
    assert (entry.person_id, entry.region_code) == (pavel.id, "31")


async def test_a_button_gives_the_day_that_it_names_also_on_the_next_day(world: World) -> None:
    olga, anna = await world.admin(), await world.coordinator("Белгородская область")
    await asks(world, anna)
    card = olga.phone.last
    world.clock.pass_(days=2)
    await olga.presses(DAY)
    assert olga.toast == texts.DAY_IS_OVER
    assert await until(world) is None
    later = [texts.until_button(date(2026, 12, day)) for day in (3, 5, 9)]
    assert card.labels == [*later, texts.OTHER_UNTIL, texts.DECLINE]
    await olga.presses(later[0])
    assert await until(world) == THIRD


async def test_a_region_asks_once_while_its_wish_waits(world: World) -> None:
    olga = await world.admin()
    anna = await world.coordinator("Белгородская область")
    boris = await world.coordinator("Белгородская область", "Борис")
    vera = await world.coordinator("Москва", "Вера")
    world.clock.at = LATE
    await boris.says("/new")
    offered = boris.phone.last
    await asks(world, anna)
    boris.phone.press(ASK_FOR_TIME, offered)
    await world.settled()
    assert boris.toast == TIME_ASKED_ALREADY
    assert offered.text.endswith(TIME_ASKED_ALREADY)
    await anna.says("/report")
    assert TIME_ASKED_ALREADY in anna.screen
    assert ASK_FOR_TIME not in anna.buttons
    await asks(world, vera)
    assert len(await world.rows(select(ExtensionRequest))) == 2
    await olga.says("/deadline")
    await olga.presses(phrases.time_requests_button(2))
    shown = [each.text for each in olga.phone.messages[-2:]]
    assert "Белгородская" in shown[0]
    assert "Москва" in shown[1]


async def test_a_double_tap_asks_once_and_decides_once(world: World) -> None:
    olga, anna = await world.admin(), await world.coordinator("Белгородская область")
    world.clock.at = LATE
    offered = await anna.says("/new")
    anna.phone.press(ASK_FOR_TIME, offered)
    anna.phone.press(ASK_FOR_TIME, offered)
    await world.settled()
    assert len(await world.rows(select(ExtensionRequest))) == 1
    card = olga.phone.last
    olga.phone.press(DAY, card)
    olga.phone.press(WEEK, card)
    await world.settled()
    assert await until(world) == datetime(2026, 12, 1, 23, 59, tzinfo=MOSCOW)
    assert len(await world.audit("extension.granted")) == 1


async def test_two_admins_at_the_same_moment_decide_once(world: World) -> None:
    olga, pavel = await world.admin(), await world.admin("Павел", which=1)
    await asks(world, await world.coordinator("Белгородская область"))
    screens = [olga.phone.last, pavel.phone.last]
    olga.phone.press(WEEK, screens[0])
    pavel.phone.press(texts.DECLINE, screens[1])
    await world.settled()
    granted = await world.audit("extension.granted")
    declined = await world.audit("extension.declined")
    assert len(granted) + len(declined) == 1
    week = datetime(2026, 12, 7, 23, 59, tzinfo=MOSCOW)
    by_olga = await decided(world, "Ольга Админ", until=week)
    by_pavel = await decided(world, "Павел", approved=False)
    assert any(
        all(screen.text.startswith(decision) for screen in screens)
        for decision in (by_olga, by_pavel)
    )


async def test_whoever_is_refused_hears_it_and_may_ask_thrice_a_day(world: World) -> None:
    olga, anna = await world.admin(), await world.coordinator("Белгородская область")
    for _ in range(3):
        await asks(world, anna)
        await olga.presses(texts.DECLINE)
        decision = await decided(world, "Ольга Админ", approved=False)
        assert olga.screen.startswith(decision)
        told = texts.request_declined(BELGOROD, contact([await world.person(olga)]))
        assert anna.screen == plain(told)
    await asks(world, anna)
    assert anna.toast == texts.TOO_MANY_ASKED
    assert await until(world) is None
    assert len(await world.audit("extension.declined")) == 3
    world.clock.pass_(days=1, minutes=1)
    await asks(world, anna)
    assert anna.screen == texts.TIME_ASKED


async def test_another_date_leads_to_extend_and_settles_the_wish(world: World) -> None:
    olga, pavel = await world.admin(), await world.admin("Павел", which=1)
    anna = await world.coordinator("Белгородская область")
    await asks(world, anna)
    await olga.presses(texts.OTHER_UNTIL)
    question = extensions.ask_until(BELGOROD, DEADLINE, None, MOSCOW)
    assert olga.screen == plain(question)
    await olga.says("10.12 15:00", "Просили")
    await olga.presses(extensions.GRANT)
    tenth = datetime(2026, 12, 10, 15, 0, tzinfo=MOSCOW)
    assert anna.screen == plain(extensions.told_of_extension(BELGOROD, tenth, "Просили", MOSCOW))
    await pavel.presses(DAY)
    assert pavel.screen == await decided(world, "Ольга Админ", until=tenth)
    await pavel.forges("extension_requests")
    assert pavel.screen == texts.NO_TIME_REQUESTS
    assert pavel.buttons == [deadline.TO_DEADLINE]
    assert await until(world) == tenth
    await olga.says("/deadline")
    assert phrases.time_requests_button(1) not in olga.buttons


async def test_a_new_deadline_for_all_settles_what_was_asked(world: World) -> None:
    olga, pavel = await world.admin(), await world.admin("Павел", which=1)
    anna = await world.coordinator("Белгородская область")
    await asks(world, anna)
    card = pavel.phone.last
    await olga.says("/deadline 5.12")
    await olga.presses(deadline.CHANGE_SURE)
    pavel.phone.press(DAY, card)
    await world.settled()
    assert card.text == await decided(world, "Ольга Админ")
    assert await until(world) is None


async def test_while_reports_are_taken_there_is_nothing_to_ask_for(world: World) -> None:
    anna = await world.coordinator("Белгородская область")
    await anna.says("/report")
    assert ASK_FOR_TIME not in anna.buttons
    await anna.forges("ask_for_time")
    assert anna.toast == texts.STILL_TAKEN
    assert await world.rows(select(ExtensionRequest)) == []


async def test_nothing_is_asked_of_or_given_in_a_closed_campaign(world: World) -> None:
    olga, anna = await world.admin(), await world.coordinator("Белгородская область")
    await asks(world, anna)
    card = olga.phone.last
    boris = await world.coordinator("Москва", "Борис")
    offered = await boris.says("/new")
    await olga.says("/campaign")
    await olga.presses(CLOSE, CLOSE_SURE)
    olga.phone.press(THREE_DAYS, card)
    boris.phone.press(ASK_FOR_TIME, offered)
    await world.settled()
    assert card.text == texts.REQUEST_IS_OVER
    admins, campaign = [await world.person(olga)], await world.campaign()
    closed = campaign_closed(campaign, zone=MOSCOW, admins=admins)
    assert offered.text == plain(closed)
    assert await until(world) is None
    assert len(await world.rows(select(ExtensionRequest))) == 1


async def test_only_coordinators_ask_and_only_admins_decide(world: World) -> None:
    olga, anna = await world.admin(), await world.coordinator("Белгородская область")
    ivan = world.stranger()
    await ivan.says("/start")
    await asks(world, anna)
    for someone in (anna, ivan):
        for data in (
            f"extend_until:1:{seconds(THIRD)}",
            "decline_extension:1",
            "extension_requests",
        ):
            await someone.forges(data)
            assert someone.toast == STALE_BUTTON
    for someone in (ivan, olga):
        await someone.forges("ask_for_time")
        assert someone.toast == STALE_BUTTON
    for data in ("extend_until:1:-1", "extend_until:1:x"):
        await olga.forges(data)
        assert olga.toast == STALE_BUTTON
    await olga.forges(f"extend_until:1:{seconds(LATE + timedelta(days=9))}")
    assert olga.toast == texts.DAY_IS_OVER
    await olga.forges(f"extend_until:99:{seconds(THIRD)}")
    assert olga.screen == texts.REQUEST_GONE
    assert await until(world) is None


async def test_the_wish_goes_with_the_regions_last_coordinator(world: World) -> None:
    olga, pavel = await world.admin(), await world.admin("Павел", which=1)
    anna = await world.coordinator("Белгородская область", "Анна")
    boris = await world.coordinator("Белгородская область", "Борис")
    await asks(world, anna)
    card = olga.phone.last
    await pavel.says(f"/people {anna.id}")
    await pavel.presses(REMOVE, REMOVE_SURE)
    await pavel.says("/deadline")
    assert phrases.time_requests_button(1) in pavel.buttons, "Борис would hear of it"
    await pavel.says("/people белгород")
    await pavel.presses(phrases.person_button(await world.person(boris)), REMOVE, REMOVE_SURE)
    olga.phone.press(THREE_DAYS, card)
    await world.settled()
    assert card.text == await decided(world, "Павел", approved=None)
    assert card.rows == []
    assert await until(world) is None
    await pavel.says("/deadline")
    assert phrases.time_requests_button(1) not in pavel.buttons
    (entry,) = await world.audit("extension.withdrawn")
    assert (entry.person_id, entry.region_code) == (pavel.id, "31")
    vera = await world.coordinator("Белгородская область", "Вера")
    await asks(world, vera)
    assert vera.screen == texts.TIME_ASKED


async def test_the_wish_of_somebody_erased_or_gone_by_themselves_goes_too(world: World) -> None:
    olga, pavel = await world.admin(), await world.admin("Павел", which=1)
    anna, vera = await world.coordinator("Белгородская область"), await world.coordinator("Москва")
    await asks(world, anna)
    of_anna = olga.phone.last
    await asks(world, vera)
    of_vera = olga.phone.last
    await pavel.says(f"/people {anna.id}")
    await pavel.presses(ERASE, ERASE_SURE)
    await vera.forges("confirm_coordinator:2026:no:")
    await vera.presses(LEAVE_SURE)
    for card, label in ((of_anna, DAY), (of_vera, texts.DECLINE)):
        olga.phone.press(label, card)
        await world.settled()
    assert of_anna.text == await decided(world, "Павел", approved=None)
    moscow = region_by_code("77")
    assert of_vera.text == await decided(world, "Вера", moscow, approved=None)
    assert await until(world) is None
    assert await world.set_aside() == 0


@pytest.mark.parametrize(
    ("way", "by"), [("invitation", "Анна"), ("appointed", "Павел"), ("settings", "Анна")]
)
async def test_the_wish_goes_where_the_last_coordinator_moves_on(
    world: World, way: str, by: str
) -> None:
    olga, pavel = await world.admin(), await world.admin("Павел", which=1)
    anna = await world.coordinator("Белгородская область")
    await asks(world, anna)
    card = olga.phone.last
    match way:
        case "invitation":
            await anna.opens(await world.link(pavel, "Москва"))
            await anna.presses(YES_RIGHT)
        case "appointed":
            async with world.app.database.transaction() as session:
                person, admin = [await session.get_one(Person, each.id) for each in (anna, pavel)]
                await appoint(session, person, now=world.clock(), by=admin)
        case "settings":
            async with world.app.database.transaction() as session:
                await follow_settings(session, [*ADMIN_IDS, anna.id], world.clock())
    olga.phone.press(THREE_DAYS, card)
    await world.settled()
    assert card.text == await decided(world, by, approved=None)
    assert await until(world) is None
    assert await world.set_aside() == 0


async def test_a_wish_stays_where_another_coordinator_is_left(world: World) -> None:
    olga, anna = await world.admin(), await world.coordinator("Белгородская область")
    boris = await world.coordinator("Белгородская область", "Борис")
    await asks(world, anna)
    card = olga.phone.last
    await anna.opens(await world.link(olga, "Москва"))
    await anna.presses(YES_RIGHT)
    olga.phone.press(THREE_DAYS, card)
    await world.settled()
    told = notified([await world.person(boris)], [])
    assert card.text == f"{await decided(world, 'Ольга Админ', until=THIRD)} {plain(told)}"


async def test_where_all_have_blocked_the_bot_the_admin_hears_that_nobody_was_told(
    world: World,
) -> None:
    olga, anna = await world.admin(), await world.coordinator("Белгородская область")
    await asks(world, anna)
    await anna.blocks()
    await olga.presses(THREE_DAYS)
    nobody = plain(nobody_to_tell([await world.person(anna)]))
    assert olga.screen == f"{await decided(world, 'Ольга Админ', until=THIRD)} {nobody}"
    assert await until(world) == THIRD
