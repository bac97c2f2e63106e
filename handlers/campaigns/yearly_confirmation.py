"""The answer to the yearly question: does the coordinator still coordinate the region?"""

from aiogram.types import CallbackQuery

from domain.people.people import confirm
from handlers.callbacks import ConfirmCoordinator
from handlers.campaigns.texts import yearly_confirmation as texts
from handlers.confirmation import ask
from handlers.context import Context
from handlers.keyboards import DANGER, button
from handlers.leaving import LEAVE_SURE, leave, question
from handlers.responses import Responses, Screen, alert, show
from handlers.routes import press


async def answer(
    query: CallbackQuery, callback_data: ConfirmCoordinator, context: Context
) -> Responses:
    if callback_data.year != context.campaign.year:
        return alert(query, texts.OTHER_YEAR)
    if callback_data.answer == "yes":
        confirm(context.session, context.person, context.campaign, now=context.now)
        return show(query, Screen(texts.stays(context.region, context.campaign.year)))
    # «sure» was said of one region: since then they may have joined another one.
    if callback_data.answer == "no" or callback_data.region != context.region.code:
        return await _confirm(query, context)
    return await leave(query, context)


async def _confirm(query: CallbackQuery, context: Context) -> Responses:
    year, region = context.campaign.year, context.region
    sure = ConfirmCoordinator(year=year, answer="sure", region=region.code)
    stay = ConfirmCoordinator(year=year, answer="yes")
    leaving, stay_here = button(LEAVE_SURE, sure, DANGER), button(texts.STAY, stay)
    return ask(query, context, await question(context), leaving, stay_here)


ROUTES = (press(ConfirmCoordinator, answer),)
