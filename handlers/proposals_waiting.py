"""How many proposals of helpers wait for a coordinator's decision, wherever that is shown."""

from aiogram.types import InlineKeyboardButton

from domain.proposals.deciding import number_waiting
from handlers import phrases
from handlers.callbacks import OpenProposals
from handlers.context import Context
from handlers.keyboards import button


async def number_of_proposals(context: Context) -> int:
    return await number_waiting(context.session, context.campaign, context.region.code)


def proposals_row(waiting: int) -> list[InlineKeyboardButton]:
    """Nothing if none waits."""
    return [button(phrases.proposals_button(waiting), OpenProposals())] if waiting else []
