"""A request for access as the admins see it: to be decided, and decided."""

from aiogram.filters.callback_data import CallbackData

from domain.people.access_requests import inviter_of
from domain.people.people import is_last_coordinator
from domain.regions.directory import Region, region_by_code
from handlers.callbacks import RowId
from handlers.context import Context
from handlers.home import role_asked
from handlers.joining import texts
from handlers.keyboards import button, rows
from handlers.notifications import notify_admins, somebody_left
from handlers.responses import Responses, Screen
from models import AccessRequest, Person


class Decide(CallbackData, prefix="decide"):
    request: RowId
    approve: bool


async def tell_admins(request: AccessRequest, asker: Person, context: Context) -> Responses:
    return await notify_admins(context, await request_card(request, asker, context))


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


async def region_to_be_left(context: Context, person: Person) -> Region | None:
    """The coordinator's region, if it has nobody else."""
    if person.region_code is None or not await is_last_coordinator(context.session, person):
        return None
    return region_by_code(person.region_code)


async def tell_of_left_region(context: Context, person: Person, left: Region | None) -> Responses:
    """The admins hear that `left`, which the person was the last coordinator of, has nobody."""
    if left is None or person.region_code == left.code:
        return []
    return await notify_admins(context, Screen(somebody_left(person, left, others=0)))
