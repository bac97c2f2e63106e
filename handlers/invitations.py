"""/invite: an admin makes a region's invitation, a link to pass on."""

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from handlers import texts
from handlers.access import ForAdmins
from handlers.answers import Answers, Screen, alert, say, show
from handlers.asked import Asked
from handlers.commands import (
    INVITE,
    Said,
)
from handlers.region_picker import RegionChoice, picker, search
from handlers.turn import Turn
from models import FormKind
from reports.drafts import draft_of, resume, start_draft
from reports.invitations import LIFETIME, invite
from reports.regions import Region

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


async def begin(message: Message, turn: Turn, argument: str) -> Answers:
    await start_draft(turn.session, turn.person, FormKind.INVITE, now=turn.now, step=STEP)
    if argument:
        return await _named(message, argument, turn)
    return show(message, picker(InviteRegion))


async def name_region(message: Message, turn: Turn) -> Answers:
    return await _named(message, message.text or message.caption or "", turn)


async def choose(query: CallbackQuery, callback_data: InviteRegion, turn: Turn) -> Answers:
    # The draft is used up with the invitation: a second tap makes no second one.
    draft = await draft_of(turn.session, turn.person, FormKind.INVITE)
    if draft is None or draft.step != STEP:
        return alert(query, texts.joining.INVITATION_LIST_IS_OLD)
    if not callback_data.code:
        await resume(turn.session, turn.person, draft)  # a command may have come in between
        return show(query, picker(InviteRegion, callback_data.district))
    return await _named(query, callback_data.code, turn)


async def _named(event: Message | CallbackQuery, typed: str, turn: Turn) -> Answers:
    region = search(InviteRegion, typed)
    if not isinstance(region, Region):
        return show(event, region)
    draft = await draft_of(turn.session, turn.person, FormKind.INVITE)
    await turn.session.delete(draft)
    token = await invite(turn.session, region.code, by=turn.person, now=turn.now)
    made = texts.joining.invitation_made(
        region=region.name, expires=turn.now + LIFETIME, zone=turn.zone
    )
    forward = texts.joining.invitation_to_forward(
        region=region.name, year=turn.campaign.year, link=turn.link(token)
    )
    return [*show(event, Screen(made)), say(turn.person.id, Screen(forward))]
