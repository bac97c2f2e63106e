"""The answer to the yearly question: does the coordinator still coordinate the region?"""

from aiogram import Router
from aiogram.types import CallbackQuery, ReplyKeyboardRemove

from handlers import texts
from handlers.access import ForCoordinators
from handlers.answers import Answers, Screen, SetMenu, alert, button, rows, say, show
from handlers.doors import StillCoordinator
from handlers.turn import Turn
from models import Role
from reports.people import admins, confirm, coordinators, remove_coordinator


def router() -> Router:
    router = Router(name="still the coordinator")
    router.callback_query.filter(ForCoordinators())
    router.callback_query.register(answer, StillCoordinator.filter())
    return router


async def answer(query: CallbackQuery, callback_data: StillCoordinator, turn: Turn) -> Answers:
    if callback_data.year != turn.campaign.year:
        return alert(query, texts.campaigns.OTHER_YEAR)
    if callback_data.answer == "yes":
        confirm(turn.session, turn.person, turn.campaign, now=turn.now)
        return show(query, Screen(texts.campaigns.stays(turn.region, turn.campaign.year)))
    # The region that was confirmed: since then they may have joined another one.
    if callback_data.answer == "no" or callback_data.region != turn.region.code:
        return show(query, _confirm(turn))
    return await _leave(query, turn)


def _confirm(turn: Turn) -> Screen:
    year, region = turn.campaign.year, turn.region
    sure = StillCoordinator(year=year, answer="sure", region=region.code)
    stay = StillCoordinator(year=year, answer="yes")
    return Screen(
        texts.campaigns.confirm_leaving(region),
        rows(
            [button(texts.campaigns.LEAVE_SURE, sure.pack())],
            [button(texts.campaigns.STAY, stay.pack())],
        ),
    )


async def _leave(query: CallbackQuery, turn: Turn) -> Answers:
    person, region = turn.person, turn.region
    await remove_coordinator(turn.session, person, now=turn.now, by=person)
    others = len(await coordinators(turn.session, region.code))
    told = Screen(texts.campaigns.somebody_left(person, region, others))
    return [
        *show(query, Screen(texts.campaigns.LEFT)),
        say(person.id, Screen(texts.campaigns.YOU_LEFT, ReplyKeyboardRemove())),
        SetMenu(chat_id=person.id, role=Role.STRANGER),
        *(say(admin.id, told) for admin in await admins(turn.session)),
    ]
