"""Becoming a helper by the link of an organisation, and leaving."""

from aiogram.filters import Filter
from aiogram.types import CallbackQuery, Message, ReplyKeyboardRemove

from domain.campaigns.deadlines import deadline_of
from domain.people.invitations import may_try, record_wrong
from domain.people.region_helpers import (
    PEOPLE_BY_LINK,
    is_helper_token,
    is_usable,
    join,
    link_by_token,
    remove,
    was_removed_since,
)
from domain.regions.directory import region_by_code
from handlers import phrases
from handlers.callbacks import LeaveHelping, NewEvent, OpenOwnProposals
from handlers.confirmation import ask
from handlers.context import Context
from handlers.formatting import until
from handlers.helper_home import LEAVE
from handlers.home import show_home
from handlers.keyboards import DANGER, MAIN, button, rows
from handlers.menu import START, Said, keyboard
from handlers.region_helpers import texts
from handlers.responses import Responses, Screen, SetMenu, say, show
from handlers.routes import Route, press
from models import HelperLink, Role


class OfHelpers(Filter):
    """Whether the deep link is one for helpers."""

    async def __call__(self, message: Message) -> bool:
        token = (message.text or "").partition(" ")[2]
        return is_helper_token(token.strip())


async def open_link(message: Message, context: Context, argument: str) -> Responses:
    person = context.person
    if person.is_admin or person.is_coordinator:
        needs_none = texts.ADMIN_NEEDS_NONE if person.is_admin else texts.COORDINATOR_NEEDS_NONE
        return show(message, Screen(needs_none))
    link = await link_by_token(context.session, argument)
    if link is not None and person.is_helper and _is_theirs(link, context):
        return await show_home(message, context)
    refused = await _why_not(link, context)
    if refused or link is None:
        return show(message, Screen(refused or texts.WRONG_LINK))
    await join(context.session, person, link, context.now)
    return [
        *show(message, Screen(texts.JOINED, keyboard(Role.HELPER))),
        say(person.id, await _welcome(context)),
        SetMenu(chat_id=person.id, role=Role.HELPER),
    ]


def _is_theirs(link: HelperLink, context: Context) -> bool:
    of = (link.region_code, link.organisation)
    return of == (context.person.region_code, context.person.organisation)


async def _why_not(link: HelperLink | None, context: Context) -> str | None:
    """Why the person cannot join by it; None if they can."""
    session, person, now = context.session, context.person, context.now
    if link is not None and link.joined >= PEOPLE_BY_LINK:
        return texts.LINK_IS_FULL
    if link is None and not await may_try(session, person, now):
        return texts.TOO_MANY_WRONG
    if link is None:
        record_wrong(session, person, now)
    if link is None or not is_usable(link, now):
        return texts.WRONG_LINK
    if person.is_helper:
        return texts.already_helper(person.organisation or "")
    return texts.REMOVED_BEFORE if was_removed_since(person, link) else None


async def _welcome(context: Context) -> Screen:
    person, campaign, year = context.person, context.campaign, context.campaign.year
    region = region_by_code(person.region_code or "")
    deadline = await deadline_of(context.session, campaign, region.code)
    text = texts.welcome(
        organisation=person.organisation or "",
        region=region.name,
        year=year,
        last_day=until(deadline, context.zone, region),
    )
    new = button(phrases.NEW_EVENT, NewEvent(year=year), MAIN)
    own = button(phrases.MY_PROPOSALS, OpenOwnProposals())
    return Screen(text, rows([new], [own], [button(LEAVE, LeaveHelping())])).kept()


async def leave(query: CallbackQuery, callback_data: LeaveHelping, context: Context) -> Responses:
    person = context.person
    if not callback_data.sure:
        sure = button(texts.LEAVE_SURE, LeaveHelping(sure=True), DANGER)
        stay = button(texts.GO_ON_HELPING, OpenOwnProposals())
        text = texts.confirm_leaving(person.organisation or "")
        return ask(query, context, text, sure, stay)
    await remove(context.session, person, now=context.now, by=person)
    return [
        *show(query, Screen(texts.LEFT)),
        say(person.id, Screen(texts.COME_BACK, ReplyKeyboardRemove())),
        SetMenu(chat_id=person.id, role=Role.STRANGER),
    ]


_BY_LINK = Said(START, with_argument=True)

EVERYONES_ROUTES = (Route("message", open_link, (_BY_LINK, OfHelpers()), _BY_LINK.keys),)
HELPERS_ROUTES = (press(LeaveHelping, leave),)
