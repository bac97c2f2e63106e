"""Coming in the second way: a stranger asks for access, and an admin decides."""

import asyncio

import pytest
from sqlalchemy import select

from domain.events.fields import field
from domain.people.admins import follow_settings
from domain.people.sender import get_sender
from domain.regions.directory import FEDERAL_DISTRICTS, region_by_code
from handlers import menu, phrases
from handlers.callbacks import AskForAccess, OpenRequests
from handlers.fallback import STALE_BUTTON
from handlers.formatting import until
from handlers.forms.texts import NEEDS_TEXT
from handlers.home import ASK_FOR_ACCESS, request_waits, requests_wait, submit_until, welcome_text
from handlers.joining import texts
from handlers.joining.screens import Decide
from handlers.region_picker import CHOOSE_DISTRICT, DISTRICTS, REGION_NOT_FOUND
from models import AccessRequest, Person, Role
from tests.world import ADMIN_IDS, DEADLINE, MOSCOW, Someone, World, plain

TVER = "Тверская область"


async def request_of(world: World, someone: Someone, region: str = TVER) -> str:
    """As the admins get it."""
    person = await world.person(someone)
    return plain(texts.request_for_admin(asker=person, region=region))


async def decided(world: World, asker: Someone, by: str, *, approved: bool) -> str:
    """What the admins see of a request for Tver."""
    person = await world.person(asker)
    return plain(texts.request_decided(asker=person, role=TVER, approved=approved, by=by))


async def asks(someone: Someone, region: str) -> None:
    """From the first /start to the sent request."""
    await someone.says("/start")
    await someone.presses(ASK_FOR_ACCESS)
    await someone.says(region)
    await someone.presses(texts.SEND_REQUEST)


async def test_a_stranger_chooses_district_and_region_and_an_admin_approves(world: World) -> None:
    olga, ivan = await world.admin(), world.stranger("Иван <b>Ж")
    await ivan.says("/start")
    await ivan.presses(ASK_FOR_ACCESS, FEDERAL_DISTRICTS["ДФО"], region_by_code("41").name)
    await ivan.presses(texts.SEND_REQUEST)
    assert ivan.screen == texts.request_sent(region="Камчатский край")
    assert "Иван <b>Ж" in olga.screen
    assert olga.screen == await request_of(world, ivan, "Камчатский край")
    assert olga.buttons == [texts.APPROVE, texts.DECLINE]
    await olga.presses(texts.APPROVE)
    asker, region = await world.person(ivan), region_by_code("41")
    approved = texts.request_decided(asker=asker, role=region.name, approved=True, by="Ольга Админ")
    assert olga.screen == plain(approved)
    assert olga.buttons == []
    assert region.name in ivan.screen
    assert plain(until(DEADLINE, MOSCOW, region)) in ivan.screen
    await ivan.taps(phrases.NEW_EVENT)
    assert field("kind").question in ivan.screen
    (joined,) = await world.audit("person.joined")
    assert (joined.person_id, joined.subject_id) == (olga.id, str(ivan.id))


async def test_the_regions_of_no_district_are_offered_too(world: World) -> None:
    ivan = world.stranger()
    await ivan.says("/start")
    await ivan.presses(ASK_FOR_ACCESS, FEDERAL_DISTRICTS[None])
    assert len(ivan.buttons) == 4 + 1
    await ivan.presses(DISTRICTS)
    assert len(ivan.buttons) == 9


async def test_a_typed_region_is_found_chosen_among_several_or_asked_for_again(
    world: World,
) -> None:
    ivan = world.stranger()
    await ivan.says("/start")
    await ivan.presses(ASK_FOR_ACCESS)
    await ivan.says("Атлантида")
    assert ivan.screen == REGION_NOT_FOUND
    await ivan.does(ivan.phone.sends_voice())
    assert ivan.screen == f"{NEEDS_TEXT}\n\n{CHOOSE_DISTRICT}"
    await ivan.says("новгород")
    assert {"Нижегородская область", "Новгородская область"} <= set(ivan.buttons)
    await ivan.presses(region_by_code("53").name, texts.OTHER_REGION)
    await ivan.says("нижегородскя")
    assert "Нижегородская область" in ivan.screen


async def test_a_region_can_be_typed_although_a_command_came_in_between(world: World) -> None:
    ivan = world.stranger()
    await ivan.says("/start")
    await ivan.presses(ASK_FOR_ACCESS)
    question = ivan.phone.last
    await ivan.says("/help")
    ivan.phone.press(FEDERAL_DISTRICTS["ЮФО"], question)
    await world.settled()
    await ivan.says("Адыгея")
    assert ivan.buttons == [texts.SEND_REQUEST, texts.OTHER_REGION]


async def test_a_decline_is_heard_and_access_can_be_asked_for_again(world: World) -> None:
    olga, ivan = await world.admin(), world.stranger()
    await asks(ivan, "Тверская")
    await olga.presses(texts.DECLINE)
    assert ivan.screen == texts.request_declined(role=TVER)
    assert (await world.person(ivan)).role == Role.STRANGER
    (declined,) = await world.audit("access.declined")
    assert (declined.person_id, declined.region_code) == (olga.id, "69")
    await asks(ivan, "Тверская")
    await olga.presses(texts.APPROVE)
    assert (await world.person(ivan)).region_code == "69"


async def test_of_two_admins_the_second_one_hears_who_decided(world: World) -> None:
    olga, pavel = await world.admin(), await world.admin("Павел", which=1)
    ivan = world.stranger()
    await asks(ivan, "Тверская")
    olga.phone.press(texts.APPROVE)
    await world.settled()
    await pavel.presses(texts.DECLINE)
    assert pavel.screen == await decided(world, ivan, "Ольга Админ", approved=True)
    assert (await world.person(ivan)).region_code == "69"


async def test_two_admins_at_the_same_instant_decide_once(world: World) -> None:
    olga, pavel = await world.admin(), await world.admin("Павел", which=1)
    ivan = world.stranger()
    await asks(ivan, "Тверская")
    await asyncio.gather(olga.presses(texts.APPROVE), pavel.presses(texts.DECLINE))
    decisions = len(await world.audit("person.joined")) + len(await world.audit("access.declined"))
    assert decisions == 1
    assert olga.screen == pavel.screen


async def test_a_request_waits_for_the_first_admin_who_starts_the_bot(world: World) -> None:
    ivan = world.stranger()
    await asks(ivan, "Тверская")
    assert ivan.screen == texts.request_sent(region=TVER)
    olga = await world.admin()
    assert requests_wait(1) in olga.screen
    await olga.taps(str(menu.PEOPLE.label))
    await olga.presses(phrases.requests_button(1), texts.APPROVE)
    welcome = welcome_text(
        region=region_by_code("69"),
        campaign=await world.campaign(),
        what_now=submit_until(DEADLINE, MOSCOW, region_by_code("69")),
    )
    assert ivan.screen == plain(welcome)


async def test_more_requests_than_are_shown_at_once_come_on_asking(world: World) -> None:
    olga = await world.admin()
    async with world.app.database.transaction() as session:
        for number in range(1, 13):
            session.add(Person(id=20_000 + number, name=f"К{number:02}"))
            await session.flush()
            session.add(
                AccessRequest(
                    person_id=20_000 + number, region_code="31", requested_at=world.clock()
                )
            )
    await olga.taps(str(menu.PEOPLE.label))
    await olga.presses(phrases.requests_button(12))
    assert olga.screen == texts.more_requests(left=2)
    await olga.presses(texts.LATER_REQUESTS)
    async with world.app.database.transaction() as session:
        askers = (await session.scalars(select(Person).where(Person.id > 20_000))).all()
    said = [message.text for message in olga.phone.messages]
    for asker in askers:
        card = texts.request_for_admin(asker=asker, region="Белгородская область")
        assert said.count(plain(card)) == 1
    assert len(askers) == 12
    assert "К12" in olga.screen
    assert olga.buttons == [texts.APPROVE, texts.DECLINE]


async def test_a_request_pressed_twice_or_repeated_reaches_the_admins_once(world: World) -> None:
    olga, ivan = await world.admin(), world.stranger()
    await ivan.says("/start")
    await ivan.presses(ASK_FOR_ACCESS)
    question = await ivan.says("Тверская")
    ivan.phone.press(texts.SEND_REQUEST, question)
    ivan.phone.press(texts.SEND_REQUEST, question)
    await world.settled()
    await ivan.forges(AskForAccess().pack())
    assert ivan.screen == request_waits(role="Тверская область")
    await ivan.says("/start")
    assert ivan.screen == request_waits(role="Тверская область")
    said = [message.text for message in olga.phone.messages]
    assert said.count(await request_of(world, ivan)) == 1


async def test_after_three_requests_a_day_the_fourth_waits_for_tomorrow(world: World) -> None:
    olga, ivan = await world.admin(), world.stranger()
    for _ in range(3):
        await asks(ivan, "Тверская")
        await olga.presses(texts.DECLINE)
    await asks(ivan, "Тверская")
    assert ivan.screen == texts.TOO_MANY_REQUESTS
    assert len(await world.rows(select(AccessRequest))) == 3
    world.clock.pass_(days=1, minutes=1)
    await asks(ivan, "Тверская")
    assert ivan.screen == texts.request_sent(region=TVER)


async def test_an_approval_moves_nobody_who_has_joined_by_invitation_since(world: World) -> None:
    olga, ivan = await world.admin(), world.stranger()
    await asks(ivan, "Тверская")
    request = olga.phone.last
    await ivan.opens(await world.link(olga, "Белгород"))
    await ivan.presses(texts.YES_RIGHT)
    olga.phone.press(texts.APPROVE, request)
    await world.settled()
    assert (await world.person(ivan)).region_code == "31"


async def test_an_approval_is_not_for_coordinators_or_strangers_to_give(world: World) -> None:
    olga, ivan = await world.admin(), world.stranger()
    anna = await world.coordinator("Белгородская область")
    await asks(ivan, "Тверская")
    (request,) = await world.rows(select(AccessRequest))
    for someone in (ivan, anna):
        await someone.forges(Decide(request=request.id, approve=True).pack())
        await someone.forges(OpenRequests().pack())
        assert someone.toast == STALE_BUTTON
    assert (await world.person(ivan)).role == Role.STRANGER
    await olga.presses(texts.DECLINE)


@pytest.mark.parametrize("has_written_since", [True, False])
async def test_an_old_approval_makes_no_coordinator_of_whom_the_settings_name_an_admin(
    world: World, has_written_since: bool
) -> None:
    olga, pavel = await world.admin(), world.stranger("Павел")
    await asks(pavel, "Тверская")
    card = olga.phone.last
    async with world.app.database.transaction() as session:
        if has_written_since:
            await get_sender(
                session, pavel.id, "Павел", None, admin_ids=[pavel.id], now=world.clock()
            )
        else:
            await follow_settings(session, [*ADMIN_IDS, pavel.id], world.clock())
    olga.phone.press(texts.APPROVE, card)
    await world.settled()
    assert (await world.person(pavel)).role == Role.ADMIN
    assert card.text == texts.NO_REQUESTS
