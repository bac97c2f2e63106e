"""An admin returns an event or a report with a comment; the region corrects it and submits again;
the ministry accepts."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import select

from domain.events.fields import field
from domain.events.repository import change_event
from domain.history.since_decision import changed_since_return
from domain.refusal import Refusal
from domain.regions.directory import region_by_code
from domain.reports.decisions import COMMENT_LIMIT, parse_comment
from domain.reports.review import Correction, returned_events
from domain.reports.state import ReportStatus
from domain.reports.status_queries import region_status
from handlers import phrases
from handlers.accepted import region_accepted
from handlers.callbacks import EditEvent, ReviewEvent, ReviewReport, StartReturn
from handlers.event_form.texts import form, saved_events
from handlers.event_form.texts.form import EDIT
from handlers.fallback import NOT_WAITING_FOR_TEXT
from handlers.formatting import numbered_events, short_moment
from handlers.forms import texts as form_texts
from handlers.forms.texts import BACK
from handlers.notifications import not_delivered, notified
from handlers.people.texts import people
from handlers.region_report import texts as report_texts
from handlers.report_closed import report_is_accepted
from handlers.review import texts
from models import Campaign, Draft, Event, FormKind, Person, RegionReport, ReportState, Role
from tests.world import DEADLINE, IN_THE_WEEK, MOSCOW, Someone, World, form_data, plain

REGION = region_by_code("31")
BELGOROD = REGION.name
# The buttons of an admin.
RETURN_EVENT, RETURN_REPORT = texts.decisions.RETURN_EVENT, phrases.RETURN_REPORT
ACCEPT_REPORT = phrases.ACCEPT_REPORT
ACCEPT_CORRECTION = texts.decisions.ACCEPT_CORRECTION
SEND = texts.returning.SEND
PARTICIPANTS = field("participants").title
ACCEPTED = plain(region_accepted(region=REGION, campaign=Campaign(year=2026)))
# How a returned event is called once it is corrected, and before.
CORRECTED = f"{Correction.CORRECTED.capitalize()}: {numbered_events([1])}"
RETURNED = f"{Correction.RETURNED.capitalize()}: {numbered_events([1])}"


async def report(world: World) -> RegionReport:
    """The only one there is."""
    (stored,) = await world.rows(select(RegionReport))
    return stored


async def event(world: World) -> Event:
    (stored,) = await world.rows(select(Event))
    return stored


async def submits(someone: Someone) -> None:
    await someone.says("/report")
    await someone.presses(phrases.SUBMIT_REPORT)


async def submitted(world: World) -> Someone:
    """A coordinator whose report of one event is submitted."""
    anna = await world.coordinator(BELGOROD)
    await world.event(anna)
    await submits(anna)
    return anna


async def opens_event(admin: Someone, event: Event) -> None:
    """By the button that stands below every list."""
    await admin.says("/events")
    await admin.forges(ReviewEvent(event=event.id).pack())


async def opens_report(admin: Someone, code: str = "31") -> None:
    await admin.says("/events")
    await admin.forges(ReviewReport(code=code).pack())


async def returns_event(admin: Someone, event: Event, comment: str = "Нет ссылок.") -> None:
    await opens_event(admin, event)
    await admin.presses(RETURN_EVENT)
    await admin.says(comment)
    await admin.presses(SEND)


async def returns_report(admin: Someone, comment: str = "Проверьте всё.") -> None:
    await opens_report(admin)
    await admin.presses(RETURN_REPORT)
    await admin.says(comment)
    await admin.presses(SEND)


def question(event: Event | None, comment: str = "") -> str:
    """What is wrong with the event, or with the report as a whole."""
    if event is not None and not comment:
        return plain(texts.returning.ask_fields(REGION, event))
    return plain(texts.returning.ask(REGION, event, comment=comment))


def notice(event: Event | None, comment: str = "Нет ссылок.") -> str:
    """What the coordinators get."""
    return plain(texts.returning.to_region(REGION, event, comment=comment))


async def resubmitted(world: World) -> str:
    """What the admins get once the region has submitted its report again."""
    campaign = await world.campaign()
    async with world.app.database.transaction() as session:
        status = await region_status(session, campaign, "31")
        returned = await returned_events(session, campaign, "31")
        mended = await changed_since_return(session, campaign, REGION.code)
    return plain(
        report_texts.resubmission.resubmitted(
            status, returned, mended, [], region=REGION, zone=MOSCOW
        )
    )


def is_submitted(coordinator: Someone) -> bool:
    """Whether they have just been told that their report is submitted."""
    return report_texts.report.report_now(ReportState.SUBMITTED) in coordinator.screen


async def changes_participants(someone: Someone, event: Event, number: str) -> None:
    await someone.says("/events")
    await someone.forges(EditEvent(event=event.id, field="participants").pack())
    await someone.says(number)


async def test_an_event_goes_back_is_corrected_comes_back_marked_and_is_accepted(
    world: World,
) -> None:
    olga, pavel = await world.admin(), await world.admin("Павел", which=1)
    anna = await submitted(world)
    await opens_event(olga, await event(world))
    await olga.presses(RETURN_EVENT)
    assert olga.screen == question(await event(world))
    comment = "Участников <слишком> много?\n\nПроверьте."
    await olga.says(comment.replace("\n\n", "\n\n\n"))
    confirmed = texts.returning.confirm(
        REGION, await event(world), comment=comment, people=[await world.person(anna)]
    )
    assert olga.screen == plain(confirmed)
    assert (await event(world)).returned_at is None
    await olga.presses(SEND)
    sent = notified([await world.person(anna)], [])
    assert plain(f"{texts.returning.RETURNED} {sent}") in olga.screen
    assert f"{short_moment(IN_THE_WEEK, MOSCOW)}, Ольга Админ" in olga.screen
    assert RETURN_EVENT not in olga.buttons
    assert (await report(world)).state == ReportState.RETURNED

    assert anna.screen == notice(await event(world), comment)
    await anna.presses(texts.returning.mend(await event(world)))
    assert comment in anna.screen
    await anna.says("/events")
    assert anna.buttons[0] == phrases.event_button(await event(world))
    await anna.presses(anna.buttons[0], EDIT, PARTICIPANTS)
    world.clock.pass_(minutes=5)
    await anna.says("60")
    assert phrases.CHANGED_UNSUBMITTED in anna.screen
    await submits(anna)
    assert is_submitted(anna)
    await anna.says("/events")
    await anna.presses(anna.buttons[0])
    assert "Исправлено, ждёт проверки" in anna.screen

    assert olga.screen == await resubmitted(world)
    assert f"Исправлено: {numbered_events([1])}." in olga.screen
    assert "№ 1. Число участников: 75 → 60" in olga.screen
    assert olga.screen != pavel.screen, "only who returned it is told"
    await olga.presses(phrases.event_button(await event(world)))
    assert short_moment(IN_THE_WEEK + timedelta(minutes=5), MOSCOW) in olga.screen
    assert f"{PARTICIPANTS}: 60" in olga.screen
    await olga.presses(ACCEPT_CORRECTION)
    assert texts.decisions.CORRECTION_ACCEPTED in olga.screen
    assert RETURN_EVENT in olga.buttons
    stored = await event(world)
    assert (stored.returned_at, stored.return_comment, stored.corrected_at) == (None, None, None)
    (returned,) = await world.audit("event.returned")
    assert (returned.person_id, returned.region_code) == (olga.id, "31")
    assert returned.after == {"comment": comment}
    assert len(await world.audit("event.accepted")) == 1


async def test_a_whole_report_goes_back_and_stays_on_time_when_it_comes_again_late(
    world: World,
) -> None:
    olga, anna = await world.admin(), await submitted(world)
    on_time = (await report(world)).submitted_at
    world.clock.at = DEADLINE
    world.clock.pass_(days=1)
    await returns_report(olga, "Не хватает ярмарок.")
    assert texts.returning.RETURNED in olga.screen
    assert f"\n{ReportStatus.RETURNED}, " in olga.screen
    assert "Не хватает ярмарок." in olga.screen
    assert texts.decisions.REMIND in olga.buttons
    assert anna.screen == notice(None, "Не хватает ярмарок.")
    await anna.presses(phrases.REGION_REPORT)
    assert "Не хватает ярмарок." in anna.screen
    await anna.reports(name="Ярмарка")
    assert len(await world.rows(select(Event))) == 2, "past the deadline, because it is returned"
    await submits(anna)
    assert is_submitted(anna)
    stored = await report(world)
    assert (stored.state, stored.submitted_at) == (ReportState.SUBMITTED, on_time)
    assert olga.screen == await resubmitted(world)
    assert "№ 2. Добавлено" in olga.screen
    await olga.presses(phrases.REGION_REPORT)
    assert "в срок; снова 30.11.2026 в 23:59 (мск), Анна" in olga.screen
    assert (
        "Исправлен и сдан снова; был возвращён 30.11.2026 в 23:59 (мск), Ольга Админ" in olga.screen
    )
    assert "Что изменилось после возврата\n№ 2. Добавлено" in olga.screen
    await olga.presses(ACCEPT_REPORT)
    assert "Что изменилось" not in olga.screen, "it has been looked at"
    assert Correction.CORRECTED.capitalize() not in olga.screen
    assert anna.screen == ACCEPTED
    await anna.says("/new")
    admins = [await world.person(olga)]
    assert anna.screen == plain(report_is_accepted(admins=admins)), "more time changes nothing"


@pytest.mark.parametrize("what", ["event", "report"])
async def test_without_a_fitting_comment_nothing_goes_back(world: World, what: str) -> None:
    olga, anna = await world.admin(), await submitted(world)
    seen = anna.screen
    if what == "event":
        await opens_event(olga, await event(world))
        await olga.presses(RETURN_EVENT, texts.returning.ONWARD)
    else:
        await opens_report(olga)
        await olga.presses(RETURN_REPORT)
    asked = plain(texts.returning.ask(REGION, await event(world) if what == "event" else None))
    for typed in ("\u2800", "ы" * (COMMENT_LIMIT + 1)):
        await olga.says(typed)
        with pytest.raises(Refusal) as refused:
            parse_comment(typed)
        assert olga.screen == f"{refused.value}\n\n{asked}"
    await olga.sends_sticker()
    assert olga.screen == f"{texts.returning.NEED_TEXT}\n\n{asked}"
    (draft,) = await world.rows(select(Draft).where(Draft.form == FormKind.RETURN))
    await olga.forges(form_data(draft, "finish"))
    assert olga.screen == asked
    assert (await report(world)).state == ReportState.SUBMITTED
    assert anna.screen == seen
    await olga.presses(form_texts.CANCEL)
    assert {RETURN_EVENT, RETURN_REPORT} & set(olga.buttons)
    assert await world.rows(select(Draft).where(Draft.form == FormKind.RETURN)) == []


async def test_the_comment_can_be_rewritten_before_it_is_sent_and_the_word_cancel_cancels(
    world: World,
) -> None:
    olga, anna = await world.admin(), await submitted(world)
    await opens_report(olga)
    await olga.presses(RETURN_REPORT)
    await olga.says("Первый")
    await olga.presses(texts.returning.EDIT_COMMENT)
    assert olga.screen == question(None, comment="Первый")
    await olga.says("Второй")
    assert "Первый" not in olga.screen
    await olga.sends_photo("вот так надо")
    assert texts.returning.ADDED in olga.screen
    assert "записана только подпись: «вот так надо»" in olga.screen
    assert "Второй\nвот так надо" in olga.screen, "nothing that was written is replaced unasked"
    await olga.says(form_texts.CANCEL.lower())
    assert f"\n{ReportStatus.SUBMITTED} " in olga.screen
    await returns_report(olga, "Четвёртый")
    assert "Четвёртый" in anna.screen
    assert (await report(world)).return_comment == "Четвёртый"


async def test_a_command_in_the_middle_loses_no_comment(world: World) -> None:
    olga, anna = await world.admin(), await submitted(world)
    await opens_event(olga, await event(world))
    await olga.presses(RETURN_EVENT)
    await olga.says("Долго писал")
    await olga.says("/people")
    assert olga.screen == plain(texts.returning.waits(comment="Долго писал"))
    waits = olga.phone.last
    await olga.says("Это уже не комментарий")
    assert NOT_WAITING_FOR_TEXT in [each.text for each in olga.phone.messages[-2:]]
    assert olga.screen == waits.text
    olga.phone.press(texts.returning.GO_ON, waits)
    await world.settled()
    assert SEND in [button.label for row in waits.rows for button in row]
    await olga.says("/cancel")
    await opens_event(olga, await event(world))
    await olga.presses(RETURN_EVENT)
    assert "Долго писал" in olga.screen
    await olga.presses(SEND)
    assert "Долго писал" in anna.screen


async def test_a_command_that_asks_something_itself_loses_no_comment_either(world: World) -> None:
    olga, _ = await world.admin(), await submitted(world)
    await opens_event(olga, await event(world))
    await olga.presses(RETURN_EVENT)
    await olga.says("Долго писал", "/invite", BELGOROD)
    assert olga.screen == plain(texts.returning.waits(comment="Долго писал"))
    await olga.presses(texts.returning.GO_ON)
    assert SEND in olga.buttons


async def test_a_comment_that_waits_is_offered_before_another_return_takes_its_place(
    world: World,
) -> None:
    olga, anna = await world.admin(), await submitted(world)
    await opens_event(olga, await event(world))
    await olga.presses(RETURN_EVENT)
    await olga.says("Про мероприятие")
    await opens_report(olga)
    await olga.presses(RETURN_REPORT)
    lesson = await event(world)
    waits = texts.returning.other_waits(REGION, lesson, comment="Про мероприятие")
    assert olga.screen == plain(waits)
    await olga.presses(texts.returning.GO_ON)
    assert "Про мероприятие" in olga.screen
    await opens_report(olga)
    await olga.presses(RETURN_REPORT, texts.returning.RETURN_OTHER)
    assert olga.screen == question(None)
    await olga.says("Про отчёт")
    await olga.presses(SEND)
    assert "Про отчёт" in anna.screen


async def test_a_double_tap_returns_once_and_an_old_button_says_so(world: World) -> None:
    olga, anna = await world.admin(), await submitted(world)
    await opens_event(olga, await event(world))
    await olga.presses(RETURN_EVENT)
    sending = await olga.says("Нет ссылок.")
    data = sending.rows[0][0].data
    olga.phone.press(SEND, sending)
    olga.phone.press(SEND, sending)
    await world.settled()
    assert olga.toast == texts.returning.DRAFT_GONE
    await olga.forges(data or "")
    notices = [each for each in anna.phone.messages if each.text == notice(await event(world))]
    assert len(notices) == 1
    assert len(await world.audit("event.returned")) == 1


@pytest.mark.parametrize("what", ["event", "report"])
async def test_of_two_admins_the_second_hears_who_returned_it_and_keeps_what_they_wrote(
    world: World, what: str
) -> None:
    olga, pavel = await world.admin(), await world.admin("Павел", which=1)
    anna = await submitted(world)
    for admin in (olga, pavel):
        if what == "event":
            await opens_event(admin, await event(world))
            await admin.presses(RETURN_EVENT)
        else:
            await opens_report(admin)
            await admin.presses(RETURN_REPORT)
        await admin.says(f"Пишет {admin.id}")
    await olga.presses(SEND)
    await pavel.presses(SEND)
    already = texts.returning.already(
        by="Ольга Админ", at=IN_THE_WEEK, comment=f"Пишет {olga.id}", zone=MOSCOW
    )
    refused = texts.returning.refused(already, unsent=f"Пишет {pavel.id}")
    assert pavel.screen == plain(refused)
    assert f"Пишет {pavel.id}" not in str(anna.phone)
    assert len(await world.audit(f"{what}.returned")) == 1
    # The words stay to be read, and can reach the region all the same; once.
    unsent = pavel.phone.last
    await pavel.presses(pavel.buttons[-1])
    assert any(each.text == plain(refused) for each in pavel.phone.messages)
    for _ in range(2):
        pavel.phone.press(texts.returning.AS_MESSAGE, unsent)
        await world.settled()
    assert pavel.toast == texts.returning.DRAFT_GONE
    stored = await event(world) if what == "event" else None
    words = texts.returning.message_to_region(
        REGION, stored, f"Пишет {pavel.id}", by=await world.person(pavel)
    )
    assert anna.screen == plain(words)
    assert sum(each.text == plain(words) for each in anna.phone.messages) == 1
    await anna.presses(phrases.REPLY)
    await anna.says("Поняла")
    assert "Поняла" in pavel.screen
    assert f"Пишет {pavel.id}" in pavel.screen
    # And who comes later, by a button of before, does not get as far as writing.
    event_id = (await event(world)).id if what == "event" else 0
    await pavel.says("/events")
    await pavel.forges(StartReturn(year=2026, code="31", event=event_id).pack())
    assert pavel.screen == plain(already)


async def test_two_admins_at_the_same_instant_return_once(world: World) -> None:
    olga, pavel = await world.admin(), await world.admin("Павел", which=1)
    anna = await submitted(world)
    for admin in (olga, pavel):
        await opens_report(admin)
        await admin.presses(RETURN_REPORT)
        await admin.says("Проверьте.")
    await asyncio.gather(olga.presses(SEND), pavel.presses(SEND))
    assert len(await world.audit("report.returned")) == 1
    notices = [each for each in anna.phone.messages if each.text == notice(None, "Проверьте.")]
    assert len(notices) == 1


async def test_what_the_region_has_changed_meanwhile_is_told_before_it_goes_back(
    world: World,
) -> None:
    olga, anna = await world.admin(), await world.coordinator(BELGOROD)
    lesson = await world.event(anna)
    await opens_event(olga, lesson)
    await olga.presses(RETURN_EVENT)
    await olga.says("Слишком много участников.")
    world.clock.pass_(seconds=1)
    await changes_participants(anna, lesson, "30")
    await olga.presses(SEND)
    assert texts.returning.changed_since(accepted_by=None) in olga.screen
    assert (await event(world)).returned_at is None
    await olga.presses(SEND)
    assert (await event(world)).return_comment == "Слишком много участников."


@pytest.mark.parametrize("what", ["event", "correction", "report"])
async def test_what_a_colleague_has_accepted_meanwhile_is_told_before_it_goes_back(
    world: World, what: str
) -> None:
    olga, pavel = await world.admin(), await world.admin("Павел", which=1)
    anna = await submitted(world)
    if what == "correction":
        await returns_event(olga, await event(world))
        await changes_participants(anna, await event(world), "30")
        await submits(anna)
    if what == "report":
        await opens_report(olga)
        await olga.presses(RETURN_REPORT)
    else:
        await opens_event(olga, await event(world))
        await olga.presses(RETURN_EVENT)
    await olga.says("Проверьте.")
    if what == "correction":
        await opens_event(pavel, await event(world))
        await pavel.presses(ACCEPT_CORRECTION)
    else:
        await opens_report(pavel)
        await pavel.presses(ACCEPT_REPORT)
    before = anna.screen
    await olga.presses(SEND)
    assert texts.returning.changed_since(accepted_by="Павел") in olga.screen
    assert anna.screen == before
    await olga.presses(SEND)
    assert "Проверьте." in anna.screen


async def test_an_event_of_a_report_in_progress_is_only_marked(world: World) -> None:
    olga, anna = await world.admin(), await world.coordinator(BELGOROD)
    await returns_event(olga, await world.event(anna))
    assert anna.screen == notice(await event(world))
    assert await world.rows(select(RegionReport)) == []
    await opens_report(olga)
    assert ReportStatus.IN_PROGRESS in olga.screen
    assert RETURNED in olga.screen
    assert RETURN_REPORT not in olga.buttons
    await olga.forges(StartReturn(year=2026, code="31").pack())
    assert olga.screen == texts.returning.NOT_SUBMITTED


async def test_what_has_changed_since_is_on_the_reports_screen_before_and_after_as_far_as_it_fits(
    world: World,
) -> None:
    olga, anna = await world.admin(), await world.coordinator(BELGOROD)
    lessons = [await world.event(anna, "Ы" * 300, organisation="Я" * 200) for _ in range(8)]
    await submits(anna)
    await returns_report(olga, "Ш" * 1000)
    await opens_report(olga)
    assert "Что изменилось" not in olga.screen, "it is still with the region"
    async with world.app.database.transaction() as session:
        by, now = await session.get_one(Person, anna.id), world.clock()
        for lesson in lessons:
            corrected = {"name": "Щ" * 300, "organisation": "Э" * 200, "participants": 60}
            change_event(session, await session.merge(lesson), corrected, by=by, now=now)
    await submits(anna)
    await opens_report(olga)
    assert "Число участников: 75 → 60" in olga.screen
    assert "все: «История»." in olga.screen
    assert len(olga.screen) <= 4096
    assert await world.set_aside() == 0


async def test_a_report_that_is_open_for_one_event_may_still_go_back_as_a_whole(
    world: World,
) -> None:
    olga, pavel = await world.admin(), await world.admin("Павел", which=1)
    anna = await submitted(world)
    await returns_event(olga, await event(world), "Нет ссылок.")
    await returns_report(pavel, "И не хватает ярмарок.")
    assert "И не хватает ярмарок." in pavel.screen
    assert RETURNED in pavel.screen
    assert RETURN_REPORT not in pavel.buttons
    await changes_participants(anna, await event(world), "30")
    await submits(anna)
    for admin in (olga, pavel):
        assert admin.screen == await resubmitted(world)


async def test_what_goes_back_after_the_deadline_can_be_corrected_though_never_submitted(
    world: World,
) -> None:
    olga, anna = await world.admin(), await world.coordinator(BELGOROD)
    lesson = await world.event(anna)
    world.clock.at = DEADLINE
    world.clock.pass_(days=1)
    await returns_event(olga, lesson)
    await changes_participants(anna, lesson, "30")
    assert (await event(world)).corrected_at == world.clock()
    await submits(anna)
    assert (await report(world)).submitted_at == world.clock(), "and it is late"
    await olga.presses(phrases.REGION_REPORT)
    assert "с опозданием" in olga.screen


async def test_a_report_in_which_nothing_was_corrected_is_submitted_only_on_purpose(
    world: World,
) -> None:
    olga, anna = await world.admin(), await submitted(world)
    await returns_event(olga, await event(world))
    await submits(anna)
    assert anna.screen == plain(report_texts.report.still_returned([await event(world)]))
    assert (await report(world)).state == ReportState.RETURNED
    await anna.presses(BACK, phrases.SUBMIT_REPORT, report_texts.report.SUBMIT_ANYWAY)
    assert is_submitted(anna)
    assert olga.screen == await resubmitted(world)
    await olga.presses(phrases.REGION_REPORT)
    assert "Сдан снова без исправлений; был возвращён" in olga.screen


async def test_a_whole_report_that_comes_back_unchanged_is_asked_about_too(world: World) -> None:
    olga, anna = await world.admin(), await submitted(world)
    world.clock.pass_(minutes=1)
    await returns_report(olga)
    await submits(anna)
    assert anna.screen == plain(report_texts.report.still_returned([]))
    await changes_participants(anna, await event(world), "30")
    await submits(anna)
    assert is_submitted(anna)
    assert olga.screen == await resubmitted(world)


async def test_who_cannot_be_told_is_told_to_the_admin_at_once(world: World) -> None:
    olga = await world.admin()
    anna = await submitted(world)
    peter = await world.coordinator(BELGOROD, "Пётр")
    await anna.blocks()
    await returns_event(olga, await event(world), "Раз.")
    both = [await world.person(someone) for someone in (anna, peter)]
    assert plain(notified(both[1:], both[:1])) in olga.screen
    await submits(peter)
    await peter.presses(report_texts.report.SUBMIT_ANYWAY)
    await peter.blocks()
    await returns_report(olga, "Два.")
    assert plain(notified([], both)) in olga.screen
    for person in both:
        await olga.says("/people")
        await olga.presses(phrases.person_button(person), people.REMOVE, people.REMOVE_SURE)
    event_id = (await event(world)).id
    async with world.app.database.transaction() as session:
        stored = await session.get_one(Event, event_id)
        stored.returned_at = None
    await returns_event(olga, await event(world), "Три.")
    assert plain(notified([], [])) in olga.screen


async def test_that_the_comment_has_not_arrived_is_told_even_if_nobody_knew_of_the_block(
    world: World,
) -> None:
    olga, anna = await world.admin(), await submitted(world)
    await anna.blocks()
    async with world.app.database.transaction() as session:
        (await session.get_one(Person, anna.id)).blocked_at = None
    await returns_report(olga)
    assert olga.screen == plain(not_delivered(await world.person(anna), REGION))
    assert (await world.person(anna)).blocked_at is not None


async def test_a_submitted_report_is_accepted_and_the_region_cannot_open_it_again(
    world: World,
) -> None:
    olga, anna = await world.admin(), await submitted(world)
    reopening = await anna.says("/report")
    await opens_report(olga)
    assert "\nСдан 11.11.2026 в 12:00 (мск), в срок, Анна" in olga.screen
    await olga.presses(ACCEPT_REPORT)
    assert "Принят 11.11.2026 в 12:00 (мск), Ольга Админ" in olga.screen
    assert anna.screen == ACCEPTED
    anna.phone.press(phrases.REOPEN_REPORT, reopening)
    await world.settled()
    final = plain(report_is_accepted(admins=[await world.person(olga)]))
    assert final in reopening.text
    await anna.says("/new")
    assert anna.screen == final
    assert (await report(world)).state == ReportState.SUBMITTED
    (accepted,) = await world.audit("report.accepted")
    assert (accepted.person_id, accepted.subject_id) == (olga.id, "2026/31")
    await returns_report(olga, "Всё же нет.")
    stored = await report(world)
    assert (stored.state, stored.accepted_at) == (ReportState.RETURNED, None)
    await anna.reports(name="Ещё одно")
    assert len(await world.rows(select(Event))) == 2


async def test_a_zero_report_is_accepted_or_returned_like_any_other(world: World) -> None:
    olga, anna = await world.admin(), await world.coordinator(BELGOROD)
    await anna.says("/report")
    await anna.presses(phrases.ZERO_REPORT, report_texts.report.ZERO_SURE)
    await returns_report(olga, "Не может быть.")
    assert "Не может быть." in anna.screen
    await anna.reports()
    await submits(anna)
    await olga.presses(phrases.REGION_REPORT, ACCEPT_REPORT)
    assert (await report(world)).accepted_by == olga.id


async def test_accepting_takes_what_was_seen_and_is_not_done_twice(world: World) -> None:
    olga, pavel = await world.admin(), await world.admin("Павел", which=1)
    anna = await submitted(world)
    for admin in (olga, pavel):
        await opens_report(admin)
    world.clock.pass_(seconds=1)
    await anna.says("/report")
    await anna.presses(phrases.REOPEN_REPORT)
    await olga.presses(ACCEPT_REPORT)
    assert olga.toast == texts.decisions.CHANGED_SINCE
    assert ReportStatus.IN_PROGRESS in olga.screen
    await changes_participants(anna, await event(world), "30")
    await submits(anna)
    await pavel.presses(ACCEPT_REPORT)
    assert pavel.toast == texts.decisions.CHANGED_SINCE
    await opens_report(olga)
    await asyncio.gather(olga.presses(ACCEPT_REPORT), pavel.presses(ACCEPT_REPORT))
    (accepted,) = await world.audit("report.accepted")
    second = pavel if accepted.person_id == olga.id else olga
    first = "Ольга Админ" if second is pavel else "Павел"
    assert second.toast == texts.decisions.accepted_already(by=first)
    assert sum(each.text == ACCEPTED for each in anna.phone.messages) == 1


async def test_accepting_a_report_settles_all_that_was_returned_in_it(world: World) -> None:
    olga, anna = await world.admin(), await submitted(world)
    await returns_event(olga, await event(world))
    await submits(anna)
    await anna.presses(report_texts.report.SUBMIT_ANYWAY)
    await opens_report(olga)
    assert RETURNED in olga.screen
    await olga.presses(ACCEPT_REPORT)
    assert "озвращен" not in olga.screen
    stored = await event(world)
    assert (stored.returned_at, stored.returned_by, stored.return_comment) == (None, None, None)
    (accepted,) = await world.audit("report.accepted")
    assert accepted.before == {"state": "submitted", "returned": [1]}


async def test_a_correction_is_accepted_once_and_as_it_was_seen(world: World) -> None:
    olga, pavel = await world.admin("Ольга & Ко"), await world.admin("Павел", which=1)
    anna = await world.coordinator(BELGOROD)
    lesson = await world.event(anna)
    await returns_event(olga, lesson)
    await changes_participants(anna, lesson, "30")
    await submits(anna)
    for admin in (olga, pavel):
        await opens_event(admin, lesson)
    world.clock.pass_(seconds=1)
    await anna.says("/report")
    await anna.presses(phrases.REOPEN_REPORT)
    await changes_participants(anna, lesson, "31")
    await submits(anna)
    await olga.presses(ACCEPT_CORRECTION)
    assert olga.toast == texts.decisions.CHANGED_SINCE
    await olga.presses(ACCEPT_CORRECTION)
    await pavel.presses(ACCEPT_CORRECTION)
    assert pavel.toast == texts.decisions.correction_accepted_already(by="Ольга & Ко")
    assert len(await world.audit("event.accepted")) == 1


async def test_a_correction_waits_until_the_report_with_it_is_submitted(world: World) -> None:
    olga, anna = await world.admin(), await submitted(world)
    lesson = await event(world)
    await returns_event(olga, lesson)
    await changes_participants(anna, lesson, "30")
    await opens_event(olga, lesson)
    assert "Исправлено, отчёт ещё не сдан. Возвращено" in olga.screen
    assert ACCEPT_CORRECTION not in olga.buttons
    await opens_report(olga)
    assert CORRECTED in olga.screen
    assert ACCEPT_REPORT not in olga.buttons
    await submits(anna)
    await opens_event(olga, lesson)
    assert "Исправлено" in olga.screen
    await anna.says("/report")
    await anna.presses(phrases.REOPEN_REPORT)
    await olga.presses(ACCEPT_CORRECTION)
    assert olga.toast == texts.decisions.NOT_YET
    assert "Исправлено, отчёт ещё не сдан. Возвращено" in olga.screen
    assert ACCEPT_CORRECTION not in olga.buttons
    assert (await event(world)).returned_at is not None


async def test_a_returned_report_that_closing_overtook_asks_for_nothing_any_more(
    world: World,
) -> None:
    olga, anna = await world.admin(), await submitted(world)
    await returns_report(olga)
    async with world.app.database.transaction() as session:
        (await session.get_one(Campaign, 1)).closed_at = world.clock()
    await anna.says("/report")
    assert "Изменить отчёт нельзя" in anna.screen
    assert f"\n{ReportStatus.RETURNED}, не сдан снова\n" in anna.screen
    assert "сдайте снова" not in anna.screen


async def test_an_event_that_the_region_deletes_meanwhile_is_gone_for_the_admin_too(
    world: World,
) -> None:
    olga, anna = await world.admin(), await world.coordinator(BELGOROD)
    lesson = await world.event(anna)
    await opens_event(olga, lesson)
    await olga.presses(RETURN_EVENT)
    await olga.says("Исправьте.")
    await anna.says("/events")
    await anna.presses("1. Урок качества", saved_events.DELETE, saved_events.DELETE_SURE)
    await olga.presses(SEND)
    gone = texts.returning.refused(texts.decisions.EVENT_GONE, unsent="Исправьте.")
    assert olga.screen == plain(gone)


async def test_nothing_goes_back_once_the_campaign_is_closed(world: World) -> None:
    olga = await world.admin()
    await submitted(world)
    await opens_report(olga)
    async with world.app.database.transaction() as session:
        (await session.get_one(Campaign, 1)).closed_at = world.clock()
    await olga.presses(RETURN_REPORT)
    assert olga.screen == texts.returning.CAMPAIGN_CLOSED
    assert (await report(world)).state == ReportState.SUBMITTED


async def test_if_the_one_who_returned_it_is_no_admin_any_more_all_admins_hear(
    world: World,
) -> None:
    olga, pavel = await world.admin(), await world.admin("Павел", which=1)
    anna = await submitted(world)
    await returns_report(pavel)
    async with world.app.database.transaction() as session:
        (await session.get_one(Person, pavel.id)).role = Role.STRANGER
    await anna.reports(name="Ярмарка")
    await submits(anna)
    assert olga.screen == await resubmitted(world)


async def test_with_the_longest_answers_and_comment_every_card_fits_into_a_message(
    world: World,
) -> None:
    olga = await world.admin()
    anna = await world.coordinator("Ханты-Мансийский", "Ы" * 60)
    long = await world.event(
        anna,
        name="Ы" * 300,
        city="Ы" * 100,
        organisation="Ы" * 200,
        times_held=99_999,
        participants=0,
        publication_links=[f"https://example.ru/{'a' * 80}/{n}" for n in range(20)],
        video_links=[f"https://example.ru/{'b' * 80}/{n}" for n in range(20)],
    )
    await opens_event(olga, long)
    await olga.presses(RETURN_EVENT)
    await olga.says("Щ" * 1000)
    await olga.presses(SEND)
    assert "Щ" * 1000 in olga.screen
    assert "Щ" * 1000 in anna.screen
    publications = field("publication_links").title
    await anna.presses(texts.returning.mend(long), publications, form.CLEAR)
    await anna.says("rskrf.ru")
    await anna.presses(f"{form_texts.DONE} (1)")
    assert f"{publications}: 20 → 1" in anna.screen
    assert "Щ" * 1000 in anna.screen
    assert await world.set_aside() == 0
