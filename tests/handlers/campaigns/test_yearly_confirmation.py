"""The answers to the yearly question: does the coordinator still coordinate the region?"""

from domain.regions.directory import region_by_code
from handlers import leaving
from handlers.campaigns import texts as campaign_texts
from handlers.campaigns.texts import yearly_confirmation as texts
from handlers.fallback import STALE_BUTTON
from handlers.formatting import contact_from_outside
from handlers.mailings.texts.mailing import STAYS_COORDINATOR
from handlers.notifications import somebody_left
from tests.handlers.campaigns.years import OVER, opens_2027
from tests.world import Someone, World, plain

BELGOROD = region_by_code("31")


async def told_on_leaving(world: World, *admins: Someone) -> str:
    asked = [await world.person(admin) for admin in admins]
    return plain(leaving.you_left(contact_from_outside(asked)))


async def test_whoever_still_coordinates_says_so_with_one_press(world: World) -> None:
    olga, anna = await world.admin(), await world.coordinator("Белгородская область")
    await opens_2027(world, olga)
    await anna.says("/start")
    for _ in range(2):
        await anna.forges("confirm_coordinator:2027:yes:")
        assert anna.screen == plain(texts.stays(BELGOROD, 2027))
    assert (await world.person(anna)).confirmed_at == world.clock.at
    assert len(await world.audit("person.confirmed")) == 1
    await olga.says("/campaign")
    assert campaign_texts.campaign.confirmed(1, of=1) in olga.screen
    await anna.forges("confirm_coordinator:2026:no:")
    assert anna.toast == texts.OTHER_YEAR


async def test_the_answer_can_be_typed_and_the_second_question_answered_so_too(
    world: World,
) -> None:
    olga = await world.admin()
    anna, boris = [await world.coordinator(BELGOROD.name, name) for name in ("Анна", "Борис")]
    await opens_2027(world, olga)
    await world.mail()
    await anna.says("Да")
    assert anna.screen == plain(texts.stays(BELGOROD, 2027))
    question = boris.phone.last
    await boris.replies("нет", question)
    assert boris.screen == plain(leaving.confirm_leaving(BELGOROD))
    await boris.says("да")
    assert boris.screen == await told_on_leaving(world, olga)
    assert len(await world.audit("person.confirmed")) == 1


async def test_of_an_earlier_year_nobody_says_how_many_still_coordinate(world: World) -> None:
    """What is known is the answer in the current year only."""
    confirmed, open_2028 = (
        campaign_texts.campaign.confirmed,
        campaign_texts.new_year.open_next(2028),
    )
    olga, anna = await world.admin(), await world.coordinator("Белгородская область")
    await opens_2027(world, olga)
    await world.mail()
    await anna.presses(STAYS_COORDINATOR)
    await olga.says("/campaign")
    assert confirmed(1, of=1) in olga.screen
    world.clock.at = OVER.replace(year=2027)
    await olga.says("/campaign")
    await olga.presses(open_2028, open_2028, campaign_texts.new_year.OPEN_SURE)
    await olga.says("/campaign")
    assert confirmed(0, of=1) in olga.screen
    await olga.presses("2027")
    assert "2027" in olga.screen
    assert not any(confirmed(number, of=1) in olga.screen for number in (0, 1))


async def test_whoever_does_not_is_asked_again_and_leaves_and_the_admins_hear_it(
    world: World,
) -> None:
    olga, pavel = await world.admin(), await world.admin("Павел", which=1)
    anna = await world.coordinator("Белгородская область")
    boris = await world.coordinator("Белгородская область", "Борис")
    await opens_2027(world, olga)
    for someone in (anna, boris):
        await someone.says("/report")
        await someone.forges("confirm_coordinator:2027:no:")
        assert someone.screen == plain(leaving.confirm_leaving(BELGOROD))
    await anna.forges("confirm_coordinator:2027:sure:77")
    assert anna.screen == plain(leaving.confirm_leaving(BELGOROD))
    assert (await world.person(anna)).region_code == "31"
    sure = anna.phone.last
    await anna.presses(leaving.LEAVE_SURE)
    assert sure.text == leaving.LEFT
    assert anna.screen == await told_on_leaving(world, olga, pavel)
    assert [command for command, _ in anna.phone.commands] == ["start", "help"]
    for admin in (olga, pavel):
        told = somebody_left(await world.person(anna), BELGOROD, [await world.person(boris)])
        assert admin.screen == plain(told)
    await boris.presses(leaving.LEAVE_SURE)
    assert olga.screen == plain(somebody_left(await world.person(boris), BELGOROD, []))
    anna.phone.forge("confirm_coordinator:2027:yes:", sure)
    await world.settled()
    assert anna.toast == STALE_BUTTON
    removals = await world.audit("person.removed")
    assert [entry.person_id for entry in removals] == [anna.id, boris.id]


async def test_nobody_but_a_coordinator_is_asked(world: World) -> None:
    olga = await world.admin()
    await olga.forges("confirm_coordinator:2026:sure:31")
    assert olga.toast == STALE_BUTTON
