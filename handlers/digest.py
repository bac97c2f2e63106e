"""/digest: whether and when an admin gets the morning digest."""

import re
from typing import Annotated

from aiogram import Router
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery, Message
from pydantic import Field

from handlers import texts
from handlers.access import ForAdmins
from handlers.answers import Answers, Screen, button, columns, rows, show
from handlers.commands import (
    DIGEST,
    Said,
)
from handlers.turn import Turn
from reports.digest_hours import HOURS, USUAL_HOUR, next_at, set_hour

# «8», «08:00», «в 8», «8 ч».
_HOUR = re.compile(r"(?:в\s*)?(\d{1,2})(?:[:.]00)?(?:\s*(?:ч|час|часа|часов)\.?)?")
_ON = frozenset({"вкл", "включить", "включи", "да", "on"})
_OFF = frozenset({"выкл", "выключить", "выключи", "отключить", "нет", "off"})


class SetDigest(CallbackData, prefix="digest"):
    hour: Annotated[int, Field(ge=HOURS[0], le=HOURS[-1])] | None = None  # None: never


def router() -> Router:
    router = Router(name="digest")
    router.message.filter(ForAdmins())
    router.callback_query.filter(ForAdmins())
    router.message.register(say_or_set, Said(DIGEST))
    router.callback_query.register(set_, SetDigest.filter())
    return router


async def say_or_set(message: Message, turn: Turn, argument: str) -> Answers:
    typed = argument.strip(" .!").casefold()
    if not typed:
        return show(message, await _screen(turn))
    hour = _HOUR.fullmatch(typed)
    if typed in _OFF:
        await _set(turn, None)
    elif typed in _ON:
        await _set(turn, turn.person.digest_hour or USUAL_HOUR)
    elif hour and int(hour[1]) in HOURS:
        await _set(turn, int(hour[1]))
    else:
        return show(message, Screen(texts.digest.WRONG_HOUR))
    return show(message, await _screen(turn))


async def set_(query: CallbackQuery, callback_data: SetDigest, turn: Turn) -> Answers:
    await _set(turn, callback_data.hour)
    return show(query, await _screen(turn))


async def _set(turn: Turn, hour: int | None) -> None:
    await set_hour(turn.session, turn.person, hour, turn.campaign, zone=turn.zone, now=turn.now)


async def _screen(turn: Turn) -> Screen:
    chosen = turn.person.digest_hour
    next_one = await next_at(turn.session, turn.person, zone=turn.zone, now=turn.now)
    text = texts.digest.settings(
        campaign=turn.campaign, zone=turn.zone, hour=chosen, next_at=next_one
    )
    hours = [
        button(texts.digest.hour_button(hour, chosen=hour == chosen), SetDigest(hour=hour).pack())
        for hour in HOURS
    ]
    off = [button(texts.digest.TURN_OFF, SetDigest().pack())] if chosen is not None else []
    return Screen(text, rows(*columns(hours, 4), off))
