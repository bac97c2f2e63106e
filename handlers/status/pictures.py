"""/map and /chart: where the regions stand, as pictures."""

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from domain.campaigns.campaigns import campaign_of
from handlers.callbacks import OpenPicture
from handlers.context import Context
from handlers.filters import ForAdmins
from handlers.menu import CHART, MAP, Said
from handlers.responses import Responses, SendPicture, Toast, alert
from handlers.status import texts


def router() -> Router:
    router = Router(name="pictures")
    router.message.filter(ForAdmins())
    router.callback_query.filter(ForAdmins())
    router.message.register(draw_map, Said(MAP))
    router.message.register(draw_chart, Said(CHART))
    router.callback_query.register(draw, OpenPicture.filter())
    return router


async def draw_map(message: Message, context: Context) -> Responses:
    return [SendPicture(chat_id=message.chat.id, what="map", year=context.campaign.year)]


async def draw_chart(message: Message, context: Context) -> Responses:
    return [SendPicture(chat_id=message.chat.id, what="chart", year=context.campaign.year)]


async def draw(query: CallbackQuery, callback_data: OpenPicture, context: Context) -> Responses:
    year = callback_data.year or context.campaign.year
    if await campaign_of(context.session, year) is None:
        return alert(query, texts.overview.NO_SUCH_YEAR)
    picture = SendPicture(
        chat_id=context.person.id,
        what=callback_data.what,
        year=year,
        as_file=callback_data.as_file,
    )
    return [Toast(query_id=query.id), picture]
