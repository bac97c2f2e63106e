"""The reminders before the deadline, as they arrive on phones. `send_due` is one look at what is
due; the bot itself looks every few seconds."""

import asyncio
from datetime import datetime, timedelta, timezone

import pytest

from bot.app import assemble
from sandbox import LostAfterEffect, ServerError
from sandbox.journal import Call
from tests.world import DEADLINE, MOSCOW, NO_HURRY, Someone, World, settings_for

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


def reminders(someone: Someone) -> list[str]:
    messages = someone.phone.messages
    return [each.text for each in messages if each.from_bot and "Напоминание:" in each.text]


async def look(world: World, at: datetime) -> None:
    world.clock.at = at
    await world.app.reminding.send_due()


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
            await look(world, hour - timedelta(minutes=1))
            assert len(reminders(someone)) == count - 1
            await look(world, hour)
            assert len(reminders(someone)) == count
        await look(world, datetime(2026, 11, day, 23, 50, tzinfo=MOSCOW))
        assert {len(reminders(someone)) for someone in people.values()} == {count}


async def test_on_other_days_nobody_is_reminded(world: World) -> None:
    anna = await world.coordinator("Белгородская область")
    for day in sorted({*range(12, 31)} - {*REMINDER_DAYS}):
        await look(world, datetime(2026, 11, day, 10, 0, tzinfo=MOSCOW))
    assert reminders(anna) == []


async def test_a_reminder_is_worded_by_what_there_is(world: World) -> None:
    nothing = await world.coordinator("Белгородская область")
    unfinished = await world.coordinator("Брянская область")
    await unfinished.says("/new")
    filled = await world.coordinator("Москва")
    await filled.reports()
    both = await world.coordinator("Тульская область")
    await both.reports()
    await both.says("/new")
    await look(world, FIRST)
    assert "ничего нет" in reminders(nothing)[0]
    assert "не закончили" in reminders(unfinished)[0]
    assert "1 мероприятие, но отчёт ещё не сдан" in reminders(filled)[0]
    assert "неоконченные" not in reminders(filled)[0]
    assert "1 мероприятие, но отчёт ещё не сдан. Есть и неоконченные: 1" in reminders(both)[0]


async def test_a_colleagues_unfinished_event_counts_for_the_whole_region(world: World) -> None:
    anna = await world.coordinator("Белгородская область", "Анна")
    boris = await world.coordinator("Белгородская область", "Борис")
    await boris.says("/new")
    await look(world, FIRST)
    assert len(reminders(anna)) == len(reminders(boris)) == 1
    assert "не закончили" in reminders(boris)[0]


async def test_the_time_left_is_counted_when_the_reminder_is_sent(world: World) -> None:
    anna = await world.coordinator("Белгородская область")
    await look(world, FIRST + timedelta(hours=8))
    assert "7 дней 5 часов" in reminders(anna)[0]
    await look(world, DEADLINE - timedelta(minutes=5))
    assert "Осталось: 5 минут" in reminders(anna)[-1]


async def test_the_buttons_under_a_reminder_lead_to_the_form_and_to_the_report(
    world: World,
) -> None:
    anna = await world.coordinator("Белгородская область")
    await look(world, FIRST)
    await anna.presses("Отчёт региона")
    assert "Белгородская область" in anna.screen
    await look(world, FIRST + timedelta(days=4))
    await anna.presses("Добавить мероприятие")
    assert "Шаг 1 из 8" in anna.screen


async def test_who_has_submitted_is_not_reminded_and_who_opened_again_is(world: World) -> None:
    submitted = await world.coordinator("Белгородская область")
    await submitted.reports()
    await submitted.says("/report")
    await submitted.presses("Сдать отчёт")
    zero = await world.coordinator("Москва")
    await zero.says("/report")
    await zero.presses("Мероприятия не проводились", "Да, не проводились")
    await look(world, FIRST)
    assert reminders(submitted) == reminders(zero) == []
    world.clock.pass_(minutes=1)
    await submitted.presses("Открыть снова")
    await world.app.reminding.send_due()
    assert reminders(submitted) == [], "it was opened again after the hour"
    await look(world, FIRST + timedelta(days=4))
    assert (len(reminders(submitted)), reminders(zero)) == (1, [])


async def test_nobody_is_reminded_at_the_deadline_or_later(world: World) -> None:
    anna = await world.coordinator("Белгородская область")
    western = await world.coordinator("Калининградская область")
    for at in (DEADLINE, DEADLINE + timedelta(minutes=1), DEADLINE + timedelta(hours=11)):
        await look(world, at)
    assert reminders(anna) == reminders(western) == []


async def test_what_was_missed_comes_once_on_the_same_day_and_not_on_the_next(
    world: World,
) -> None:
    anna = await world.coordinator("Белгородская область")
    eastern = await world.coordinator("Камчатский край")
    await world.stop_bot()
    world.clock.at = FIRST.replace(hour=20)
    await world.start_bot()
    await world.app.reminding.send_due()
    assert len(reminders(anna)) == 1
    assert reminders(eastern) == [], "in Kamchatka it is the next day already"
    await world.stop_bot()
    await world.start_bot()
    await look(world, FIRST + timedelta(days=1))
    assert (len(reminders(anna)), reminders(eastern)) == (1, [])


async def test_who_joins_after_the_hour_is_reminded_from_the_next_time_on(world: World) -> None:
    world.clock.at = FIRST + timedelta(minutes=30)
    anna = await world.coordinator("Белгородская область")
    await world.app.reminding.send_due()
    assert reminders(anna) == []
    await look(world, FIRST + timedelta(days=4))
    assert len(reminders(anna)) == 1


async def test_processes_side_by_side_and_a_restart_send_each_reminder_once(world: World) -> None:
    admin = await world.admin()
    people = [await world.coordinator("Белгородская область", f"Анна {n}") for n in range(6)]
    world.clock.at = FIRST + timedelta(hours=3)
    settings = settings_for(world.telegram.url, world.database_url)
    async with assemble(settings, now=world.clock, pace=NO_HURRY) as other:
        looks = (world.app.reminding, other.reminding, world.app.reminding, other.reminding)
        await asyncio.gather(*(each.send_due() for each in looks))
    await world.stop_bot()
    await world.start_bot()
    await world.app.reminding.send_due()
    assert [len(reminders(each)) for each in people] == [1] * 6
    assert sum("Напоминания за" in each.text for each in admin.phone.messages) == 1


async def test_a_reminder_whose_answer_was_lost_is_not_sent_again(world: World) -> None:
    anna = await world.coordinator("Белгородская область", "Анна")
    boris = await world.coordinator("Белгородская область", "Борис")
    world.telegram.faults.order(LostAfterEffect(), "sendMessage", chat_id=anna.id)
    await look(world, FIRST)
    await look(world, FIRST + timedelta(minutes=1))
    assert len(reminders(anna)) == len(reminders(boris)) == 1


async def test_a_reminder_that_telegram_could_not_take_goes_out_later_that_day(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    anna = await world.coordinator("Белгородская область")
    monkeypatch.setattr("bot.outgoing.PAUSES", (0,))
    world.telegram.faults.order(ServerError(), "sendMessage", times=2)
    await look(world, FIRST)
    assert reminders(anna) == []
    await look(world, FIRST + timedelta(hours=2))
    assert len(reminders(anna)) == 1
    assert "7 дней 11 часов" in reminders(anna)[0]


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
        await deaf.reminding.send_due()
    await world.start_bot()
    assert (len(reminders(anna)), reminders(boris)) == (1, [])
    assert (await world.person(boris)).blocked_at == world.clock.at
    assert (await world.person(anna)).blocked_at is None
    assert "не дошло: 1" in admin.screen
    assert "Брянская область" in admin.screen
    tried = len(world.telegram.journal.calls("sendMessage", chat_id=boris.id))
    await look(world, FIRST + timedelta(days=4))
    assert len(reminders(anna)) == 2
    assert len(world.telegram.journal.calls("sendMessage", chat_id=boris.id)) == tried


async def test_who_is_removed_or_submits_while_reminders_go_out_gets_none(world: World) -> None:
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
    looking = asyncio.create_task(world.app.reminding.send_due())
    await at_first.wait()
    await admin.says("/people Брянская область")
    await admin.presses("Борис – Брянская область", "Отключить", "Да, отключить")
    await submits.says("/report")
    await submits.presses("Мероприятия не проводились", "Да, не проводились")
    gone.set()
    await looking
    assert (len(reminders(first)), reminders(removed), reminders(submits)) == (1, [], [])


async def test_a_refused_reminder_is_recorded_and_keeps_nobody_from_theirs(world: World) -> None:
    admin = await world.admin()
    unknown = await world.coordinator("Москва", "Борис")
    # For Telegram there is no such chat any more.
    del world.bot.private[unknown.id], world.telegram.world.users[unknown.id]
    anna = await world.coordinator("Белгородская область")
    await look(world, FIRST + timedelta(hours=2))
    assert len(reminders(anna)) == 1
    assert "не дошло: 1" in admin.screen
    assert (await world.person(unknown)).blocked_at is None


async def test_every_admin_hears_of_the_round_once_when_the_last_zone_had_its_hour(
    world: World,
) -> None:
    admins = [await world.admin(which=0), await world.admin("Пётр", which=1)]
    await world.coordinator("Белгородская область")
    kaliningrad = datetime(2026, 11, 22, 10, 0, tzinfo=timezone(timedelta(hours=2)))

    def heard() -> list[int]:
        told = [[each.text for each in admin.phone.messages] for admin in admins]
        return [sum("Напоминания за" in text for text in texts) for texts in told]

    for minutes, expected in ((0, 0), (9, 0), (10, 1), (11, 1), (60 * 11, 1)):
        await look(world, kaliningrad + timedelta(minutes=minutes))
        assert heard() == [expected, expected]
    assert "отправлены: 1" in admins[0].screen


async def test_after_closing_every_admin_gets_the_list_of_the_silent_once(world: World) -> None:
    anna = await world.coordinator("Белгородская область")
    await anna.says("/report")
    await anna.presses("Мероприятия не проводились", "Да, не проводились")
    admins = [await world.admin(which=0), await world.admin("Пётр", which=1)]
    for minutes in (-1, 0, 1, 2, 60):
        await look(world, DEADLINE + timedelta(minutes=minutes))
    for admin in admins:
        told = [each.text for each in admin.phone.messages if "истёк" in each.text]
        assert len(told) == 1
        assert "Не отчитались: 88" in told[0]
        assert "Белгородская область" not in told[0]
        assert "Республика Крым" in told[0]


async def test_the_running_bot_sends_reminders_by_itself(world: World) -> None:
    anna = await world.coordinator("Белгородская область")
    await world.stop_bot()
    world.clock.at = FIRST
    settings = settings_for(world.telegram.url, world.database_url)
    async with assemble(settings, now=world.clock, pace=NO_HURRY) as app:
        running = asyncio.create_task(app.run())
        await anna.phone.sees("Напоминание:")
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
    assert len(reminders(anna)) == 1
