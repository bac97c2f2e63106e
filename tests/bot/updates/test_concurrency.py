"""Several people, or one with quick fingers, or two processes, at the same time."""

import asyncio
from collections.abc import Sequence

import pytest
from sqlalchemy import select

from domain.campaigns.campaigns import current_campaign
from domain.campaigns.locking import lock_campaign
from domain.people.admins import appoint
from domain.people.sender import get_sender
from domain.reports.years import close
from models import Draft, Event, Invitation, Person, RegionReport, ReportState, Role
from tests.world import APPLICANT, Someone, World

REGION = "Белгородская область"


async def coordinators(world: World, count: int) -> list[Someone]:
    return [await world.coordinator(REGION, f"Анна {number}") for number in range(count)]


async def appointed_admin(world: World, by: Someone, name: str) -> Someone:
    async with world.app.database.transaction() as session:
        appointer = await session.get_one(Person, by.id)
        someone = world.stranger(name)
        person = (
            await get_sender(session, someone.id, name, None, admin_ids=(), now=world.clock())
        ).person
        await appoint(session, person, now=world.clock(), by=appointer)
    return someone


async def events(world: World) -> Sequence[Event]:
    return await world.rows(select(Event).order_by(Event.number))


async def taps_twice(world: World, someone: Someone, label: str) -> None:
    """Faster than the bot can answer."""
    pressed = someone.phone.press(label), someone.phone.press(label)
    await world.settled()
    assert all(press.answer is not None for press in pressed)


async def test_coordinators_who_report_at_once_lose_nothing(world: World) -> None:
    people = await coordinators(world, 5)
    await asyncio.gather(
        *(
            each.reports(name=f"Урок {number}", participants=str(100 + number))
            for number, each in enumerate(people)
        )
    )
    saved = await events(world)
    assert [event.number for event in saved] == [1, 2, 3, 4, 5]
    assert {event.name for event in saved} == {f"Урок {number}" for number in range(5)}
    for event in saved:
        assert event.participants == 100 + int(event.name[-1])
        assert f"№ {event.number} сохранено" in people[int(event.name[-1])].screen


async def test_two_who_change_different_fields_of_an_event_keep_both(world: World) -> None:
    anna, boris = await coordinators(world, 2)
    await anna.reports(name="Урок", participants="100")
    for someone, field in ((anna, "Название"), (boris, "Число участников")):
        await someone.says("/events")
        await someone.presses(someone.buttons[0], "Изменить", field)
    await asyncio.gather(anna.says("Урок качества"), boris.says("250"))
    (event,) = await events(world)
    assert (event.name, event.participants) == ("Урок качества", 250)
    assert len(await world.audit("event.changed")) == 2


@pytest.mark.parametrize("first", ["saves", "submits"])
async def test_nothing_is_added_to_a_report_that_is_being_submitted(
    world: World, first: str
) -> None:
    anna, boris = await coordinators(world, 2)
    await anna.reports()
    await boris.fills_in(name="Ещё одно")
    await anna.says("/report")
    await anna.presses("Сдать отчёт")  # asked about the draft of the other
    presses = [(boris, "Сохранить"), (anna, "Всё равно сдать")]
    for someone, label in presses if first == "saves" else reversed(presses):
        someone.phone.press(label)
    await world.settled()
    reports = await world.rows(select(RegionReport))
    if reports:
        assert reports[0].state == ReportState.SUBMITTED
        assert len(await events(world)) == 1
        assert "уже сдан" in boris.screen
        assert len(await world.rows(select(Draft))) == 1
    else:
        assert len(await events(world)) == 2
        assert "Сдать отчёт" in anna.buttons


async def test_nothing_is_added_to_a_campaign_that_is_being_closed(world: World) -> None:
    olga, (anna,) = await world.admin(), await coordinators(world, 1)
    await anna.fills_in()
    async with world.app.database.transaction() as session:
        campaign = await current_campaign(session)
        await lock_campaign(session, campaign)
        close(session, campaign, by=await session.get_one(Person, olga.id), now=world.clock())
        await session.flush()
        saving = anna.phone.press("Сохранить")
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.5):
                await anna.phone.answer_to(saving)
    await world.settled()
    assert "Изменить отчёт нельзя" in anna.screen
    assert await events(world) == []


async def test_taps_that_come_twice_do_once_what_the_button_says(world: World) -> None:
    (anna,) = await coordinators(world, 1)
    await anna.says("/new")
    await taps_twice(world, anna, "Урок, занятие")
    assert "Шаг 2 из 8" in anna.screen
    await anna.says("Урок", "Белгород")
    await taps_twice(world, anna, "Назад")
    assert "Шаг 3 из 8" in anna.screen
    await taps_twice(world, anna, "Оставить: Белгород")
    await anna.says("Школа № 5")
    await taps_twice(world, anna, "3")
    await anna.says("100")
    await anna.says("rskrf.ru")
    await taps_twice(world, anna, "Готово (1)")
    await taps_twice(world, anna, "Пропустить")
    await taps_twice(world, anna, "Сохранить")
    assert "№ 1 сохранено" in anna.screen
    (event,) = await events(world)
    assert (event.city, event.times_held, event.participants) == ("Белгород", 3, 100)
    assert (event.publication_links, event.video_links) == (["https://rskrf.ru"], [])


async def test_taps_that_come_twice_submit_reopen_and_delete_once(world: World) -> None:
    (anna,) = await coordinators(world, 1)
    await anna.reports()
    await anna.says("/report")
    await taps_twice(world, anna, "Сдать отчёт")
    await taps_twice(world, anna, "Исправить отчёт")
    await taps_twice(world, anna, "Мои мероприятия")
    await taps_twice(world, anna, anna.buttons[0])
    await taps_twice(world, anna, "Удалить")
    await taps_twice(world, anna, "Да, удалить")
    for action in ("report.submitted", "report.open", "event.deleted"):
        assert len(await world.audit(action)) == 1
    (event,) = await events(world)
    assert event.deleted_at is not None


async def test_taps_that_come_twice_ask_invite_and_approve_once(world: World) -> None:
    olga, ivan = await world.admin(), world.stranger()
    await olga.says("/invite")
    await taps_twice(world, olga, "Центральный федеральный округ")
    await taps_twice(world, olga, REGION)
    assert len(await world.rows(select(Invitation))) == 1
    await ivan.says("/start")
    await taps_twice(world, ivan, "Запросить доступ")
    await ivan.says(REGION, *APPLICANT)
    await taps_twice(world, ivan, "Отправить заявку")
    await taps_twice(world, olga, "Одобрить")
    assert len(await world.audit("person.joined")) == 1
    assert sum("Вы – координатор" in message.text for message in ivan.phone.messages) == 1


async def test_two_admins_who_decide_at_once_do_not_both(world: World) -> None:
    olga, petr, ivan = await world.admin(), await world.admin("Пётр", 1), world.stranger()
    await ivan.asks_for_access(REGION)
    await petr.presses("Отклонить")
    olga.phone.press("Одобрить")
    petr.phone.press("Без объяснения")
    await world.settled()
    assert olga.screen == petr.screen
    assert (await world.person(ivan)).is_coordinator == ("Заявка одобрена" in olga.screen)


async def test_two_admins_who_remove_each_other_at_once_leave_one(world: World) -> None:
    olga = await world.admin()
    nina, mark = [await appointed_admin(world, olga, name) for name in ("Нина", "Марк")]
    for admin, other in ((nina, "Марк"), (mark, "Нина")):
        await admin.says("/admins")
        await admin.presses(other, "Снять права")
    for admin in (nina, mark):
        admin.phone.press("Да, снять права")
    await world.settled()
    roles = {(await world.person(each)).role for each in (nina, mark)}
    assert roles == {Role.ADMIN, Role.STRANGER}
    assert len(await world.audit("person.removed")) == 1


async def test_an_invitation_opened_by_two_at_once_lets_one_in(world: World) -> None:
    olga = await world.admin()
    await olga.says(f"/invite {REGION}")
    link = olga.screen[olga.screen.index("https://t.me/") :].split()[0]
    two = world.stranger(), world.stranger("Пётр")
    for someone in two:
        await someone.phone.opens_link(link)
        await world.settled()
    for someone in two:
        someone.phone.press("Да, верно")
    await world.settled()
    assert [(await world.person(someone)).is_coordinator for someone in two].count(True) == 1
