"""A button that acts on one year's reports acts on no other: a press below a message that was kept
since says so, and changes nothing."""

from collections.abc import Awaitable, Callable
from typing import Any

from aiogram import BaseMiddleware
from aiogram.types import CallbackQuery, InlineKeyboardButton, TelegramObject

from domain.campaigns.campaigns import campaign_before
from domain.regions.directory import Region, region_by_code
from handlers import phrases
from handlers.callbacks import (
    AcceptReport,
    ExtendRegion,
    OfCampaign,
    OpenReport,
    ReviewReport,
    StartReturn,
)
from handlers.confirmation import ask
from handlers.context import Context
from handlers.keyboards import MAIN, button, rows
from handlers.reply_buttons import write_to_ministry
from handlers.responses import Responses, Screen, show
from models import Campaign, Event

GO_ON = "Продолжить"

Handler = Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]]


class OfYear(BaseMiddleware):
    """Lets through only what is meant for the current campaign. Of a button from before buttons
    named their year, the person is asked; unless there has been no other year."""

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        pressed, context = data.get("callback_data"), data.get("context")
        if not isinstance(pressed, OfCampaign) or context is None:
            return await handler(event, data)
        assert isinstance(event, CallbackQuery), "only a press has such data"
        session, campaign = context.session, context.campaign
        if pressed.year == campaign.year:
            return await handler(event, data)
        if pressed.year:
            return show(event, of_earlier_year(context, pressed.year, _region(pressed, context)))
        if await campaign_before(session, campaign) is None:
            return await handler(event, data)
        return _ask(event, pressed, context)


def of_earlier_year(context: Context, year: int, region: Region) -> Screen:
    text = (
        f"Это отчёт за {year} год, его приём закончен. Сейчас бот собирает отчёты за "
        f"{context.campaign.year} год."
    )
    write = [write_to_ministry()] if context.person.is_coordinator else []
    return Screen(text, rows([_report(context, region)], write))


async def event_of_earlier_year(context: Context, event_id: int | None) -> Screen | None:
    """That the event is of an earlier year, if it is; of another region it says nothing to a
    coordinator."""
    event = await context.session.get(Event, event_id or 0)
    if event is None or event.campaign_id == context.campaign.id:
        return None
    if not context.person.is_admin and event.region_code != context.region.code:
        return None
    campaign = await context.session.get_one(Campaign, event.campaign_id)
    return of_earlier_year(context, campaign.year, region_by_code(event.region_code))


def _ask(query: CallbackQuery, pressed: OfCampaign, context: Context) -> Responses:
    region, year = _region(pressed, context), context.campaign.year
    text = (
        f"{phrases.report_heading(region, year)}\n\n"
        f"Эта кнопка – из старого сообщения. Продолжить с отчётом за {year} год?"
    )
    go_on = button(GO_ON, pressed.model_copy(update={"year": year}), MAIN)
    return ask(query, context, text, go_on, _report(context, region))


def _region(pressed: OfCampaign, context: Context) -> Region:
    """Whose report it is: an admin's buttons name it."""
    if isinstance(pressed, AcceptReport | ExtendRegion | StartReturn):
        return region_by_code(pressed.code)
    return context.region


def _report(context: Context, region: Region) -> InlineKeyboardButton:
    """To this year's report, as the person may see it."""
    own = context.person.is_coordinator or context.on_behalf_of is not None
    to = OpenReport() if own else ReviewReport(code=region.code)
    return button(phrases.REGION_REPORT, to)
