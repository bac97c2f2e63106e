"""«Отчёт региона»: at a glance, submitted, a zero report, opened again, and closing time."""

import asyncio
from datetime import timedelta

from sqlalchemy import select

from domain.events.fields import KINDS, field
from domain.regions.directory import region_by_code
from domain.reports.state import ReportStatus
from domain.reports.status import Silence
from handlers import phrases
from handlers.after_deadline import ASK_FOR_TIME
from handlers.callbacks import ChangeReport, EditEvent
from handlers.event_form.texts import form, saved_events
from handlers.formatting import short_moment, sums, until
from handlers.forms import texts as form_texts
from handlers.forms.texts import BACK
from handlers.region_report import texts
from handlers.report_closed import OPEN_AND, REPORT_IS_SUBMITTED, deadline_is_over
from handlers.submit_again import SUBMIT_AGAIN
from models import Draft, Event, RegionReport, ReportState
from tests.world import DEADLINE, IN_THE_WEEK, MOSCOW, Someone, World, form_data, plain


async def state(world: World) -> str | None:
    """That of the only report there is."""
    reports = await world.rows(select(RegionReport))
    return reports[0].state if reports else None


async def saved(world: World, by: Someone, number: int) -> None:
    """Sees to it that their newest message is the receipt of the event with that number."""
    (event,) = await world.rows(select(Event).where(Event.number == number))
    assert by.screen == plain(form.receipt(event, MOSCOW))


async def reviewing(world: World) -> Someone:
    """A coordinator whose new event needs nothing but «Сохранить»."""
    anna = await world.coordinator("Белгородская область")
    await anna.says("/new")
    await anna.presses(KINDS["other"])
    await anna.says("Фестиваль", "Белгород, ДК", "1", "100")
    await anna.presses(form_texts.SKIP, form_texts.SKIP)
    assert form.SAVE in anna.buttons
    return anna


async def test_the_report_shows_where_it_stands_at_a_glance(world: World) -> None:
    anna = await world.coordinator("Камчатский край")
    await anna.taps(phrases.REGION_REPORT)
    assert f"\n{ReportStatus.NOT_BEGUN}\n" in anna.screen
    assert phrases.ZERO_REPORT in anna.buttons
    await world.event(anna, times_held=3, participants=1200)
    await world.event(anna, times_held=2, participants=50)
    await anna.says("/new", "1", "/report")
    report = anna.phone.messages[-2].text
    for told in (
        f"\n{ReportStatus.IN_PROGRESS}\n",
        sums(2, 5, 1250),
        plain(until(DEADLINE, MOSCOW, region_by_code("41"))),
        texts.report.unfinished(1),
    ):
        assert told in report


async def test_a_report_is_submitted_once_and_can_be_opened_again(world: World) -> None:
    olga, anna = await world.admin(), await world.coordinator("Белгородская область")
    await world.event(anna)
    report = await anna.says("/report")
    anna.phone.press(phrases.SUBMIT_REPORT, report)
    anna.phone.press(phrases.SUBMIT_REPORT, report)
    await world.settled()
    submitted = f"{ReportStatus.SUBMITTED} {short_moment(IN_THE_WEEK, MOSCOW)}, Анна"
    assert submitted in anna.screen
    assert anna.toast == texts.report.NO_CHANGE
    for command in ("/new", "/report"):
        await anna.says(command)
        assert form.SAVE not in anna.buttons
        assert phrases.NEW_EVENT not in anna.buttons
    await anna.presses(phrases.MY_EVENTS, "1. Урок качества", saved_events.DELETE)
    assert REPORT_IS_SUBMITTED in anna.screen
    await anna.presses(phrases.REGION_REPORT, phrases.REOPEN_REPORT)
    assert await state(world) == ReportState.OPEN
    await anna.presses(
        phrases.MY_EVENTS, "1. Урок качества", saved_events.DELETE, saved_events.DELETE_SURE
    )
    await anna.says("/report")
    assert f"\n{texts.report.NOTHING_LEFT}\n" in anna.screen
    await olga.says("/status белгород")
    assert f"{ReportStatus.NOT_BEGUN} – {Silence.EMPTIED}" in olga.screen
    (submission,) = await world.audit("report.submitted")
    (reopened,) = await world.audit("report.open")
    assert (submission.person_id, submission.subject_id) == (anna.id, "2026/31")
    assert (reopened.before, reopened.after) == ({"state": "submitted"}, {"state": "open"})


async def test_a_zero_report_is_asked_about_and_can_be_taken_back(world: World) -> None:
    anna = await world.coordinator("Белгородская область")
    await anna.says("/report")
    await anna.presses(phrases.ZERO_REPORT)
    assert await state(world) is None
    await anna.presses(BACK, phrases.ZERO_REPORT, texts.report.ZERO_SURE)
    assert await state(world) == ReportState.ZERO
    await anna.says("/new")
    assert REPORT_IS_SUBMITTED in anna.screen
    await anna.presses(phrases.REGION_REPORT, phrases.REOPEN_REPORT, phrases.NEW_EVENT)
    assert field("kind").question in anna.screen


async def test_what_a_colleague_has_added_since_is_seen_before_it_is_submitted(
    world: World,
) -> None:
    anna = await world.coordinator("Белгородская область")
    peter = await world.coordinator("Белгородская область", "Пётр")
    await anna.says("/report")
    await anna.presses(phrases.ZERO_REPORT)
    await world.event(peter)
    await anna.presses(texts.report.ZERO_SURE)
    assert anna.toast == texts.report.REPORT_CHANGED
    assert sums(1, 3, 75) in anna.screen
    event = await world.event(peter)
    await anna.presses(phrases.SUBMIT_REPORT)
    assert sums(2, 6, 150) in anna.screen
    world.clock.pass_(seconds=1)
    await peter.forges(EditEvent(event=event.id, field="participants").pack())
    await peter.says("7777")
    await anna.presses(phrases.SUBMIT_REPORT)
    assert anna.toast == texts.report.REPORT_CHANGED, "a colleague's correction counts, too"
    assert await state(world) is None
    await anna.presses(phrases.SUBMIT_REPORT)
    assert await state(world) == ReportState.SUBMITTED


async def test_two_who_submit_at_the_same_instant_submit_once(world: World) -> None:
    anna = await world.coordinator("Белгородская область")
    peter = await world.coordinator("Белгородская область", "Пётр")
    await world.event(anna)
    await anna.says("/report")
    await peter.says("/report")
    await asyncio.gather(anna.presses(phrases.SUBMIT_REPORT), peter.presses(phrases.SUBMIT_REPORT))
    assert len(await world.audit("report.submitted")) == 1
    for someone in (anna, peter):
        assert f"\n{ReportStatus.SUBMITTED} " in someone.screen


async def test_a_forged_press_submits_no_empty_report_and_no_zero_with_events(
    world: World,
) -> None:
    anna = await world.coordinator("Белгородская область")
    await anna.says("/report")
    await anna.forges(ChangeReport(year=2026, to="submitted", seen="0-0", sure=True).pack())
    await anna.forges(ChangeReport(year=2026, to="open", seen="0-0", sure=True).pack())
    assert await state(world) is None
    await world.event(anna)
    submit = ChangeReport.unpack(str((await anna.says("/report")).rows[0][0].data))
    await anna.forges(ChangeReport(year=2026, to="zero", seen=submit.seen, sure=True).pack())
    assert await state(world) is None


async def test_an_event_is_not_saved_into_a_report_that_a_colleague_has_submitted(
    world: World,
) -> None:
    anna = await reviewing(world)
    peter = await world.coordinator("Белгородская область", "Пётр")
    await world.event(peter)
    await peter.says("/report")
    await peter.presses(phrases.SUBMIT_REPORT)
    assert "Есть черновик" in peter.screen, "a colleague's draft is not in it"
    assert texts.report.TO_DRAFT not in peter.buttons
    await peter.presses(texts.report.SUBMIT_ANYWAY)
    await anna.presses(form.SAVE)
    assert REPORT_IS_SUBMITTED in anna.screen
    assert "Фестиваль" in anna.screen
    await anna.presses(OPEN_AND["add"], form.SAVE)
    (event,) = await world.rows(select(Event).where(Event.number == 2))
    receipt = form.receipt(event, MOSCOW, is_first=False)
    assert anna.screen == plain(f"{receipt}\n\n{SUBMIT_AGAIN}")


async def test_up_to_the_last_minute_an_event_is_saved(world: World) -> None:
    anna = await reviewing(world)
    world.clock.at = DEADLINE + timedelta(seconds=59)
    await anna.presses(form.SAVE)
    await saved(world, anna, 1)


async def test_after_the_deadline_nothing_is_added_and_the_draft_is_kept_and_shown(
    world: World,
) -> None:
    olga = await world.admin()
    closed = deadline_is_over(
        deadline=DEADLINE, zone=MOSCOW, admins=[await world.person(olga)], unsubmitted=0
    )
    anna = await reviewing(world)
    world.clock.at = DEADLINE + timedelta(minutes=1)
    await anna.presses(form.SAVE)
    for way in ("saved", "typed", "new", "resumed"):
        if way == "typed":
            await anna.says("Ещё одно")
        elif way == "new":
            await anna.taps(phrases.NEW_EVENT)
        elif way == "resumed":
            await anna.says("/events")
            (draft,) = await world.rows(select(Draft))
            await anna.forges(form_data(draft, "show"))
        assert plain(closed) in anna.screen, way
        for told in ("Ольга Админ", "Фестиваль"):
            assert told in anna.screen
    assert await world.rows(select(Event)) == []
    (draft,) = await world.rows(select(Draft))
    assert draft.answers["name"] == "Фестиваль"


async def test_after_the_deadline_nothing_is_opened_again(world: World) -> None:
    anna = await world.coordinator("Белгородская область")
    await anna.says("/report")
    await anna.presses(phrases.ZERO_REPORT, texts.report.ZERO_SURE)
    world.clock.at = DEADLINE + timedelta(minutes=1)
    await anna.presses(phrases.REOPEN_REPORT)
    assert deadline_is_over(deadline=DEADLINE, zone=MOSCOW, admins=[]) in anna.screen
    papers = [phrases.LETTER, phrases.PICTURE]
    assert anna.buttons == [ASK_FOR_TIME, phrases.MY_EVENTS, *papers]
    assert await state(world) == ReportState.ZERO
