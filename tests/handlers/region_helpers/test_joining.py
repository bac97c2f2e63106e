"""Becoming a region's helper by a link, and leaving."""

import pytest
from sqlalchemy import Select, select

from domain.people.region_helpers import PEOPLE_BY_LINK
from handlers.deadlines.texts import extensions
from handlers.fallback import FILES_ARE_COORDINATORS, HELPER_NOT_ASKED, UNKNOWN_COMMAND
from handlers.helper_home import LEAVE
from handlers.menu import OWN_PROPOSALS
from handlers.region_helpers import texts
from models import HelperLink, Role
from tests.helping import REGION, SCHOOL, helper_of, link_for, proposals, proposes
from tests.world import Someone, World


async def role(world: World, someone: Someone) -> Role:
    return (await world.person(someone)).role


async def test_whoever_opens_the_link_is_a_helper_of_that_organisation(world: World) -> None:
    anna = await world.coordinator(REGION)
    petr = await helper_of(world, anna)
    assert SCHOOL in petr.screen
    assert "помощник региона" in petr.screen
    person = await world.person(petr)
    assert (person.role, person.region_code, person.organisation) == (Role.HELPER, "31", SCHOOL)
    await petr.taps(str(OWN_PROPOSALS.label))
    assert "ничего не предлагали" in petr.screen
    (entry,) = await world.audit("helper.joined")
    assert (entry.subject_id, entry.region_code) == (str(petr.id), "31")


async def test_several_people_of_the_organisation_use_one_link(world: World) -> None:
    link = await link_for(await world.coordinator(REGION))
    for name in ("Пётр", "Вера", "Глеб"):
        someone = world.stranger(name)
        await someone.opens(link)
        assert await role(world, someone) == Role.HELPER
    assert [each.joined for each in await world.rows(_links())] == [3]


async def test_a_second_opening_of_the_link_shows_the_first_screen_and_counts_nobody(
    world: World,
) -> None:
    link = await link_for(await world.coordinator(REGION))
    petr = world.stranger()
    await petr.opens(link)
    await petr.opens(link)
    assert "Вы – помощник региона" in petr.screen
    assert [each.joined for each in await world.rows(_links())] == [1]
    assert len(await world.audit("helper.joined")) == 1


@pytest.mark.parametrize("who", ["coordinator", "admin"])
async def test_a_coordinator_or_admin_is_told_kindly_and_the_link_stays(
    world: World, who: str
) -> None:
    anna = await world.coordinator(REGION)
    link = await link_for(anna)
    someone = anna if who == "coordinator" else await world.admin()
    before = await role(world, someone)
    await someone.opens(link)
    assert texts.FOR_HELPERS_ONLY in someone.screen
    assert await role(world, someone) == before
    assert [each.joined for each in await world.rows(_links())] == [0]


async def test_a_helper_of_one_school_does_not_become_anothers_by_a_link(world: World) -> None:
    anna = await world.coordinator(REGION)
    petr = await helper_of(world, anna)
    await petr.opens(await link_for(anna, "Лицей № 1"))
    assert SCHOOL in petr.screen
    assert (await world.person(petr)).organisation == SCHOOL


@pytest.mark.parametrize("why", ["wrong", "revoked", "expired", "full"])
async def test_a_link_that_does_not_work_says_so(world: World, why: str) -> None:
    anna = await world.coordinator(REGION)
    link = await link_for(anna)
    if why == "wrong":
        link = f"{link[:-3]}xxx"
    elif why == "revoked":
        await anna.says("/helpers")
        await anna.presses(f"{texts.LINKS} (1)", SCHOOL, texts.REVOKE_SURE)
    elif why == "expired":
        world.clock.pass_(days=40)
    else:
        async with world.app.database.transaction() as session:
            (await session.get_one(HelperLink, 1)).joined = PEOPLE_BY_LINK
    petr = world.stranger()
    await petr.opens(link)
    assert petr.screen == (texts.LINK_IS_FULL if why == "full" else texts.WRONG_LINK)
    assert await role(world, petr) == Role.STRANGER


async def test_nobody_guesses_a_link(world: World) -> None:
    link = await link_for(await world.coordinator(REGION))
    petr = world.stranger()
    for number in range(6):
        await petr.opens(f"{link[:-3]}xx{number}")
    assert petr.screen == texts.TOO_MANY_WRONG


async def test_whoever_leaves_can_come_back_by_the_link_and_what_was_proposed_stays(
    world: World,
) -> None:
    link = await link_for(await world.coordinator(REGION))
    petr = world.stranger()
    await petr.opens(link)
    await proposes(petr)
    await petr.says("/start")
    await petr.presses(LEAVE, texts.LEAVE_SURE)
    assert await role(world, petr) == Role.STRANGER
    assert [each.state for each in await proposals(world)] == ["waiting"]
    world.clock.pass_(minutes=5)
    await petr.opens(link)
    await petr.says("/proposals")
    assert "Урок качества" in petr.screen


async def test_whoever_stays_is_still_a_helper(world: World) -> None:
    petr = await helper_of(world, await world.coordinator(REGION))
    await petr.says("/start")
    await petr.presses(LEAVE, texts.GO_ON_HELPING)
    assert await role(world, petr) == Role.HELPER


async def test_a_helper_with_a_coordinators_invitation_becomes_the_coordinator(
    world: World,
) -> None:
    olga, anna = await world.admin(), await world.coordinator(REGION)
    petr = await helper_of(world, anna)
    await petr.opens(await world.link(olga, REGION))
    assert "останется без координатора" not in petr.screen
    await petr.presses("Да, верно")
    person = await world.person(petr)
    assert (person.role, person.region_code, person.organisation) == (Role.COORDINATOR, "31", None)
    await petr.says("/report")
    assert REGION in petr.screen


async def test_who_waits_for_access_as_a_coordinator_goes_on_waiting_as_a_helper(
    world: World,
) -> None:
    olga, anna = await world.admin(), await world.coordinator(REGION)
    link = await link_for(anna)
    petr = world.stranger()
    await petr.asks_for_access(REGION)
    await petr.opens(link)
    assert await role(world, petr) == Role.HELPER
    await olga.presses("Одобрить")
    assert await role(world, petr) == Role.COORDINATOR


def _links() -> Select[HelperLink]:
    return select(HelperLink)


async def test_the_invitation_and_the_welcome_name_the_regions_own_deadline(world: World) -> None:
    olga, anna = await world.admin(), await world.coordinator(REGION)
    await olga.says("/extend белгород 20 декабря", "Просили")
    await olga.presses(extensions.GRANT)
    link = await link_for(anna)
    assert "до 20 декабря" in anna.screen
    petr = world.stranger()
    await petr.opens(link)
    assert "Срок региона: до 20 декабря" in petr.screen


async def test_what_a_helper_sends_unasked_is_answered_by_what_they_can_do(world: World) -> None:
    petr = await helper_of(world, await world.coordinator(REGION))
    await petr.does(petr.phone.sends_document("Уроки.xlsx", b"PK"))
    assert petr.screen == FILES_ARE_COORDINATORS
    await petr.says("Что дальше?")
    assert petr.screen == HELPER_NOT_ASKED
    await petr.says("/import")
    assert petr.screen == UNKNOWN_COMMAND
