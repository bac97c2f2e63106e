"""A mailing to all 89 regions, whose process is ended twelve times while it goes out."""

import asyncio
from collections.abc import Callable

import pytest

from domain.mailings.claims import ABANDONED
from handlers.mailings.texts import mailing
from models import DeliveryOutcome
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
AT_MESSAGE = 4  # of each process
PATIENCE = 120.0  # seconds, for so many starts


async def ended_over_and_over(stage: Stage, end: Callable[[Supervised], object]) -> Writer:
    """Gives the author, who has read how it ended."""
    replica = await stage.add_replica()
    stage.patience = PATIENCE
    await stage.add_people(REGIONS)
    await stage.all_start()
    sent_by: list[int] = []  # each message, by the run of the process that sends it
    struck: set[int] = set()
    all_struck = asyncio.Event()

    def strike(call: Call) -> None:
        if call.method != "sendMessage" or call.chat_id in ADMIN_IDS:
            return
        sent_by.append(replica.runs)
        if sent_by.count(replica.runs) == AT_MESSAGE and len(struck) < TIMES:
            end(replica)
            struck.add(replica.runs)
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


def outcomes(balance: Balance) -> dict[DeliveryOutcome, int]:
    return {each: balance.lines[f"messages {each}"] for each in DeliveryOutcome}


async def test_twelve_orderly_stops_leave_nobody_in_doubt(stage: Stage) -> None:
    await ended_over_and_over(stage, Supervised.stop)
    balance = await balance_of(stage)
    assert not balance.wrong, balance
    assert outcomes(balance)[DeliveryOutcome.SENT] == REGIONS


async def test_twelve_kills_leave_one_in_doubt_each_and_all_are_named(stage: Stage) -> None:
    author = await ended_over_and_over(stage, Supervised.kill)
    balance = await balance_of(stage)
    assert not balance.wrong, balance
    counted = outcomes(balance)
    unknown = counted[DeliveryOutcome.UNKNOWN]
    assert counted[DeliveryOutcome.SENT] + unknown == REGIONS
    assert 0 < unknown <= TIMES
    report = author.phone.last
    assert report.text.count("Анна ") == unknown
    assert mailing.SEND_AGAIN in report.labels
