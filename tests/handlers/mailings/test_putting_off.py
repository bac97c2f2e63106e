"""«Напомнить завтра»: a coordinator puts a reminder off till the next day."""

import asyncio
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from bot.app import assemble
from domain.campaigns.campaigns import current_campaign
from domain.campaigns.deadlines import move_deadline
from domain.campaigns.locking import lock_campaign
from domain.regions.directory import region_by_code
from handlers import phrases
from handlers.after_deadline import ASK_FOR_TIME
from handlers.fallback import STALE_BUTTON
from handlers.mailings.texts import mailing
from handlers.mailings.texts.reminders import (
    HEADING,
    NOTHING_TO_PUT_OFF,
    OVERDUE_HEADING,
    PUT_OFF,
    put_off,
    too_late_to_put_off,
)
from handlers.people.texts.people import REMOVE, REMOVE_SURE
from handlers.report_closed import campaign_is_closed
from models import DeliveryOutcome, Person, ReminderDelivery, ReminderKind
from tests.world import DEADLINE, MOSCOW, NO_HURRY, Someone, World, plain, settings_for

# A week before the deadline, a reminder's day; there is none on the next one.
FIRST = datetime(2026, 11, 22, 10, 0, tzinfo=MOSCOW)
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)


# Only there several processes may be at work.
ON_POSTGRESQL = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)


def heard(someone: Someone) -> int:
    """How many messages of the clock's they have had."""
    texts = (each.text for each in someone.phone.messages if each.from_bot)
    return sum(HEADING in text or OVERDUE_HEADING in text for text in texts)


async def wishes(world: World) -> list[ReminderDelivery]:
    query = select(ReminderDelivery).where(ReminderDelivery.kind == ReminderKind.PUT_OFF)
    return list(await world.rows(query.order_by(ReminderDelivery.id)))


async def test_it_comes_again_the_next_day_at_the_hour_and_once(world: World) -> None:
    anna = await world.coordinator("Москва")
    boris = await world.coordinator("Москва", "Борис")
    await world.remind(FIRST)
    await anna.presses(PUT_OFF)
    assert anna.screen == put_off(FIRST + DAY, MOSCOW)
    assert "завтра, 23 ноября, в 10:00" in anna.screen
    assert HEADING in anna.phone.messages[-2].text, "the reminder stays to be read"
    for at, count in (
        (FIRST + timedelta(hours=5), 1),
        (FIRST + DAY - MINUTE, 1),
        (FIRST + DAY, 2),
        (FIRST + DAY + MINUTE, 2),
        (FIRST + 2 * DAY, 2),
    ):
        await world.remind(at)
        assert heard(anna) == count, at
    assert heard(boris) == 1, "it was not Boris who has asked for it"
    await anna.presses(PUT_OFF)
    assert anna.screen == put_off(FIRST + 3 * DAY, MOSCOW), "an old message will do"
    await world.remind(FIRST + 3 * DAY)
    assert heard(anna) == 3


async def test_the_hour_is_that_of_the_regions_own_clock(world: World) -> None:
    anna = await world.coordinator("Камчатский край")
    await world.remind(FIRST - timedelta(hours=9))
    world.clock.at = FIRST + timedelta(hours=5)  # past midnight on Kamchatka
    await anna.presses(PUT_OFF)
    assert "завтра, 24 ноября, в 10:00" in anna.screen
    await world.remind(FIRST + 2 * DAY - timedelta(hours=9) - MINUTE)
    assert heard(anna) == 1
    await world.remind(FIRST + 2 * DAY - timedelta(hours=9))
    assert heard(anna) == 2


async def test_a_second_tap_is_answered_alike_and_changes_nothing(world: World) -> None:
    anna = await world.coordinator("Москва")
    await world.remind(FIRST)
    reminder = anna.phone.last
    anna.phone.press(PUT_OFF, reminder)
    anna.phone.press(PUT_OFF, reminder)
    await world.settled()
    assert anna.toast == put_off(FIRST + DAY, MOSCOW)
    assert len(await wishes(world)) == 1
    await world.remind(FIRST + DAY)
    assert heard(anna) == 2


@ON_POSTGRESQL
async def test_it_outlives_a_restart_and_two_processes_send_it_once(world: World) -> None:
    people = [await world.coordinator("Москва", f"Анна {n}") for n in range(6)]
    await world.remind(FIRST)
    for someone in people:
        await someone.presses(PUT_OFF)
    await world.stop_bot()
    world.clock.at = FIRST + DAY
    await world.start_bot()
    settings = settings_for(world.telegram.url, world.database_url)
    async with assemble(settings, now=world.clock, pace=NO_HURRY) as other:
        looks = (world.app.reminders, other.reminders, world.app.reminders, other.reminders)
        await asyncio.gather(*(each.send_due() for each in looks))
    assert [heard(each) for each in people] == [2] * 6
    assert {each.outcome for each in await wishes(world)} == {DeliveryOutcome.SENT}


@ON_POSTGRESQL
async def test_where_a_reminder_comes_anyway_it_is_not_doubled(world: World) -> None:
    people = [await world.coordinator("Москва", f"Анна {n}") for n in range(4)]
    await world.remind(FIRST)
    day_before = FIRST + 3 * DAY  # the next reminder is on the fourth day
    world.clock.at = day_before
    for someone in people:
        await someone.presses(PUT_OFF)
    world.clock.at = day_before + DAY
    settings = settings_for(world.telegram.url, world.database_url)
    async with assemble(settings, now=world.clock, pace=NO_HURRY) as other:
        await asyncio.gather(world.app.reminders.send_due(), other.reminders.send_due())
    await world.remind(day_before + DAY + MINUTE)
    assert [heard(each) for each in people] == [2] * 4
    assert {each.outcome for each in await wishes(world)} == {DeliveryOutcome.SKIPPED}


async def test_whoever_has_submitted_meanwhile_is_left_alone(world: World) -> None:
    anna = await world.coordinator("Москва")
    await world.event(anna)
    await world.remind(FIRST)
    reminder = anna.phone.last
    await anna.presses(PUT_OFF)
    await anna.says("/report")
    await anna.presses(phrases.SUBMIT_REPORT)
    await world.remind(FIRST + DAY)
    assert heard(anna) == 1
    anna.phone.press(PUT_OFF, reminder)
    await world.settled()
    assert anna.screen == NOTHING_TO_PUT_OFF
    assert [each.outcome for each in await wishes(world)] == [DeliveryOutcome.SKIPPED]


async def test_whoever_is_removed_gets_nothing_and_cannot_ask_for_it(world: World) -> None:
    olga, anna = await world.admin(), await world.coordinator("Москва")
    await world.remind(FIRST)
    reminder = anna.phone.last
    await anna.presses(PUT_OFF)
    await olga.says(f"/people {anna.id}")
    await olga.presses(REMOVE, REMOVE_SURE)
    anna.phone.press(PUT_OFF, reminder)
    await world.settled()
    assert anna.toast == STALE_BUTTON
    await world.remind(FIRST + DAY)
    assert heard(anna) == 1
    assert [each.claimed_at for each in await wishes(world)] == [None]


async def test_on_the_last_day_it_is_too_late_for_that_and_more_time_is_offered(
    world: World,
) -> None:
    anna = await world.coordinator("Москва")
    await world.remind(FIRST)
    reminder = anna.phone.last
    last = DEADLINE.replace(hour=10, minute=0)
    await world.remind(last)
    assert PUT_OFF not in anna.buttons
    anna.phone.press(PUT_OFF, reminder)
    await world.settled()
    region = region_by_code("77")
    text = too_late_to_put_off(last + DAY, MOSCOW, DEADLINE, MOSCOW, region)
    assert anna.screen == plain(text)
    assert anna.buttons == [phrases.REGION_REPORT, ASK_FOR_TIME]
    assert await wishes(world) == []


async def test_that_the_deadline_has_passed_can_be_put_off_too(world: World) -> None:
    anna = await world.coordinator("Москва")
    await world.remind(FIRST + 8 * DAY)
    assert OVERDUE_HEADING in anna.screen
    await anna.presses(PUT_OFF)
    assert anna.screen == put_off(FIRST + 9 * DAY, MOSCOW)
    await world.remind(FIRST + 9 * DAY)
    await world.remind(FIRST + 9 * DAY + MINUTE)
    assert heard(anna) == 2
    assert OVERDUE_HEADING in anna.screen
    await anna.presses(PUT_OFF)
    async with world.app.database.transaction() as session:
        campaign = await current_campaign(session)
        campaign.closed_at = world.clock()
    await world.remind(FIRST + 10 * DAY)
    assert heard(anna) == 2, "a campaign that is closed takes nothing"
    await anna.forges("put_off:2026")
    assert anna.screen == plain(campaign_is_closed(await world.campaign(), MOSCOW))


@ON_POSTGRESQL
async def test_a_deadline_that_is_moved_before_it_is_told_of_once(world: World) -> None:
    olga = await world.admin()
    people = [await world.coordinator("Москва", f"Анна {n}") for n in range(3)]
    await world.remind(FIRST)
    for someone in people:
        await someone.presses(PUT_OFF)
    async with world.app.database.transaction() as session:
        campaign, by = await current_campaign(session), await session.get_one(Person, olga.id)
        await lock_campaign(session, campaign)
        earlier = FIRST.replace(hour=20)
        await move_deadline(session, campaign, earlier, by=by, now=world.clock(), zone=MOSCOW)
    world.clock.at = FIRST + DAY
    settings = settings_for(world.telegram.url, world.database_url)
    async with assemble(settings, now=world.clock, pace=NO_HURRY) as other:
        await asyncio.gather(world.app.reminders.send_due(), other.reminders.send_due())
    await world.remind(FIRST + DAY + MINUTE)
    assert [heard(each) for each in people] == [2] * 3
    assert OVERDUE_HEADING in people[0].screen


async def test_after_an_outage_it_comes_late_but_not_at_night(world: World) -> None:
    anna = await world.coordinator("Москва")
    await world.remind(FIRST)
    await anna.presses(PUT_OFF)
    await world.remind(FIRST + DAY + timedelta(hours=13))
    assert heard(anna) == 1
    await world.remind(FIRST + 2 * DAY)
    assert heard(anna) == 2


async def test_an_admins_reminder_can_be_put_off_as_well(world: World) -> None:
    olga, anna = await world.admin(), await world.coordinator("Москва")
    await olga.says("/remind москва")
    await olga.presses(mailing.SEND)
    await world.mail()
    await anna.presses(PUT_OFF)
    await world.remind(world.clock.at.replace(hour=10) + DAY)
    assert heard(anna) == 2


async def test_a_message_of_an_earlier_year_puts_nothing_off(world: World) -> None:
    anna = await world.coordinator("Москва")
    await anna.says("/report")
    await anna.forges("put_off:2025")
    assert "2025" in anna.screen
    assert await wishes(world) == []
