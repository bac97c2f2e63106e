"""A stranger asks for access, an admin decides, and the asker hears the outcome."""

from aiogram import Router
from aiogram.filters import Filter
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery, Message

from handlers import texts
from handlers.access import ForAdmins, ForStrangers
from handlers.answers import Answers, Screen, SetMenu, button, rows, say, show
from handlers.cards import welcome
from handlers.commands import AskForAccess, OpenRequests, RowId
from handlers.region_picker import RegionChoice, picker, search
from handlers.turn import Turn
from models import AccessRequest, FormKind, Person, Role
from reports.drafts import active_draft, start_draft
from reports.invitations import (
    ask_for_access,
    decide,
    open_request,
    open_requests,
    request_by_id,
)
from reports.people import admins
from reports.regions import Region, region_by_code


class AccessRegion(RegionChoice, prefix="ask"):
    pass


class SendRequest(CallbackData, prefix="send"):
    code: str


class Decide(CallbackData, prefix="decide"):
    request: RowId
    approve: bool


class NamingRegion(Filter):
    """A stranger who is asked for the region they want access to."""

    async def __call__(self, message: Message, turn: Turn) -> bool:
        draft = await active_draft(turn.session, turn.person)
        return draft is not None and draft.form == FormKind.ACCESS


def strangers_router() -> Router:
    router = Router(name="access requests of strangers")
    router.message.filter(ForStrangers())
    router.callback_query.filter(ForStrangers())
    router.callback_query.register(choose_district, AskForAccess.filter())
    router.callback_query.register(choose_region, AccessRegion.filter())
    router.callback_query.register(send, SendRequest.filter())
    router.message.register(name_region, NamingRegion())
    return router


def admins_router() -> Router:
    router = Router(name="access requests for admins")
    router.callback_query.filter(ForAdmins())
    router.callback_query.register(decide_request, Decide.filter())
    router.callback_query.register(show_requests, OpenRequests.filter())
    return router


async def choose_district(query: CallbackQuery, turn: Turn) -> Answers:
    waiting = await open_request(turn.session, turn.person)
    if waiting is not None:
        region = region_by_code(waiting.region_code).name
        return show(query, Screen(texts.joining.request_waits(region=region)))
    return await _ask_for_region(query, turn)


async def choose_region(query: CallbackQuery, callback_data: AccessRegion, turn: Turn) -> Answers:
    if not callback_data.code:
        return await _ask_for_region(query, turn, callback_data.district)
    found = search(AccessRegion, callback_data.code)
    return show(query, _confirm(found) if isinstance(found, Region) else found)


async def name_region(message: Message) -> Answers:
    found = search(AccessRegion, message.text or message.caption or "")
    return show(message, _confirm(found) if isinstance(found, Region) else found)


async def send(query: CallbackQuery, callback_data: SendRequest, turn: Turn) -> Answers:
    region = search(AccessRegion, callback_data.code)
    if not isinstance(region, Region):
        return show(query, region)
    waiting = await open_request(turn.session, turn.person)
    if waiting is not None:
        name = region_by_code(waiting.region_code).name
        return show(query, Screen(texts.joining.request_waits(region=name)))
    request = await ask_for_access(turn.session, turn.person, region.code, turn.now)
    if request is None:
        return show(query, Screen(texts.joining.TOO_MANY_REQUESTS))
    draft = await active_draft(turn.session, turn.person)
    if draft is not None:
        await turn.session.delete(draft)
    told = [
        say(admin.id, _request_card(request, turn.person)) for admin in await admins(turn.session)
    ]
    return [*show(query, Screen(texts.joining.request_sent(region=region.name))), *told]


async def show_requests(query: CallbackQuery, turn: Turn) -> Answers:
    requests = await open_requests(turn.session)
    if not requests:
        return show(query, Screen(texts.people.NO_REQUESTS))
    first, *more = [_request_card(request, asker) for request, asker in requests[:10]]
    return [*show(query, first), *(say(query.from_user.id, each) for each in more)]


async def decide_request(query: CallbackQuery, callback_data: Decide, turn: Turn) -> Answers:
    request = await request_by_id(turn.session, callback_data.request)
    if request is None:
        return show(query, Screen(texts.people.NO_REQUESTS))
    if request.decided_by is not None:
        asker = await turn.session.get_one(Person, request.person_id)
        decider = await turn.session.get_one(Person, request.decided_by)
        return show(query, _decision(request, asker, decider))
    asker = await decide(
        turn.session, request, approved=callback_data.approve, by=turn.person, now=turn.now
    )
    mine = show(query, _decision(request, asker, turn.person))
    if not callback_data.approve:
        name = region_by_code(request.region_code).name
        return [*mine, say(asker.id, Screen(texts.joining.request_declined(region=name)))]
    menu = SetMenu(chat_id=asker.id, role=Role.COORDINATOR)
    return [*mine, say(asker.id, await welcome(asker, turn)), menu]


async def _ask_for_region(query: CallbackQuery, turn: Turn, district: str = "") -> Answers:
    # Text is an answer again, although a command may have come in between.
    await start_draft(turn.session, turn.person, FormKind.ACCESS, now=turn.now, step="region")
    return show(query, picker(AccessRegion, district))


def _confirm(region: Region) -> Screen:
    send = button(texts.joining.SEND_REQUEST, SendRequest(code=region.code).pack())
    other = button(texts.joining.OTHER_REGION, AccessRegion().pack())
    return Screen(texts.joining.confirm_request(region=region.name), rows([send], [other]))


def _request_card(request: AccessRequest, asker: Person) -> Screen:
    region = region_by_code(request.region_code).name
    approve = button(texts.joining.APPROVE, Decide(request=request.id, approve=True).pack())
    decline = button(texts.joining.DECLINE, Decide(request=request.id, approve=False).pack())
    text = texts.joining.request_for_admin(asker=asker, region=region)
    return Screen(text, rows([approve, decline]))


def _decision(request: AccessRequest, asker: Person, decider: Person) -> Screen:
    text = texts.joining.request_decided(
        asker=asker,
        region=region_by_code(request.region_code).name,
        approved=bool(request.approved),
        by=decider.name,
    )
    return Screen(text)
