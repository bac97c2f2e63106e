"""/invitations: the table of links for letters to the regions, and taking all links back."""

from typing import Annotated, Literal

from aiogram import Router
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery, InlineKeyboardButton, Message
from pydantic import Field

from handlers import texts
from handlers.access import ForAdmins
from handlers.answers import Answers, Screen, SendInvitationTable, button, rows, show
from handlers.commands import (
    INVITATIONS,
    Said,
)
from handlers.doors import (
    OpenInvitations,
    OpenRegionLinks,
)
from handlers.turn import Turn
from reports.campaigns import lock_campaign
from reports.mass_invitations import glance_at_invitations, invite_regions, valid_until
from reports.open_invitations import last_revoked, of_regions, revoke
from reports.regions import load_regions


class MakeTable(CallbackData, prefix="table"):
    whom: Literal["all", "nobody"]
    # The newest table when the button was shown: a second tap or admin makes no second one.
    last: Annotated[int, Field(ge=0, lt=2**63)]


class RevokeAll(CallbackData, prefix="revokeall"):
    sure: bool = False


def router() -> Router:
    router = Router(name="invitations of many regions")
    router.message.filter(ForAdmins())
    router.callback_query.filter(ForAdmins())
    router.message.register(open_screen, Said(INVITATIONS))
    router.callback_query.register(back_to_screen, OpenInvitations.filter())
    router.callback_query.register(make_table, MakeTable.filter())
    router.callback_query.register(revoke_all, RevokeAll.filter())
    return router


async def open_screen(message: Message, turn: Turn) -> Answers:
    return show(message, await _screen(turn))


async def back_to_screen(query: CallbackQuery, turn: Turn) -> Answers:
    return show(query, await _screen(turn))


async def make_table(query: CallbackQuery, callback_data: MakeTable, turn: Turn) -> Answers:
    # One admin at a time: what the button has seen is compared under the lock.
    await lock_campaign(turn.session, turn.campaign)
    seen = await glance_at_invitations(turn.session, turn.now)
    if callback_data.last != seen.version:
        return show(query, await _screen(turn), toast=texts.mass_invitations.TABLE_IS_MADE)
    regions = load_regions() if callback_data.whom == "all" else seen.nobody
    if not regions:
        return show(query, await _screen(turn), toast=texts.mass_invitations.EVERYBODY_HAS_JOINED)
    until = valid_until(turn.campaign, turn.now)
    codes = [region.code for region in regions]
    tokens = await invite_regions(turn.session, codes, by=turn.person, now=turn.now, until=until)
    links = {code: turn.link(token) for code, token in tokens.items()}
    table = SendInvitationTable(chat_id=turn.person.id, links=links, until=until)
    return [*show(query, await _screen(turn)), table]


async def revoke_all(query: CallbackQuery, callback_data: RevokeAll, turn: Turn) -> Answers:
    seen = await glance_at_invitations(turn.session, turn.now)
    if seen.open_links and not callback_data.sure:
        sure = button(texts.mass_invitations.REVOKE_ALL_SURE, RevokeAll(sure=True).pack())
        question = texts.mass_invitations.confirm_revoking_all(seen)
        return show(query, Screen(question, rows([sure], [_to_screen()])))
    number = await revoke(turn.session, of_regions(), by=turn.person, now=turn.now)
    if number:
        note = texts.mass_invitations.revoked(number)
    else:
        last = await last_revoked(turn.session, of_regions())
        note = texts.mass_invitations.nothing_open(last, turn.zone)
    return show(query, await _screen(turn, note))


async def _screen(turn: Turn, note: str = "") -> Screen:
    seen = await glance_at_invitations(turn.session, turn.now)
    text = texts.mass_invitations.invitations_screen(
        seen, until=valid_until(turn.campaign, turn.now), zone=turn.zone, note=note
    )
    everyone = MakeTable(whom="all", last=seen.version).pack()
    nobody = MakeTable(whom="nobody", last=seen.version).pack()
    making = [button(texts.mass_invitations.TABLE_FOR_ALL, everyone)]
    if 0 < len(seen.nobody) < len(load_regions()):
        making.append(button(texts.mass_invitations.nobody_button(len(seen.nobody)), nobody))
    taking = [
        button(texts.mass_invitations.REVOKE_ONE, OpenRegionLinks().pack()),
        button(texts.mass_invitations.revoke_all_button(seen.open_links), RevokeAll().pack()),
    ]
    return Screen(text, rows(*([each] for each in making), taking if seen.open_links else []))


def _to_screen() -> InlineKeyboardButton:
    return button(texts.mass_invitations.BACK, OpenInvitations().pack())
