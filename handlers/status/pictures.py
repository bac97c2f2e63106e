"""/map and /chart: where the regions stand, as pictures."""

from aiogram.types import CallbackQuery, Message

from domain.campaigns.campaigns import campaign_of
from handlers.callbacks import OpenPicture
from handlers.context import Context
from handlers.menu import CHART, MAP
from handlers.responses import Responses, SendPicture, Toast, alert
from handlers.routes import command, press
from handlers.status import texts


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


ROUTES = (
    command(MAP, draw_map),
    command(CHART, draw_chart),
    press(OpenPicture, draw),
)
