"""A request for access as the admins see it: to be decided, and decided."""

from aiogram.filters.callback_data import CallbackData

from handlers import texts
from handlers.answers import Answers, Screen, button, rows, say
from handlers.doors import RowId
from handlers.turn import Turn
from models import AccessRequest, Person
from reports.access_requests import inviter_of
from reports.people import admins
from reports.regions import region_by_code


class Decide(CallbackData, prefix="decide"):
    request: RowId
    approve: bool


def role_asked(request: AccessRequest) -> str:
    """What they ask to be: the region's name stands for its coordinator."""
    if request.region_code is None:
        return texts.joining.ADMIN_ROLE
    return region_by_code(request.region_code).name


async def tell_admins(request: AccessRequest, asker: Person, turn: Turn) -> Answers:
    card = await request_card(request, asker, turn)
    return [say(admin.id, card) for admin in await admins(turn.session)]


async def request_card(request: AccessRequest, asker: Person, turn: Turn) -> Screen:
    yes = Decide(request=request.id, approve=True).pack()
    no = Decide(request=request.id, approve=False).pack()
    if request.region_code is not None:
        region = region_by_code(request.region_code).name
        text = texts.joining.request_for_admin(asker=asker, region=region)
        yes_label, no_label = texts.joining.APPROVE, texts.joining.DECLINE
    else:
        inviter = await inviter_of(turn.session, request)
        text = texts.admins.appointment_question(asker=asker, inviter=inviter)
        yes_label, no_label = texts.admins.APPOINT, texts.admins.DO_NOT_APPOINT
    return Screen(text, rows([button(yes_label, yes), button(no_label, no)]))


def decision(request: AccessRequest, asker: Person, decider: Person) -> Screen:
    text = texts.joining.request_decided(
        asker=asker, role=role_asked(request), approved=bool(request.approved), by=decider.name
    )
    return Screen(text)
