"""The reminders before the deadline, as they arrive on phones."""

from datetime import datetime, timedelta, timezone

import pytest
from sqlalchemy import update

from domain.events.fields import FIELDS
from domain.regions.directory import load_regions
from domain.reports.state import ReportStatus
from handlers import phrases
from handlers.mailings.texts import reminders
from handlers.region_report import texts as report_texts
from models import RegionReport, ReportState
from tests.regional import status
from tests.world import DEADLINE, MOSCOW, World, plain

# One region of each of the country's zones, from the east, with its distance from UTC in hours.
ZONES = {
    "Камчатский край": 12,
    "Магаданская область": 11,
    "Приморский край": 10,
    "Забайкальский край": 9,
    "Иркутская область": 8,
    "Красноярский край": 7,
    "Омская область": 6,
    "Свердловская область": 5,
    "Самарская область": 4,
    "Белгородская область": 3,
    "Калининградская область": 2,
}
REMINDER_DAYS = (22, 26, 28, 29)  # of November 2026: 7, 3, 1 and 0 days before the deadline
FIRST = datetime(2026, 11, 22, 10, 0, tzinfo=MOSCOW)


@pytest.mark.long
async def test_in_all_eleven_zones_a_reminder_comes_at_the_local_minute_and_once(
    world: World,
) -> None:
    people = {
        timezone(timedelta(hours=hours)): await world.coordinator(region)
        for region, hours in ZONES.items()
    }
    for count, day in enumerate(REMINDER_DAYS, start=1):
        for zone, someone in people.items():
            hour = datetime(2026, 11, day, 10, 0, tzinfo=zone)
            await world.remind(hour - timedelta(minutes=1))
            assert len(someone.reminders) == count - 1
            await world.remind(hour)
            assert len(someone.reminders) == count
        await world.remind(datetime(2026, 11, day, 23, 50, tzinfo=MOSCOW))
        assert {len(someone.reminders) for someone in people.values()} == {count}


async def test_on_other_days_nobody_is_reminded(world: World) -> None:
    anna = await world.coordinator("Белгородская область")
    for day in sorted({*range(12, 31)} - {*REMINDER_DAYS}):
        await world.remind(datetime(2026, 11, day, 10, 0, tzinfo=MOSCOW))
    assert anna.reminders == []


async def test_a_reminder_is_worded_by_what_there_is(world: World) -> None:
    nothing = await world.coordinator("Белгородская область")
    unfinished = await world.coordinator("Брянская область")
    await unfinished.says("/new", "1")
    filled = await world.coordinator("Москва")
    await filled.reports()
    both = await world.coordinator("Тульская область")
    await both.reports()
    await both.says("/new", "1")
    await world.remind(FIRST)
    assert reminders.NOTHING in nothing.reminders[0]
    assert reminders.unfinished(1) in unfinished.reminders[0]
    assert reminders.entered(1) in filled.reminders[0]
    assert reminders.also_unfinished(1) not in filled.reminders[0]
    assert f"{reminders.entered(1)}\n{reminders.also_unfinished(1)}" in both.reminders[0]


async def test_a_colleagues_unfinished_event_counts_for_the_whole_region(world: World) -> None:
    anna = await world.coordinator("Белгородская область", "Анна")
    boris = await world.coordinator("Белгородская область", "Борис")
    vera = await world.coordinator("Москва", "Вера")
    await boris.says("/new", "1")
    await vera.says("/new")
    await world.remind(FIRST)
    assert reminders.unfinished(1) in anna.reminders[0]
    assert reminders.unfinished(1) in boris.reminders[0]
    assert reminders.NOTHING in vera.reminders[0], "where nothing is answered, nothing is begun"


async def test_the_time_left_is_counted_when_the_reminder_is_sent(world: World) -> None:
    anna = await world.coordinator("Белгородская область")
    await world.remind(FIRST + timedelta(hours=8))
    assert reminders.remaining(timedelta(days=7, hours=5)) in anna.reminders[0]
    await world.remind(DEADLINE - timedelta(minutes=5))
    assert reminders.remaining(timedelta(minutes=5)) in anna.reminders[-1]


async def test_the_buttons_under_a_reminder_lead_to_the_form_and_to_the_report(
    world: World,
) -> None:
    anna = await world.coordinator("Белгородская область")
    await world.remind(FIRST)
    await anna.presses(phrases.REGION_REPORT)
    assert phrases.ZERO_REPORT in anna.buttons
    await world.remind(FIRST + timedelta(days=4))
    await anna.presses(phrases.NEW_EVENT)
    assert FIELDS[0].question in anna.screen


async def test_who_has_submitted_is_not_reminded_and_who_opened_again_is(world: World) -> None:
    submitted = await world.coordinator("Белгородская область")
    await submitted.reports()
    await submitted.says("/report")
    await submitted.presses(phrases.SUBMIT_REPORT)
    zero = await world.coordinator("Москва")
    await zero.says("/report")
    await zero.presses(phrases.ZERO_REPORT, report_texts.report.ZERO_SURE)
    await world.remind(FIRST)
    assert submitted.reminders == zero.reminders == []
    world.clock.pass_(minutes=1)
    await submitted.presses(phrases.REOPEN_REPORT)
    await world.app.reminders.send_due()
    assert submitted.reminders == [], "it was opened again after the hour"
    await world.remind(FIRST + timedelta(days=4))
    assert (len(submitted.reminders), zero.reminders) == (1, [])


async def test_a_returned_report_is_reminded_of_and_missing_at_the_closing(world: World) -> None:
    olga, anna = await world.admin(), await world.coordinator("Белгородская область")
    await anna.says("/report")
    await anna.presses(phrases.ZERO_REPORT, report_texts.report.ZERO_SURE)
    async with world.app.database.transaction() as session:
        await session.execute(
            update(RegionReport).values(state=ReportState.RETURNED, return_comment="Дополните")
        )
    await world.remind(FIRST)
    assert reminders.REPORT_RETURNED in anna.reminders[0]
    await world.remind(DEADLINE + timedelta(minutes=1))
    unreported = [
        status(region, ReportStatus.RETURNED)
        if region.code == "31"
        else status(region, ReportStatus.NOT_BEGUN, reachable=0)
        for region in load_regions()
    ]
    campaign = await world.campaign()
    closing = reminders.closing(
        campaign=campaign, zone=MOSCOW, unreported=unreported, now=world.clock()
    )
    assert olga.screen == plain(closing)


async def test_nobody_is_reminded_after_the_deadline(world: World) -> None:
    anna = await world.coordinator("Белгородская область")
    western = await world.coordinator("Калининградская область")
    for at in (DEADLINE + timedelta(minutes=1), DEADLINE + timedelta(hours=11)):
        await world.remind(at)
    assert anna.reminders == western.reminders == []


async def test_what_was_missed_comes_once_on_the_same_day_and_not_on_the_next(
    world: World,
) -> None:
    anna = await world.coordinator("Белгородская область")
    eastern = await world.coordinator("Камчатский край")
    await world.stop_bot()
    world.clock.at = FIRST.replace(hour=20)
    await world.start_bot()
    await world.app.reminders.send_due()
    assert len(anna.reminders) == 1
    assert eastern.reminders == [], "in Kamchatka it is the next day already"
    await world.stop_bot()
    await world.start_bot()
    await world.remind(FIRST + timedelta(days=1))
    assert (len(anna.reminders), eastern.reminders) == (1, [])


async def test_who_joins_after_the_hour_is_reminded_from_the_next_time_on(world: World) -> None:
    world.clock.at = FIRST + timedelta(minutes=30)
    anna = await world.coordinator("Белгородская область")
    await world.app.reminders.send_due()
    assert anna.reminders == []
    await world.remind(FIRST + timedelta(days=4))
    assert len(anna.reminders) == 1
