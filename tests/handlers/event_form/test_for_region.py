"""An admin reports for a region that cannot: the coordinators' form, with every screen headed by
the region, everything on record as the admin's, and the region told."""

from sqlalchemy import select

from domain.events.fields import KINDS, field
from domain.history.sheet import FOR_REGION
from domain.people.admins import appoint, dismiss
from domain.regions.directory import region_by_code
from handlers import phrases
from handlers.callbacks import DeleteEvent, EditEvent, NewEvent, OpenEvent, OpenReport, ReviewEvent
from handlers.done_for_region import NOT_ONE_BY_ONE, done_so_far
from handlers.event_form.texts import mending
from handlers.event_form.texts.form import CONTINUE, EDIT, SAVE, begin_for
from handlers.event_form.texts.saved_events import DELETE, DELETE_SURE
from handlers.fallback import STALE_BUTTON
from handlers.forms.texts import FORM_GONE, SKIP
from handlers.menu import STATUS
from handlers.on_behalf import REPORT_FOR_REGION, ForRegion, heading
from handlers.region_report.texts.report import ZERO_SURE
from handlers.report_closed import ACCEPTED_ALREADY
from handlers.review.texts.decisions import RETURN_EVENT
from handlers.review.texts.returning import NO_COMMENT, ONWARD
from handlers.review.texts.returning import SEND as RETURN
from models import Draft, Event, Person, RegionReport, ReportState
from tests.world import DEADLINE, Someone, World, plain

BELGOROD, TULA = region_by_code("31"), region_by_code("71")
NAME, PARTICIPANTS = field("name").title, field("participants").title


async def opens_report(olga: Someone, region: str = "белгород") -> None:
    await olga.says(f"/{STATUS.command} {region}")
    await olga.presses(REPORT_FOR_REGION)


async def enters(olga: Someone, name: str = "Урок качества") -> None:
    """An event for the region whose report is open, up to the receipt."""
    await olga.presses(phrases.NEW_EVENT, KINDS["education"])
    await olga.says(name, "Белгород", "Школа № 5", "3", "75")
    await olga.presses(SKIP, SKIP, SAVE)


async def test_an_admin_reports_from_the_first_question_to_the_last(world: World) -> None:
    olga, anna = await world.admin(), await world.coordinator("Белгородская область")
    await opens_report(olga)
    head, seen = plain(heading(BELGOROD)), len(olga.phone.messages)
    await enters(olga)
    assert "Мероприятие № 1 сохранено" in olga.screen
    assert "внесло мероприятие № 1" in anna.screen
    await olga.presses(phrases.MY_EVENTS, "1. Урок качества", EDIT, "Название")
    await olga.says("Урок для всех")
    await olga.presses(DELETE)
    assert olga.screen.startswith(head)
    await olga.says("нет")
    await olga.presses(phrases.MY_EVENTS)
    screens = [each.text for each in olga.phone.messages[seen - 1 :] if each.from_bot]
    assert [text for text in screens if not text.startswith(head)] == []
    await opens_report(olga)
    await olga.presses(phrases.SUBMIT_REPORT)
    assert "Министерство (Ольга Админ) за ваш регион сдало отчёт." in anna.screen
    assert phrases.WRITE in anna.buttons
    await anna.presses(phrases.REGION_REPORT)
    assert "Ольга Админ (министерство)" in anna.screen
    await olga.says("/history белгород")
    assert olga.screen.count(FOR_REGION) == 3
    (event,) = await world.rows(select(Event))
    assert (event.region_code, event.name, event.created_by) == ("31", "Урок для всех", olga.id)
    assert await world.set_aside() == 0


async def test_a_region_hears_of_many_events_once_a_day_and_when_they_are_submitted(
    world: World,
) -> None:
    olga, pavel = await world.admin(), await world.admin("Павел Админ", 1)
    anna = await world.coordinator("Белгородская область")
    vera = await world.coordinator("Тульская область", "Вера")

    def told(someone: Someone) -> list[str]:
        texts = [each.text for each in someone.phone.messages if each.from_bot]
        return [text for text in texts if "за ваш регион " in text]

    await opens_report(olga)
    await enters(olga, "Первое")
    assert told(anna) == [
        "Министерство (Ольга Админ) за ваш регион внесло мероприятие № 1 «Первое».\n"
        f"{NOT_ONE_BY_ONE}"
    ]
    await opens_report(olga)
    await enters(olga, "Второе")
    await opens_report(pavel)
    await enters(pavel, "Третье")
    await olga.presses(phrases.MY_EVENTS, "1. Первое", EDIT, "Название")
    await olga.says("Самое первое")
    assert len(told(anna)) == 1, "whoever of the admins does it"
    await opens_report(pavel, "тула")
    await enters(pavel, "Ярмарка")
    assert [text.partition("за ваш регион ")[2] for text in told(vera)] == [
        "внесло мероприятие № 1 «Ярмарка».\n" + NOT_ONE_BY_ONE
    ]
    world.clock.pass_(days=1)
    await olga.presses(phrases.MY_EVENTS, "2. Второе", EDIT, "Название")
    await olga.says("Не первое")
    assert len(told(anna)) == 2, "another day"
    assert "Второе → Не первое" in told(anna)[-1]
    assert told(anna)[-1].endswith(done_so_far(3))
    await opens_report(olga)
    await olga.presses(phrases.MY_EVENTS, "3. Третье", DELETE, DELETE_SURE)
    assert "удалило мероприятие № 3 «Третье»" in told(anna)[-1], "what is lost is always told"
    await opens_report(olga)
    await olga.presses(phrases.SUBMIT_REPORT)
    assert "сдало отчёт.\nНомер отчёта: 31-2026/1, " in told(anna)[-1]
    assert told(anna)[-1].endswith(done_so_far(2))
    world.clock.pass_(minutes=5)
    await olga.presses(phrases.REOPEN_REPORT)
    assert told(anna)[-1].endswith(phrases.OPENED_FOR_REGION)
    await anna.says("/report")
    await anna.presses(phrases.SUBMIT_REPORT)
    assert len(told(anna)) == 5, "nobody is told of what a coordinator does"
    assert await world.set_aside() == 0


async def test_an_admin_corrects_for_a_region_what_was_returned_to_it(world: World) -> None:
    olga, pavel = await world.admin(), await world.admin("Павел Админ", 1)
    anna = await world.coordinator("Белгородская область")
    await world.event(anna)
    await anna.says("/report")
    await anna.presses(phrases.SUBMIT_REPORT)
    (event,) = await world.rows(select(Event))
    await pavel.says("/events")
    await pavel.forges(ReviewEvent(event=event.id).pack())
    await pavel.presses(RETURN_EVENT, NAME, PARTICIPANTS, ONWARD, NO_COMMENT, RETURN)
    await opens_report(olga)
    seen = len(olga.phone.messages)
    await olga.presses(phrases.MY_EVENTS, "1. Урок качества (возвращено)", mending.MEND)
    assert "Что исправить: Название, Число участников." in olga.screen
    await olga.says("Урок для всех", "25")
    await olga.presses(mending.SAVE)
    screens = [each.text for each in olga.phone.messages[seen - 1 :] if each.from_bot]
    head = plain(heading(BELGOROD))
    assert [text for text in screens if not text.startswith(head)] == []
    (corrected,) = await world.rows(select(Event))
    assert (corrected.name, corrected.participants) == ("Урок для всех", 25)
    assert corrected.corrected_at is not None
    assert f"{PARTICIPANTS}: 75 → 25" in anna.screen
    assert await world.set_aside() == 0


async def test_a_region_without_anybody_is_reported_for_late_and_as_zero(world: World) -> None:
    olga = await world.admin()
    world.clock.at = DEADLINE
    world.clock.pass_(days=1)
    await opens_report(olga)
    assert "с опозданием" in olga.screen
    await olga.presses(phrases.ZERO_REPORT, ZERO_SURE)
    (report,) = await world.rows(select(RegionReport))
    assert (report.region_code, report.state) == ("31", ReportState.ZERO)
    await olga.says("/status белгород")
    assert "с опозданием" in olga.screen


async def test_what_an_admin_opens_again_stays_in_time(world: World) -> None:
    olga, anna = await world.admin(), await world.coordinator("Белгородская область")
    await world.event(anna)
    await anna.says("/report")
    await anna.presses(phrases.SUBMIT_REPORT)
    world.clock.at = DEADLINE
    world.clock.pass_(days=1)
    await opens_report(olga)
    await olga.presses(phrases.REOPEN_REPORT)
    await enters(olga, "Ещё один")
    await opens_report(olga)
    await olga.presses(phrases.SUBMIT_REPORT)
    await olga.says("/status белгород")
    assert "в срок" in olga.screen
    await olga.presses(phrases.REGION_REPORT, phrases.ACCEPT_REPORT)
    await olga.forges(ForRegion(code="31", pressed=NewEvent(year=2026).pack()).pack())
    assert ACCEPTED_ALREADY in olga.screen


async def test_one_admin_has_one_event_at_a_time_and_is_asked_which(world: World) -> None:
    olga = await world.admin()
    await opens_report(olga, "тула")
    await olga.presses(phrases.NEW_EVENT, KINDS["education"])
    await olga.says("Урок в Туле")
    await olga.forges(ForRegion(code="31", pressed=NewEvent(year=2026).pack()).pack())
    assert "Тульская область" in olga.screen
    assert olga.buttons == [CONTINUE, begin_for(BELGOROD)]
    await olga.presses(CONTINUE)
    assert olga.screen.startswith(plain(heading(TULA)))
    await olga.forges(ForRegion(code="31", pressed=NewEvent(year=2026).pack()).pack())
    await olga.presses(begin_for(BELGOROD))
    (draft,) = await world.rows(select(Draft))
    assert (draft.region_code, draft.answers) == ("31", {})


async def test_two_admins_and_a_coordinator_report_for_one_region(world: World) -> None:
    olga, pavel = await world.admin(), await world.admin("Павел Админ", 1)
    anna = await world.coordinator("Белгородская область")
    for each in (olga, pavel):
        await opens_report(each)
        await enters(each, f"Урок {each.id}")
    await anna.says("/events")
    await anna.presses("1. Урок 501", DELETE, DELETE_SURE)
    await pavel.forges(ForRegion(code="31", pressed=OpenEvent(event=1).pack()).pack())
    assert "возможно, его удалили" in pavel.screen
    events = await world.rows(select(Event).order_by(Event.id))
    assert [event.number for event in events] == [1, 2]


async def test_no_button_leads_a_coordinator_to_another_region(world: World) -> None:
    olga, anna = await world.admin(), await world.coordinator("Белгородская область")
    vera = await world.coordinator("Тульская область", "Вера")
    event = await world.event(anna)
    for pressed in (
        OpenReport(),
        NewEvent(year=2026),
        OpenEvent(event=event.id),
        EditEvent(event=event.id, field="name"),
        DeleteEvent(event=event.id, sure=True),
    ):
        await vera.forges(ForRegion(code="31", pressed=pressed.pack()).pack())
        assert vera.toast == STALE_BUTTON
        await olga.forges(pressed.pack())
        assert olga.toast == STALE_BUTTON, "an admin's button names the region"
        await olga.forges(ForRegion(code="71", pressed=pressed.pack()).pack())
        assert "Урок качества" not in olga.screen, "and the event is that region's"
    assert await world.rows(select(Event).where(Event.deleted_at.is_not(None))) == []
    assert await world.set_aside() == 0


async def test_who_is_no_admin_any_more_saves_nothing(world: World) -> None:
    pavel = world.stranger("Павел")
    await pavel.says("/start")
    async with world.app.database.transaction() as session:
        await appoint(session, await session.get_one(Person, pavel.id), now=world.clock(), by=None)
    await opens_report(pavel)
    await pavel.presses(phrases.NEW_EVENT, KINDS["education"])
    await pavel.says("Урок", "Белгород", "Школа № 5", "3", "75")
    await pavel.presses(SKIP, SKIP)
    async with world.app.database.transaction() as session:
        await dismiss(session, await session.get_one(Person, pavel.id), now=world.clock(), by=None)
    await pavel.presses(SAVE)
    assert pavel.toast == FORM_GONE
    assert await world.rows(select(Event)) == []


async def test_a_closed_campaign_takes_nothing_from_an_admin_either(world: World) -> None:
    olga = await world.admin()
    await opens_report(olga)
    await olga.presses(phrases.NEW_EVENT, KINDS["education"])
    await olga.says("Урок", "/campaign")
    await olga.presses("Закрыть приём", "Да, закрыть")
    await olga.presses(CONTINUE)
    assert "закрыт" in olga.screen
    assert "/campaign" in olga.screen


async def test_after_the_deadline_a_command_leaves_the_event_of_a_region_waiting(
    world: World,
) -> None:
    olga = await world.admin()
    world.clock.at = DEADLINE
    world.clock.pass_(days=1)
    await opens_report(olga)
    await olga.presses(phrases.NEW_EVENT, KINDS["education"])
    await olga.says("Урок качества", f"/{STATUS.command}")
    assert olga.buttons[0] == CONTINUE
    await olga.presses(CONTINUE)
    assert plain(heading(BELGOROD)) in olga.screen
