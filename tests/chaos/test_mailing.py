"""A mailing to all 89 regions, whose process is ended twelve times while it goes out."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest
from sqlalchemy import func, select

from domain.mailings.claims import ABANDONED
from handlers.mailings.texts import mailing
from models import DeliveryOutcome, MailingDelivery
from sandbox.journal import Call
from tests.chaos.balance import Balance, balance_of
from tests.chaos.people import Writer
from tests.chaos.stage import Stage
from tests.chaos.supervised import Supervised
from tests.world import ADMIN_IDS

pytestmark = [
    pytest.mark.processes,
    pytest.mark.parametrize("database_url", ["sqlite"], indirect=True),
]

REGIONS = 89
TIMES = 12
AT_MESSAGE = 4  # of each process, or soon after it
PATIENCE = 300.0  # seconds, for so many starts
# Whether it has ended the process, which has been ended so often.
End = Callable[[Stage, Supervised, int], Awaitable[bool]]


async def ended_over_and_over(stage: Stage, end: End) -> Writer:
    """Gives the author, who has read how it ended."""
    replica = await stage.add_replica()
    stage.patience = PATIENCE
    await stage.add_people(REGIONS)
    await stage.all_start()
    sent_by: list[int] = []  # each message, by the run of the process that sends it
    struck: set[int] = set()
    all_struck, one_by_one = asyncio.Event(), asyncio.Lock()

    async def strike(call: Call) -> None:
        if call.method != "sendMessage" or call.chat_id in ADMIN_IDS:
            return
        sent_by.append(run := replica.runs)
        async with one_by_one:
            if sent_by.count(run) < AT_MESSAGE or run in struck or len(struck) == TIMES:
                return
            if await end(stage, replica, len(struck)):
                struck.add(run)
            if len(struck) == TIMES:
                all_struck.set()

    stage.telegram.journal.on_call(strike)
    (author,) = (person for person in stage.people if isinstance(person, Writer))
    writing = asyncio.create_task(author.do_one_thing())
    async with asyncio.timeout(PATIENCE):
        await all_struck.wait()
    # Nobody knows what became of what a killed process has sent: after a while that is told.
    stage.set_clocks(stage.clock(), wrong_by=2 * ABANDONED)
    await writing
    await stage.settled()
    return author


async def stop(_: Stage, replica: Supervised, __: int) -> bool:
    replica.stop()
    return True


async def kill(stage: Stage, replica: Supervised, before: int) -> bool:
    """Only while one request is on its way: on a slow machine the next goes out before the bot
    has seen the answer to the last."""
    replica.freeze()
    is_on_its_way = MailingDelivery.gone_out_at.is_not(None), MailingDelivery.outcome.is_(None)
    async with stage.database.reading_session() as session:
        number = await session.scalar(select(func.count()).where(*is_on_its_way))
    if number == before + 1:  # with those that earlier kills have left
        return replica.kill()
    replica.thaw()
    return False


def outcomes(balance: Balance) -> dict[DeliveryOutcome, int]:
    return {each: balance.lines[f"messages {each}"] for each in DeliveryOutcome}


async def test_twelve_orderly_stops_leave_nobody_in_doubt(stage: Stage) -> None:
    await ended_over_and_over(stage, stop)
    balance = await balance_of(stage)
    assert not balance.wrong, balance
    assert outcomes(balance)[DeliveryOutcome.SENT] == REGIONS


async def test_twelve_kills_leave_one_in_doubt_each_and_all_are_named(stage: Stage) -> None:
    author = await ended_over_and_over(stage, kill)
    balance = await balance_of(stage)
    assert not balance.wrong, balance
    counted = outcomes(balance)
    unknown = counted[DeliveryOutcome.UNKNOWN]
    assert counted[DeliveryOutcome.SENT] + unknown == REGIONS
    assert 0 < unknown <= TIMES
    report = author.phone.last
    assert report.text.count("Анна ") == unknown
    assert mailing.SEND_AGAIN in report.labels
