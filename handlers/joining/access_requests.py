"""Requests for access: the admins see those that wait and decide, and the asker is told."""

from aiogram.types import CallbackQuery

from domain.people.access_requests import approve, open_requests
from handlers.callbacks import OpenRequests
from handlers.context import Context
from handlers.home import welcome
from handlers.joining import texts
from handlers.joining.declining import begin_declining, declined, undecided
from handlers.joining.screens import Decide, decided_request, request_card, tell_of_left_region
from handlers.keyboards import button, rows
from handlers.menu import keyboard
from handlers.region_news import tell_of_joining
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
        return show(query, Screen(texts.requests.NO_REQUESTS))
    shown, left = requests[:SHOWN], len(requests[SHOWN:])
    first, *more = [await request_card(request, asker, context) for request, asker in shown]
    if left:
        last, _ = shown[-1]
        next_ones = button(texts.requests.LATER_REQUESTS, OpenRequests(after=last.id))
        more.append(Screen(texts.requests.more_requests(left=left), rows([next_ones])))
    return [*show(query, first), *(say(query.from_user.id, screen) for screen in more)]


async def decide_request(
    query: CallbackQuery, callback_data: Decide, context: Context
) -> Responses:
    """To decline somebody who asks for a region takes a word of why."""
    request = await undecided(context, callback_data.request)
    if isinstance(request, Screen):
        return show(query, request)
    if callback_data.approve:
        return await _approve(query, request, context)
    if request.region_code is not None:
        return await begin_declining(query, request, context)
    return await declined(query, request, "", context)


async def _approve(query: CallbackQuery, request: AccessRequest, context: Context) -> Responses:
    asker = await context.session.get_one(Person, request.person_id)
    former_region = asker.region_code
    await approve(context.session, request, by=context.person, now=context.now)
    if asker.is_admin:
        screens = [Screen(texts.requests.YOU_ARE_APPOINTED, keyboard(Role.ADMIN))]
    else:
        approved = Screen(texts.access.REQUEST_APPROVED, keyboard(Role.COORDINATOR))
        screens = [approved, await welcome(asker, context)]
    return [
        *show(query, decided_request(request, asker, context.person)),
        *(say(asker.id, screen) for screen in screens),
        SetMenu(chat_id=asker.id, role=asker.role),
        *await tell_of_left_region(context, asker, former_region),
        *await tell_of_joining(context, asker),
    ]


ROUTES = (press(Decide, decide_request), press(OpenRequests, show_requests))
