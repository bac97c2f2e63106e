"""The invitations of one region that can still be used, and taking them back."""

from aiogram import Router
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery, InlineKeyboardButton, Message

from domain.drafts import start_draft
from domain.people.open_invitations import (
    invitation_by_id,
    last_revoked,
    of_region,
    open_links,
    revoke,
    this_one,
)
from domain.regions.directory import Region
from handlers.callbacks import OpenInvitations, OpenRegionLinks, RowId
from handlers.context import Context
from handlers.filters import ForAdmins
from handlers.forms.asked import Asked
from handlers.invitations import texts
from handlers.keyboards import button, rows
from handlers.region_picker import RegionChoice, picker, search
from handlers.responses import Responses, Screen, show
from models import FormKind

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


async def ask_for_region(query: CallbackQuery, context: Context) -> Responses:
    return await _ask_for_region(query, context)


async def choose_region(
    query: CallbackQuery, callback_data: LinksOfRegion, context: Context
) -> Responses:
    if callback_data.code:
        return show(query, await _links(context, callback_data.code))
    return await _ask_for_region(query, context, callback_data.district)


async def name_region(message: Message, context: Context) -> Responses:
    return show(message, await _links(context, message.text or message.caption or ""))


async def revoke_one(query: CallbackQuery, callback_data: RevokeOne, context: Context) -> Responses:
    invitation = await invitation_by_id(context.session, callback_data.invitation)
    if invitation is None or invitation.region_code is None:
        return show(query, picker(LinksOfRegion))
    which = this_one(invitation.id)
    if await revoke(context.session, which, by=context.person, now=context.now):
        note = texts.revoked(1)
    elif invitation.used_at is not None:
        note = texts.LINK_IS_USED
    else:
        note = texts.not_open(await last_revoked(context.session, which), context.zone)
    return show(query, await _links(context, invitation.region_code, note))


async def revoke_of_region(
    query: CallbackQuery, callback_data: RevokeOfRegion, context: Context
) -> Responses:
    region = search(LinksOfRegion, callback_data.code)
    if not isinstance(region, Region):
        return show(query, region)
    number = await revoke(
        context.session, of_region(region.code), by=context.person, now=context.now
    )
    note = texts.revoked(number) if number else ""
    return show(query, await _links(context, region.code, note))


async def _ask_for_region(query: CallbackQuery, context: Context, district: str = "") -> Responses:
    # Text names a region too, although a command may have come in between.
    await start_draft(context.session, context.person, FormKind.INVITE, now=context.now, step=STEP)
    return show(query, picker(LinksOfRegion, district))


async def _links(context: Context, typed: str, note: str = "") -> Screen:
    """The region's open links, each with the button that takes it back."""
    region = search(LinksOfRegion, typed)
    if not isinstance(region, Region):
        return region
    links = await open_links(context.session, region.code, context.now)
    if not links:
        last = await last_revoked(context.session, of_region(region.code))
        text = texts.region_without_links(region, last, context.zone, note=note)
        return Screen(text, rows([_to_invitations()]))
    text = texts.region_links(region, links[:SHOWN], context.zone, note=note)
    each = [
        [button(texts.revoke_button(number), RevokeOne(invitation=link.id).pack())]
        for number, link in enumerate(links[:SHOWN], start=1)
    ]
    every = button(
        texts.revoke_region_button(len(links)),
        RevokeOfRegion(code=region.code).pack(),
    )
    return Screen(text, rows(*each, [every] if len(links) > 1 else [], [_to_invitations()]))


def _to_invitations() -> InlineKeyboardButton:
    return button(texts.BACK, OpenInvitations().pack())
