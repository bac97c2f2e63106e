"""Revokes the open invitations of one region."""

from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery

from domain.people.open_invitations import last_revoked, open_links, revoke
from domain.regions.directory import Region, region_by_code
from handlers import phrases
from handlers.callbacks import OpenRegionLinks, RegionCode, RowId
from handlers.context import Context
from handlers.forms.dialog import Dialog, Form
from handlers.forms.region_step import RegionAnswers, region_step
from handlers.forms.typed import Event
from handlers.invitations import texts
from handlers.invitations.all_regions import open_screen, to_invitations
from handlers.keyboards import button, rows
from handlers.responses import Responses, Screen, show
from handlers.routes import press
from models import FormKind, Invitation, Role

SHOWN = 10


class RevokeLink(CallbackData, prefix="revoke_link"):
    invitation: RowId


class RevokeRegionLinks(CallbackData, prefix="revoke_region_links"):
    code: RegionCode


async def ask_for_region(query: CallbackQuery, context: Context) -> Responses:
    dialog = await Dialog.begin(REVOCATION, context)
    return await dialog.show(query)


async def revoke_link(
    query: CallbackQuery, callback_data: RevokeLink, context: Context
) -> Responses:
    session, id_ = context.session, callback_data.invitation
    invitation = await session.get(Invitation, id_, with_for_update=True)
    if invitation is None or invitation.region_code is None:
        return await open_screen(query, context)
    this_one = Invitation.id == invitation.id
    if await revoke(session, this_one, by=context.person, now=context.now):
        note = phrases.links_revoked(1)
    elif invitation.used_at is not None:
        note = texts.LINK_IS_USED
    else:
        last = await last_revoked(session, this_one)
        note = texts.with_revoker(texts.NOT_OPEN, last, context.zone)
    return show(query, await _links(context, region_by_code(invitation.region_code), note))


async def revoke_region_links(
    query: CallbackQuery, callback_data: RevokeRegionLinks, context: Context
) -> Responses:
    region = region_by_code(callback_data.code)
    of_region = Invitation.region_code == region.code
    number = await revoke(context.session, of_region, by=context.person, now=context.now)
    note = phrases.links_revoked(number) if number else ""
    return show(query, await _links(context, region, note))


async def _show_links(dialog: Dialog[RegionAnswers], event: Event) -> Responses:
    await dialog.close()
    return show(event, await _links(dialog.context, dialog.answers.chosen_region()))


async def _links(context: Context, region: Region, note: str = "") -> Screen:
    """The region's open links, with a button to revoke each."""
    of_region = Invitation.region_code == region.code
    links = await open_links(context.session, of_region, context.now)
    if not links:
        last = None if note else await last_revoked(context.session, of_region)
        text = texts.region_without_links(region, last, context.zone)
        return Screen(text, rows([to_invitations()])).with_note(note)
    text = texts.region_links(region, links[:SHOWN], context.zone)
    revoking = [
        [button(texts.revoke_button(number), RevokeLink(invitation=link.id))]
        for number, (link, _) in enumerate(links[:SHOWN], start=1)
    ]
    if len(links) > 1:
        label = texts.revoke_region_button(len(links))
        revoking.append([button(label, RevokeRegionLinks(code=region.code))])
    return Screen(text, rows(*revoking, [to_invitations()])).with_note(note)


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
    press(RevokeLink, revoke_link),
    press(RevokeRegionLinks, revoke_region_links),
)
