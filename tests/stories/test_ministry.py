"""What the ministry's admins live through, from the first start to the next year."""

from datetime import date

import pytest
from sqlalchemy import select

from domain.events.fields import KINDS, field
from domain.regions.directory import FEDERAL_DISTRICTS
from domain.reports.status_groups import Group
from handlers import leaving, menu, phrases
from handlers.after_deadline import ASK_FOR_TIME
from handlers.campaigns.texts import campaign, new_year
from handlers.deadlines.texts import asking, deadline, extensions
from handlers.export import texts as export
from handlers.history import texts as history
from handlers.invitations import texts as invitations
from handlers.joining import texts as joining
from handlers.mailings.texts import mailing
from handlers.people.texts import admins, erasure, people
from handlers.review.texts import decisions, returning, search
from handlers.status.texts import lists, pictures
from models import Campaign, Event, Person, RegionReport, ReportState
from tests.world import DEADLINE, IN_THE_WEEK, Someone, World

pytestmark = pytest.mark.long


async def test_the_first_day(world: World) -> None:
    """Первый день администратора: приглашения и коллеги"""
    olga = await world.admin()
    for item in (menu.HELP, menu.INVITATIONS):
        await olga.says(f"/{item.command}")
    await olga.presses(invitations.TABLE_FOR_ALL)
    await olga.says("/invitations")
    await olga.presses(invitations.REVOKE_ONE, FEDERAL_DISTRICTS["ЦФО"])
    await olga.says("/invite", "белгород", "/invite челны", "/export 2025")
    anna = world.stranger("Анна")
    await anna.opens(await world.link(olga, "31"))
    await anna.presses(joining.invitation.YES_RIGHT)
    await olga.taps(menu.PEOPLE.label or "")
    await olga.says("/people белгород", "/admins")
    await olga.presses(admins.INVITE)
    link = olga.screen[olga.screen.index("https://t.me/") :].split()[0]
    nina = world.stranger("Нина Новая")
    await nina.opens(link)
    await nina.presses(joining.invitation.SEND_ADMIN_REQUEST)
    await olga.presses(joining.requests.APPOINT)
    await olga.says("/admins", "/digest 8", "/cancel", "как дела?")
    assert (await world.person(nina)).is_admin


async def test_where_the_regions_stand(world: World) -> None:
    """Кто отчитался: обзор, списки, карта, карточка региона"""
    olga = await world.admin()
    await submitted(world)
    igor = await world.coordinator("Камчатский край", "Игорь")
    await world.event(igor)
    await olga.taps(menu.STATUS.label or "")
    await olga.presses(lists.group_button(Group.NOT_BEGUN, 87), lists.OVERVIEW)
    await olga.says("/status ЦФО", "/status белгород", "/status атлантида", "/map", "/chart")
    await olga.presses(pictures.AS_FILE)
    await olga.says("/digest 9")
    await world.digest(IN_THE_WEEK.replace(day=12, hour=9))
    world.clock.at = DEADLINE
    world.clock.pass_(hours=2)
    await world.remind(world.clock.at)
    await olga.says("/status", "/status камчат")
    assert len(await world.rows(select(Event))) == 3


async def test_returned_mended_accepted(world: World) -> None:
    """Проверка: поиск, возврат с комментарием, исправление, приём"""
    olga, anna = await world.admin(), await submitted(world)
    await olga.says("/events", "/events урок", "/events 31")
    await olga.presses(search.REMARKS)
    await olga.says("/events урок")
    await olga.presses(olga.buttons[0], decisions.RETURN_EVENT)
    await olga.says("Участников вдвое больше, чем учеников. Проверьте число.")
    await olga.presses(returning.SEND)
    event, *_ = await world.rows(select(Event).order_by(Event.id))
    await anna.presses(returning.mend(event), field("participants").title)
    await anna.says("40")
    await anna.taps(phrases.REGION_REPORT)
    await anna.presses(phrases.SUBMIT_REPORT)
    await olga.says("/status белгород")
    await olga.presses(phrases.ACCEPT_REPORT)
    assert await world.rows(select(RegionReport.state)) == [ReportState.SUBMITTED]


async def test_table_and_history(world: World) -> None:
    """Сводная таблица и история"""
    olga, anna = await world.admin(), await submitted(world)
    await olga.taps(menu.EXPORT.label or "")
    await olga.presses(export.ONE_KIND, KINDS["education"])
    await olga.says("/export ЦФО", "/export тверь", "/history", "/history белгород")
    await olga.says("/history белгород 1", f"/history {anna.id}", "/history Кто-то")
    await olga.says("/history белгород")
    await olga.presses(history.DOWNLOAD)
    assert len(await world.audit("export.made")) == 4


async def test_letters_to_the_regions(world: World) -> None:
    """Напоминания, сообщения и ответы на них"""
    olga, anna = await world.admin(), await submitted(world)
    igor = await world.coordinator("Камчатский край", "Игорь")
    await world.event(igor)
    boris = await world.coordinator("Москва", "Борис")
    await boris.blocks()
    await olga.says("/remind")
    await olga.presses(mailing.with_number(mailing.UNREPORTED, 88))
    await olga.presses(mailing.WHOM_MISSED, mailing.SEND)
    await world.mail()
    await olga.presses(mailing.WHOM_IT_MISSED)
    await olga.says("/remind камчат")
    await olga.presses(mailing.SEND)
    await world.mail()
    await olga.says("/broadcast")
    await olga.presses(mailing.with_number(mailing.EVERYONE, 89))
    await olga.says("Коллеги, до конца срока – неделя. Спасибо всем, кто уже отчитался!")
    await olga.presses(mailing.SEND)
    await world.mail()
    await anna.presses(phrases.REPLY)
    await anna.says("Спасибо! А вопрос: считать ли уроки онлайн?")
    await olga.says("/remind белгород", "/remind москва", "/remind сибирский", "/remind карелия")
    for day, hour in ((22, 10), (22, 13), (26, 10), (28, 10), (29, 10)):
        await world.remind(DEADLINE.replace(day=day, hour=hour, minute=5))
    assert len(igor.reminders) >= 4


async def test_dates_and_years(world: World) -> None:
    """Сроки, продления, закрытие года и новый год"""
    olga, anna = await world.admin(), await submitted(world)
    igor = await world.coordinator("Камчатский край", "Игорь")
    await world.event(igor)
    await olga.says("/deadline", "/deadline позавчера", "/deadline 5 декабря 18:00")
    await olga.presses(deadline.CHANGE_SURE)
    await olga.says("/extend белгород")
    await olga.says("10 декабря", "Снегопад, школы закрыты")
    await olga.presses(extensions.GRANT)
    world.clock.at = DEADLINE.replace(month=12, day=8, hour=12)
    await world.remind(world.clock.at)
    await igor.taps(phrases.REGION_REPORT)
    await igor.presses(ASK_FOR_TIME, asking.REASONS[0])
    await igor.presses(extensions.until_day(date(2026, 12, 11)), asking.SEND)
    await olga.presses(olga.buttons[0])
    world.clock.at = DEADLINE.replace(month=12, day=20, hour=12)
    await olga.says("/campaign")
    await olga.presses(campaign.CLOSE, campaign.CLOSE_SURE)
    await world.mail()
    await anna.taps(phrases.REGION_REPORT)
    await olga.says("/campaign")
    await olga.presses(*[new_year.open_next(2027)] * 2, new_year.OPEN_SURE)
    await world.mail()
    await anna.presses(mailing.STAYS_COORDINATOR)
    await igor.presses(mailing.LEAVES_REGION, leaving.LEAVE_SURE)
    assert set(await world.rows(select(Campaign.year))) == {2026, 2027}


async def test_people_leave(world: World) -> None:
    """Координатор уходит: отключение и удаление персональных данных"""
    olga, anna = await world.admin(), await submitted(world)
    await olga.says("/people белгород")
    await olga.presses(olga.buttons[0], people.REMOVE, people.REMOVE_SURE)
    await anna.says("/report")
    await olga.says("/history Анна")
    await olga.says(f"/people {anna.id}")
    await olga.presses(erasure.ERASE, erasure.ERASE_SURE)
    await olga.says("/history белгород")
    assert await world.rows(select(Person).where(Person.id == anna.id)) == []


async def submitted(world: World) -> Someone:
    """A coordinator whose report of two events is submitted."""
    anna = await world.coordinator("Белгородская область")
    await world.event(anna)
    await world.event(anna, "Выставка «Сделано у нас»", kind="exhibition", participants=4000)
    await anna.taps(phrases.REGION_REPORT)
    await anna.presses(phrases.SUBMIT_REPORT)
    return anna
