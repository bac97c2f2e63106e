"""/admins: who runs the bot, one more by a link and a confirmation, and taking the rights back."""

import asyncio

from aiogram.types import BotCommandScopeChat
from sqlalchemy import select

from domain.drafts import start_draft
from handlers.menu import bot_commands
from models import AccessRequest, Draft, FormKind, Invitation, Person, Role
from tests.world import Someone, World

INVITE = "Пригласить администратора"
NEW = "Да, назначить"
SEND = "Да, отправить"


async def link(admin: Someone) -> str:
    """That of a new invitation to become an admin, as it is passed on."""
    await admin.says("/admins")
    await admin.presses(INVITE)
    return admin.screen[admin.screen.index("https://t.me/") :]


async def asks(someone: Someone, admin: Someone) -> None:
    await someone.opens(await link(admin))
    await someone.presses(SEND)


async def appointed(world: World, admin: Someone, name: str = "Нина Новая") -> Someone:
    nina = world.stranger(name)
    await asks(nina, admin)
    await admin.presses(NEW)
    return nina


async def role(world: World, someone: Someone) -> str:
    return (await world.person(someone)).role


async def test_a_link_alone_makes_nobody_an_admin_a_yes_by_name_does(world: World) -> None:
    olga, pavel = await world.admin(), await world.admin("Павел", which=1)
    nina = world.stranger("Нина <b>Новая")
    await nina.opens(await link(olga))
    assert "стать администратором" in nina.screen
    await nina.presses(SEND)
    assert "Когда один из них подтвердит" in nina.screen
    assert await role(world, nina) == Role.STRANGER
    for admin in (olga, pavel):
        assert "Нина <b>Новая" in admin.screen
        assert "Приглашение: Ольга Админ." in admin.screen
        assert "Назначить администратором?" in admin.screen
        assert admin.buttons == [NEW, "Нет"]
    await pavel.presses(NEW)
    assert await role(world, nina) == Role.ADMIN
    assert "Вас назначили администратором" in nina.screen
    assert "export" in dict(nina.phone.commands)
    await nina.taps("Координаторы")
    assert "Координаторы: 0" in nina.screen
    await olga.presses("Нет")
    assert "одобрено. Решение: Павел" in olga.screen
    assert await role(world, nina) == Role.ADMIN
    (entry,) = [each for each in await world.audit("person.admin") if each.person_id]
    assert (entry.person_id, entry.subject_id) == (pavel.id, str(nina.id))


async def test_two_admins_at_the_same_instant_decide_once(world: World) -> None:
    olga, pavel = await world.admin(), await world.admin("Павел", which=1)
    nina = world.stranger()
    await asks(nina, olga)
    await asyncio.gather(olga.presses(NEW), pavel.presses("Нет"))
    assert olga.screen == pavel.screen
    appointments = [each for each in await world.audit("person.admin") if each.person_id]
    assert len(appointments) + len(await world.audit("access.declined")) == 1


async def test_a_no_is_heard_and_the_link_is_used_up(world: World) -> None:
    olga, nina, ivan = await world.admin(), world.stranger("Нина"), world.stranger()
    invitation = await link(olga)
    await nina.opens(invitation)
    await nina.presses(SEND)
    await olga.presses("Нет")
    assert "отклонил вашу заявку (администратор)" in nina.screen
    assert await role(world, nina) == Role.STRANGER
    await ivan.opens(invitation)
    assert "не действует" in ivan.screen
    await nina.says("/start")
    assert nina.buttons == ["Запросить доступ"]


async def test_whoever_waits_to_be_an_admin_is_told_so_and_stands_among_the_requests(
    world: World,
) -> None:
    olga, nina = await world.admin(), world.stranger("Нина")
    await asks(nina, olga)
    await nina.says("/start")
    assert "заявка (администратор) уже у администратора" in nina.screen
    await olga.says("/people")
    await olga.presses("Заявки (1)")
    assert olga.buttons == [NEW, "Нет"]


async def test_a_coordinator_who_becomes_an_admin_is_no_coordinator_any_more(
    world: World,
) -> None:
    olga, anna = await world.admin(), await world.coordinator("Белгородская область")
    question = await anna.says("/new")
    await anna.presses("Другое")
    await anna.opens(await link(olga))
    asked = anna.phone.messages[-2]  # below it: the draft waits
    assert "Белгородская область. Став администратором, вы перестанете" in asked.text
    await anna.presses(SEND)
    assert (await world.person(anna)).region_code == "31"  # until somebody has said yes
    assert "Сейчас координатор: Белгородская область" in olga.screen
    await olga.presses(NEW)
    anna_now = await world.person(anna)
    assert (anna_now.role, anna_now.region_code) == (Role.ADMIN, None)
    assert await world.rows(select(Draft).where(Draft.person_id == anna.id)) == []
    anna.phone.press("Назад", question)
    await world.settled()
    assert "не действует" in (anna.toast or "")
    (entry,) = [each for each in await world.audit("person.admin") if each.person_id]
    assert entry.before == {"region": "31"}


async def test_the_admins_hear_of_the_region_that_an_appointment_leaves_with_nobody(
    world: World,
) -> None:
    olga, pavel = await world.admin(), await world.admin("Павел", which=1)
    anna = await world.coordinator("Белгородская область")
    await asks(anna, olga)
    await olga.presses(NEW)
    for admin in (olga, pavel):
        assert "Анна больше не координатор: Белгородская область" in admin.screen
        assert "Координаторов у региона больше нет" in admin.screen


async def test_joining_a_region_meanwhile_settles_the_wish_to_be_an_admin(world: World) -> None:
    olga, nina = await world.admin(), world.stranger("Нина")
    await asks(nina, olga)
    card = olga.phone.last
    await nina.opens(await world.link(olga, "Тверская"))
    await nina.presses("Да, верно")
    olga.phone.press(NEW, card)
    await world.settled()
    assert "Заявок без ответа нет" in card.text
    assert await role(world, nina) == Role.COORDINATOR


async def test_a_double_tap_makes_one_link_and_another_tap_one_more(world: World) -> None:
    olga = await world.admin()
    screen = await olga.says("/admins")
    olga.phone.press(INVITE, screen)
    olga.phone.press(INVITE, screen)
    await world.settled()
    assert len(await world.rows(select(Invitation))) == 1
    assert "уже создали" in (olga.toast or "")
    olga.phone.press(INVITE, screen)
    await world.settled()
    assert len(await world.rows(select(Invitation))) == 2


async def test_an_admin_does_not_use_the_link_up(world: World) -> None:
    olga, pavel, nina = await world.admin(), await world.admin("П", which=1), world.stranger()
    invitation = await link(olga)
    await pavel.opens(invitation)
    assert "не израсходовано" in pavel.screen
    await nina.opens(invitation)
    assert SEND in nina.buttons


async def test_links_for_admins_are_taken_back_apart_from_the_regions(world: World) -> None:
    olga, pavel, nina = await world.admin(), await world.admin("Павел", which=1), world.stranger()
    invitation, to_region = await link(olga), await world.link(olga, "Тверская")
    await olga.says("/admins")
    assert "ссылок для администраторов: 1" in olga.screen
    await pavel.says("/admins")
    await olga.presses("Отозвать ссылки (1)")
    assert olga.toast == "Отозвано: 1 ссылка."
    await pavel.presses("Отозвать ссылки (1)")
    assert "Отозвано: Ольга Админ" in (pavel.toast or "")
    await nina.opens(invitation)
    assert "приглашение отозвано" in nina.screen
    await nina.opens(to_region)
    assert "Тверская область" in nina.screen


async def test_the_list_tells_who_is_the_operators_own_and_who_appointed_whom(
    world: World,
) -> None:
    olga = await world.admin()
    await appointed(world, olga)
    await olga.says("/admins")
    assert "Администраторы: 2" in olga.screen
    assert "Ольга Админ – из настроек бота" in olga.screen
    assert "Нина Новая – назначение: Ольга Админ, 11.11.2026 12:00 (мск)" in olga.screen
    await olga.presses("Нина Новая")
    assert olga.buttons == ["Снять права", "История", "К списку"]


async def test_many_admins_are_paged(world: World) -> None:
    olga = await world.admin()
    async with world.app.database.transaction() as session:
        session.add_all(
            Person(id=30_000 + each, name=f"Н{each:02} " + "ы" * 124, role=Role.ADMIN,
                   username="u" * 32, appointed_by=olga.id)
            for each in range(1, 22)
        )  # fmt: skip
    await olga.says("/admins")
    assert "страница 1 из 3" in olga.screen
    await olga.presses("Дальше →", "Дальше →")
    assert "Н21" in olga.screen
    await olga.presses("← Раньше")
    await olga.forges("admins:99")
    assert "страница 3 из 3" in olga.screen


async def test_a_dismissed_admin_is_told_and_no_open_screen_works_any_more(world: World) -> None:
    olga, pavel = await world.admin(), await world.admin("Павел", which=1)
    nina = await appointed(world, olga)
    await world.link(olga, "Тверская")
    await nina.says("/people", "/admins", "/invitations", "/invite")
    screens = [message for message in nina.phone.messages if message.from_bot and message.rows]
    buttons = [(button.data, shown) for shown in screens for row in shown.rows for button in row]
    assert len(buttons) > 15
    await pavel.says("/admins")
    await pavel.presses("Нина Новая", "Снять права")
    await olga.says("/admins")
    await olga.presses("Нина Новая", "Снять права")
    assert "Снять права администратора: Нина Новая?" in olga.screen
    await olga.presses("Да, снять права")
    assert "больше не администратор" in olga.screen
    assert "Вы больше не администратор" in nina.screen
    assert nina.phone.keyboard == []
    assert [command for command, _ in nina.phone.commands] == ["start", "help"]
    await pavel.presses("Да, снять права")
    assert pavel.toast == "Этот человек уже не администратор. Права сняты: Ольга Админ."
    before = str(screens)
    for data, shown in buttons:
        nina.phone.forge(data or "", shown)
    await world.settled()
    assert str(screens) == before
    assert {answer.text for answer in nina.phone.answers[-len(buttons) :]} == {
        "Эта кнопка больше не действует. Отправьте /start."
    }
    await nina.says("Тверская")  # the region she was asked for
    assert nina.buttons == ["Запросить доступ"]
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
    assert "ADMIN_IDS" in nina.screen
    assert "Снять права" not in nina.buttons
    await nina.forges(f"dismiss:{olga.id}:1")
    assert "ADMIN_IDS" in nina.screen
    await nina.presses("К списку", "Нина Новая")
    assert "с самого себя нельзя" in nina.screen
    await nina.forges(f"dismiss:{nina.id}:1")
    assert "с самого себя нельзя" in nina.screen
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
            now=world.clock(),
            step="region",
        )
    everything = bot_commands(Role.ADMIN)
    await world.app.bot.set_my_commands(everything, scope=BotCommandScopeChat(chat_id=600))
    await world.stop_bot()
    await world.start_bot()
    assert [command for command, _ in former.phone.commands] == ["start", "help"]
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
    assert "Павел – из настроек бота" in olga.screen
    await olga.forges(f"dismiss:{pavel.id}:1")
    assert await role(world, pavel) == Role.ADMIN


async def test_nobody_but_an_admin_sees_or_appoints_admins(world: World) -> None:
    olga, anna = await world.admin(), await world.coordinator("Белгородская область")
    nina = world.stranger("Нина")
    await asks(nina, olga)
    (request,) = await world.rows(select(AccessRequest))
    for someone in (anna, nina):
        await someone.says("/admins")
        assert INVITE not in someone.buttons
        for data in (
            "admins:0",
            f"admin:{olga.id}",
            f"dismiss:{olga.id}:1",
            "newadmin:1",
            "unadmin",
            f"decide:{request.id}:1",
        ):
            await someone.forges(data)
            assert "не действует" in (someone.toast or "")
    assert await role(world, nina) == Role.STRANGER
    assert len(await world.rows(select(Invitation))) == 1
