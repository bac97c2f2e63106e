"""Why the bot does not take a date that is typed as a deadline."""

from domain.campaigns.deadlines import deadline_from
from domain.refusal import Refusal
from tests.world import MOSCOW, World

NO_DEADLINES = (
    "когда-нибудь",
    "вчера",
    "01.11.2026",
    "1 декабря 2027",
    "10.11",  # yesterday, or in a year: too far
    "31 ноября",
    "=1+1",
)


async def why_not(world: World, typed: str) -> str:
    try:
        until = deadline_from(typed, await world.campaign(), world.clock(), MOSCOW)
    except Refusal as refused:
        return str(refused)
    raise AssertionError(f"{typed} can be a deadline: {until}")
