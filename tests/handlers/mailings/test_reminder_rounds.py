"""Reminders when something goes wrong on the way, and what the admins hear of them."""

import asyncio
from datetime import datetime, timedelta, timezone

import pytest

from bot.app import assemble
from domain.regions.directory import load_regions
from domain.reports.state import ReportStatus
from handlers import phrases
from handlers.mailings import texts
from handlers.people.texts import people
from handlers.region_report import texts as report_texts
from sandbox.faults import LostAfterEffect, ServerError
from sandbox.journal import Call
from tests.broadcasts import one_at_a_time
from tests.regional import status
from tests.world import DEADLINE, MOSCOW, NO_HURRY, World, plain, settings_for

# Only there several processes may be at work.
ON_POSTGRESQL = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
FIRST = datetime(2026, 11, 22, 10, 0, tzinfo=MOSCOW)


@ON_POSTGRESQL
async def test_processes_side_by_side_and_a_restart_send_each_reminder_once(world: World) -> None:
    admin = await world.admin()
    people = [await world.coordinator("Белгородская область", f"Анна {n}") for n in range(6)]
    world.clock.at = FIRST + timedelta(hours=3)
    settings = settings_for(world.telegram.url, world.database_url)
    async with assemble(settings, now=world.clock, pace=NO_HURRY) as other:
        looks = (world.app.reminders, other.reminders, world.app.reminders, other.reminders)
        await asyncio.gather(*(each.send_due() for each in looks))
    await world.stop_bot()
    await world.start_bot()
    await world.app.reminders.send_due()
    assert [len(each.reminders) for each in people] == [1] * 6
    assert sum(texts.reminders.ROUND in each.text for each in admin.phone.messages) == 1


async def test_a_reminder_whose_answer_was_lost_is_sent_once_more_and_no_oftener(
    world: World,
) -> None:
    olga = await world.admin()
    anna = await world.coordinator("Белгородская область", "Анна")
    boris = await world.coordinator("Белгородская область", "Борис")
    vera = await world.coordinator("Москва", "Вера")
    for someone, times in ((anna, 1), (boris, 5)):
        world.telegram.faults.order(
            LostAfterEffect(), "sendMessage", chat_id=someone.id, times=times
        )
    for minutes in range(2):  # what has swallowed the answer may not be over yet
        await world.remind(FIRST + timedelta(minutes=minutes))
    assert [len(each.reminders) for each in (anna, boris, vera)] == [1, 1, 1]
    for minutes in range(2, 7):
        await world.remind(FIRST + timedelta(minutes=minutes))
    assert [len(each.reminders) for each in (anna, boris, vera)] == [2, 2, 1]
    await world.remind(FIRST + timedelta(hours=2))
    unknown = texts.mailing.unknown([await world.person(boris)])
    assert plain(f"{texts.reminders.reminded(2, of=3)}\n{unknown}\n\n") in olga.screen


async def test_a_round_that_meets_an_outage_reaches_everybody(world: World) -> None:
    olga = await world.admin()
    people = [await world.coordinator("Белгородская область", f"Анна {n}") for n in range(6)]
    page = ServerError(502, html="<html><head><title>502 Bad Gateway</title></head></html>")
    world.telegram.faults.order(page, "sendMessage", times=4)
    await world.remind(FIRST)
    assert sum(len(each.reminders) for each in people) == 2
    await world.remind(FIRST + timedelta(seconds=1))
    assert sum(len(each.reminders) for each in people) == 2, "the outage is given a pause"
    await world.remind(FIRST + timedelta(seconds=5))
    assert [len(each.reminders) for each in people] == [1] * 6
    await world.remind(FIRST + timedelta(hours=2))
    assert plain(texts.reminders.reminded(6, of=6)) + "\n\n" in olga.screen


async def test_a_reminder_that_telegram_could_not_take_goes_out_later_that_day(
    world: World,
) -> None:
    anna = await world.coordinator("Белгородская область")
    world.telegram.faults.order(ServerError(), "sendMessage")
    await world.remind(FIRST)
    assert anna.reminders == []
    await world.remind(FIRST + timedelta(hours=2))
    assert len(anna.reminders) == 1
    assert texts.reminders.remaining(DEADLINE - world.clock.at) in anna.reminders[0]


async def test_every_region_of_a_round_is_accounted_for(world: World) -> None:
    olga = await world.admin()
    refused = await world.coordinator("Белгородская область", "Анна")
    waits = await world.coordinator("Брянская область", "Борис")
    unknown = await world.coordinator("Москва", "Вера")
    blocked = await world.coordinator("Омская область", "Глеб")
    await world.coordinator("Тверская область", "Дина")
    del world.bot.private[refused.id], world.telegram.world.users[refused.id]
    order = world.telegram.faults.order
    order(ServerError(403, "Forbidden: bot was blocked by the user"), chat_id=blocked.id)
    order(ServerError(), "sendMessage", chat_id=waits.id, times=9)
    order(LostAfterEffect(), "sendMessage", chat_id=unknown.id, times=2)
    for minutes in (120, 121):
        await world.remind(FIRST + timedelta(minutes=minutes))
    lines = [
        texts.reminders.reminded(1, of=5),
        texts.mailing.blocked([await world.person(blocked)]),
        texts.mailing.not_sent([await world.person(refused)]),
        texts.mailing.unknown([await world.person(unknown)]),
        texts.reminders.not_yet_sent([await world.person(waits)]),
    ]
    assert plain("\n".join(lines)) in olga.screen


async def test_one_who_blocked_the_bot_is_marked_and_keeps_nobody_from_theirs(
    world: World,
) -> None:
    admin = await world.admin()
    boris = await world.coordinator("Брянская область", "Борис")
    anna = await world.coordinator("Белгородская область", "Анна")
    await world.stop_bot()  # so that it does not hear of the blocking
    await boris.phone.blocks()
    settings = settings_for(world.telegram.url, world.database_url)
    world.clock.at = FIRST + timedelta(hours=2)
    async with assemble(settings, now=world.clock, pace=NO_HURRY) as deaf:
        await deaf.reminders.send_due()
    await world.start_bot()
    assert (len(anna.reminders), boris.reminders) == (1, [])
    assert (await world.person(boris)).blocked_at == world.clock.at
    assert (await world.person(anna)).blocked_at is None
    assert plain(texts.mailing.blocked([await world.person(boris)])) in admin.screen
    tried = len(world.telegram.journal.calls("sendMessage", chat_id=boris.id))
    await world.remind(FIRST + timedelta(days=4))
    assert len(anna.reminders) == 2
    assert len(world.telegram.journal.calls("sendMessage", chat_id=boris.id)) == tried


async def test_who_is_removed_or_submits_while_reminders_go_out_gets_none(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    one_at_a_time(monkeypatch)
    admin = await world.admin()
    first = await world.coordinator("Белгородская область", "Анна")
    removed = await world.coordinator("Брянская область", "Борис")
    submits = await world.coordinator("Москва", "Вера")
    at_first, gone = asyncio.Event(), asyncio.Event()

    async def wait(call: Call) -> None:
        if call.chat_id == first.id:
            at_first.set()
            await gone.wait()

    world.telegram.journal.on_call(wait)
    world.clock.at = FIRST
    looking = asyncio.create_task(world.app.reminders.send_due())
    await at_first.wait()
    person = phrases.person_button(await world.person(removed))
    await admin.says("/people Брянская область")
    await admin.presses(person, people.REMOVE, people.REMOVE_SURE)
    await submits.says("/report")
    await submits.presses(phrases.ZERO_REPORT, report_texts.report.ZERO_SURE)
    gone.set()
    await looking
    assert (len(first.reminders), removed.reminders, submits.reminders) == (1, [], [])


async def test_a_refused_reminder_is_recorded_and_keeps_nobody_from_theirs(world: World) -> None:
    admin = await world.admin()
    unknown = await world.coordinator("Москва", "Борис")
    # For Telegram there is no such chat any more.
    del world.bot.private[unknown.id], world.telegram.world.users[unknown.id]
    anna = await world.coordinator("Белгородская область")
    await world.remind(FIRST + timedelta(hours=2))
    assert len(anna.reminders) == 1
    assert plain(texts.mailing.not_sent([await world.person(unknown)])) in admin.screen
    assert (await world.person(unknown)).blocked_at is None


async def test_every_admin_hears_of_the_round_once_when_the_last_zone_had_its_hour(
    world: World,
) -> None:
    admins = [await world.admin(which=0), await world.admin("Пётр", which=1)]
    await world.coordinator("Белгородская область")
    kaliningrad = datetime(2026, 11, 22, 10, 0, tzinfo=timezone(timedelta(hours=2)))

    def heard() -> list[int]:
        return [
            sum(texts.reminders.ROUND in each.text for each in admin.phone.messages)
            for admin in admins
        ]

    for minutes, expected in ((0, 0), (9, 0), (10, 1), (11, 1), (60 * 11, 1)):
        await world.remind(kaliningrad + timedelta(minutes=minutes))
        assert heard() == [expected, expected]
    assert plain(texts.reminders.reminded(1, of=1)) in admins[0].screen


async def test_after_closing_every_admin_gets_the_list_of_the_silent_once(world: World) -> None:
    anna = await world.coordinator("Белгородская область")
    await anna.says("/report")
    await anna.presses(phrases.ZERO_REPORT, report_texts.report.ZERO_SURE)
    admins = [await world.admin(which=0), await world.admin("Пётр", which=1)]
    for minutes in (-1, 0, 1, 2, 60):
        await world.remind(DEADLINE + timedelta(minutes=minutes))
    unreported = [
        status(region, ReportStatus.NOT_BEGUN, reachable=0)
        for region in load_regions()
        if region.name != "Белгородская область"
    ]
    closing = texts.reminders.closing(
        campaign=await world.campaign(), zone=MOSCOW, unreported=unreported, now=world.clock()
    )
    for admin in admins:
        assert [each.text for each in admin.phone.messages].count(plain(closing)) == 1


async def test_the_running_bot_sends_reminders_by_itself(world: World) -> None:
    anna = await world.coordinator("Белгородская область")
    await world.stop_bot()
    world.clock.at = FIRST
    settings = settings_for(world.telegram.url, world.database_url)
    async with assemble(settings, now=world.clock, pace=NO_HURRY) as app:
        running = asyncio.create_task(app.run())
        await anna.phone.sees(texts.reminders.HEADING)
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
    assert len(anna.reminders) == 1
