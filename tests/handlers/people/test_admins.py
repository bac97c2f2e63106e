"""/admins: who runs the bot, one more by a link and a confirmation, and taking the rights back."""

import asyncio

from aiogram.types import BotCommandScopeChat
from sqlalchemy import select

from domain.drafts import start_draft
from domain.events.fields import KINDS
from domain.people.open_invitations import Actor
from domain.regions.directory import region_by_code
from handlers import menu, phrases
from handlers.event_form.texts import form
from handlers.fallback import STALE_BUTTON
from handlers.formatting import contact_from_outside, page_of
from handlers.forms.texts import BACK, FORM_GONE
from handlers.home import ADMIN_ROLE, ASK_FOR_ACCESS, request_declined, request_waits
from handlers.joining import texts as joining
from handlers.joining.screens import Decide
from handlers.keyboards import EARLIER_PAGE, LATER_PAGE
from handlers.menu import bot_commands
from handlers.notifications import somebody_left
from handlers.people import texts
from handlers.people.admins import (
    DismissAdmin,
    InviteAdmin,
    OpenAdmin,
    OpenAdmins,
    RevokeAdminLinks,
)
from models import AccessRequest, Draft, FormKind, Invitation, Person, Role
from tests.world import IN_THE_WEEK, MOSCOW, Someone, World, plain


async def link(admin: Someone) -> str:
    """That of a new invitation to become an admin, as it is passed on."""
    await admin.says("/admins")
    await admin.presses(texts.admins.INVITE)
    return admin.screen[admin.screen.index("https://t.me/") :]


async def asks(someone: Someone, admin: Someone) -> None:
    await someone.opens(await link(admin))
    await someone.presses(joining.invitation.SEND_ADMIN_REQUEST)


async def appointed(world: World, admin: Someone, name: str = "Нина Новая") -> Someone:
    nina = world.stranger(name)
    await asks(nina, admin)
    await admin.presses(joining.requests.APPOINT)
    return nina


async def role(world: World, someone: Someone) -> str:
    return (await world.person(someone)).role


async def test_a_link_alone_makes_nobody_an_admin_a_yes_by_name_does(world: World) -> None:
    olga, pavel = await world.admin(), await world.admin("Павел", which=1)
    nina = world.stranger("Нина <b>Новая")
    await nina.opens(await link(olga))
    assert nina.screen == joining.invitation.confirm_joining(region=None, present=None)
    await nina.presses(joining.invitation.SEND_ADMIN_REQUEST)
    assert nina.screen == joining.invitation.ADMIN_REQUEST_SENT
    assert await role(world, nina) == Role.STRANGER
    asker, inviter = await world.person(nina), await world.person(olga)
    for admin in (olga, pavel):
        question = joining.requests.appointment_question(asker=asker, inviter=inviter)
        assert admin.screen == plain(question)
        for told in ("Нина <b>Новая", "Ольга Админ"):
            assert told in admin.screen
        assert admin.buttons == [joining.requests.APPOINT, joining.invitation.NO]
    await pavel.presses(joining.requests.APPOINT)
    assert await role(world, nina) == Role.ADMIN
    assert nina.screen == joining.requests.YOU_ARE_APPOINTED
    assert "export" in dict(nina.phone.commands)
    await nina.taps(str(menu.PEOPLE.label))
    assert plain(texts.people.heading(0)) in nina.screen
    await olga.presses(joining.invitation.NO)
    decided = joining.requests.request_decided(
        AccessRequest(approved=True), asker, role=ADMIN_ROLE, by="Павел"
    )
    assert olga.screen == plain(decided)
    assert await role(world, nina) == Role.ADMIN
    (entry,) = [each for each in await world.audit("person.admin") if each.person_id]
    assert (entry.person_id, entry.subject_id) == (pavel.id, str(nina.id))


async def test_two_admins_at_the_same_instant_decide_once(world: World) -> None:
    olga, pavel = await world.admin(), await world.admin("Павел", which=1)
    nina = world.stranger()
    await asks(nina, olga)
    await asyncio.gather(
        olga.presses(joining.requests.APPOINT), pavel.presses(joining.invitation.NO)
    )
    assert olga.screen == pavel.screen
    appointments = [each for each in await world.audit("person.admin") if each.person_id]
    assert len(appointments) + len(await world.audit("access.declined")) == 1


async def test_a_no_is_heard_and_the_link_is_used_up(world: World) -> None:
    olga, nina, ivan = await world.admin(), world.stranger("Нина"), world.stranger()
    invitation = await link(olga)
    await nina.opens(invitation)
    await nina.presses(joining.invitation.SEND_ADMIN_REQUEST)
    await olga.presses(joining.invitation.NO)
    contact = contact_from_outside([await world.person(olga)])
    told = request_declined(role=ADMIN_ROLE, reason=None, contact=contact)
    assert nina.screen == plain(told)
    assert await role(world, nina) == Role.STRANGER
    await ivan.opens(invitation)
    assert ivan.screen == joining.invitation.WRONG_INVITATION
    await nina.says("/start")
    assert nina.buttons == [ASK_FOR_ACCESS]


async def test_whoever_waits_to_be_an_admin_is_told_so_and_stands_among_the_requests(
    world: World,
) -> None:
    olga, nina = await world.admin(), world.stranger("Нина")
    await asks(nina, olga)
    await nina.says("/start")
    assert nina.screen == request_waits(role=ADMIN_ROLE)
    await olga.says("/people")
    await olga.presses(phrases.requests_button(1))
    assert olga.buttons == [joining.requests.APPOINT, joining.invitation.NO]


async def test_a_coordinator_who_becomes_an_admin_is_no_coordinator_any_more(
    world: World,
) -> None:
    olga, anna = await world.admin(), await world.coordinator("Белгородская область")
    question = await anna.says("/new")
    await anna.presses(KINDS["other"])
    await anna.opens(await link(olga))
    assert anna.screen == joining.invitation.confirm_joining(
        region=None, present="Белгородская область", is_last=True, unfinished_event=True
    )
    await anna.presses(joining.invitation.SEND_ADMIN_REQUEST)
    asker, inviter = await world.person(anna), await world.person(olga)
    assert asker.region_code == "31"  # until somebody has said yes
    assert olga.screen == plain(joining.requests.appointment_question(asker=asker, inviter=inviter))
    assert "Белгородская область" in olga.screen
    await olga.presses(joining.requests.APPOINT)
    anna_now = await world.person(anna)
    assert (anna_now.role, anna_now.region_code) == (Role.ADMIN, None)
    assert await world.rows(select(Draft).where(Draft.person_id == anna.id)) == []
    anna.phone.press(BACK, question)
    await world.settled()
    assert question.text == form.FORM_GONE  # an admin may have a form of events, too
    (entry,) = [each for each in await world.audit("person.admin") if each.person_id]
    assert entry.before == {"region": "31"}


async def test_the_admins_hear_of_the_region_that_an_appointment_leaves_with_nobody(
    world: World,
) -> None:
    olga, pavel = await world.admin(), await world.admin("Павел", which=1)
    anna = await world.coordinator("Белгородская область")
    await asks(anna, olga)
    await olga.presses(joining.requests.APPOINT)
    left = somebody_left(await world.person(anna), region_by_code("31"), others=[])
    for admin in (olga, pavel):
        assert admin.screen == plain(left)


async def test_joining_a_region_meanwhile_settles_the_wish_to_be_an_admin(world: World) -> None:
    olga, nina = await world.admin(), world.stranger("Нина")
    await asks(nina, olga)
    card = olga.phone.last
    await nina.opens(await world.link(olga, "Тверская"))
    await nina.presses(joining.invitation.YES_RIGHT)
    olga.phone.press(joining.requests.APPOINT, card)
    await world.settled()
    assert card.text == joining.requests.NO_REQUESTS
    assert await role(world, nina) == Role.COORDINATOR


async def test_a_double_tap_makes_one_link_and_another_tap_one_more(world: World) -> None:
    olga = await world.admin()
    screen = await olga.says("/admins")
    olga.phone.press(texts.admins.INVITE, screen)
    olga.phone.press(texts.admins.INVITE, screen)
    await world.settled()
    assert len(await world.rows(select(Invitation))) == 1
    assert olga.toast == texts.admins.LIST_IS_OLD
    olga.phone.press(texts.admins.INVITE, screen)
    await world.settled()
    assert len(await world.rows(select(Invitation))) == 2


async def test_an_admin_does_not_use_the_link_up(world: World) -> None:
    olga, pavel, nina = await world.admin(), await world.admin("П", which=1), world.stranger()
    invitation = await link(olga)
    await pavel.opens(invitation)
    assert pavel.screen == joining.invitation.INVITATION_FOR_OTHERS
    await nina.opens(invitation)
    assert joining.invitation.SEND_ADMIN_REQUEST in nina.buttons


async def test_links_for_admins_are_taken_back_apart_from_the_regions(world: World) -> None:
    olga, pavel, nina = await world.admin(), await world.admin("Павел", which=1), world.stranger()
    invitation, to_region = await link(olga), await world.link(olga, "Тверская")
    await olga.says("/admins")
    assert texts.admins.unused_links(1) in olga.screen
    await pavel.says("/admins")
    await olga.presses(texts.admins.revoke_button(1))
    assert olga.toast == phrases.links_revoked(1)
    await pavel.presses(texts.admins.revoke_button(1))
    by_olga = Actor("Ольга Админ", IN_THE_WEEK)
    assert pavel.toast == texts.admins.nothing_to_revoke(by_olga, MOSCOW)
    await nina.opens(invitation)
    assert nina.screen == joining.invitation.REVOKED_INVITATION
    await nina.opens(to_region)
    asked = joining.invitation.confirm_joining(region="Тверская область", present=None)
    assert nina.screen == plain(asked)


async def test_the_list_tells_who_is_the_operators_own_and_who_appointed_whom(
    world: World,
) -> None:
    olga = await world.admin()
    nina = await appointed(world, olga)
    by_olga = Person(joined_at=IN_THE_WEEK), await world.person(olga)
    await olga.says("/admins")
    assert plain(texts.admins.heading(2)) in olga.screen
    for name, origin in (
        ("Ольга Админ", texts.admins.origin(await world.person(olga), None, MOSCOW)),
        ("Нина Новая", texts.admins.origin(*by_olga, MOSCOW)),
    ):
        assert f"• {name} – {origin}" in olga.screen.splitlines()
    await olga.presses(texts.admins.admin_button(await world.person(nina)))
    assert olga.buttons == [texts.admins.REMOVE, texts.people.HISTORY, texts.admins.BACK_TO_LIST]


async def test_many_admins_are_paged(world: World) -> None:
    olga = await world.admin()
    async with world.app.database.transaction() as session:
        session.add_all(
            Person(id=30_000 + each, name=f"Н{each:02} " + "ы" * 124, role=Role.ADMIN,
                   username="u" * 32, appointed_by=olga.id)
            for each in range(1, 22)
        )  # fmt: skip
    await olga.says("/admins")
    assert page_of(0, 3) in olga.screen
    await olga.presses(LATER_PAGE, LATER_PAGE)
    assert "Н21" in olga.screen
    await olga.presses(EARLIER_PAGE)
    await olga.forges(OpenAdmins(page=99).pack())
    assert page_of(2, 3) in olga.screen


async def test_a_dismissed_admin_is_told_and_no_open_screen_works_any_more(world: World) -> None:
    olga, pavel = await world.admin(), await world.admin("Павел", which=1)
    nina = await appointed(world, olga)
    await world.link(olga, "Тверская")
    await nina.says("/people", "/admins", "/invitations", "/invite")
    screens = [message for message in nina.phone.messages if message.from_bot and message.rows]
    buttons = [(button.data, shown) for shown in screens for row in shown.rows for button in row]
    assert len(buttons) > 15
    await pavel.says("/admins")
    await pavel.presses("Нина Новая", texts.admins.REMOVE)
    await olga.says("/admins")
    await olga.presses("Нина Новая", texts.admins.REMOVE)
    person = await world.person(nina)
    assert olga.screen == plain(texts.admins.confirm_dismissal(person))
    await olga.presses(texts.admins.REMOVE_SURE)
    assert olga.screen == plain(texts.admins.dismissed(person))
    assert nina.screen == texts.admins.YOU_ARE_DISMISSED
    assert nina.phone.keyboard == []
    assert [command for command, _ in nina.phone.commands] == ["start", "help"]
    await pavel.presses(texts.admins.REMOVE_SURE)
    assert pavel.toast == texts.admins.admin_gone("Ольга Админ")
    before = str(screens)
    for data, shown in buttons:
        nina.phone.forge(data or "", shown)
    await world.settled()
    assert str(screens) == before
    answers = {answer.text for answer in nina.phone.answers[-len(buttons) :]}
    assert answers == {STALE_BUTTON, FORM_GONE}
    await nina.says("Тверская")  # the region she was asked for
    assert nina.buttons == [ASK_FOR_ACCESS]
    assert len(await world.rows(select(Invitation))) == 2
    (removal,) = await world.audit("person.removed")
    assert (removal.person_id, removal.subject_id) == (olga.id, str(nina.id))
    assert removal.before == {"role": "admin"}


async def test_the_operators_own_and_oneself_cannot_be_removed_and_it_is_said_why(
    world: World,
) -> None:
    olga = await world.admin()
    nina = await appointed(world, olga)
    await nina.says("/admins")
    await nina.presses("Ольга Админ")
    assert texts.admins.OPERATORS_OWN in nina.screen
    assert texts.admins.REMOVE not in nina.buttons
    await nina.forges(DismissAdmin(person=olga.id, sure=True).pack())
    assert texts.admins.OPERATORS_OWN in nina.screen
    await nina.presses(texts.admins.BACK_TO_LIST, "Нина Новая")
    assert texts.admins.YOURSELF in nina.screen
    await nina.forges(DismissAdmin(person=nina.id, sure=True).pack())
    assert texts.admins.YOURSELF in nina.screen
    assert {await role(world, each) for each in (olga, nina)} == {Role.ADMIN}


async def test_the_settings_remove_only_the_operators_own(world: World) -> None:
    olga = await world.admin()
    nina = await appointed(world, olga)
    former = Someone(world, world.telegram.person("Бывший", id=600).chat_with(world.bot))
    await former.says("/start")
    async with world.app.database.transaction() as session:
        (await session.get_one(Person, 600)).role = Role.ADMIN
        await session.flush()
        await start_draft(
            session,
            await session.get_one(Person, 600),
            FormKind.INVITE,
            [],
            now=world.clock(),
            step="region",
        )
    everything = bot_commands(Role.ADMIN)
    await world.app.bot.set_my_commands(everything, scope=BotCommandScopeChat(chat_id=600))
    await world.stop_bot()
    await world.start_bot()

    async def menu_is_a_strangers() -> bool:
        return [command for command, _ in former.phone.commands] == ["start", "help"]

    await world.until(menu_is_a_strangers)
    assert await role(world, nina) == Role.ADMIN
    assert await role(world, olga) == Role.ADMIN
    async with world.app.database.transaction() as session:
        assert (await session.get_one(Person, 600)).role == Role.STRANGER
    assert await world.rows(select(Draft).where(Draft.person_id == 600)) == []


async def test_whoever_has_come_into_the_settings_is_the_operators_own_from_the_next_start_on(
    world: World,
) -> None:
    olga, pavel = await world.admin(), await world.admin("Павел", which=1)
    async with world.app.database.transaction() as session:
        (await session.get_one(Person, pavel.id)).appointed_by = olga.id
    await world.stop_bot()
    await world.start_bot()
    await olga.says("/admins")
    origin = texts.admins.origin(await world.person(pavel), None, MOSCOW)
    assert f"• Павел – {origin}" in olga.screen.splitlines()
    await olga.forges(DismissAdmin(person=pavel.id, sure=True).pack())
    assert await role(world, pavel) == Role.ADMIN


async def test_nobody_but_an_admin_sees_or_appoints_admins(world: World) -> None:
    olga, anna = await world.admin(), await world.coordinator("Белгородская область")
    nina = world.stranger("Нина")
    await asks(nina, olga)
    (request,) = await world.rows(select(AccessRequest))
    for someone in (anna, nina):
        await someone.says("/admins")
        assert texts.admins.INVITE not in someone.buttons
        for button in (
            OpenAdmins(),
            OpenAdmin(person=olga.id),
            DismissAdmin(person=olga.id, sure=True),
            InviteAdmin(newest=1),
            RevokeAdminLinks(),
            Decide(request=request.id, approve=True),
        ):
            await someone.forges(button.pack())
            assert someone.toast == STALE_BUTTON
    assert await role(world, nina) == Role.STRANGER
    assert len(await world.rows(select(Invitation))) == 1
