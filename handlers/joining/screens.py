"""A request for access as admins see it, before and after it is decided, and what else several
parts of joining show."""

from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery

from domain.people.access_requests import inviter_of
from domain.people.people import coordinators
from domain.regions.directory import region_by_code
from handlers.callbacks import OpenRequests, RowId
from handlers.context import Context
from handlers.home import home, role_asked
from handlers.joining import texts
from handlers.keyboards import MAIN, button, rows
from handlers.notifications import notify_admins, somebody_left
from handlers.responses import Responses, Screen, say, show
from models import AccessRequest, Person


class Decide(CallbackData, prefix="decide_request"):
    request: RowId
    approve: bool


async def request_card(request: AccessRequest, asker: Person, context: Context) -> Screen:
    yes = Decide(request=request.id, approve=True)
    no = Decide(request=request.id, approve=False)
    if request.region_code is not None:
        region = region_by_code(request.region_code).name
        colleagues = await coordinators(context.session, request.region_code)
        text = texts.requests.request_for_admin(
            request, asker, region=region, colleagues=colleagues
        )
        yes_label, no_label = texts.requests.APPROVE, texts.requests.DECLINE
    else:
        inviter = await inviter_of(context.session, request)
        text = texts.requests.appointment_question(asker=asker, inviter=inviter)
        yes_label, no_label = texts.requests.APPOINT, texts.invitation.NO
    return Screen(text, rows([button(yes_label, yes, MAIN), button(no_label, no)]))


async def tell_of_request(context: Context, request: AccessRequest) -> Responses:
    """To the admins: the card of a request that has just been made."""
    card = await request_card(request, context.person, context)
    list_of_all = button(texts.requests.SHOW_REQUESTS, OpenRequests())
    several = Screen(texts.requests.SEVERAL_REQUESTS, rows([list_of_all]))
    return await notify_admins(context, card, among_others=several)


def decided_request(request: AccessRequest, asker: Person, by: Person) -> Screen:
    return Screen(
        texts.requests.request_decided(request, asker, role=role_asked(request), by=by.name)
    )


async def show_home(query: CallbackQuery, context: Context, _draft_id: int) -> Responses:
    """A form that is gone gives way to the first screen."""
    return show(query, await home(context))


async def tell_of_colleague(context: Context, person: Person, inviter: Person) -> Responses:
    """To the admins without a sound, and to the coordinator who has invited the person."""
    joined = texts.invitation.colleague_joined(
        region=context.region.name, joined=person, inviter=inviter
    )
    told = await notify_admins(context, Screen(joined), silent=True)
    if inviter.blocked_at is None:
        told.append(say(inviter.id, Screen(texts.invitation.your_colleague_joined(person))))
    return told


async def tell_of_left_region(context: Context, person: Person, former: str | None) -> Responses:
    """To the admins, if the person has left the region with the code `former`, and nobody can be
    written to there now."""
    if former is None or former == person.region_code:
        return []
    others = await coordinators(context.session, former)
    if any(other.blocked_at is None for other in others):
        return []
    left = somebody_left(person, region_by_code(former), others)
    return await notify_admins(context, Screen(left))
