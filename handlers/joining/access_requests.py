"""Requests for access: the admins see those that wait and decide, and the asker is told."""

from aiogram.types import CallbackQuery

from domain.people.access_requests import decide, open_requests, request_by_id
from handlers.callbacks import OpenRequests
from handlers.context import Context
from handlers.home import role_asked, welcome
from handlers.joining import texts
from handlers.joining.screens import Decide, decided_request, request_card, tell_of_left_region
from handlers.keyboards import button, rows
from handlers.menu import keyboard
from handlers.responses import Responses, Screen, SetMenu, say, show
from handlers.routes import press
from models import AccessRequest, Person, Role

SHOWN = 10  # requests at once, a message each


async def show_requests(
    query: CallbackQuery, callback_data: OpenRequests, context: Context
) -> Responses:
    waiting = await open_requests(context.session)
    requests = [(request, asker) for request, asker in waiting if request.id > callback_data.after]
    if not requests:
        return show(query, Screen(texts.NO_REQUESTS))
    shown, left = requests[:SHOWN], len(requests[SHOWN:])
    first, *more = [await request_card(request, asker, context) for request, asker in shown]
    if left:
        last, _ = shown[-1]
        next_ones = button(texts.LATER_REQUESTS, OpenRequests(after=last.id))
        more.append(Screen(texts.more_requests(left=left), rows([next_ones])))
    return [*show(query, first), *(say(query.from_user.id, screen) for screen in more)]


async def decide_request(
    query: CallbackQuery, callback_data: Decide, context: Context
) -> Responses:
    request = await request_by_id(context.session, callback_data.request)
    if request is None:
        return show(query, Screen(texts.NO_REQUESTS))
    asker = await context.session.get_one(Person, request.person_id)
    if request.decided_by is not None:
        decider = await context.session.get_one(Person, request.decided_by)
        return show(query, decided_request(request, asker, decider))
    former_region = asker.region_code
    await decide(
        context.session, request, approved=callback_data.approve, by=context.person, now=context.now
    )
    return [
        *show(query, decided_request(request, asker, context.person)),
        *await _outcome(request, asker, context),
        *await tell_of_left_region(context, asker, former_region),
    ]


async def _outcome(request: AccessRequest, asker: Person, context: Context) -> Responses:
    """What the asker is told."""
    if not request.approved:
        return [say(asker.id, Screen(texts.request_declined(role=role_asked(request))))]
    if asker.is_admin:
        screens = [Screen(texts.YOU_ARE_APPOINTED, keyboard(Role.ADMIN))]
    else:
        approved = Screen(texts.REQUEST_APPROVED, keyboard(Role.COORDINATOR))
        screens = [approved, await welcome(asker, context)]
    menu = SetMenu(chat_id=asker.id, role=asker.role)
    return [*(say(asker.id, screen) for screen in screens), menu]


ROUTES = (press(Decide, decide_request), press(OpenRequests, show_requests))
