"""The answer to the yearly question: does the coordinator still coordinate the region?"""

from aiogram.types import CallbackQuery, ReplyKeyboardRemove

from domain.people.people import admins, confirm, coordinators, remove_coordinator
from handlers.callbacks import ConfirmCoordinator
from handlers.campaigns.texts import yearly_confirmation as texts
from handlers.confirmation import ask
from handlers.context import Context
from handlers.formatting import contact_from_outside
from handlers.keyboards import DANGER, button
from handlers.notifications import notify_admins, somebody_left
from handlers.responses import Responses, Screen, SetMenu, alert, say, show
from handlers.routes import press
from models import Role


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
        return _confirm(query, context)
    return await _leave(query, context)


def _confirm(query: CallbackQuery, context: Context) -> Responses:
    year, region = context.campaign.year, context.region
    sure = ConfirmCoordinator(year=year, answer="sure", region=region.code)
    stay = ConfirmCoordinator(year=year, answer="yes")
    leave, stay_here = button(texts.LEAVE_SURE, sure, DANGER), button(texts.STAY, stay)
    return ask(query, context, texts.confirm_leaving(region), leave, stay_here)


async def _leave(query: CallbackQuery, context: Context) -> Responses:
    person, region = context.person, context.region
    await remove_coordinator(context.session, person, now=context.now, by=person)
    others = await coordinators(context.session, region.code)
    for_admins = Screen(somebody_left(person, region, others))
    you_left = texts.you_left(contact_from_outside(await admins(context.session)))
    return [
        *show(query, Screen(texts.LEFT)),
        say(person.id, Screen(you_left, ReplyKeyboardRemove())),
        SetMenu(chat_id=person.id, role=Role.STRANGER),
        *await notify_admins(context, for_admins),
    ]


ROUTES = (press(ConfirmCoordinator, answer),)
