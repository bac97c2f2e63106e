"""/invite: an admin makes a region's invitation, a link to pass on."""

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from domain.drafts import activate, draft_of, start_draft
from domain.people.invitations import LIFETIME, invite
from domain.regions.directory import Region
from handlers.context import Context
from handlers.filters import ForAdmins
from handlers.forms.asked import Asked
from handlers.invitations import texts
from handlers.menu import INVITE, Said
from handlers.region_picker import RegionChoice, picker, search
from handlers.responses import Responses, Screen, alert, say, show
from models import FormKind

STEP = "region"


class InviteRegion(RegionChoice, prefix="invite"):
    pass


def router() -> Router:
    router = Router(name="invitations")
    router.message.filter(ForAdmins())
    router.callback_query.filter(ForAdmins())
    router.message.register(begin, Said(INVITE))
    router.callback_query.register(choose, InviteRegion.filter())
    return router


def answers_router() -> Router:
    router = Router(name="invitations' answers")
    router.message.filter(ForAdmins())
    router.message.register(name_region, Asked(FormKind.INVITE, STEP))
    return router


async def begin(message: Message, context: Context, argument: str) -> Responses:
    await start_draft(context.session, context.person, FormKind.INVITE, now=context.now, step=STEP)
    if argument:
        return await _named(message, argument, context)
    return show(message, picker(InviteRegion))


async def name_region(message: Message, context: Context) -> Responses:
    return await _named(message, message.text or message.caption or "", context)


async def choose(query: CallbackQuery, callback_data: InviteRegion, context: Context) -> Responses:
    # The draft is used up with the invitation: a second tap makes no second one.
    draft = await draft_of(context.session, context.person, FormKind.INVITE)
    if draft is None or draft.step != STEP:
        return alert(query, texts.INVITATION_LIST_IS_OLD)
    if not callback_data.code:
        await activate(context.session, context.person, draft)  # a command may have come in between
        return show(query, picker(InviteRegion, callback_data.district))
    return await _named(query, callback_data.code, context)


async def _named(event: Message | CallbackQuery, typed: str, context: Context) -> Responses:
    region = search(InviteRegion, typed)
    if not isinstance(region, Region):
        return show(event, region)
    draft = await draft_of(context.session, context.person, FormKind.INVITE)
    await context.session.delete(draft)
    token = await invite(context.session, region.code, by=context.person, now=context.now)
    made = texts.invitation_made(
        region=region.name, expires=context.now + LIFETIME, zone=context.zone
    )
    forward = texts.invitation_to_forward(
        region=region.name, year=context.campaign.year, link=context.link(token)
    )
    return [*show(event, Screen(made)), say(context.person.id, Screen(forward))]
