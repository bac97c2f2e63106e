"""A mailing on its way: stopped, interrupted, refused, and what its author sees of it."""

import asyncio

import pytest
from sqlalchemy import select

from bot.app import assemble
from domain.mailings.progress import Count, count
from handlers import phrases
from handlers.mailings import texts
from handlers.region_report import texts as report_texts
from models import BroadcastContent, Mailing, NoticeContent, Person, Role, WrittenText
from tests.broadcasts import TEXT, begins, begun, got, one_at_a_time, people, when_reached
from tests.world import NO_HURRY, World, plain, settings_for


async def so_far(world: World, mailing: Mailing) -> Count:
    async with world.app.database.transaction() as session:
        return await count(session, mailing.id)


async def test_another_admin_stops_it_midway_and_both_hear_how_many_had_got_it(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    one_at_a_time(monkeypatch)
    monkeypatch.setattr("bot.jobs.mailing_progress.PROGRESS_EVERY", 0)
    olga, pavel = await world.admin(), await world.admin("Павел", which=1)
    first, second, third, last = await people(world)
    await begins(olga)
    at_second, go_on = asyncio.Event(), asyncio.Event()

    async def hold() -> None:
        at_second.set()
        await go_on.wait()

    when_reached(world, second, hold)
    sending = asyncio.create_task(world.mail())
    await at_second.wait()
    await olga.phone.sees(texts.mailing.done(1, of=4))
    assert olga.buttons == [texts.mailing.STOP]
    (mailing,), author = await world.rows(select(Mailing)), await world.person(olga)
    await pavel.says("/broadcast")
    under_way = texts.mailing.under_way(mailing, author, await so_far(world, mailing))
    assert plain(under_way) in pavel.screen
    await pavel.presses(texts.mailing.stop_button(mailing, author))
    assert pavel.toast == texts.mailing.stopped(1, of=4)
    await olga.presses(texts.mailing.STOP)
    stopped_by = await world.person(pavel)
    assert olga.toast == texts.mailing.stopped_already(stopped_by)
    go_on.set()
    await sending
    assert [got(each) for each in (first, second, third, last)] == [1, 1, 0, 0]
    assert plain(texts.mailing.ended_how(mailing, stopped_by)) in olga.screen
    assert texts.mailing.got(2, of=4) in olga.screen
    assert texts.mailing.left_out(2) in olga.screen
    assert olga.buttons == [texts.mailing.WHOM_IT_MISSED]
    await world.mail()
    assert got(third) == 0
    (act,) = await world.audit("mailing.stopped")
    assert (act.person_id, act.after) == (pavel.id, {"sent": 1, "people": 4})
    await pavel.says("/broadcast")
    assert texts.mailing.UNDER_WAY not in pavel.screen


async def test_what_is_finished_cannot_be_stopped(world: World) -> None:
    olga, (anna, *_) = await world.admin(), await people(world)
    await begins(olga)
    await world.mail()
    (mailing,) = await world.rows(select(Mailing))
    await olga.forges(f"stop_mailing:{mailing.id}")
    assert olga.toast == texts.mailing.finished_already(4, of=4)
    await olga.forges("stop_mailing:99")
    assert olga.toast == texts.mailing.NOT_UNDER_WAY
    assert got(anna) == 1


async def test_who_is_removed_or_moves_or_blocks_in_between_gets_nothing(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    one_at_a_time(monkeypatch)
    olga = await world.admin()
    first, removed, moved, blocked = await people(world)
    await begins(olga)

    async def meanwhile() -> None:
        async with world.app.database.transaction() as session:
            (await session.get_one(Person, blocked.id)).blocked_at = world.clock()
            (await session.get_one(Person, moved.id)).region_code = "69"
            person = await session.get_one(Person, removed.id)
            person.role, person.region_code = Role.STRANGER, None

    when_reached(world, first, meanwhile)
    await world.mail()
    assert [got(each) for each in (first, removed, moved, blocked)] == [1, 0, 0, 0]
    assert texts.mailing.got(1, of=4) in olga.screen
    assert texts.mailing.not_needed(2) in olga.screen
    assert plain(texts.mailing.blocked([await world.person(blocked)])) in olga.screen


async def test_a_region_that_reports_meanwhile_is_not_reminded(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    one_at_a_time(monkeypatch)
    olga = await world.admin()
    anna, boris, *_ = await people(world)
    await olga.says("/remind ЦФО")
    await olga.presses(texts.mailing.SEND)
    await boris.says("/report")
    await boris.presses(phrases.ZERO_REPORT, report_texts.report.ZERO_SURE)
    await world.mail()
    assert (len(anna.reminders), len(boris.reminders)) == (1, 0)
    assert texts.mailing.not_needed(1) in olga.screen


async def test_a_mailing_that_cannot_be_made_keeps_no_other_from_going_out(world: World) -> None:
    olga, everyone = await world.admin(), await people(world)
    broken = WrittenText(text=TEXT, entities=[{"no": "entity"}])
    await begun(world.app.database, olga.id, world, BroadcastContent(message=broken, whom="all"))
    await begins(olga)
    await world.mail()
    assert [got(each) for each in everyone] == [1, 1, 1, 1]
    reports = [each.text for each in olga.phone.messages]
    failed = await world.rows(select(Person).where(Person.region_code.is_not(None)))
    not_sent = texts.mailing.not_sent(sorted(failed, key=lambda person: str(person.region_code)))
    assert any(texts.mailing.got(4, of=4) in text for text in reports)
    assert any(f"{texts.mailing.got(0, of=4)}\n{plain(not_sent)}" in text for text in reports)


async def test_who_lets_the_bot_in_again_in_time_gets_it_too(world: World) -> None:
    olga, (anna, boris, *_) = await world.admin(), await people(world)
    for someone in (anna, boris):
        await someone.blocks()
    await olga.says("/broadcast ЦФО", TEXT)
    blocked = [await world.person(someone) for someone in (anna, boris)]
    assert plain(texts.mailing.will_miss(blocked)) in olga.screen
    await olga.presses(texts.mailing.SEND)
    await boris.unblocks()
    await boris.says("/start")
    await world.mail()
    assert (got(anna), got(boris)) == (0, 1)
    assert texts.mailing.got(2, of=2) in olga.screen
    assert plain(texts.mailing.blocked(blocked[:1])) in olga.screen


async def test_a_short_mailing_does_not_wait_for_a_long_one(world: World) -> None:
    olga, pavel = await world.admin(), await world.admin("Павел", which=1)
    first, *_, last = await people(world)
    await begins(olga)
    await pavel.says("/remind омск")
    await pavel.presses(texts.mailing.SEND)
    # The long one goes on once the short one has arrived.
    when_reached(world, first, lambda: last.phone.sees(texts.reminders.HEADING))
    await world.mail()
    assert (got(first), got(last), len(last.reminders)) == (1, 1, 1)


async def test_a_notice_without_a_message_to_show_it_in_reports_in_a_new_one(
    world: World,
) -> None:
    olga, (anna, *_) = await world.admin(), await people(world)
    notice = NoticeContent(text="<b>Срок</b> &amp;", whom="all")
    await begun(world.app.database, olga.id, world, notice)
    await world.mail()
    assert anna.screen == "Срок &"
    assert anna.buttons == [phrases.REPLY]
    assert plain(texts.mailing.ended_how(Mailing(content=notice))) in olga.screen
    assert texts.mailing.got(4, of=4) in olga.screen


async def test_the_report_to_a_former_admin_goes_to_nobody(world: World) -> None:
    olga, everyone = await world.admin(), await people(world)
    await begins(olga)
    async with world.app.database.transaction() as session:
        (await session.get_one(Person, olga.id)).role = Role.STRANGER
    await world.mail()
    assert [got(each) for each in everyone] == [1, 1, 1, 1]
    (mailing,) = await world.rows(select(Mailing))
    assert plain(texts.mailing.ended_how(mailing)) not in olga.screen
    assert mailing.finished_at is not None


async def test_the_running_bot_begins_by_itself(world: World) -> None:
    olga, (anna, *_) = await world.admin(), await people(world)
    await world.stop_bot()
    settings = settings_for(world.telegram.url, world.database_url)
    async with assemble(settings, now=world.clock, pace=NO_HURRY) as app:
        running = asyncio.create_task(app.run())
        await olga.phone.says("/broadcast белгород")
        await olga.phone.sees(texts.broadcast.WRITE)
        await olga.phone.says(TEXT)
        await olga.phone.sees(texts.mailing.recipients(1))
        await olga.phone.presses(texts.mailing.SEND)
        await anna.phone.sees(TEXT)
        await olga.phone.sees(texts.mailing.got(1, of=1))
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
