"""/map and /chart: where the regions stand, as pictures."""

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from handlers import texts
from handlers.access import ForAdmins
from handlers.answers import Answers, SendPicture, Toast, alert
from handlers.commands import (
    CHART,
    MAP,
    Said,
)
from handlers.doors import OpenPicture
from handlers.turn import Turn
from reports.campaigns import campaign_of


def router() -> Router:
    router = Router(name="pictures")
    router.message.filter(ForAdmins())
    router.callback_query.filter(ForAdmins())
    router.message.register(draw_map, Said(MAP))
    router.message.register(draw_chart, Said(CHART))
    router.callback_query.register(draw, OpenPicture.filter())
    return router


async def draw_map(message: Message, turn: Turn) -> Answers:
    return [SendPicture(chat_id=message.chat.id, what="map", year=turn.campaign.year)]


async def draw_chart(message: Message, turn: Turn) -> Answers:
    return [SendPicture(chat_id=message.chat.id, what="chart", year=turn.campaign.year)]


async def draw(query: CallbackQuery, callback_data: OpenPicture, turn: Turn) -> Answers:
    year = callback_data.year or turn.campaign.year
    if await campaign_of(turn.session, year) is None:
        return alert(query, texts.status.NO_SUCH_YEAR)
    picture = SendPicture(
        chat_id=turn.person.id,
        what=callback_data.what,
        year=year,
        as_file=callback_data.as_file,
    )
    return [Toast(query_id=query.id), picture]
