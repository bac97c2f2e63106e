"""What coordinators live through, from the invitation to the report that was sent back."""

from datetime import date

import pytest
from sqlalchemy import select

from domain.events.fields import KINDS, field
from domain.regions.directory import FEDERAL_DISTRICTS, region_by_code
from handlers import phrases
from handlers.after_deadline import ASK_FOR_TIME
from handlers.deadlines.texts import asking, extensions
from handlers.event_form.texts import form, saved_events
from handlers.event_form.texts.form import CONTINUE, EDIT
from handlers.home import ASK_FOR_ACCESS
from handlers.joining import texts as joining
from handlers.region_report import texts as report
from models import Event, ExtensionRequest, Person, RegionReport, ReportState
from tests.world import DEADLINE, World

pytestmark = pytest.mark.long


async def test_by_invitation_to_the_submitted_report(world: World) -> None:
    """По приглашению: первое мероприятие и сдача отчёта"""
    olga, anna = await world.admin(), world.stranger("Анна")
    await anna.says("/start")
    await anna.opens(await world.link(olga, "белгород"))
    await anna.presses(joining.invitation.YES_RIGHT)
    await anna.says("/help")
    await anna.taps(phrases.MY_EVENTS)
    await anna.taps(phrases.REGION_REPORT)
    await anna.taps(phrases.NEW_EVENT)
    await anna.presses(KINDS["education"])
    await anna.says("Урок качства", "Шебекино, школа № 1", "3", "75")
    await anna.says("rskrf.ru/news vk.com/wall-1_2")
    await anna.presses(form.done(2))
    await anna.says("rutube.ru/video/1")
    await anna.presses(form.done(1), EDIT, field("name").title)
    await anna.says("Урок качества для пятых классов")
    await anna.presses(form.SAVE)
    await anna.taps(phrases.MY_EVENTS)
    await anna.taps(phrases.REGION_REPORT)
    await anna.presses(phrases.SUBMIT_REPORT)
    await anna.taps(phrases.NEW_EVENT)
    assert await world.rows(select(RegionReport.state)) == [ReportState.SUBMITTED]


async def test_a_request_for_access(world: World) -> None:
    """Без приглашения: заявка на доступ, отказ и согласие"""
    olga, ivan = await world.admin(), world.stranger("Иван Петров")
    await ivan.says("/start")
    await ivan.presses(ASK_FOR_ACCESS, FEDERAL_DISTRICTS["ЦФО"], region_by_code("71").name)
    await ivan.says("Иван", "+7 900 123-45-67")
    await ivan.presses("Иван Петров")
    await ivan.says("ведущий специалист")
    await ivan.presses(region_by_code("71").authority)
    await ivan.presses(joining.access.NAME)
    await ivan.says("Петров Иван Ильич")
    await ivan.presses(joining.access.SEND_REQUEST)
    await ivan.says("/start", "Здравствуйте, ну что там?")
    await olga.presses(joining.requests.DECLINE, joining.requests.REASONS["region"])
    await ivan.says("/start")
    await ivan.presses(ASK_FOR_ACCESS)
    await ivan.says("Атлантида", "тверь", "Правительство Тверской области")
    await ivan.presses(joining.access.SEND_REQUEST)
    await olga.presses(joining.requests.APPROVE)
    await ivan.opens("https://t.me/quality_week_bot?start=" + "a" * 22)
    assert await world.rows(select(Person.region_code).where(Person.id == ivan.id)) == ["69"]


async def test_events_of_all_kinds(world: World) -> None:
    """Вопросы о мероприятиях каждого вида"""
    anna = await world.coordinator("Белгородская область")
    for kind in KINDS:
        await anna.reports(kind=kind, name=f"{KINDS[kind]} в Белгороде")
    await anna.taps(phrases.MY_EVENTS)
    assert set(await world.rows(select(Event.kind))) == set(KINDS)


async def test_answers_that_do_not_fit(world: World) -> None:
    """Ответы, которые боту не подходят"""
    anna = await world.coordinator("Белгородская область")
    await anna.says("Здравствуйте", "/абв", "/new", "что-то своё")
    await anna.presses(KINDS["exhibition"])
    await anna.sends_sticker()
    await anna.says("А" * 301, "Выставка предприятий", "5", "Белгород", "Дворец культуры")
    await anna.says("много", "0", "1000000", "2")
    await anna.says("не знаю", "1")
    await anna.presses(form.correct("participants"))
    await anna.says("5000", "нет ссылок у нас", "https://t.me/c/1234567890/15")
    await anna.presses(anna.buttons[0])
    await anna.presses(anna.buttons[0])
    await anna.presses(form.PUT_ASIDE)
    await anna.taps(phrases.REGION_REPORT)
    await anna.taps(phrases.NEW_EVENT)
    await anna.presses(CONTINUE, form.SAVE)
    assert len(await world.rows(select(Event))) == 1


async def test_changing_deleting_and_reopening(world: World) -> None:
    """Исправить, удалить, открыть сданный отчёт и сдать снова"""
    anna = await world.coordinator("Белгородская область")
    await world.event(anna)
    await world.event(anna, "Выставка «Сделано у нас»", participants=4000)
    await anna.taps(phrases.MY_EVENTS)
    await anna.presses(anna.buttons[0], EDIT, field("participants").title)
    await anna.says("80")
    await anna.taps(phrases.MY_EVENTS)
    await anna.presses(anna.buttons[1], saved_events.DELETE, saved_events.LEAVE)
    await anna.presses(saved_events.DELETE, saved_events.DELETE_SURE)
    await anna.taps(phrases.REGION_REPORT)
    await anna.presses(phrases.SUBMIT_REPORT, phrases.REOPEN_REPORT, phrases.SUBMIT_REPORT)
    assert await world.rows(select(RegionReport.state)) == [ReportState.SUBMITTED]


async def test_no_events_and_too_late(world: World) -> None:
    """Мероприятий не было; срок прошёл, и регион просит ещё времени"""
    await world.admin()
    anna = await world.coordinator("Тверская область")
    igor = await world.coordinator("Камчатский край", "Игорь")
    await world.event(igor)
    await anna.taps(phrases.REGION_REPORT)
    await anna.presses(phrases.ZERO_REPORT, report.report.ZERO_SURE, phrases.REOPEN_REPORT)
    await anna.presses(phrases.ZERO_REPORT, report.report.ZERO_SURE)
    await world.remind(DEADLINE.replace(day=28, hour=10, minute=0))
    world.clock.at = DEADLINE
    world.clock.pass_(hours=12)
    await world.remind(world.clock.at)
    await igor.taps(phrases.NEW_EVENT)
    await igor.taps(phrases.REGION_REPORT)
    await igor.presses(ASK_FOR_TIME, asking.REASONS[0], extensions.until_day(date(2026, 12, 3)))
    await igor.presses(asking.SEND)
    assert await world.rows(select(ExtensionRequest.region_code)) == ["41"]
