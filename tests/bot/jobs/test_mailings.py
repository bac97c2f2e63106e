"""A mailing on its way, when the process stops or Telegram fails: nobody is lost or passed over,
and its author hears of everyone."""

import asyncio
from collections.abc import Callable

import pytest
from sqlalchemy import select, update

from bot.app import assemble
from bot.jobs.mailing_progress import MailingProgress
from bot.updates.turns import Pace
from domain.mailings.claims import ABANDONED, LEASE, RETRY_PAUSES
from domain.mailings.progress import send_again
from handlers.mailings import texts
from models import DeliveryOutcome, Mailing, MailingDelivery, Person
from sandbox.faults import LostAfterEffect, LostBeforeEffect, RetryAfter, ServerError
from sandbox.journal import Call
from tests.broadcasts import BROADCAST, begins, begun, got, one_at_a_time, people, when_reached
from tests.world import NO_HURRY, Someone, World, plain, settings_for

# Only there several processes may be at work.
ON_POSTGRESQL = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
ENDED = plain(texts.mailing.ended_how(Mailing(content=BROADCAST)))
PAGE = "<html><head><title>502 Bad Gateway</title></head></html>"


async def mails_later(world: World, **time: float) -> None:
    world.clock.pass_(**time)
    await world.mail()


def counts(everyone: list[Someone]) -> list[int]:
    """How often each of them got the message."""
    return [got(someone) for someone in everyone]


async def told(world: World, words: Callable[[list[Person]], str], *whom: Someone) -> str:
    """What the report says of these people."""
    return plain(words([await world.person(each) for each in whom]))


# ── The process stops ────────────────────────────────────────────────────────────────────


async def test_a_bot_that_is_stopped_at_every_message_sends_each_once_and_knows_it(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    one_at_a_time(monkeypatch)
    olga, everyone = await world.admin(), await people(world)
    await begins(olga)
    await world.stop_bot()
    settings = settings_for(world.telegram.url, world.database_url)
    to_come = {someone.id for someone in everyone}

    def stop(call: Call) -> None:
        if call.method == "sendMessage" and call.chat_id in to_come:
            to_come.remove(call.chat_id)
            running.cancel()

    world.telegram.journal.on_call(stop)
    while to_come:
        before = len(to_come)
        async with assemble(settings, now=world.clock, pace=NO_HURRY) as app:
            running = asyncio.create_task(app.run())
            await asyncio.gather(running, return_exceptions=True)
        assert len(to_come) == before - 1, "it claims nothing more"
    await world.start_bot()
    await world.mail()
    assert counts(everyone) == [1, 1, 1, 1]
    assert plain(texts.mailing.got(4, of=4)) in olga.screen


async def test_what_only_waits_for_its_turn_at_the_end_is_sent_after_the_next_start(
    world: World,
) -> None:
    olga, everyone = await world.admin(), await people(world)
    await begins(olga)
    await world.stop_bot()
    await world.start_bot(Pace(overall=100_000, chat=0.001, burst=1))
    await everyone[0].says("/help")  # and the next message has to wait for a quarter of an hour
    sending = asyncio.create_task(world.mail())

    async def outcomes() -> list[DeliveryOutcome | None]:
        claimed = select(MailingDelivery).where(MailingDelivery.claimed_at.is_not(None))
        return [each.outcome for each in await world.rows(claimed.order_by(MailingDelivery.id))]

    async def the_others_have_got_it() -> bool:
        return await outcomes() == [None, *[DeliveryOutcome.SENT] * 3]

    await world.until(the_others_have_got_it)
    sending.cancel()
    await world.crash()
    await world.start_bot()
    assert await outcomes() == [DeliveryOutcome.SENT] * 3, "the claim of what waited is released"
    await world.mail()
    assert counts(everyone) == [1, 1, 1, 1]
    assert plain(texts.mailing.got(4, of=4)) in olga.screen


async def test_a_crash_before_the_first_message_loses_nobody(world: World) -> None:
    olga, everyone = await world.admin(), await people(world)
    await begins(olga)
    await world.crash()
    await world.start_bot()
    await world.mail()
    assert counts(everyone) == [1, 1, 1, 1]
    assert plain(texts.mailing.got(4, of=4)) in olga.screen


async def test_whom_a_killed_process_had_in_hand_is_told_and_gets_it_at_the_admins_word(
    world: World,
) -> None:
    olga, everyone = await world.admin(), await people(world)
    await begins(olga)
    async with world.app.database.transaction() as session:
        # kill -9 leaves the claim, and nobody to record what became of the request
        first = update(MailingDelivery).where(MailingDelivery.person_id == everyone[0].id)
        now = world.clock()
        await session.execute(first.values(claimed_at=now, gone_out_at=now))
    await world.mail()
    assert ENDED not in olga.screen, "another process may be at it"
    await mails_later(world, seconds=ABANDONED.total_seconds() + 1)
    assert counts(everyone) == [0, 1, 1, 1]
    assert await told(world, texts.mailing.unknown, everyone[0]) in olga.screen
    await olga.presses(texts.mailing.SEND_AGAIN)
    await world.mail()
    assert counts(everyone) == [1, 1, 1, 1]
    assert plain(texts.mailing.got(4, of=4)) in olga.screen
    assert olga.buttons == [texts.mailing.WHOM_IT_MISSED]


async def test_whom_a_killed_process_had_only_claimed_gets_it_after_a_while(world: World) -> None:
    olga, everyone = await world.admin(), await people(world)
    await begins(olga)
    async with world.app.database.transaction() as session:
        some = update(MailingDelivery).where(MailingDelivery.person_id != everyone[3].id)
        await session.execute(some.values(claimed_at=world.clock()))
    await world.mail()
    assert counts(everyone) == [0, 0, 0, 1], "another process may be at it"
    assert ENDED not in olga.screen
    await mails_later(world, seconds=LEASE.total_seconds() + 1)
    assert counts(everyone) == [1, 1, 1, 1]
    assert plain(texts.mailing.got(4, of=4)) in olga.screen


@ON_POSTGRESQL
async def test_whoever_comes_too_late_with_a_claim_does_not_send(world: World) -> None:
    olga, everyone = await world.admin(), await people(world)
    await begins(olga)

    await world.stop_bot()
    await world.start_bot(Pace(overall=100_000, chat=0.001, burst=1))
    for someone in everyone:
        await someone.says("/help")  # and the next message has to wait for a quarter of an hour
    sending = asyncio.create_task(world.mail())

    async def all_claimed() -> bool:
        return all(each.claimed_at for each in await world.rows(select(MailingDelivery)))

    await world.until(all_claimed)
    world.clock.pass_(seconds=LEASE.total_seconds() + 1)
    settings = settings_for(world.telegram.url, world.database_url)
    async with assemble(settings, now=world.clock, pace=NO_HURRY) as other:
        await other.mailings.send_due()
    sending.cancel()
    await world.crash()
    await world.start_bot()
    await world.mail()
    assert counts(everyone) == [1, 1, 1, 1]
    assert plain(texts.mailing.got(4, of=4)) in olga.screen


@ON_POSTGRESQL
async def test_two_processes_side_by_side_send_each_message_once(world: World) -> None:
    olga, everyone = await world.admin(), await people(world)
    await begins(olga)
    settings = settings_for(world.telegram.url, world.database_url)
    async with assemble(settings, now=world.clock, pace=NO_HURRY) as other:
        await asyncio.gather(world.mail(), other.mailings.send_due(), world.mail())
    assert counts(everyone) == [1, 1, 1, 1]


# ── Telegram fails ───────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "fault",
    [
        ServerError(),
        ServerError(502, html=PAGE),
        ServerError(401, "Unauthorized"),
    ],
)
async def test_an_outage_puts_it_off_and_nobody_is_passed_over(
    world: World, fault: ServerError
) -> None:
    olga, everyone = await world.admin(), await people(world)
    await begins(olga)
    world.telegram.faults.order(fault, "sendMessage", times=3)
    await world.mail()
    assert sum(counts(everyone)) == 1
    assert ENDED not in olga.screen
    await mails_later(world, seconds=2)
    assert counts(everyone) == [1, 1, 1, 1]
    assert plain(texts.mailing.got(4, of=4)) in olga.screen


async def test_an_author_who_cannot_be_told_at_once_is_told_later(world: World) -> None:
    olga, everyone = await world.admin(), await people(world)
    await begins(olga)
    # How far it is is told every two seconds: how often before its end, nobody knows.
    world.telegram.faults.order(LostBeforeEffect(), "editMessageText", times=1_000)
    await world.mail()
    assert counts(everyone) == [1, 1, 1, 1]
    assert ENDED not in olga.screen
    world.telegram.faults.cancel()
    await mails_later(world, seconds=30)
    assert plain(texts.mailing.got(4, of=4)) in olga.screen


async def test_a_report_that_fails_keeps_no_other_mailing_from_its_own(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    olga, everyone = await world.admin(), await people(world)
    await begins(olga)
    await begun(world.app.database, olga.id, world)
    first = min(mailing.id for mailing in await world.rows(select(Mailing)))
    finish = MailingProgress.finish

    async def fails_for_the_first(self: MailingProgress, mailing: Mailing) -> None:
        if mailing.id == first:
            raise RuntimeError
        await finish(self, mailing)

    monkeypatch.setattr(MailingProgress, "finish", fails_for_the_first)
    await world.mail()
    assert counts(everyone) == [2, 2, 2, 2]
    ended = {each.id: each.finished_at is not None for each in await world.rows(select(Mailing))}
    assert ended == {first: False, first + 1: True}


async def test_a_chat_that_is_told_to_wait_keeps_nobody_else_waiting(world: World) -> None:
    olga, everyone = await world.admin(), await people(world)
    await begins(olga)
    await begun(world.app.database, olga.id, world)
    waiting = everyone[1].id
    before = len(world.telegram.journal.calls("sendMessage", chat_id=waiting))
    # Both mailings' messages may be under way when the first of them is refused.
    world.telegram.faults.order(RetryAfter(60), "sendMessage", chat_id=waiting, times=2)
    await world.mail()
    assert counts(everyone) == [2, 0, 2, 2]
    await olga.presses(texts.mailing.STOP)
    stopped_by = [each.stopped_by for each in await world.rows(select(Mailing))]
    assert sorted(map(str, stopped_by)) == [str(olga.id), "None"]
    await mails_later(world, seconds=59)
    tried = len(world.telegram.journal.calls("sendMessage", chat_id=waiting)) - before
    assert tried in (1, 2)
    world.telegram.faults.cancel()
    await world.stop_bot()
    await world.start_bot()  # a minute later
    await mails_later(world, seconds=1)
    assert counts(everyone) == [2, 1, 2, 2]


async def test_a_chat_that_never_takes_it_ends_in_the_result_by_name(world: World) -> None:
    olga, everyone = await world.admin(), await people(world)
    await begins(olga)
    world.telegram.faults.order(ServerError(), "sendMessage", chat_id=everyone[1].id, times=99)
    await world.mail()
    for pause in RETRY_PAUSES:
        assert ENDED not in olga.screen
        await mails_later(world, seconds=pause.total_seconds())
    assert plain(texts.mailing.got(3, of=4)) in olga.screen
    assert await told(world, texts.mailing.not_sent, everyone[1]) in olga.screen
    world.telegram.faults.cancel()
    await olga.presses(texts.mailing.SEND_AGAIN)
    await world.mail()
    assert counts(everyone) == [1, 1, 1, 1]
    assert plain(texts.mailing.got(4, of=4)) in olga.screen


async def test_whose_answers_were_lost_are_named_and_sent_to_again_at_one_press(
    world: World,
) -> None:
    olga, pavel = await world.admin(), await world.admin("Павел", which=1)
    everyone = await people(world)
    await begins(olga)
    for lost in everyone[:2]:
        world.telegram.faults.order(LostAfterEffect(), "sendMessage", chat_id=lost.id)
    await world.mail()
    assert plain(texts.mailing.got(2, of=4)) in olga.screen
    assert await told(world, texts.mailing.unknown, *everyone[:2]) in olga.screen
    report = olga.phone.last
    for _ in range(2):
        olga.phone.press(texts.mailing.SEND_AGAIN, report)
    await world.settled()
    assert olga.toast == texts.mailing.SENT_AGAIN_ALREADY
    await world.mail()
    await world.mail()
    assert counts(everyone) == [2, 2, 1, 1]
    assert plain(texts.mailing.got(4, of=4)) in olga.screen
    (act,) = await world.audit("mailing.repeated")
    assert (act.person_id, act.after) == (olga.id, {"people": 2})
    await pavel.forges("repeat_mailing:99")
    assert pavel.toast == texts.mailing.NOT_UNDER_WAY


async def test_a_press_while_the_report_is_on_its_way_is_not_forgotten(world: World) -> None:
    olga, everyone = await world.admin(), await people(world)
    await begins(olga)
    world.telegram.faults.order(LostAfterEffect(), "sendMessage", chat_id=everyone[0].id)

    async def sent_again(call: Call) -> None:
        if texts.mailing.got(3, of=4) in str(call.params.get("text")):
            async with world.app.database.transaction() as session:
                mailing = await session.get_one(Mailing, 1)
                admin = await session.get_one(Person, olga.id)
                await send_again(session, mailing, by=admin, now=world.clock())

    world.telegram.journal.on_call(sent_again)
    await world.mail()
    await world.mail()
    assert counts(everyone) == [2, 1, 1, 1]
    assert plain(texts.mailing.got(4, of=4)) in olga.screen


async def test_one_whom_it_does_not_reach_keeps_nobody_from_theirs(world: World) -> None:
    olga = await world.admin()
    blocked, unknown, lost, last = await people(world)
    await world.stop_bot()  # so that it does not hear of the blocking
    await blocked.phone.blocks()
    # For Telegram there is no such chat any more.
    del world.bot.private[unknown.id], world.telegram.world.users[unknown.id]
    world.telegram.faults.order(LostAfterEffect(), "sendMessage", chat_id=lost.id)
    settings = settings_for(world.telegram.url, world.database_url)
    async with assemble(settings, now=world.clock, pace=NO_HURRY) as deaf:
        await begun(deaf.database, olga.id, world)
        await deaf.mailings.send_due()
    await world.start_bot()
    assert (got(lost), got(last)) == (1, 1)
    assert (await world.person(blocked)).blocked_at == world.clock()
    assert (await world.person(unknown)).blocked_at is None
    report = olga.screen
    assert plain(texts.mailing.got(1, of=4)) in report
    assert await told(world, texts.mailing.blocked, blocked) in report
    assert await told(world, texts.mailing.not_sent, unknown) in report
    assert await told(world, texts.mailing.unknown, lost) in report
    deliveries = await world.rows(select(MailingDelivery))
    assert {each.person_id: each.outcome for each in deliveries} == {
        blocked.id: DeliveryOutcome.BLOCKED,
        unknown.id: DeliveryOutcome.FAILED,
        lost.id: DeliveryOutcome.UNKNOWN,
        last.id: DeliveryOutcome.SENT,
    }


async def test_an_answer_that_never_comes_is_not_waited_for_at_the_end(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    one_at_a_time(monkeypatch)
    olga = await world.admin()
    first, second, *others = await people(world)
    await begins(olga)
    at_second, end = asyncio.Event(), asyncio.Event()

    async def hold() -> None:
        at_second.set()
        await end.wait()

    when_reached(world, second, hold)
    sending = asyncio.create_task(world.mail())
    await at_second.wait()
    sending.cancel()
    await world.crash()
    end.set()
    await world.start_bot()
    await world.mail()
    await world.mail()
    assert [got(each) for each in (first, *others)] == [1, 1, 1]
    assert got(second) <= 1
    assert plain(texts.mailing.got(3, of=4)) in olga.screen
    assert await told(world, texts.mailing.unknown, second) in olga.screen
