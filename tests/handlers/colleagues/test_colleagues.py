"""/colleagues: who enters the report, inviting one more to the own region, and stepping down."""

import asyncio
from datetime import timedelta

from sqlalchemy import select

from domain.people.colleagues import LIFETIME
from domain.regions.directory import region_by_code
from handlers import leaving, phrases
from handlers.callbacks import OpenReport
from handlers.colleagues import texts
from handlers.fallback import STALE_BUTTON
from handlers.formatting import short_deadline
from handlers.joining import texts as joining
from handlers.notifications import somebody_left
from handlers.people.texts.erasure import ERASE, ERASE_SURE
from handlers.people.texts.people import REMOVE, REMOVE_SURE
from models import Invitation
from tests.world import MOSCOW, Someone, World, plain

REGION = region_by_code("31")


async def invites(someone: Someone) -> str:
    """Gives the link that the colleague gets."""
    await someone.says("/colleagues")
    await someone.presses(texts.INVITE)
    text = someone.screen
    return text[text.index("https://t.me/") :]


async def links(world: World) -> list[Invitation]:
    return list(await world.rows(select(Invitation).order_by(Invitation.id)))


async def test_a_colleague_is_invited_and_joins_and_the_admins_hear_both_without_a_sound(
    world: World,
) -> None:
    olga = await world.admin()
    anna = await world.coordinator(REGION.name, "Анна <i>")
    await anna.says("/report")
    await anna.presses(phrases.COLLEAGUES, texts.INVITE)
    expires = world.clock() + LIFETIME
    ready, forward = anna.phone.messages[-2:]
    assert ready.text == texts.invited(expires=expires, zone=MOSCOW)
    person = await world.person(anna)
    told = texts.invited_for_admins(REGION, person, expires=expires, zone=MOSCOW)
    assert olga.screen == plain(told)
    link = forward.text[forward.text.index("https://t.me/") :]
    assert forward.text == plain(
        texts.to_forward(
            by=person, region=REGION, year=2026, link=link, expires=expires, zone=MOSCOW
        )
    )
    boris = world.stranger("Борис")
    await boris.opens(link)
    asked = joining.invitation.confirm_joining(region=REGION.name, present=None, inviter=person)
    assert boris.screen == plain(asked)
    await boris.presses(joining.invitation.YES_RIGHT)
    joined = await world.person(boris)
    assert joined.region_code == "31"
    assert olga.screen == plain(
        joining.invitation.colleague_joined(region=REGION.name, joined=joined, inviter=person)
    )
    assert anna.screen == plain(joining.invitation.your_colleague_joined(joined))
    sent = [call.params for call in world.telegram.journal.calls("sendMessage")]
    to_olga = [each for each in sent if each["chat_id"] == olga.id][-2:]
    assert [each.get("disable_notification") for each in to_olga] == [True, True]
    (made,) = await world.audit("invitation.created")
    assert (made.person_id, made.region_code) == (anna.id, "31")
    await anna.says("/colleagues")
    assert "Анна <i> (вы) – внесено: 0" in anna.screen
    assert "Борис – внесено: 0" in anna.screen


async def test_a_link_serves_one_person_and_for_a_week(world: World) -> None:
    anna = await world.coordinator(REGION.name)
    first, second = await invites(anna), await invites(anna)
    boris, vera = world.stranger("Борис"), world.stranger("Вера")
    await boris.opens(first)
    await boris.presses(joining.invitation.YES_RIGHT)
    await vera.opens(first)
    assert vera.screen == joining.invitation.WRONG_INVITATION
    world.clock.pass_(days=7)
    await vera.opens(second)
    assert vera.screen == joining.invitation.WRONG_INVITATION
    await anna.opens(second)
    assert (await world.person(vera)).region_code is None


async def test_a_second_tap_makes_no_second_link_and_no_more_than_three_are_open(
    world: World,
) -> None:
    anna = await world.coordinator(REGION.name)
    boris = await world.coordinator(REGION.name, "Борис")
    vera = await world.coordinator("Тверская область", "Вера")
    await invites(vera)
    await anna.says("/colleagues")
    screen = anna.phone.last
    anna.phone.press(texts.INVITE, screen)
    anna.phone.press(texts.INVITE, screen)
    await world.settled()
    assert len(await links(world)) == 2, "one of each region"
    assert any(texts.JUST_INVITED in message.text for message in anna.phone.messages)
    await invites(boris)
    for someone in (anna, boris):
        await someone.says("/colleagues")
    await asyncio.gather(anna.presses(texts.INVITE), boris.presses(texts.INVITE))
    assert len([each for each in await links(world) if each.region_code == "31"]) == 3
    await anna.says("/colleagues")
    await anna.presses(texts.INVITE)
    assert texts.TOO_MANY in anna.screen
    await anna.presses(texts.revoke_button(_own_number(anna)))
    assert texts.REVOKED in anna.screen
    await anna.presses(texts.INVITE)
    assert len([each for each in await links(world) if each.region_code == "31"]) == 4


def _own_number(someone: Someone) -> int:
    """Of the first link on the screen that has a button."""
    (first, *_) = [label for label in someone.buttons if label.startswith("Отозвать")]
    return int(first.split()[-1])


async def test_who_has_made_a_link_revokes_it_and_nobody_else(world: World) -> None:
    olga, anna = await world.admin(), await world.coordinator(REGION.name)
    boris = await world.coordinator(REGION.name, "Борис")
    vera = await world.coordinator("Тверская область", "Вера")
    link = await invites(anna)
    (made,) = await links(world)
    until = short_deadline(made.expires_at, MOSCOW)
    await boris.says("/colleagues")
    assert f"Анна; действует до {until}" in boris.screen
    assert texts.revoke_button(1) not in boris.buttons
    await boris.forges(f"revoke_own_link:{made.id}")
    assert texts.OTHERS_LINK in boris.screen
    await vera.says("/colleagues")
    await vera.forges(f"revoke_own_link:{made.id}")
    assert until not in vera.screen
    assert (await links(world))[0].revoked_at is None
    await anna.says("/colleagues")
    screen = await anna.presses(texts.revoke_button(1))
    assert texts.REVOKED in anna.screen
    await anna.forges(f"revoke_own_link:{made.id}")
    assert texts.ALREADY_CLOSED in anna.screen
    anna.phone.forge("revoke_own_link:77", screen)
    await world.settled()
    gleb = world.stranger("Глеб")
    await gleb.opens(link)
    assert gleb.screen == joining.invitation.REVOKED_INVITATION
    used = await invites(boris)
    await gleb.opens(used)
    await gleb.presses(joining.invitation.YES_RIGHT)
    await boris.forges(f"revoke_own_link:{(await links(world))[-1].id}")
    assert texts.ALREADY_USED in boris.screen
    assert olga.phone.last.text.startswith("Белгородская область")


async def test_an_admin_sees_and_revokes_what_a_coordinator_has_made(world: World) -> None:
    olga, anna = await world.admin(), await world.coordinator(REGION.name)
    link = await invites(anna)
    await olga.says("/invitations")
    await olga.presses("Отозвать ссылки региона")
    await olga.says("белгород")
    await olga.presses("Отозвать ссылку 1")
    boris = world.stranger("Борис")
    await boris.opens(link)
    assert boris.screen == joining.invitation.REVOKED_INVITATION


async def test_the_links_of_whoever_is_removed_or_erased_or_has_left_die_with_them(
    world: World,
) -> None:
    olga = await world.admin()
    kept = await world.link(olga, REGION.name)
    people = [await world.coordinator(REGION.name, name) for name in ("Анна", "Борис", "Вера")]
    made = [await invites(someone) for someone in people]
    removed, erased, left = people
    await olga.says(f"/people {removed.id}")
    await olga.presses(REMOVE, REMOVE_SURE)
    await olga.says(f"/people {erased.id}")
    await olga.presses(ERASE, ERASE_SURE)
    await left.says("/colleagues")
    await left.presses(texts.LEAVE, leaving.LEAVE_SURE)
    gleb = world.stranger("Глеб")
    for link in made:
        await gleb.opens(link)
        assert gleb.screen == joining.invitation.REVOKED_INVITATION
    await gleb.opens(kept)
    assert joining.invitation.YES_RIGHT in gleb.buttons, "the ministry's own are another matter"
    assert len(await world.audit("invitation.revoked")) == 3


async def test_who_is_asked_whether_to_join_while_the_link_dies_does_not(world: World) -> None:
    olga, anna = await world.admin(), await world.coordinator(REGION.name)
    boris = world.stranger("Борис")
    await boris.opens(await invites(anna))
    await olga.says(f"/people {anna.id}")
    await olga.presses(REMOVE, REMOVE_SURE)
    await boris.presses(joining.invitation.YES_RIGHT)
    assert (await world.person(boris)).region_code is None


async def test_stepping_down_takes_two_presses_and_says_what_it_takes_away(world: World) -> None:
    olga, anna = await world.admin(), await world.coordinator(REGION.name)
    await world.event(anna)
    await anna.says("/new", "1", "Наш <день>", "/report", "/colleagues")
    await anna.presses(texts.LEAVE)
    assert "черновик мероприятия «Наш <день>»" in anna.screen
    assert plain(leaving.LAST_ONE) in anna.screen
    assert anna.buttons == [leaving.LEAVE_SURE, texts.INVITE, texts.STAY]
    await anna.presses(texts.STAY)
    assert (await world.person(anna)).region_code == "31"
    await anna.presses(texts.LEAVE)
    question = anna.phone.last
    await anna.presses(leaving.LEAVE_SURE)
    person = await world.person(anna)
    assert (person.region_code, person.active) == (None, False)
    assert olga.screen == plain(somebody_left(person, REGION, []))
    assert [command for command, _ in anna.phone.commands] == ["start", "help"]
    anna.phone.forge(f"leave_region:31:{True:d}", question)
    await world.settled()
    assert anna.toast == STALE_BUTTON
    (removal,) = await world.audit("person.removed")
    assert removal.person_id == anna.id
    await anna.opens(await world.link(olga, REGION.name))
    await anna.presses(joining.invitation.YES_RIGHT)
    await anna.says("/events")
    assert "1. Урок качества" in anna.screen, "it has stayed with the region"


async def test_the_last_one_can_invite_a_colleague_instead_of_leaving(world: World) -> None:
    anna = await world.coordinator(REGION.name)
    await anna.says("/colleagues")
    await anna.presses(texts.LEAVE, texts.INVITE)
    boris = world.stranger("Борис")
    await boris.opens(anna.screen[anna.screen.index("https://t.me/") :])
    await boris.presses(joining.invitation.YES_RIGHT)
    await anna.says("/colleagues")
    await anna.presses(texts.LEAVE)
    assert plain(leaving.LAST_ONE) not in anna.screen
    await anna.says("да")
    assert (await world.person(anna)).region_code is None
    assert (await world.person(boris)).region_code == "31"


async def test_a_yes_that_was_said_of_another_region_is_asked_for_again(world: World) -> None:
    anna = await world.coordinator(REGION.name)
    await anna.says("/report")
    await anna.forges("leave_region:77:1")
    assert anna.screen.startswith("Белгородская область. Вы больше не координатор региона?")
    await anna.says("нет")
    assert (await world.person(anna)).region_code == "31"


async def test_nobody_from_elsewhere_gets_at_it(world: World) -> None:
    olga, ivan = await world.admin(), world.stranger("Иван")
    await ivan.says("/start")
    for someone in (olga, ivan):
        for data in ("colleagues", "invite_colleague:0", "revoke_own_link:1", "leave_region:31:1"):
            await someone.forges(data)
            assert someone.toast == STALE_BUTTON
    assert await links(world) == []


async def test_the_report_tells_who_has_entered_how_much_if_there_are_several(
    world: World,
) -> None:
    anna = await world.coordinator(REGION.name)
    await world.event(anna)
    await anna.says("/report")
    assert "Внесли" not in anna.screen
    boris = await world.coordinator(REGION.name, "Борис")
    await anna.forges(OpenReport().pack())
    assert "Внесли: вы – 1, Борис – 0" in anna.screen
    await boris.says("/report")
    assert "Внесли: вы – 0, Анна – 1" in boris.screen
    await boris.presses(phrases.COLLEAGUES)
    assert "Борис (вы) – внесено: 0\n• Анна – внесено: 1" in boris.screen
    await anna.says("/colleagues")
    await anna.presses(texts.LEAVE, leaving.LEAVE_SURE)
    await boris.says("/colleagues")
    assert "Анна (больше не координатор) – внесено: 1" in boris.screen


async def test_it_works_after_the_deadline_too(world: World) -> None:
    anna = await world.coordinator(REGION.name)
    world.clock.at = (await world.campaign()).deadline + timedelta(days=1)
    boris = world.stranger("Борис")
    await boris.opens(await invites(anna))
    await boris.presses(joining.invitation.YES_RIGHT)
    assert (await world.person(boris)).region_code == "31"
