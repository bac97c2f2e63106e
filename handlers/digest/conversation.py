"""/digest: whether and when an admin gets the morning digest, and news of the regions."""

import re
from typing import Annotated

from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery, Message
from pydantic import Field

from domain.mailings.digest_hours import HOURS, USUAL_HOUR, next_at, set_hour
from handlers.context import Context
from handlers.digest import texts
from handlers.keyboards import button, columns, rows
from handlers.menu import DIGEST
from handlers.responses import Responses, Screen, show
from handlers.routes import command, press
from models import RegionNews

# «8», «08:00», «в 8», «8 ч».
_HOUR = re.compile(r"(?:в\s*)?(\d{1,2})(?:[:.]00)?(?:\s*(?:ч|час|часа|часов)\.?)?")
_ON = frozenset({"вкл", "включить", "включи", "да", "on"})
_OFF = frozenset({"выкл", "выключить", "выключи", "отключить", "нет", "off"})


class SetDigest(CallbackData, prefix="digest"):
    hour: Annotated[int, Field(ge=HOURS[0], le=HOURS[-1])] | None = None  # None: never


class SetRegionNews(CallbackData, prefix="region_news"):
    when: RegionNews


async def show_or_set(message: Message, context: Context, argument: str) -> Responses:
    typed = argument.strip(" .!").casefold()
    if not typed:
        return show(message, await _screen(context))
    hour = _HOUR.fullmatch(typed)
    if typed in _OFF:
        await _set(context, None)
    elif typed in _ON:
        await _set(context, context.person.digest_hour or USUAL_HOUR)
    elif hour and int(hour[1]) in HOURS:
        await _set(context, int(hour[1]))
    else:
        return show(message, Screen(texts.WRONG_HOUR))
    return show(message, await _screen(context))


async def set_by_button(
    query: CallbackQuery, callback_data: SetDigest, context: Context
) -> Responses:
    await _set(context, callback_data.hour)
    return show(query, await _screen(context))


async def set_region_news(
    query: CallbackQuery, callback_data: SetRegionNews, context: Context
) -> Responses:
    context.person.region_news = callback_data.when
    return show(query, await _screen(context))


async def _set(context: Context, hour: int | None) -> None:
    await set_hour(
        context.session, context.person, hour, context.campaign, zone=context.zone, now=context.now
    )


async def _screen(context: Context) -> Screen:
    chosen, news = context.person.digest_hour, context.person.region_news
    upcoming = await next_at(context.session, context.person, zone=context.zone, now=context.now)
    text = texts.settings(
        campaign=context.campaign, zone=context.zone, hour=chosen, news=news, next_at=upcoming
    )
    hours = [
        button(texts.hour_button(hour, chosen=hour == chosen), SetDigest(hour=hour))
        for hour in HOURS
    ]
    off = [button(texts.TURN_OFF, SetDigest())] if chosen is not None else []
    of_regions = [
        button(texts.news_button(when, chosen=when == news), SetRegionNews(when=when))
        for when in RegionNews
    ]
    return Screen(text, rows(*columns(hours, 4), off, of_regions))


ROUTES = (
    command(DIGEST, show_or_set),
    press(SetDigest, set_by_button),
    press(SetRegionNews, set_region_news),
)
