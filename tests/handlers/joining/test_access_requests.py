"""Coming in the second way: a stranger asks for access, and an admin decides."""

import asyncio

import pytest
from sqlalchemy import select

from domain.people.admins import follow_settings
from domain.people.sender import get_sender
from models import AccessRequest, Person, Role
from tests.world import ADMIN_IDS, Someone, World


async def asks(someone: Someone, region: str) -> None:
    """From the first /start to the sent request."""
    await someone.says("/start")
    await someone.presses("Запросить доступ")
    await someone.says(region)
    await someone.presses("Отправить заявку")


async def test_a_stranger_chooses_district_and_region_and_an_admin_approves(world: World) -> None:
    olga, ivan = await world.admin(), world.stranger("Иван <b>Ж")
    await ivan.says("/start")
    await ivan.presses("Запросить доступ", "Дальневосточный федеральный округ", "Камчатский край")
    await ivan.presses("Отправить заявку")
    assert "отправлена" in ivan.screen
    assert "Иван <b>Ж" in olga.screen
    assert "Камчатский край" in olga.screen
    assert olga.buttons == ["Одобрить", "Отклонить"]
    await olga.presses("Одобрить")
    assert "одобрено" in olga.screen
    assert olga.buttons == []
    assert "Вы координатор: Камчатский край" in ivan.screen
    assert "30 ноября 2026 года, 08:59" in ivan.screen
    await ivan.taps("Добавить мероприятие")
    assert "Шаг 1 из 8" in ivan.screen
    (joined,) = await world.audit("person.joined")
    assert (joined.person_id, joined.subject_id) == (olga.id, str(ivan.id))


async def test_the_regions_of_no_district_are_offered_too(world: World) -> None:
    ivan = world.stranger()
    await ivan.says("/start")
    await ivan.presses("Запросить доступ", "Вне федеральных округов")
    assert len(ivan.buttons) == 4 + 1
    await ivan.presses("К округам")
    assert len(ivan.buttons) == 9


async def test_a_typed_region_is_found_chosen_among_several_or_asked_for_again(
    world: World,
) -> None:
    ivan = world.stranger()
    await ivan.says("/start")
    await ivan.presses("Запросить доступ")
    await ivan.says("Атлантида")
    assert "нет в списке" in ivan.screen
    await ivan.phone.sends_voice()
    await world.settled()
    assert "нет в списке" in ivan.screen
    await ivan.says("новгород")
    assert {"Нижегородская область", "Новгородская область"} <= set(ivan.buttons)
    await ivan.presses("Новгородская область", "Другой регион")
    await ivan.says("нижегородскя")
    assert "Нижегородская область" in ivan.screen


async def test_a_region_can_be_typed_although_a_command_came_in_between(world: World) -> None:
    ivan = world.stranger()
    await ivan.says("/start")
    await ivan.presses("Запросить доступ")
    question = ivan.phone.last
    await ivan.says("/help")
    ivan.phone.press("Южный федеральный округ", question)
    await world.settled()
    await ivan.says("Адыгея")
    assert ivan.buttons == ["Отправить заявку", "Другой регион"]


async def test_a_decline_is_heard_and_access_can_be_asked_for_again(world: World) -> None:
    olga, ivan = await world.admin(), world.stranger()
    await asks(ivan, "Тверская")
    await olga.presses("Отклонить")
    assert "отклонил" in ivan.screen
    assert (await world.person(ivan)).role == Role.STRANGER
    (declined,) = await world.audit("access.declined")
    assert (declined.person_id, declined.region_code) == (olga.id, "69")
    await asks(ivan, "Тверская")
    await olga.presses("Одобрить")
    assert (await world.person(ivan)).region_code == "69"


async def test_of_two_admins_the_second_one_hears_who_decided(world: World) -> None:
    olga, pavel = await world.admin(), await world.admin("Павел", which=1)
    ivan = world.stranger()
    await asks(ivan, "Тверская")
    olga.phone.press("Одобрить")
    await world.settled()
    await pavel.presses("Отклонить")
    assert "одобрено" in pavel.screen
    assert "Ольга Админ" in pavel.screen
    assert (await world.person(ivan)).region_code == "69"


async def test_two_admins_at_the_same_instant_decide_once(world: World) -> None:
    olga, pavel = await world.admin(), await world.admin("Павел", which=1)
    ivan = world.stranger()
    await asks(ivan, "Тверская")
    await asyncio.gather(olga.presses("Одобрить"), pavel.presses("Отклонить"))
    decisions = len(await world.audit("person.joined")) + len(await world.audit("access.declined"))
    assert decisions == 1
    assert olga.screen == pavel.screen


async def test_a_request_waits_for_the_first_admin_who_starts_the_bot(world: World) -> None:
    ivan = world.stranger()
    await asks(ivan, "Тверская")
    assert "отправлена" in ivan.screen
    olga = await world.admin()
    assert "Заявок на доступ без ответа: 1" in olga.screen
    await olga.taps("Координаторы")
    await olga.presses("Заявки (1)", "Одобрить")
    assert "Вы координатор" in ivan.screen


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
    await olga.taps("Координаторы")
    await olga.presses("Заявки (12)")
    assert "осталось 2" in olga.screen
    await olga.presses("Следующие заявки")
    shown = [message.text for message in olga.phone.messages if "Заявка на доступ" in message.text]
    assert len(shown) == 12
    assert "К12" in olga.screen
    assert olga.buttons == ["Одобрить", "Отклонить"]


async def test_a_request_pressed_twice_or_repeated_reaches_the_admins_once(world: World) -> None:
    olga, ivan = await world.admin(), world.stranger()
    await ivan.says("/start")
    await ivan.presses("Запросить доступ")
    question = await ivan.says("Тверская")
    ivan.phone.press("Отправить заявку", question)
    ivan.phone.press("Отправить заявку", question)
    await world.settled()
    await ivan.forges("access")
    assert "уже у администратора" in ivan.screen
    await ivan.says("/start")
    assert "уже у администратора" in ivan.screen
    assert sum("Заявка на доступ" in message.text for message in olga.phone.messages) == 1


async def test_after_three_requests_a_day_the_fourth_waits_for_tomorrow(world: World) -> None:
    olga, ivan = await world.admin(), world.stranger()
    for _ in range(3):
        await asks(ivan, "Тверская")
        await olga.presses("Отклонить")
    await asks(ivan, "Тверская")
    assert "завтра" in ivan.screen
    assert len(await world.rows(select(AccessRequest))) == 3
    world.clock.pass_(days=1, minutes=1)
    await asks(ivan, "Тверская")
    assert "отправлена" in ivan.screen


async def test_an_approval_moves_nobody_who_has_joined_by_invitation_since(world: World) -> None:
    olga, ivan = await world.admin(), world.stranger()
    await asks(ivan, "Тверская")
    request = olga.phone.last
    await ivan.opens(await world.link(olga, "Белгород"))
    await ivan.presses("Да, верно")
    olga.phone.press("Одобрить", request)
    await world.settled()
    assert (await world.person(ivan)).region_code == "31"


async def test_an_approval_is_not_for_coordinators_or_strangers_to_give(world: World) -> None:
    olga, ivan = await world.admin(), world.stranger()
    anna = await world.coordinator("Белгородская область")
    await asks(ivan, "Тверская")
    (request,) = await world.rows(select(AccessRequest))
    for someone in (ivan, anna):
        await someone.forges(f"decide:{request.id}:1")
        await someone.forges("requests")
        assert "не действует" in (someone.toast or "")
    assert (await world.person(ivan)).role == Role.STRANGER
    await olga.presses("Отклонить")


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
    olga.phone.press("Одобрить", card)
    await world.settled()
    assert (await world.person(pavel)).role == Role.ADMIN
    assert "Заявок без ответа нет" in card.text
