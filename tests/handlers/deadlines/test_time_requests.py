"""A coordinator past the deadline asks for more time; one of the admins decides."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from domain.people.admins import appoint, follow_settings
from domain.people.redaction import WORDLESS
from domain.regions.directory import Region, region_by_code
from domain.reports.state import ReportStatus
from handlers import phrases
from handlers.after_deadline import ASK_FOR_TIME, TIME_ASKED_ALREADY
from handlers.campaigns.texts.campaign import CLOSE, CLOSE_SURE
from handlers.deadlines.screens import seconds
from handlers.deadlines.texts import asking, deadline, declining, extensions
from handlers.deadlines.texts import time_requests as texts
from handlers.fallback import STALE_BUTTON
from handlers.formatting import contact
from handlers.forms.texts import CANCEL, NEEDS_TEXT
from handlers.joining.texts.invitation import YES_RIGHT
from handlers.leaving import LEAVE_SURE
from handlers.notifications import nobody_to_tell, notified
from handlers.people.texts.erasure import ERASE, ERASE_SURE
from handlers.people.texts.people import REMOVE, REMOVE_SURE
from handlers.report_closed import campaign_closed, report_is_accepted
from handlers.status.texts import region_card
from models import Extension, ExtensionRequest, Person
from tests.handlers.campaigns.years import opens_2027
from tests.regional import status
from tests.world import ADMIN_IDS, DEADLINE, MOSCOW, Someone, World, plain

LATE = DEADLINE + timedelta(hours=12)  # the 30th of November, noon in Moscow
BELGOROD = region_by_code("31")
THIRD = datetime(2026, 12, 3, 23, 59, tzinfo=MOSCOW)
DAY, THREE_DAYS, WEEK = (extensions.until_day(date(2026, 12, day)) for day in (1, 3, 7))
ILL = asking.REASONS[-1]
GRANT = texts.grant_button(THIRD, MOSCOW)


async def asks(world: World, someone: Someone, reason: str = ILL, day: str = THREE_DAYS) -> None:
    if world.clock.at < LATE:
        world.clock.at = LATE
    await someone.says("/report")
    await someone.presses(ASK_FOR_TIME, reason, day, asking.SEND)


async def asked(world: World, region: Region = BELGOROD) -> ExtensionRequest:
    """The region's last request."""
    query = select(ExtensionRequest).where(ExtensionRequest.region_code == region.code)
    return (await world.rows(query.order_by(ExtensionRequest.id)))[-1]


async def decided(
    world: World, by: str, region: Region = BELGOROD, *, until: datetime | None = None
) -> str:
    """What an admin reads of the region's last request: refused, withdrawn, or granted, with the
    region's extension or without one of its own."""
    request = await asked(world, region)
    async with world.app.database.transaction() as session:
        asker = await session.get_one(Person, request.person_id)
    text = texts.request_decided(asker, region, request, until=until, by=by, zone=MOSCOW)
    return plain(text)


async def until(world: World) -> datetime | None:
    return next(iter(await world.rows(select(Extension.until))), None)


async def test_a_region_says_why_and_until_when_and_gets_it_with_one_press(world: World) -> None:
    olga, pavel = await world.admin(), await world.admin("Павел", which=1)
    anna = await world.coordinator("Белгородская область")
    boris = await world.coordinator("Белгородская область", "Борис")
    await world.event(anna)
    world.clock.at = LATE
    await anna.says("/report")
    await anna.presses(ASK_FOR_TIME)
    assert anna.screen == plain(asking.ask_reason(BELGOROD))
    assert anna.buttons == [*asking.REASONS, CANCEL]
    await anna.presses(ILL)
    assert anna.screen == asking.ASK_UNTIL
    assert anna.buttons[:3] == [DAY, THREE_DAYS, WEEK]
    await anna.presses(THREE_DAYS)
    assert anna.screen == plain(asking.confirm(BELGOROD, ILL, THIRD, MOSCOW))
    assert await world.rows(select(ExtensionRequest)) == [], "it is not sent yet"
    await anna.presses(asking.SEND)
    assert anna.screen == plain(asking.sent(BELGOROD, ILL, THIRD, MOSCOW))
    request, asker = await asked(world), await world.person(anna)
    seen = status(BELGOROD, ReportStatus.IN_PROGRESS, events=1, times_held=3, participants=75)
    for admin in (olga, pavel):
        card = texts.request_card(asker, seen, request, is_over=False, zone=MOSCOW)
        assert admin.screen == plain(card)
        assert f"Причина: {ILL}" in admin.screen
        assert "до 3 декабря 2026 года (четверг), 23:59 (мск)" in admin.screen
        assert admin.buttons == [GRANT, texts.OTHER_UNTIL, texts.DECLINE]
    assert GRANT == "Продлить до 3 декабря, 23:59"
    await pavel.presses(GRANT)
    assert await until(world) == THIRD
    for someone in (anna, boris):
        assert someone.screen == plain(extensions.told_of_extension(BELGOROD, THIRD, ILL, MOSCOW))
    await olga.presses(texts.DECLINE)
    assert olga.screen == await decided(world, "Павел", until=THIRD)
    await anna.says("/report")
    assert phrases.SUBMIT_REPORT in anna.buttons
    (request_entry,), (entry,) = (
        await world.audit("extension.requested"),
        await world.audit("extension.granted"),
    )
    assert (entry.person_id, entry.region_code) == (pavel.id, "31")
    wish = {"until": THIRD.astimezone(UTC).isoformat(), "reason": ILL}
    assert request_entry.after == entry.after == wish
    await olga.says("/history 31")
    assert olga.screen.count(f"Причина: {ILL}") == 2


async def test_words_and_dates_are_typed_and_a_slip_is_mended_before_it_is_sent(
    world: World,
) -> None:
    olga, anna = await world.admin(), await world.coordinator("Камчатский край")
    world.clock.at = LATE
    await anna.says("/report")
    await anna.presses(ASK_FOR_TIME)
    await anna.sends_sticker()
    assert anna.screen.startswith(NEEDS_TEXT)
    for nothing in ("…", "12", "х" * 501):
        await anna.says(nothing)
        assert anna.screen.endswith(plain(asking.ask_reason(region_by_code("41"))))
    await anna.says("Ледовая <обстановка>", "когда-нибудь")
    assert anna.screen.startswith("Не удалось понять")
    refused = {
        "29.11": "29.11 в этом году уже прошло",
        "вчера": "Это время уже прошло",
        "5 января 2027": plain(asking.too_late(LATE + timedelta(days=31), MOSCOW)),
        "1.10": "01.10 в этом году уже прошло",
        "31 июня": "Такого дня нет: 31 июня. Проверьте дату.",
    }
    for typed, why in refused.items():
        await anna.says(typed)
        assert anna.screen.startswith(why), typed
    await anna.says("5 декабря 18:00")
    assert "5 декабря 2026 года, 18:00 (мск), в вашем регионе – 6 декабря, 3:00" in anna.screen
    await anna.presses(extensions.OTHER["reason"])
    await anna.says("Снег", "31 ноября")
    assert anna.screen.startswith("Такого дня нет: 31 ноября. Проверьте дату.")
    await anna.says("до пятницы", "Снегопад", "5.12 18:00", "да")
    fifth = datetime(2026, 12, 5, 18, 0, tzinfo=MOSCOW)
    assert anna.screen == plain(asking.sent(region_by_code("41"), "Снегопад", fifth, MOSCOW))
    assert olga.buttons[0] == "Продлить до 5 декабря, 18:00"
    await anna.says("/report")
    assert ASK_FOR_TIME not in anna.buttons
    assert await world.set_aside() == 0


async def test_shortly_before_the_deadline_a_region_asks_ahead(world: World) -> None:
    olga = await world.admin()
    anna = await world.coordinator("Белгородская область")
    boris = await world.coordinator("Белгородская область", "Борис")
    await anna.says("/report")
    assert ASK_FOR_TIME not in anna.buttons
    world.clock.at = DEADLINE - timedelta(days=2)
    for someone in (anna, boris):
        await someone.says("/report")
    await anna.presses(ASK_FOR_TIME, ILL)
    await anna.says("завтра")
    assert anna.screen.startswith(asking.not_later(DEADLINE, MOSCOW))
    await anna.presses(extensions.until_day(date(2026, 12, 2)), asking.SEND)
    await boris.presses(ASK_FOR_TIME)
    assert boris.screen == TIME_ASKED_ALREADY
    second = datetime(2026, 12, 2, 23, 59, tzinfo=MOSCOW)
    await olga.presses(texts.grant_button(second, MOSCOW))
    assert await until(world) == second
    await anna.says("/report")
    assert ASK_FOR_TIME not in anna.buttons


async def test_a_request_waits_behind_a_command_and_is_begun_once(world: World) -> None:
    anna = await world.coordinator("Белгородская область")
    world.clock.at = LATE
    offered = await anna.says("/new")
    await anna.presses(ASK_FOR_TIME)
    await anna.says("Снегопад")
    await anna.says("/help")
    assert anna.screen == plain(asking.waits("Снегопад"))
    anna.phone.press(ASK_FOR_TIME, await anna.says("/report"))
    await world.settled()
    assert anna.screen == asking.ASK_UNTIL, "the reason stays"
    await anna.presses(CANCEL)
    assert anna.screen == asking.NOT_SENT
    assert offered is not anna.phone.last
    assert await world.rows(select(ExtensionRequest)) == []


async def test_a_date_that_passed_while_nobody_answered_is_not_given(world: World) -> None:
    olga, anna = await world.admin(), await world.coordinator("Белгородская область")
    await asks(world, anna, day=DAY)
    card = olga.phone.last
    world.clock.pass_(days=2)
    first = datetime(2026, 12, 1, 23, 59, tzinfo=MOSCOW)
    await olga.presses(texts.grant_button(first, MOSCOW))
    assert olga.toast == texts.CHOOSE_DATE
    assert texts.DAY_IS_OVER in card.text
    assert card.labels == [texts.OTHER_UNTIL, texts.DECLINE]
    assert await until(world) is None


async def test_a_draft_that_waited_too_long_asks_for_the_date_anew(world: World) -> None:
    anna = await world.coordinator("Белгородская область")
    world.clock.at = LATE
    await anna.says("/report")
    await anna.presses(ASK_FOR_TIME, ILL, DAY)
    world.clock.pass_(days=2)
    await anna.presses(asking.SEND)
    assert anna.screen == f"{texts.DAY_IS_OVER}\n\n{asking.ASK_UNTIL}"
    assert await world.rows(select(ExtensionRequest)) == []


async def test_a_request_from_before_reasons_were_asked_for_shows_well(world: World) -> None:
    olga, anna = await world.admin(), await world.coordinator("Белгородская область")
    world.clock.at = LATE
    campaign = await world.campaign()
    async with world.app.database.transaction() as session:
        here = {"campaign_id": campaign.id, "region_code": "31", "person_id": anna.id}
        session.add(ExtensionRequest(**here, requested_at=world.clock()))
    await olga.says("/extend")
    assert "• Белгородская область – 30.11.2026 в 11:59 (мск), без даты и причины" in olga.screen
    await olga.presses(phrases.time_requests_button(1))
    assert "None" not in olga.screen
    assert olga.buttons == [texts.OTHER_UNTIL, texts.DECLINE]
    await olga.forges(f"extend_until:1:{seconds(THIRD)}")
    assert olga.toast == texts.CHOOSE_DATE
    await olga.presses(texts.OTHER_UNTIL, THREE_DAYS)
    assert olga.screen == plain(extensions.ask_reason(BELGOROD, THIRD, MOSCOW))
    await olga.says("Просили")
    await olga.presses(extensions.GRANT)
    assert await until(world) == THIRD


async def test_a_region_asks_once_while_its_wish_waits(world: World) -> None:
    olga = await world.admin()
    anna = await world.coordinator("Белгородская область")
    boris = await world.coordinator("Белгородская область", "Борис")
    vera = await world.coordinator("Москва", "Вера")
    world.clock.at = LATE
    await boris.says("/new")
    offered = boris.phone.last
    await asks(world, anna)
    boris.phone.press(ASK_FOR_TIME, offered)
    await world.settled()
    assert offered.text.endswith(TIME_ASKED_ALREADY)
    await anna.says("/report")
    assert TIME_ASKED_ALREADY in anna.screen
    assert ASK_FOR_TIME not in anna.buttons
    assert phrases.WRITE in anna.buttons
    await asks(world, vera)
    assert len(await world.rows(select(ExtensionRequest))) == 2
    await olga.says("/deadline")
    await olga.presses(phrases.time_requests_button(2))
    shown = [each.text for each in olga.phone.messages[-2:]]
    assert "Белгородская" in shown[0]
    assert "Москва" in shown[1]
    await olga.says("/status")
    assert phrases.time_requests_button(2) in olga.buttons
    await olga.says("/status белгород")
    assert f"до 03.12.2026, 23:59 (мск), причина: {ILL}" in olga.screen
    await olga.presses(region_card.TIME_REQUEST)
    assert olga.buttons == [GRANT, texts.OTHER_UNTIL, texts.DECLINE]
    await olga.says("/extend")
    assert f"• Москва – до 03.12.2026, 23:59 (мск), причина: {ILL}" in olga.screen


async def test_who_grants_time_to_a_report_submitted_late_is_told_that_first(
    world: World,
) -> None:
    olga, anna = await world.admin(), await world.coordinator("Белгородская область")
    await world.event(anna)
    await asks(world, anna)
    card = olga.phone.last
    typed = await olga.says("/extend белгород 3.12")
    await anna.says("/report")
    await anna.presses(phrases.SUBMIT_LATE)
    warning = "Отчёт уже сдан с опозданием; после продления он будет считаться сданным в срок."
    assert warning not in card.text + typed.text
    await olga.presses(extensions.GRANT)
    assert typed.text.startswith(extensions.REPORTED_MEANWHILE)
    assert warning in typed.text
    await olga.presses(CANCEL)
    olga.phone.press(GRANT, card)
    await world.settled()
    assert olga.toast == extensions.REPORTED_MEANWHILE
    assert "Отчёт: сдан с опозданием, мероприятий: 1." in card.text
    assert warning in card.text
    assert await until(world) is None
    await olga.says("/extend белгород")
    assert warning in olga.screen
    olga.phone.press(GRANT, card)
    await world.settled()
    assert await until(world) == THIRD


async def test_an_accepted_report_needs_no_more_time(world: World) -> None:
    olga, anna = await world.admin(), await world.coordinator("Белгородская область")
    await world.event(anna)
    world.clock.at = LATE
    await anna.says("/report")
    await anna.presses(phrases.SUBMIT_LATE)
    before = await anna.says("/events")
    assert ASK_FOR_TIME in before.labels
    await olga.says("/status белгород")
    await olga.presses(phrases.ACCEPT_REPORT)
    accepted = plain(report_is_accepted(admins=[await world.person(olga)]))
    for door in ("/report", "/events", "/new"):
        await anna.says(door)
        assert accepted in anna.screen
        assert ASK_FOR_TIME not in anna.buttons
        assert phrases.WRITE in anna.buttons
    anna.phone.press(ASK_FOR_TIME, before)
    await world.settled()
    assert before.text == accepted
    assert await world.rows(select(ExtensionRequest)) == []


async def test_the_card_of_a_wish_shows_the_report_as_it_is_when_it_is_shown(
    world: World,
) -> None:
    olga, anna = await world.admin(), await world.coordinator("Белгородская область")
    await world.event(anna)
    await asks(world, anna)
    await anna.says("/report")
    await anna.presses(phrases.SUBMIT_LATE)
    await olga.says("/status белгород")
    await olga.presses(phrases.ACCEPT_REPORT)
    await olga.says("/deadline")
    await olga.presses(phrases.time_requests_button(1))
    assert "Отчёт: принят, сдан с опозданием, мероприятий: 1." in olga.screen


async def test_a_double_tap_asks_once_and_decides_once(world: World) -> None:
    olga, anna = await world.admin(), await world.coordinator("Белгородская область")
    world.clock.at = LATE
    offered = await anna.says("/new")
    anna.phone.press(ASK_FOR_TIME, offered)
    anna.phone.press(ASK_FOR_TIME, offered)
    await world.settled()
    await anna.presses(ILL, THREE_DAYS)
    sure = anna.phone.last
    anna.phone.press(asking.SEND, sure)
    anna.phone.press(asking.SEND, sure)
    await world.settled()
    assert len(await world.rows(select(ExtensionRequest))) == 1
    card = olga.phone.last
    olga.phone.press(GRANT, card)
    olga.phone.press(GRANT, card)
    await world.settled()
    assert await until(world) == THIRD
    assert len(await world.audit("extension.granted")) == 1


async def test_two_coordinators_at_the_same_moment_ask_once(world: World) -> None:
    anna = await world.coordinator("Белгородская область")
    boris = await world.coordinator("Белгородская область", "Борис")
    world.clock.at = LATE
    for someone in (anna, boris):
        await someone.says("/report")
        await someone.presses(ASK_FOR_TIME, ILL, DAY)
    for someone in (anna, boris):
        someone.phone.press(asking.SEND, someone.phone.last)
    await world.settled()
    assert len(await world.rows(select(ExtensionRequest))) == 1
    assert sum(TIME_ASKED_ALREADY in someone.screen for someone in (anna, boris)) == 1


async def test_two_admins_at_the_same_moment_decide_once(world: World) -> None:
    olga, pavel = await world.admin(), await world.admin("Павел", which=1)
    await asks(world, await world.coordinator("Белгородская область"))
    screens = [olga.phone.last, pavel.phone.last]
    await pavel.presses(texts.DECLINE)
    olga.phone.press(GRANT, screens[0])
    pavel.phone.press(declining.WITHOUT_WHY, screens[1])
    await world.settled()
    granted = await world.audit("extension.granted")
    declined = await world.audit("extension.declined")
    assert len(granted) + len(declined) == 1
    by_olga = await decided(world, "Ольга Админ", until=THIRD)
    by_pavel = await decided(world, "Павел")
    assert any(
        all(screen.text.startswith(decision) for screen in screens)
        for decision in (by_olga, by_pavel)
    )


async def test_whoever_is_refused_reads_why_and_may_ask_thrice_a_day(world: World) -> None:
    olga, anna = await world.admin(), await world.coordinator("Белгородская область")
    await asks(world, anna)
    await olga.presses(texts.DECLINE)
    assert olga.screen == plain(declining.ask_why(await asked(world), MOSCOW))
    await olga.presses(declining.LEAVE)
    assert olga.buttons == [GRANT, texts.OTHER_UNTIL, texts.DECLINE], "nothing is decided"
    await olga.presses(texts.DECLINE)
    await olga.says("Срок <уже> продлевали")
    why = plain(declining.confirm(await asked(world), "Срок <уже> продлевали"))
    assert olga.screen == why
    await olga.presses(texts.DECLINE)
    contact_ = contact([await world.person(olga)])
    told = declining.request_declined(BELGOROD, "Срок <уже> продлевали", contact_)
    assert anna.screen == plain(told)
    for _ in range(2):
        await asks(world, anna)
        await olga.presses(texts.DECLINE, declining.WITHOUT_WHY)
        assert olga.screen.startswith(await decided(world, "Ольга Админ"))
        assert anna.screen == plain(declining.request_declined(BELGOROD, "", contact_))
    await anna.says("/report")
    await anna.presses(ASK_FOR_TIME)
    assert anna.screen == asking.TOO_MANY_ASKED
    assert await until(world) is None
    entries = await world.audit("extension.declined")
    assert [entry.after for entry in entries] == [{"comment": "Срок <уже> продлевали"}, None, None]
    await olga.says("/history 31")
    assert "Комментарий: Срок <уже> продлевали" in olga.screen
    world.clock.pass_(days=1, minutes=1)
    await asks(world, anna, day=extensions.until_day(date(2026, 12, 8)))
    assert len(await world.rows(select(ExtensionRequest))) == 4


async def test_another_date_leads_to_extend_and_settles_the_wish(world: World) -> None:
    olga, pavel = await world.admin(), await world.admin("Павел", which=1)
    anna = await world.coordinator("Белгородская область")
    await asks(world, anna)
    await pavel.presses(texts.DECLINE)
    await olga.presses(texts.OTHER_UNTIL)
    question = extensions.ask_until(BELGOROD, DEADLINE, None, await asked(world), MOSCOW)
    assert olga.screen == plain(question)
    await olga.says("10.12 15:00")
    tenth = datetime(2026, 12, 10, 15, 0, tzinfo=MOSCOW)
    sure = extensions.confirm_extension(BELGOROD, tenth, ILL, None, MOSCOW)
    assert olga.screen == plain(sure), "the reason is the region's own"
    await olga.presses(extensions.OTHER["region"])
    await olga.says("тверск")
    assert ILL not in olga.screen, "which is no other region's"
    await olga.presses(extensions.OTHER["until"], extensions.OTHER["region"])
    await olga.says("31")
    await olga.presses(extensions.GRANT)
    told = extensions.told_of_extension(BELGOROD, tenth, ILL, MOSCOW, await asked(world))
    assert anna.screen == plain(told)
    await pavel.says("Поздно")
    assert pavel.screen == await decided(world, "Ольга Админ", until=tenth)
    await pavel.forges("extension_requests")
    assert pavel.screen == texts.NO_TIME_REQUESTS
    assert pavel.buttons == [deadline.TO_DEADLINE]
    await pavel.forges("extension_request:31")
    assert pavel.screen == texts.REQUEST_GONE
    assert await until(world) == tenth
    await olga.says("/deadline")
    assert phrases.time_requests_button(1) not in olga.buttons


async def test_the_reason_of_somebody_erased_goes_wherever_it_was_copied(world: World) -> None:
    olga = await world.admin()
    anna = await world.coordinator("Белгородская область", "Анна Смирнова")
    await world.coordinator("Белгородская область", "Борис")
    world.clock.at = LATE
    await anna.says("/report")
    await anna.presses(ASK_FOR_TIME)
    await anna.says("Сын болеет", "3.12")
    await anna.presses(asking.SEND)
    await olga.presses(texts.grant_button(THIRD, MOSCOW))
    await olga.says(f"/people {anna.id}")
    await olga.presses(ERASE, ERASE_SURE)
    await olga.says("/extend 31 6.12", "Ремонт")
    await olga.presses(extensions.GRANT)
    await olga.says("/history 31")
    assert f"Причина: {WORDLESS} → Ремонт" in olga.screen
    assert "Сын" not in olga.screen
    kept = [
        *await world.rows(select(ExtensionRequest.reason)),
        *[(entry.after or {})["reason"] for entry in await world.audit("extension.requested")],
        *[(entry.after or {})["reason"] for entry in await world.audit("extension.granted")],
    ]
    assert kept == [*[WORDLESS] * 3, "Ремонт"], "the ministry's own reason stays"


async def test_a_new_deadline_for_all_settles_what_was_asked(world: World) -> None:
    olga, pavel = await world.admin(), await world.admin("Павел", which=1)
    anna = await world.coordinator("Белгородская область")
    await asks(world, anna)
    card = pavel.phone.last
    await olga.says("/deadline 5.12")
    await olga.presses(deadline.CHANGE_SURE)
    pavel.phone.press(GRANT, card)
    await world.settled()
    assert card.text == await decided(world, "Ольга Админ")
    assert await until(world) is None


async def test_while_reports_are_taken_there_is_nothing_to_ask_for(world: World) -> None:
    anna = await world.coordinator("Белгородская область")
    await anna.says("/report")
    assert ASK_FOR_TIME not in anna.buttons
    await anna.forges("ask_for_time")
    assert anna.screen == asking.STILL_TAKEN
    assert anna.buttons == [phrases.REGION_REPORT]
    assert await world.rows(select(ExtensionRequest)) == []


async def test_nothing_is_asked_of_or_given_in_a_closed_campaign(world: World) -> None:
    olga, anna = await world.admin(), await world.coordinator("Белгородская область")
    await asks(world, anna)
    card = olga.phone.last
    boris = await world.coordinator("Москва", "Борис")
    offered = await boris.says("/new")
    await olga.says("/campaign")
    await olga.presses(CLOSE, CLOSE_SURE)
    olga.phone.press(GRANT, card)
    boris.phone.press(ASK_FOR_TIME, offered)
    await world.settled()
    assert card.text == texts.REQUEST_IS_OVER
    admins, campaign = [await world.person(olga)], await world.campaign()
    closed = campaign_closed(campaign, zone=MOSCOW, admins=admins)
    assert offered.text == plain(closed)
    assert await until(world) is None
    assert len(await world.rows(select(ExtensionRequest))) == 1


async def test_only_coordinators_ask_and_only_admins_decide(world: World) -> None:
    olga, anna = await world.admin(), await world.coordinator("Белгородская область")
    ivan = world.stranger()
    await ivan.says("/start")
    await asks(world, anna)
    for someone in (anna, ivan):
        for data in (
            f"extend_until:1:{seconds(THIRD)}",
            "decline_extension:1",
            "extension_requests",
            "extension_request:31",
        ):
            await someone.forges(data)
            assert someone.toast == STALE_BUTTON
    for someone in (ivan, olga):
        await someone.forges("ask_for_time")
        assert someone.toast == STALE_BUTTON
    for data in ("extend_until:1:-1", "extend_until:1:x"):
        await olga.forges(data)
        assert olga.toast == STALE_BUTTON
    await olga.forges(f"extend_until:1:{seconds(LATE + timedelta(days=9))}")
    assert olga.toast == texts.CHOOSE_DATE
    await olga.forges(f"extend_until:99:{seconds(THIRD)}")
    assert olga.screen == texts.REQUEST_GONE
    assert await until(world) is None


async def test_the_wish_goes_with_the_regions_last_coordinator(world: World) -> None:
    olga, pavel = await world.admin(), await world.admin("Павел", which=1)
    anna = await world.coordinator("Белгородская область", "Анна")
    boris = await world.coordinator("Белгородская область", "Борис")
    await asks(world, anna)
    card = olga.phone.last
    await pavel.says(f"/people {anna.id}")
    await pavel.presses(REMOVE, REMOVE_SURE)
    await pavel.says("/deadline")
    assert phrases.time_requests_button(1) in pavel.buttons, "Борис would hear of it"
    await pavel.says("/people белгород")
    await pavel.presses(phrases.person_button(await world.person(boris)), REMOVE, REMOVE_SURE)
    olga.phone.press(GRANT, card)
    await world.settled()
    assert card.text == await decided(world, "Павел")
    assert card.rows == []
    assert await until(world) is None
    await pavel.says("/deadline")
    assert phrases.time_requests_button(1) not in pavel.buttons
    (entry,) = await world.audit("extension.withdrawn")
    assert (entry.person_id, entry.region_code) == (pavel.id, "31")
    vera = await world.coordinator("Белгородская область", "Вера")
    await asks(world, vera)
    assert vera.screen == plain(asking.sent(BELGOROD, ILL, THIRD, MOSCOW))


async def test_the_wish_of_somebody_erased_or_gone_by_themselves_goes_too(world: World) -> None:
    olga, pavel = await world.admin(), await world.admin("Павел", which=1)
    anna, vera = await world.coordinator("Белгородская область"), await world.coordinator("Москва")
    await asks(world, anna)
    of_anna = olga.phone.last
    await asks(world, vera)
    of_vera = olga.phone.last
    await pavel.says(f"/people {anna.id}")
    await pavel.presses(ERASE, ERASE_SURE)
    await vera.forges("confirm_coordinator:2026:no:")
    await vera.presses(LEAVE_SURE)
    for card, label in ((of_anna, GRANT), (of_vera, texts.DECLINE)):
        olga.phone.press(label, card)
        await world.settled()
    assert of_anna.text == await decided(world, "Павел")
    moscow = region_by_code("77")
    assert of_vera.text == await decided(world, "Вера", moscow)
    assert await until(world) is None
    assert await world.set_aside() == 0


@pytest.mark.parametrize(
    ("way", "by"), [("invitation", "Анна"), ("appointed", "Павел"), ("settings", "Анна")]
)
async def test_the_wish_goes_where_the_last_coordinator_moves_on(
    world: World, way: str, by: str
) -> None:
    olga, pavel = await world.admin(), await world.admin("Павел", which=1)
    anna = await world.coordinator("Белгородская область")
    await asks(world, anna)
    card = olga.phone.last
    match way:
        case "invitation":
            await anna.opens(await world.link(pavel, "Москва"))
            await anna.presses(YES_RIGHT)
        case "appointed":
            async with world.app.database.transaction() as session:
                person, admin = [await session.get_one(Person, each.id) for each in (anna, pavel)]
                await appoint(session, person, now=world.clock(), by=admin)
        case "settings":
            async with world.app.database.transaction() as session:
                await follow_settings(session, [*ADMIN_IDS, anna.id], world.clock())
    olga.phone.press(GRANT, card)
    await world.settled()
    assert card.text == await decided(world, by)
    assert await until(world) is None
    assert await world.set_aside() == 0


async def test_a_wish_stays_where_another_coordinator_is_left(world: World) -> None:
    olga, anna = await world.admin(), await world.coordinator("Белгородская область")
    boris = await world.coordinator("Белгородская область", "Борис")
    await asks(world, anna)
    card = olga.phone.last
    await anna.opens(await world.link(olga, "Москва"))
    await anna.presses(YES_RIGHT)
    olga.phone.press(GRANT, card)
    await world.settled()
    told = notified([await world.person(boris)], [])
    assert card.text == f"{await decided(world, 'Ольга Админ', until=THIRD)} {plain(told)}"


async def test_where_all_have_blocked_the_bot_the_admin_hears_that_nobody_was_told(
    world: World,
) -> None:
    olga, anna = await world.admin(), await world.coordinator("Белгородская область")
    await asks(world, anna)
    await anna.blocks()
    await olga.presses(GRANT)
    nobody = plain(nobody_to_tell([await world.person(anna)]))
    assert olga.screen == f"{await decided(world, 'Ольга Админ', until=THIRD)} {nobody}"
    assert await until(world) == THIRD


async def test_a_decision_is_told_as_it_was_made_whatever_has_come_since(world: World) -> None:
    olga, pavel = await world.admin(), await world.admin("Павел", which=1)
    anna = await world.coordinator("Белгородская область")
    await asks(world, anna)
    card = next(b.data for b in pavel.phone.last.rows[0])
    assert card is not None
    await olga.presses(GRANT)
    assert pavel.screen == await decided(world, "Ольга Админ", until=THIRD), "the others hear of it"
    await olga.says("/extend белгород 7 декабря", "Попросили ещё")
    await olga.presses(extensions.GRANT)
    await pavel.forges(card)
    assert pavel.screen == await decided(world, "Ольга Админ", until=THIRD)
    world.clock.at = DEADLINE + timedelta(days=10)
    await opens_2027(world, olga)
    await pavel.forges(card)
    assert pavel.screen == await decided(world, "Ольга Админ", until=THIRD)


async def test_a_refusal_is_told_to_the_other_admins(world: World) -> None:
    olga, pavel = await world.admin(), await world.admin("Павел", which=1)
    anna = await world.coordinator("Белгородская область")
    await asks(world, anna)
    await olga.presses(texts.DECLINE, declining.WITHOUT_WHY)
    assert pavel.screen == await decided(world, "Ольга Админ")


async def test_less_time_than_was_asked_for_is_told_as_that(world: World) -> None:
    olga, anna = await world.admin(), await world.coordinator("Белгородская область")
    world.clock.at = LATE
    await anna.says("/report")
    await anna.presses(ASK_FOR_TIME)
    await anna.says("до пятницы нужно")
    await anna.presses(THREE_DAYS, asking.SEND)
    await olga.presses(texts.OTHER_UNTIL)
    await olga.says("1 декабря 12:00")
    await olga.presses(extensions.GRANT)
    asked_for = "Вы просили: до 03.12.2026, 23:59 (мск), причина: до пятницы нужно"
    assert asked_for in anna.screen
    assert "продлил срок сдачи отчёта о Неделе качества до 1 декабря 2026 года" in anna.screen
    assert anna.screen.count("до пятницы") == 1
