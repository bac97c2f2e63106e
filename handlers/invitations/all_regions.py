"""/invitations: the table of links for letters to the regions, and taking all links back."""

from typing import Annotated, Literal

from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery, InlineKeyboardButton, Message
from pydantic import Field

from domain.campaigns.locking import lock_campaign
from domain.people.open_invitations import last_revoked, of_regions, revoke
from domain.people.regional_invitations import invitation_summary, invite_regions, valid_until
from domain.regions.directory import load_regions
from handlers.callbacks import OpenInvitations, OpenRegionLinks
from handlers.confirmation import ask
from handlers.context import Context
from handlers.invitations import texts
from handlers.keyboards import button, rows
from handlers.menu import INVITATIONS
from handlers.responses import Responses, Screen, SendInvitationTable, show
from handlers.routes import command, press


class MakeTable(CallbackData, prefix="table"):
    whom: Literal["all", "nobody"]
    # The newest table when the button was shown: a second tap or admin makes no second one.
    last: Annotated[int, Field(ge=0, lt=2**63)]


class RevokeAll(CallbackData, prefix="revokeall"):
    sure: bool = False


async def open_screen(event: Message | CallbackQuery, context: Context) -> Responses:
    return show(event, await _screen(context))


async def make_table(query: CallbackQuery, callback_data: MakeTable, context: Context) -> Responses:
    # One admin at a time: what the button has seen is compared under the lock.
    await lock_campaign(context.session, context.campaign)
    seen = await invitation_summary(context.session, context.now)
    if callback_data.last != seen.version:
        return show(query, await _screen(context), toast=texts.TABLE_IS_MADE)
    regions = load_regions() if callback_data.whom == "all" else seen.nobody
    if not regions:
        return show(query, await _screen(context), toast=texts.EVERYBODY_HAS_JOINED)
    until = valid_until(context.campaign, context.now)
    codes = [region.code for region in regions]
    tokens = await invite_regions(
        context.session, codes, by=context.person, now=context.now, until=until
    )
    links = {code: context.link(token) for code, token in tokens.items()}
    table = SendInvitationTable(chat_id=context.person.id, links=links, until=until)
    return [*show(query, await _screen(context)), table]


async def revoke_all(query: CallbackQuery, callback_data: RevokeAll, context: Context) -> Responses:
    seen = await invitation_summary(context.session, context.now)
    if seen.open_links and not callback_data.sure:
        sure = button(texts.REVOKE_ALL_SURE, RevokeAll(sure=True))
        question = texts.confirm_revoking_all(seen)
        return ask(query, context, question, sure, _to_screen())
    number = await revoke(context.session, of_regions(), by=context.person, now=context.now)
    if number:
        note = texts.revoked(number)
    else:
        last = await last_revoked(context.session, of_regions())
        note = texts.nothing_open(last, context.zone)
    return show(query, await _screen(context, note))


async def _screen(context: Context, note: str = "") -> Screen:
    seen = await invitation_summary(context.session, context.now)
    text = texts.invitations_screen(
        seen, until=valid_until(context.campaign, context.now), zone=context.zone, note=note
    )
    everyone = MakeTable(whom="all", last=seen.version).pack()
    nobody = MakeTable(whom="nobody", last=seen.version).pack()
    making = [button(texts.TABLE_FOR_ALL, everyone)]
    if 0 < len(seen.nobody) < len(load_regions()):
        making.append(button(texts.nobody_button(len(seen.nobody)), nobody))
    taking = [
        button(texts.REVOKE_ONE, OpenRegionLinks()),
        button(texts.revoke_all_button(seen.open_links), RevokeAll()),
    ]
    return Screen(text, rows(*([each] for each in making), taking if seen.open_links else []))


def _to_screen() -> InlineKeyboardButton:
    return button(texts.BACK, OpenInvitations())


ROUTES = (
    command(INVITATIONS, open_screen),
    press(OpenInvitations, open_screen),
    press(MakeTable, make_table),
    press(RevokeAll, revoke_all),
)
