"""Each fault alone, with people at work: afterwards the books balance."""

import random

import pytest

from tests.chaos.balance import balance_of
from tests.chaos.faults import OWN, TELEGRAMS, ClockWrong, DatabaseGone, Harm, Kills
from tests.chaos.stage import Stage

pytestmark = pytest.mark.processes

COORDINATORS = 6
SECONDS = 3.0  # of harm
# Further than an answer is news, or an update remembered.
AHEAD = ClockWrong((49,), "clock ahead")
BACK = ClockWrong((-49,), "clock back")
CASES = [("sqlite", harm) for harm in (*TELEGRAMS, *OWN, AHEAD, BACK)]
CASES += [("postgresql", harm) for harm in (Kills(), DatabaseGone())]


@pytest.mark.parametrize(
    ("database_url", "harm"),
    [pytest.param(kind, harm, id=f"{harm.name}, {kind}") for kind, harm in CASES],
    indirect=["database_url"],
)
async def test_nothing_is_lost_doubled_or_left_unanswered(
    stage: Stage, harm: Harm, seed: str
) -> None:
    await stage.add_replica()
    await stage.add_people(COORDINATORS)
    await stage.all_start()
    async with stage.at_work():
        await harm.do(stage, SECONDS, random.Random(seed))  # noqa: S311 - no secret
    await stage.settled()
    balance = await balance_of(stage)
    assert not balance.wrong, balance
