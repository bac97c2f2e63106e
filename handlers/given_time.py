"""An extension that a region has: seeing it, and taking it back."""

from aiogram import Router
from aiogram.types import CallbackQuery

from handlers import texts
from handlers.access import ForAdmins
from handlers.answers import Answers, Screen, button, rows, show
from handlers.deadline_screens import (
    CancelExtension,
    OpenExtension,
    deadline_screen,
    extension_card,
    seconds,
    tell_region,
)
from handlers.turn import Turn
from reports.events import lock_region
from reports.extensions import Given, cancel, extension_of
from reports.regions import region_by_code


def router() -> Router:
    router = Router(name="given time")
    router.callback_query.filter(ForAdmins())
    router.callback_query.register(open_extension, OpenExtension.filter())
    router.callback_query.register(take_back, CancelExtension.filter())
    return router


async def open_extension(query: CallbackQuery, callback_data: OpenExtension, turn: Turn) -> Answers:
    given = await extension_of(turn.session, turn.campaign, callback_data.code)
    if given is None:
        return show(query, await deadline_screen(turn), toast=texts.extensions.EXTENSION_GONE)
    return show(query, extension_card(given, turn))


async def take_back(query: CallbackQuery, callback_data: CancelExtension, turn: Turn) -> Answers:
    await lock_region(turn.session, callback_data.code)
    given = await extension_of(turn.session, turn.campaign, callback_data.code)
    if given is None:
        return show(query, await deadline_screen(turn), toast=texts.extensions.EXTENSION_GONE)
    if seconds(given.until) != callback_data.until:
        return show(query, extension_card(given, turn), toast=texts.extensions.EXTENSION_CHANGED)
    if not callback_data.sure:
        return show(query, _confirm_cancelling(given, callback_data, turn))
    region, deadline = region_by_code(given.region_code), turn.campaign.deadline
    await cancel(turn.session, turn.campaign, region.code, by=turn.person, now=turn.now)
    note = texts.extensions.extension_cancelled(region)
    told = texts.extensions.told_of_cancelling(region, deadline, turn.zone)
    return [
        *show(query, await deadline_screen(turn, note=note)),
        *await tell_region(turn, region, told),
    ]


def _confirm_cancelling(given: Given, pressed: CancelExtension, turn: Turn) -> Screen:
    sure = pressed.model_copy(update={"sure": True})
    text = texts.extensions.confirm_cancelling(given, turn.campaign.deadline, turn.zone, turn.now)
    back = OpenExtension(code=given.region_code)
    return Screen(
        text,
        rows(
            [button(texts.extensions.CANCEL_SURE, sure.pack())],
            [button(texts.form.BACK, back.pack())],
        ),
    )
