"""A request for access as the admins see it: to be decided, and decided."""

from aiogram.filters.callback_data import CallbackData

from domain.people.access_requests import inviter_of
from domain.people.people import admins
from domain.regions.directory import region_by_code
from handlers.callbacks import RowId
from handlers.context import Context
from handlers.joining import texts
from handlers.keyboards import button, rows
from handlers.phrases import role_asked
from handlers.responses import Responses, Screen, say
from models import AccessRequest, Person


class Decide(CallbackData, prefix="decide"):
    request: RowId
    approve: bool


async def tell_admins(request: AccessRequest, asker: Person, context: Context) -> Responses:
    card = await request_card(request, asker, context)
    return [say(admin.id, card) for admin in await admins(context.session)]


async def request_card(request: AccessRequest, asker: Person, context: Context) -> Screen:
    yes = Decide(request=request.id, approve=True).pack()
    no = Decide(request=request.id, approve=False).pack()
    if request.region_code is not None:
        region = region_by_code(request.region_code).name
        text = texts.request_for_admin(asker=asker, region=region)
        yes_label, no_label = texts.APPROVE, texts.DECLINE
    else:
        inviter = await inviter_of(context.session, request)
        text = texts.appointment_question(asker=asker, inviter=inviter)
        yes_label, no_label = texts.APPOINT, texts.DO_NOT_APPOINT
    return Screen(text, rows([button(yes_label, yes), button(no_label, no)]))


def decision(request: AccessRequest, asker: Person, decider: Person) -> Screen:
    text = texts.request_decided(
        asker=asker, role=role_asked(request), approved=bool(request.approved), by=decider.name
    )
    return Screen(text)
