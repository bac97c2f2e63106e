"""After the deadline: what is saved can still be submitted, in one press, and is marked as late."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import select

from domain.campaigns.campaigns import current_campaign
from domain.campaigns.extensions import grant
from handlers import phrases
from handlers.after_deadline import ASK_FOR_TIME, late_is_taken
from handlers.callbacks import ChangeReport
from handlers.event_form.texts import form
from handlers.menu import NEW
from handlers.region_report import texts
from handlers.report_state import LATE
from models import Person, RegionReport, ReportState
from tests.world import DEADLINE, MOSCOW, Someone, World

AFTER = DEADLINE + timedelta(hours=10, minutes=1)
SUBMITTED_LATE = texts.report.report_now(ReportState.SUBMITTED, late=True)


async def overdue(world: World) -> Someone:
    """A coordinator who has saved an event, and forgotten to submit it."""
    anna = await world.coordinator("Белгородская область")
    await world.event(anna)
    world.clock.at = AFTER
    return anna


async def stored(world: World) -> RegionReport:
    (report,) = await world.rows(select(RegionReport))
    return report


@pytest.mark.parametrize("door", ["/start", "/report", "/events", "/new"])
async def test_what_is_saved_is_submitted_late_in_one_press_from_wherever_one_looks(
    world: World, door: str
) -> None:
    olga, anna = await world.admin(), await overdue(world)
    await anna.says(door)
    assert phrases.expired(DEADLINE, MOSCOW) in anna.screen
    assert late_is_taken(1) in anna.screen
    assert phrases.NEW_EVENT not in anna.buttons
    assert ASK_FOR_TIME in anna.buttons
    await anna.presses(phrases.SUBMIT_LATE)
    assert SUBMITTED_LATE in anna.screen
    assert "Сдан с опозданием 30.11.2026 в 10:00 (мск), Анна" in anna.screen
    papers = [phrases.DOWNLOAD_REPORT, phrases.LETTER, phrases.PICTURE, phrases.AS_SUBMITTED]
    assert anna.buttons == [phrases.MY_EVENTS, *papers, phrases.WRITE]
    await olga.says("/status белгород")
    assert LATE in olga.screen
    await olga.says("/history белгород")
    assert "С опозданием: да" in olga.screen


async def test_that_there_were_no_events_is_reported_late_after_one_more_question(
    world: World,
) -> None:
    anna = await world.coordinator("Белгородская область")
    await anna.says("/new", "1")
    world.clock.at = AFTER
    await anna.says("/report")
    assert late_is_taken(0) in anna.screen
    assert phrases.drafts_kept(1) in anna.screen
    await anna.presses(phrases.ZERO_REPORT)
    assert texts.report.left_out(1) in anna.screen
    await anna.presses(texts.report.ZERO_SURE)
    assert texts.report.report_now(ReportState.ZERO, late=True) in anna.screen
    assert "Мероприятий не было. Сообщено с опозданием 30.11.2026" in anna.screen


async def test_the_deadline_may_pass_while_a_report_is_looked_at(world: World) -> None:
    anna = await world.coordinator("Белгородская область")
    peter = await world.coordinator("Белгородская область", "Пётр")
    await world.event(anna)
    await anna.says("/report")
    await peter.says("/report")
    world.clock.at = DEADLINE + timedelta(minutes=1)
    await asyncio.gather(anna.presses(phrases.SUBMIT_REPORT), peter.presses(phrases.SUBMIT_REPORT))
    assert len(await world.audit("report.submitted")) == 1
    for someone in (anna, peter):
        assert "Сдан с опозданием 30.11.2026 в 0:00 (мск)" in someone.screen
    await anna.presses(phrases.MY_EVENTS, "1. Урок качества", form.EDIT)
    assert phrases.SUBMIT_LATE not in anna.buttons


async def test_what_was_said_in_time_is_not_late_though_the_bot_was_down(world: World) -> None:
    anna = await world.coordinator("Белгородская область")
    await anna.says("/report")
    await anna.presses(phrases.ZERO_REPORT)
    world.clock.at = DEADLINE
    await world.stop_bot()
    await anna.phone.says("да")
    world.clock.at = AFTER
    await world.start_bot()
    await anna.waits()
    assert texts.report.report_now(ReportState.ZERO) in anna.screen
    assert (await stored(world)).submitted_at == DEADLINE


async def test_more_time_that_is_given_later_makes_a_late_report_one_in_time(world: World) -> None:
    olga, anna = await world.admin(), await overdue(world)
    await anna.says("/report")
    await anna.presses(phrases.SUBMIT_LATE)
    async with world.app.database.transaction() as session:
        campaign, by = await current_campaign(session), await session.get_one(Person, olga.id)
        until, now = AFTER + timedelta(days=1), world.clock()
        await grant(session, campaign, "31", until, "Сбой", by=by, now=now, zone=MOSCOW)
    await anna.says("/report")
    assert "с опозданием" not in anna.screen
    await anna.presses(phrases.REOPEN_REPORT)
    world.clock.at = until + timedelta(minutes=1)
    await anna.says("/start")
    assert phrases.expired(until, MOSCOW) in anna.screen
    await anna.presses(phrases.SUBMIT_LATE)
    assert SUBMITTED_LATE in anna.screen


async def test_a_year_that_is_closed_takes_nothing_not_even_late(world: World) -> None:
    anna = await overdue(world)
    await anna.says("/report")
    async with world.app.database.transaction() as session:
        (await current_campaign(session)).closed_at = world.clock()
    await anna.presses(phrases.SUBMIT_LATE)
    assert "Приём отчётов о Неделе качества 2026 закрыт" in anna.screen
    for door in ("/start", "/report", "/events", f"/{NEW.command}"):
        await anna.says(door)
        assert phrases.SUBMIT_LATE not in anna.buttons
    await anna.forges(ChangeReport(year=2026, to="zero", seen="1-0", sure=True).pack())
    assert not await world.rows(select(RegionReport))


async def test_what_a_colleague_has_done_since_is_seen_before_it_is_submitted_late(
    world: World,
) -> None:
    anna = await overdue(world)
    await anna.says("/events")
    await world.event(anna, "Второе")  # as with more time that was granted and is over
    await anna.presses(phrases.SUBMIT_LATE)
    assert anna.toast == texts.report.REPORT_CHANGED
    await anna.presses(phrases.SUBMIT_LATE)
    assert SUBMITTED_LATE in anna.screen
