"""A stranger asks for access, an admin decides, and the asker hears the outcome."""

from aiogram import Router
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery, Message

from domain.drafts import active_draft, start_draft
from domain.people.access_requests import (
    ask_for_access,
    decide,
    open_request,
    open_requests,
    request_by_id,
)
from domain.regions.directory import Region
from handlers import phrases
from handlers.callbacks import AskForAccess, OpenRequests, RowId
from handlers.context import Context
from handlers.filters import ForAdmins, ForStrangers
from handlers.forms.asked import Asked
from handlers.home import welcome
from handlers.joining import texts
from handlers.joining.screens import (
    Decide,
    decision,
    region_to_be_left,
    request_card,
    tell_admins,
    tell_of_left_region,
)
from handlers.keyboards import button, rows
from handlers.menu import keyboard
from handlers.phrases import role_asked
from handlers.region_picker import RegionChoice, picker, search
from handlers.responses import Responses, Screen, SetMenu, say, show
from models import AccessRequest, FormKind, Person, Role

SHOWN = 10  # requests at once, a message each


class AccessRegion(RegionChoice, prefix="ask"):
    pass


class SendRequest(CallbackData, prefix="send"):
    code: str


class LaterRequests(CallbackData, prefix="later"):
    after: RowId  # the last request shown


def strangers_router() -> Router:
    router = Router(name="access requests of strangers")
    router.message.filter(ForStrangers())
    router.callback_query.filter(ForStrangers())
    router.callback_query.register(choose_district, AskForAccess.filter())
    router.callback_query.register(choose_region, AccessRegion.filter())
    router.callback_query.register(send, SendRequest.filter())
    router.message.register(name_region, Asked(FormKind.ACCESS))
    return router


def admins_router() -> Router:
    router = Router(name="access requests for admins")
    router.callback_query.filter(ForAdmins())
    router.callback_query.register(decide_request, Decide.filter())
    router.callback_query.register(show_requests, OpenRequests.filter())
    router.callback_query.register(show_later, LaterRequests.filter())
    return router


async def choose_district(query: CallbackQuery, context: Context) -> Responses:
    waiting = await open_request(context.session, context.person)
    if waiting is not None:
        return show(query, Screen(phrases.request_waits(role=role_asked(waiting))))
    return await _ask_for_region(query, context)


async def choose_region(
    query: CallbackQuery, callback_data: AccessRegion, context: Context
) -> Responses:
    if not callback_data.code:
        return await _ask_for_region(query, context, callback_data.district)
    found = search(AccessRegion, callback_data.code)
    return show(query, _confirm(found) if isinstance(found, Region) else found)


async def name_region(message: Message) -> Responses:
    found = search(AccessRegion, message.text or message.caption or "")
    return show(message, _confirm(found) if isinstance(found, Region) else found)


async def send(query: CallbackQuery, callback_data: SendRequest, context: Context) -> Responses:
    region = search(AccessRegion, callback_data.code)
    if not isinstance(region, Region):
        return show(query, region)
    waiting = await open_request(context.session, context.person)
    if waiting is not None:
        return show(query, Screen(phrases.request_waits(role=role_asked(waiting))))
    request = await ask_for_access(context.session, context.person, region.code, context.now)
    if request is None:
        return show(query, Screen(texts.TOO_MANY_REQUESTS))
    draft = await active_draft(context.session, context.person)
    if draft is not None:
        await context.session.delete(draft)
    told = await tell_admins(request, context.person, context)
    return [*show(query, Screen(texts.request_sent(region=region.name))), *told]


async def show_requests(query: CallbackQuery, context: Context) -> Responses:
    return await _requests(query, context, after=0)


async def show_later(
    query: CallbackQuery, callback_data: LaterRequests, context: Context
) -> Responses:
    return await _requests(query, context, after=callback_data.after)


async def decide_request(
    query: CallbackQuery, callback_data: Decide, context: Context
) -> Responses:
    request = await request_by_id(context.session, callback_data.request)
    if request is None:
        return show(query, Screen(texts.NO_REQUESTS))
    asker = await context.session.get_one(Person, request.person_id)
    if request.decided_by is not None:
        decider = await context.session.get_one(Person, request.decided_by)
        return show(query, decision(request, asker, decider))
    left = await region_to_be_left(context, asker)
    await decide(
        context.session, request, approved=callback_data.approve, by=context.person, now=context.now
    )
    return [
        *show(query, decision(request, asker, context.person)),
        *await _outcome(request, asker, context),
        *await tell_of_left_region(context, asker, left),
    ]


async def _outcome(request: AccessRequest, asker: Person, context: Context) -> Responses:
    """What the asker hears."""
    if not request.approved:
        return [say(asker.id, Screen(texts.request_declined(role=role_asked(request))))]
    if asker.is_admin:
        screen = Screen(texts.YOU_ARE_APPOINTED, keyboard(Role.ADMIN))
    else:
        screen = await welcome(asker, context)
    return [say(asker.id, screen), SetMenu(chat_id=asker.id, role=asker.role)]


async def _requests(query: CallbackQuery, context: Context, *, after: int) -> Responses:
    requests = [each for each in await open_requests(context.session) if each[0].id > after]
    if not requests:
        return show(query, Screen(texts.NO_REQUESTS))
    shown, left = requests[:SHOWN], len(requests[SHOWN:])
    first, *more = [await request_card(request, asker, context) for request, asker in shown]
    if left:
        later = LaterRequests(after=shown[-1][0].id).pack()
        next_ones = rows([button(texts.LATER_REQUESTS, later)])
        more.append(Screen(texts.more_requests(left=left), next_ones))
    return [*show(query, first), *(say(query.from_user.id, each) for each in more)]


async def _ask_for_region(query: CallbackQuery, context: Context, district: str = "") -> Responses:
    # Text is an answer again, although a command may have come in between.
    await start_draft(
        context.session, context.person, FormKind.ACCESS, now=context.now, step="region"
    )
    return show(query, picker(AccessRegion, district))


def _confirm(region: Region) -> Screen:
    send = button(texts.SEND_REQUEST, SendRequest(code=region.code).pack())
    other = button(texts.OTHER_REGION, AccessRegion().pack())
    return Screen(texts.confirm_request(region=region.name), rows([send], [other]))
