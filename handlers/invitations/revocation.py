"""The invitations of one region that can still be used, and taking them back."""

from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery, InlineKeyboardButton

from domain.people.open_invitations import (
    invitation_by_id,
    last_revoked,
    of_region,
    open_links,
    revoke,
    this_one,
)
from domain.regions.directory import Region, region_by_code
from handlers.callbacks import OpenInvitations, OpenRegionLinks, RegionCode, RowId
from handlers.context import Context
from handlers.forms.dialog import Dialog, Form
from handlers.forms.region_step import RegionAnswers, region_step
from handlers.forms.typed import Event
from handlers.invitations import texts
from handlers.invitations.all_regions import open_screen
from handlers.keyboards import button, rows
from handlers.responses import Responses, Screen, show
from handlers.routes import press
from models import FormKind, Role

SHOWN = 10


class RevokeOne(CallbackData, prefix="unlink"):
    invitation: RowId


class RevokeOfRegion(CallbackData, prefix="unlinks"):
    code: RegionCode


async def ask_for_region(query: CallbackQuery, context: Context) -> Responses:
    dialog = await Dialog.begin(REVOCATION, context)
    return await dialog.show(query)


async def revoke_one(query: CallbackQuery, callback_data: RevokeOne, context: Context) -> Responses:
    invitation = await invitation_by_id(context.session, callback_data.invitation)
    if invitation is None or invitation.region_code is None:
        return await open_screen(query, context)
    which = this_one(invitation.id)
    if await revoke(context.session, which, by=context.person, now=context.now):
        note = texts.revoked(1)
    elif invitation.used_at is not None:
        note = texts.LINK_IS_USED
    else:
        note = texts.not_open(await last_revoked(context.session, which), context.zone)
    return show(query, await _links(context, region_by_code(invitation.region_code), note))


async def revoke_of_region(
    query: CallbackQuery, callback_data: RevokeOfRegion, context: Context
) -> Responses:
    region = region_by_code(callback_data.code)
    number = await revoke(
        context.session, of_region(region.code), by=context.person, now=context.now
    )
    return show(query, await _links(context, region, texts.revoked(number) if number else ""))


async def _show_links(dialog: Dialog[RegionAnswers], event: Event) -> Responses:
    await dialog.close()
    return show(event, await _links(dialog.context, dialog.answers.chosen_region()))


async def _links(context: Context, region: Region, note: str = "") -> Screen:
    """The region's open links, each with the button that takes it back."""
    links = await open_links(context.session, region.code, context.now)
    if not links:
        last = await last_revoked(context.session, of_region(region.code))
        text = texts.region_without_links(region, last, context.zone, note=note)
        return Screen(text, rows([_to_invitations()]))
    text = texts.region_links(region, links[:SHOWN], context.zone, note=note)
    revoking = [
        [button(texts.revoke_button(number), RevokeOne(invitation=link.id))]
        for number, link in enumerate(links[:SHOWN], start=1)
    ]
    revoking_all = button(texts.revoke_region_button(len(links)), RevokeOfRegion(code=region.code))
    more = [revoking_all] if len(links) > 1 else []
    return Screen(text, rows(*revoking, more, [_to_invitations()]))


def _to_invitations() -> InlineKeyboardButton:
    return button(texts.BACK, OpenInvitations())


async def _cancel(dialog: Dialog[RegionAnswers], event: Event) -> Responses:
    await dialog.close()
    return await open_screen(event, dialog.context)


async def _gone(query: CallbackQuery, context: Context, _draft_id: int) -> Responses:
    return await ask_for_region(query, context)


REVOCATION: Form[RegionAnswers] = Form(
    kind=FormKind.REVOKE,
    answers=RegionAnswers,
    steps=(region_step(),),
    roles=frozenset({Role.ADMIN}),
    finish=_show_links,
    cancel=_cancel,
    gone=_gone,
)

ROUTES = (
    press(OpenRegionLinks, ask_for_region),
    press(RevokeOne, revoke_one),
    press(RevokeOfRegion, revoke_of_region),
)
