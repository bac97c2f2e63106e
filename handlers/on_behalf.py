"""An admin reports for a region that cannot: through the coordinators' own conversations, where
each button names the region and each screen is headed by it."""

from collections.abc import Awaitable, Callable
from html import escape
from typing import Any

from aiogram import BaseMiddleware
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, TelegramObject
from sqlalchemy.ext.asyncio import AsyncSession

from domain.campaigns.deadlines import deadline_of
from domain.regions.directory import Region, region_by_code
from handlers import phrases
from handlers.callbacks import OpenReport, RegionCode, RestoreEvent
from handlers.context import Context
from handlers.filters import ForRole
from handlers.forms.buttons import FormButton
from handlers.keyboards import KEPT, button, rows
from handlers.responses import Response, Say, Screen
from handlers.routes import Route
from models import Draft, Event, FormKind, RegionReport, Role

REPORT_FOR_REGION = "Внести за регион"
# The forms of coordinators that an admin may fill in for them.
_OF_REGION = (
    *(FormKind.EVENT, FormKind.EDIT, FormKind.MEND, FormKind.EARLIER),
    *(FormKind.PROPOSAL, FormKind.VERDICT, FormKind.HELPER),
)

Handler = Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]]


class ForRegion(CallbackData, prefix="for", sep="|"):
    """`pressed` is the data of a coordinator's button, as that region's coordinator has it."""

    code: RegionCode
    pressed: str


def report_button(region: Region) -> InlineKeyboardButton:
    """An admin's way in: to the report as the region's coordinators see it."""
    return button(REPORT_FOR_REGION, ForRegion(code=region.code, pressed=OpenReport().pack()))


def restore_button(event: Event) -> InlineKeyboardButton:
    """An admin takes a deleted event back for its region."""
    pressed = RestoreEvent(event=event.id).pack()
    return button(phrases.RESTORE_EVENT, ForRegion(code=event.region_code, pressed=pressed))


def heading(region: Region) -> str:
    return f"<i>Вы вносите данные за регион:</i> <b>{escape(region.name)}</b>"


def for_region(screen: Screen, region: Region) -> Screen:
    """A screen for an admin that no handler has answered: headed by the region, which all of its
    buttons name."""
    named = (
        [each.model_copy(update={"callback_data": _of(region, each.callback_data)}) for each in row]
        for row in screen.buttons
    )
    return Screen(f"{heading(region)}\n\n{screen.text}", rows(*named))


async def act_for(context: Context, region_code: str) -> None:
    """The admin reports for that region from here on. Nothing happens to a coordinator, who has a
    region, and only that one."""
    if not context.person.is_admin:
        return
    session, campaign = context.session, context.campaign
    context.on_behalf_of = region_by_code(region_code)
    context.report = await session.get(RegionReport, (campaign.id, region_code))
    context.deadline = await deadline_of(session, campaign, region_code)


class ForReport(ForRole):
    """Those who may change the region's report: its coordinators, and an admin for it."""

    def __init__(self) -> None:
        super().__init__(Role.COORDINATOR)

    async def __call__(self, event: TelegramObject, context: Context) -> bool:
        return context.on_behalf_of is not None or await super().__call__(event, context)


class OnBehalf(BaseMiddleware):
    """Turns an admin's press for a region into that of the region's coordinator, which goes
    through the same handler and its checks; and the other way round the buttons of the answer.
    `routes` are those that an admin can be given so."""

    def __init__(self, *routes: Route) -> None:
        presses = [route for route in routes if route.kind == "callback_query"]
        self._prefixes = frozenset(prefix for route in presses for prefix in route.keys)

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        context: Context | None = data.get("context")
        if context is None or not context.person.is_admin:
            return await handler(event, data)
        if isinstance(event, CallbackQuery):
            pressed = _pressed(event.data)
            if pressed is not None and _prefix(pressed.pressed) in self._prefixes:
                await act_for(context, pressed.code)
                event = event.model_copy(update={"data": pressed.pressed})
        responses = await handler(event, data)
        if not isinstance(responses, list):
            return responses
        person = context.person
        if context.on_behalf_of is not None and person.asked is not None:
            region = context.on_behalf_of
            person.asked = {said: self._named(to, region) for said, to in person.asked.items()}
        return [await self._headed(response, context) for response in responses]

    async def _headed(self, response: Response, context: Context) -> Response:
        if not isinstance(response, Say) or response.chat_id != context.person.id:
            return response
        keyboard = response.keyboard
        if not isinstance(keyboard, InlineKeyboardMarkup):
            return response
        region = await _region_of(keyboard, context.session)
        if context.on_behalf_of is not None:
            named = self._all_named(keyboard, context.on_behalf_of)
            if named != keyboard:
                keyboard, region = named, context.on_behalf_of
        if region is None:
            return response
        text = f"{heading(region)}\n\n{response.text}"
        return response.model_copy(update={"text": text, "keyboard": keyboard})

    def _all_named(self, keyboard: InlineKeyboardMarkup, region: Region) -> InlineKeyboardMarkup:
        return rows(
            *(
                [
                    each.model_copy(
                        update={"callback_data": self._named(each.callback_data, region)}
                    )
                    for each in row
                ]
                for row in keyboard.inline_keyboard
            )
        )

    def _named(self, data: str | None, region: Region) -> str | None:
        if data is None or _prefix(data) not in self._prefixes:
            return data
        return _of(region, data)


def _of(region: Region, data: str | None) -> str | None:
    if data is None:
        return None
    keep = KEPT if data.startswith(KEPT) else ""
    return keep + ForRegion(code=region.code, pressed=data.removeprefix(KEPT)).pack()


def _pressed(data: str | None) -> ForRegion | None:
    try:
        return ForRegion.unpack(data) if data else None
    except (TypeError, ValueError):
        return None


def _prefix(data: str) -> str:
    return data.removeprefix(KEPT).partition(":")[0]


async def _region_of(keyboard: InlineKeyboardMarkup, session: AsyncSession) -> Region | None:
    """Whose form it is that a screen shows: an admin may have one for another region than the one
    just worked on."""
    for row in keyboard.inline_keyboard:
        for each in row:
            form = FormButton.read(each.callback_data)
            if form is not None and form.form in _OF_REGION:
                draft = await session.get(Draft, form.draft)
                code = draft.region_code if draft is not None else None
                return region_by_code(code) if code is not None else None
    return None
