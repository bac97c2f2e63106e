"""The invitations of one region that can still be used, and taking them back."""

from aiogram import Router
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery, InlineKeyboardButton, Message

from handlers import texts
from handlers.access import ForAdmins
from handlers.answers import Answers, Screen, button, rows, show
from handlers.asked import Asked
from handlers.doors import (
    OpenInvitations,
    OpenRegionLinks,
    RowId,
)
from handlers.region_picker import RegionChoice, picker, search
from handlers.turn import Turn
from models import FormKind
from reports.drafts import start_draft
from reports.open_invitations import (
    invitation_by_id,
    last_revoked,
    of_region,
    open_links,
    revoke,
    this_one,
)
from reports.regions import Region

STEP = "revoke"  # of the draft that /invite has too: one region is asked for at a time
SHOWN = 10


class LinksOfRegion(RegionChoice, prefix="revoke"):
    pass


class RevokeOne(CallbackData, prefix="unlink"):
    invitation: RowId


class RevokeOfRegion(CallbackData, prefix="unlinks"):
    code: str


def router() -> Router:
    router = Router(name="a region's links")
    router.message.filter(ForAdmins())
    router.callback_query.filter(ForAdmins())
    router.callback_query.register(ask_for_region, OpenRegionLinks.filter())
    router.callback_query.register(choose_region, LinksOfRegion.filter())
    router.callback_query.register(revoke_one, RevokeOne.filter())
    router.callback_query.register(revoke_of_region, RevokeOfRegion.filter())
    return router


def answers_router() -> Router:
    router = Router(name="a region's links' answers")
    router.message.filter(ForAdmins())
    router.message.register(name_region, Asked(FormKind.INVITE, STEP))
    return router


async def ask_for_region(query: CallbackQuery, turn: Turn) -> Answers:
    return await _ask_for_region(query, turn)


async def choose_region(query: CallbackQuery, callback_data: LinksOfRegion, turn: Turn) -> Answers:
    if callback_data.code:
        return show(query, await _links(turn, callback_data.code))
    return await _ask_for_region(query, turn, callback_data.district)


async def name_region(message: Message, turn: Turn) -> Answers:
    return show(message, await _links(turn, message.text or message.caption or ""))


async def revoke_one(query: CallbackQuery, callback_data: RevokeOne, turn: Turn) -> Answers:
    invitation = await invitation_by_id(turn.session, callback_data.invitation)
    if invitation is None or invitation.region_code is None:
        return show(query, picker(LinksOfRegion))
    which = this_one(invitation.id)
    if await revoke(turn.session, which, by=turn.person, now=turn.now):
        note = texts.mass_invitations.revoked(1)
    elif invitation.used_at is not None:
        note = texts.mass_invitations.LINK_IS_USED
    else:
        note = texts.mass_invitations.not_open(await last_revoked(turn.session, which), turn.zone)
    return show(query, await _links(turn, invitation.region_code, note))


async def revoke_of_region(
    query: CallbackQuery, callback_data: RevokeOfRegion, turn: Turn
) -> Answers:
    region = search(LinksOfRegion, callback_data.code)
    if not isinstance(region, Region):
        return show(query, region)
    number = await revoke(turn.session, of_region(region.code), by=turn.person, now=turn.now)
    note = texts.mass_invitations.revoked(number) if number else ""
    return show(query, await _links(turn, region.code, note))


async def _ask_for_region(query: CallbackQuery, turn: Turn, district: str = "") -> Answers:
    # Text names a region too, although a command may have come in between.
    await start_draft(turn.session, turn.person, FormKind.INVITE, now=turn.now, step=STEP)
    return show(query, picker(LinksOfRegion, district))


async def _links(turn: Turn, typed: str, note: str = "") -> Screen:
    """The region's open links, each with the button that takes it back."""
    region = search(LinksOfRegion, typed)
    if not isinstance(region, Region):
        return region
    links = await open_links(turn.session, region.code, turn.now)
    if not links:
        last = await last_revoked(turn.session, of_region(region.code))
        text = texts.mass_invitations.region_without_links(region, last, turn.zone, note=note)
        return Screen(text, rows([_to_invitations()]))
    text = texts.mass_invitations.region_links(region, links[:SHOWN], turn.zone, note=note)
    each = [
        [button(texts.mass_invitations.revoke_button(number), RevokeOne(invitation=link.id).pack())]
        for number, link in enumerate(links[:SHOWN], start=1)
    ]
    every = button(
        texts.mass_invitations.revoke_region_button(len(links)),
        RevokeOfRegion(code=region.code).pack(),
    )
    return Screen(text, rows(*each, [every] if len(links) > 1 else [], [_to_invitations()]))


def _to_invitations() -> InlineKeyboardButton:
    return button(texts.mass_invitations.BACK, OpenInvitations().pack())
