"""Coordinators of a report that was not submitted hear once that the deadline has passed."""

import asyncio
from datetime import datetime, timedelta

import pytest

from bot.app import assemble
from domain.campaigns.campaigns import current_campaign
from domain.campaigns.deadlines import move_deadline
from domain.campaigns.extensions import ask_for_time, grant
from domain.campaigns.locking import lock_campaign
from handlers import phrases
from handlers.after_deadline import ASK_FOR_TIME, TIME_ASKED_ALREADY, late_is_taken
from handlers.mailings.texts.reminders import NOT_AGAIN, NOTHING_ENTERED, OVERDUE_HEADING, PUT_OFF
from handlers.region_report import texts as report_texts
from handlers.review.texts import returning
from models import Person, ReportState
from tests.world import DEADLINE, MOSCOW, NO_HURRY, Someone, World, settings_for

# Only there several processes may be at work.
ON_POSTGRESQL = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
MORNING = datetime(2026, 11, 30, 10, 0, tzinfo=MOSCOW)
MINUTE = timedelta(minutes=1)


def told(someone: Someone) -> list[str]:
    """All that they have heard of a deadline that has passed."""
    texts = (each.text for each in someone.phone.messages if each.from_bot)
    return [text for text in texts if OVERDUE_HEADING in text]


async def test_each_region_hears_of_it_once_in_the_morning_of_its_own(world: World) -> None:
    moscow = await world.coordinator("Москва")
    kamchatka = await world.coordinator("Камчатский край", "Борис")
    kaliningrad = await world.coordinator("Калининградская область", "Вера")
    regions = (moscow, kamchatka, kaliningrad)
    for at, heard in (
        (DEADLINE + MINUTE, [0, 0, 0]),
        (datetime(2026, 11, 30, 1, 0, tzinfo=MOSCOW), [0, 1, 0]),
        (MORNING, [1, 1, 0]),
        (MORNING + timedelta(hours=1), [1, 1, 1]),
        (MORNING + timedelta(days=1, hours=2), [1, 1, 1]),
    ):
        await world.remind(at)
        assert [len(told(each)) for each in regions] == heard, at
    await world.remind(MORNING + timedelta(days=7))
    assert "30 ноября, 8:59" in told(kamchatka)[0]


async def test_what_there_is_decides_what_is_offered(world: World) -> None:
    saved = await world.coordinator("Москва")
    await world.event(saved)
    draft = await world.coordinator("Тверская область", "Борис")
    await draft.says("/new", "1")
    nothing = await world.coordinator("Омская область", "Вера")
    await world.remind(MORNING)
    assert late_is_taken(1) in saved.screen
    offered = [phrases.SUBMIT_LATE, ASK_FOR_TIME, phrases.REGION_REPORT, PUT_OFF, phrases.WRITE]
    assert saved.buttons == offered
    assert phrases.drafts_kept(1) in draft.screen
    for someone in (draft, nothing):
        assert f"{NOTHING_ENTERED}\n{late_is_taken(0)}" in someone.screen
        assert someone.buttons == [phrases.ZERO_REPORT, *offered[1:]]
    await saved.presses(phrases.SUBMIT_LATE)
    assert report_texts.report.report_now(ReportState.SUBMITTED, late=True) in saved.screen
    assert len(told(saved)) == 1, "the message stays to be read"
    await nothing.presses(phrases.ZERO_REPORT, report_texts.report.ZERO_SURE)
    assert report_texts.report.report_now(ReportState.ZERO, late=True) in nothing.screen


async def test_whom_it_does_not_concern_hears_nothing(world: World) -> None:
    submitted = await world.coordinator("Москва")
    await submitted.says("/report")
    await submitted.presses(phrases.ZERO_REPORT, report_texts.report.ZERO_SURE)
    blocked = await world.coordinator("Омская область", "Борис")
    await blocked.blocks()
    world.clock.at = DEADLINE + timedelta(hours=1)
    newcomer = await world.coordinator("Тверская область", "Вера")
    assert phrases.expired(DEADLINE, MOSCOW) in newcomer.screen
    tried = len(world.telegram.journal.calls("sendMessage"))
    await world.remind(MORNING)
    assert told(submitted) == told(blocked) == told(newcomer) == []
    assert len(world.telegram.journal.calls("sendMessage")) == tried


async def test_a_later_deadline_is_told_of_when_that_one_has_passed(world: World) -> None:
    olga = await world.admin()
    extended = await world.coordinator("Москва")
    other = await world.coordinator("Тверская область", "Борис")
    await _extends(world, olga, "77", DEADLINE + timedelta(days=2))
    await world.remind(MORNING)
    assert (len(told(extended)), len(told(other))) == (0, 1)
    await world.remind(MORNING + timedelta(days=2))
    assert (len(told(extended)), len(told(other))) == (1, 1)
    assert "1 декабря 2026 года, 23:59" in told(extended)[0]


async def test_a_report_that_was_returned_and_not_mended_is_told_of_once(world: World) -> None:
    olga, anna = await world.admin(), await world.coordinator("Москва")
    await world.event(anna)
    await anna.says("/report")
    await anna.presses(phrases.SUBMIT_REPORT)
    await olga.says("/status москва")
    await olga.presses(phrases.RETURN_REPORT)
    await olga.says("Где ссылки?")
    await olga.presses(returning.SEND)
    await world.remind(MORNING)
    await world.remind(MORNING + timedelta(hours=1))
    assert len(told(anna)) == 1
    assert NOT_AGAIN in anna.screen
    assert anna.buttons == [phrases.REGION_REPORT, phrases.MY_EVENTS, PUT_OFF, phrases.WRITE]
    await anna.presses(phrases.REGION_REPORT)
    await anna.presses(phrases.SUBMIT_REPORT)
    assert "с опозданием" not in anna.screen


async def test_admins_hear_once_whose_later_deadline_has_passed(world: World) -> None:
    olga, anna = await world.admin(), await world.coordinator("Москва")
    await world.event(anna)
    noon = (DEADLINE + timedelta(days=2)).replace(hour=12, minute=0)
    for code, until in (("77", noon), ("71", noon + timedelta(days=1))):
        await _extends(world, olga, code, until)

    def heard() -> list[str]:
        texts = (each.text for each in olga.phone.messages if each.from_bot)
        return [text for text in texts if "Продлённый срок истёк" in text]

    await world.remind(noon)
    assert heard() == []
    await world.remind(noon + MINUTE)
    await world.remind(noon + timedelta(hours=1))
    (first,) = heard()
    assert "отчёта нет: 1 регион" in first
    assert "Москва (1)" in first
    assert "Тульская" not in first
    assert len(told(anna)) == 1
    await _extends(world, olga, "77", noon + timedelta(hours=6))
    await world.remind(noon + timedelta(hours=6) + MINUTE)
    assert len(heard()) == 2, "given more time, on the same day"
    assert len(told(anna)) == 2
    await world.remind(noon + timedelta(days=1) + MINUTE)
    assert "Тульская область" in heard()[2]
    nina = await world.admin("Нина", which=1)
    await anna.says("/report")
    await anna.presses(phrases.SUBMIT_LATE)
    await world.remind(noon + timedelta(days=2))
    texts = [each.text for each in nina.phone.messages if "Продлённый срок" in each.text]
    assert len(heard()) == 3
    assert ["Тульская" in text for text in texts] == [True], "not of whom there is a report"


async def _extends(world: World, admin: Someone, code: str, until: datetime) -> None:
    async with world.app.database.transaction() as session:
        campaign, by = await current_campaign(session), await session.get_one(Person, admin.id)
        now = world.clock()
        await grant(session, campaign, code, until, "Сбой", by=by, now=now, zone=MOSCOW)


async def test_a_deadline_that_is_moved_within_its_day_is_told_of_again(world: World) -> None:
    olga, anna = await world.admin(), await world.coordinator("Москва")
    await _moves(world, olga, DEADLINE.replace(hour=12))
    await world.remind(DEADLINE.replace(hour=12) + MINUTE)
    assert len(told(anna)) == 1, "by day it is told at once"
    await _moves(world, olga, DEADLINE.replace(hour=18))
    await world.remind(DEADLINE.replace(hour=17))
    assert len(told(anna)) == 1
    await world.remind(DEADLINE.replace(hour=18) + MINUTE)
    assert len(told(anna)) == 2


async def _moves(world: World, admin: Someone, deadline: datetime) -> None:
    async with world.app.database.transaction() as session:
        campaign, by = await current_campaign(session), await session.get_one(Person, admin.id)
        await lock_campaign(session, campaign)
        now = world.clock()
        await move_deadline(session, campaign, deadline, by=by, now=now, zone=MOSCOW)


@ON_POSTGRESQL
async def test_after_a_day_without_the_bot_it_still_comes_once_and_not_after_the_closing(
    world: World,
) -> None:
    anna = await world.coordinator("Москва")
    await world.stop_bot()
    world.clock.at = MORNING + timedelta(days=1, hours=4)
    await world.start_bot()
    settings = settings_for(world.telegram.url, world.database_url)
    async with assemble(settings, now=world.clock, pace=NO_HURRY) as other:
        await asyncio.gather(world.app.reminders.send_due(), other.reminders.send_due())
    assert len(told(anna)) == 1
    boris = await world.coordinator("Тверская область", "Борис")
    async with world.app.database.transaction() as session:
        (await session.get_one(Person, boris.id)).joined_at = DEADLINE
        (await current_campaign(session)).closed_at = world.clock()
    await world.app.reminders.send_due()
    assert told(boris) == []


@ON_POSTGRESQL
async def test_two_processes_and_a_restart_tell_each_person_once(world: World) -> None:
    """Several coordinators of a region, regions of other hours, one that has submitted meanwhile,
    and a process that is stopped in the middle."""
    people = [
        await world.coordinator(region, f"{region} {number}")
        for region in ("Москва", "Омская область", "Калининградская область")
        for number in range(5)
    ]
    late = people[:5]
    await world.event(late[0])
    settings = settings_for(world.telegram.url, world.database_url)
    for at in (MORNING - timedelta(hours=3), MORNING, MORNING + timedelta(hours=1)):
        world.clock.at = at
        async with assemble(settings, now=world.clock, pace=NO_HURRY) as other:
            looks = (world.app.reminders, other.reminders, other.reminders, world.app.reminders)
            await asyncio.gather(*(each.send_due() for each in looks))
        await world.stop_bot()
        await world.start_bot()
        await world.app.reminders.send_due()
    assert [len(told(each)) for each in people] == [1] * 15
    await late[0].presses(phrases.SUBMIT_LATE)
    await world.remind(MORNING + timedelta(days=1))
    assert [len(told(each)) for each in people] == [1] * 15


async def test_who_has_asked_for_more_time_is_told_that_the_answer_comes(world: World) -> None:
    anna, boris = [await world.coordinator("Москва", name) for name in ("Анна", "Борис")]
    world.clock.at = DEADLINE - timedelta(hours=5)
    async with world.app.database.transaction() as session:
        campaign, by = await current_campaign(session), await session.get_one(Person, anna.id)
        until = DEADLINE + timedelta(days=3)
        await ask_for_time(session, campaign, "Болеем", until, by=by, now=world.clock())
    await world.remind(MORNING)
    for someone in (anna, boris):
        assert TIME_ASKED_ALREADY in told(someone)[0]
        assert ASK_FOR_TIME not in told(someone)[0]
        assert someone.buttons == [
            phrases.ZERO_REPORT,
            phrases.REGION_REPORT,
            PUT_OFF,
            phrases.WRITE,
        ]


async def test_the_way_to_more_time_is_one_press_away(world: World) -> None:
    anna = await world.coordinator("Москва")
    await world.remind(MORNING)
    await anna.presses(ASK_FOR_TIME)
    assert len(told(anna)) == 1, "the message stays to be read"
    await anna.says("Болеем")
    assert "До какого" in anna.screen
