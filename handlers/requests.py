"""A stranger asks for access, an admin decides, and the asker hears the outcome."""

from aiogram import Router
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery, Message

from handlers import texts
from handlers.access import ForAdmins, ForStrangers
from handlers.answers import Answers, Screen, SetMenu, button, rows, say, show
from handlers.asked import Asked
from handlers.cards import welcome
from handlers.commands import keyboard
from handlers.doors import (
    AskForAccess,
    OpenRequests,
    RowId,
)
from handlers.region_picker import RegionChoice, picker, search
from handlers.request_cards import Decide, decision, request_card, role_asked, tell_admins
from handlers.turn import Turn
from models import AccessRequest, FormKind, Person, Role
from reports.access_requests import (
    ask_for_access,
    decide,
    open_request,
    open_requests,
    request_by_id,
)
from reports.drafts import active_draft, start_draft
from reports.regions import Region

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


async def choose_district(query: CallbackQuery, turn: Turn) -> Answers:
    waiting = await open_request(turn.session, turn.person)
    if waiting is not None:
        return show(query, Screen(texts.joining.request_waits(role=role_asked(waiting))))
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
        return show(query, Screen(texts.joining.request_waits(role=role_asked(waiting))))
    request = await ask_for_access(turn.session, turn.person, region.code, turn.now)
    if request is None:
        return show(query, Screen(texts.joining.TOO_MANY_REQUESTS))
    draft = await active_draft(turn.session, turn.person)
    if draft is not None:
        await turn.session.delete(draft)
    told = await tell_admins(request, turn.person, turn)
    return [*show(query, Screen(texts.joining.request_sent(region=region.name))), *told]


async def show_requests(query: CallbackQuery, turn: Turn) -> Answers:
    return await _requests(query, turn, after=0)


async def show_later(query: CallbackQuery, callback_data: LaterRequests, turn: Turn) -> Answers:
    return await _requests(query, turn, after=callback_data.after)


async def decide_request(query: CallbackQuery, callback_data: Decide, turn: Turn) -> Answers:
    request = await request_by_id(turn.session, callback_data.request)
    if request is None:
        return show(query, Screen(texts.people.NO_REQUESTS))
    if request.decided_by is not None:
        asker = await turn.session.get_one(Person, request.person_id)
        decider = await turn.session.get_one(Person, request.decided_by)
        return show(query, decision(request, asker, decider))
    asker = await decide(
        turn.session, request, approved=callback_data.approve, by=turn.person, now=turn.now
    )
    return [
        *show(query, decision(request, asker, turn.person)),
        *await _outcome(request, asker, turn),
    ]


async def _outcome(request: AccessRequest, asker: Person, turn: Turn) -> Answers:
    """What the asker hears."""
    if not request.approved:
        return [say(asker.id, Screen(texts.joining.request_declined(role=role_asked(request))))]
    if asker.is_admin:
        screen = Screen(texts.admins.YOU_ARE_APPOINTED, keyboard(Role.ADMIN))
    else:
        screen = await welcome(asker, turn)
    return [say(asker.id, screen), SetMenu(chat_id=asker.id, role=Role(asker.role))]


async def _requests(query: CallbackQuery, turn: Turn, *, after: int) -> Answers:
    requests = [each for each in await open_requests(turn.session) if each[0].id > after]
    if not requests:
        return show(query, Screen(texts.people.NO_REQUESTS))
    shown, left = requests[:SHOWN], len(requests[SHOWN:])
    first, *more = [await request_card(request, asker, turn) for request, asker in shown]
    if left:
        later = LaterRequests(after=shown[-1][0].id).pack()
        next_ones = rows([button(texts.people.LATER_REQUESTS, later)])
        more.append(Screen(texts.people.more_requests(left=left), next_ones))
    return [*show(query, first), *(say(query.from_user.id, each) for each in more)]


async def _ask_for_region(query: CallbackQuery, turn: Turn, district: str = "") -> Answers:
    # Text is an answer again, although a command may have come in between.
    await start_draft(turn.session, turn.person, FormKind.ACCESS, now=turn.now, step="region")
    return show(query, picker(AccessRegion, district))


def _confirm(region: Region) -> Screen:
    send = button(texts.joining.SEND_REQUEST, SendRequest(code=region.code).pack())
    other = button(texts.joining.OTHER_REGION, AccessRegion().pack())
    return Screen(texts.joining.confirm_request(region=region.name), rows([send], [other]))
