"""Helpers of a region, and what they propose."""

from collections.abc import Sequence

from sqlalchemy import select

from handlers.event_form.texts.proposals import SEND
from handlers.region_helpers.texts import INVITE
from models import Proposal
from sandbox.chats import Message
from tests.world import Someone, World

REGION = "Белгородская область"
SCHOOL = "Школа № 5"


async def link_for(coordinator: Someone, organisation: str = SCHOOL) -> str:
    """That of a new link, as the coordinator gets it to pass on."""
    await coordinator.says("/helpers")
    await coordinator.presses(INVITE)
    message = await coordinator.says(organisation)
    return message.text[message.text.index("https://t.me/") :]


async def helper_of(
    world: World, coordinator: Someone, organisation: str = SCHOOL, name: str = "Пётр"
) -> Someone:
    """Somebody who has joined by a new link."""
    petr = world.stranger(name)
    await petr.opens(await link_for(coordinator, organisation))
    return petr


async def proposes(helper: Someone, **answers: str) -> Message:
    """From the first question to the receipt; gives the receipt."""
    await helper.fills_in(**answers)
    return await helper.presses(SEND)


async def proposals(world: World) -> Sequence[Proposal]:
    """All that there are, in order."""
    return await world.rows(select(Proposal).order_by(Proposal.id))
