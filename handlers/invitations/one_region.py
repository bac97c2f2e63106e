"""/invite: an admin makes a region's invitation, a link to pass on."""

from aiogram.types import Message

from domain.people.invitations import LIFETIME, invite
from handlers.context import Context
from handlers.forms.dialog import Dialog, Form
from handlers.forms.region_step import RegionAnswers, region_step
from handlers.forms.typed import Event, Typed
from handlers.invitations import texts
from handlers.menu import INVITE
from handlers.responses import Responses, Screen, say, show
from handlers.routes import command
from models import FormKind, Role


async def begin(message: Message, context: Context, argument: str) -> Responses:
    dialog = await Dialog.begin(NEW_INVITATION, context)
    if argument:
        return await dialog.take(message, Typed(argument, message))
    return await dialog.show(message)


async def _invite(dialog: Dialog[RegionAnswers], event: Event) -> Responses:
    context, region = dialog.context, dialog.answers.chosen_region()
    await dialog.close()
    token = await invite(context.session, region.code, by=context.person, now=context.now)
    made = texts.invitation_made(
        region=region.name, expires=context.now + LIFETIME, zone=context.zone
    )
    forward = texts.invitation_to_forward(
        region=region.name, year=context.campaign.year, link=context.link(token)
    )
    return [*show(event, Screen(made)), say(context.person.id, Screen(forward))]


NEW_INVITATION: Form[RegionAnswers] = Form(
    kind=FormKind.INVITE,
    answers=RegionAnswers,
    steps=(region_step(),),
    roles=frozenset({Role.ADMIN}),
    finish=_invite,
    cancel=Screen(texts.NOT_INVITED),
    gone=texts.INVITATION_LIST_IS_OLD,
)

ROUTES = (command(INVITE, begin),)
