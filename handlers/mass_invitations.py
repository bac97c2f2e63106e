"""/invitations: the table of links for letters to the regions, and taking links back."""

from typing import Annotated, Literal

from aiogram import Router
from aiogram.filters import Filter
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery, InlineKeyboardButton, Message
from pydantic import Field

from handlers import texts
from handlers.access import ForAdmins
from handlers.answers import Answers, Screen, SendInvitationTable, button, rows, show
from handlers.commands import INVITATIONS, RowId, Said
from handlers.region_picker import RegionChoice, picker, search
from handlers.turn import Turn
from models import FormKind
from reports.drafts import active_draft, start_draft
from reports.mass_invitations import (
    glance_at_invitations,
    hold_table,
    invitation_by_id,
    invite_regions,
    last_revoked,
    of_region,
    of_regions,
    open_links,
    revoke,
    this_one,
    valid_until,
)
from reports.regions import Region, load_regions

STEP = "revoke"
SHOWN = 10  # links of one region


class OpenInvitations(CallbackData, prefix="letters"):
    pass


class MakeTable(CallbackData, prefix="table"):
    whom: Literal["all", "nobody"]
    # The newest table when the button was shown: a second tap or admin makes no second one.
    last: Annotated[int, Field(ge=0, lt=2**63)]


class RevokeAll(CallbackData, prefix="revokeall"):
    sure: bool = False


class RevokeRegion(RegionChoice, prefix="revoke"):
    pass


class RevokeOne(CallbackData, prefix="unlink"):
    invitation: RowId


class RevokeOfRegion(CallbackData, prefix="unlinks"):
    code: str


class NamingRegion(Filter):
    """An admin who is asked whose links to take back."""

    async def __call__(self, message: Message, turn: Turn) -> bool:
        draft = await active_draft(turn.session, turn.person)
        return draft is not None and (draft.form, draft.step) == (FormKind.INVITE, STEP)


def router() -> Router:
    router = Router(name="invitations of many regions")
    router.message.filter(ForAdmins())
    router.callback_query.filter(ForAdmins())
    router.message.register(open_screen, Said(INVITATIONS))
    router.callback_query.register(back_to_screen, OpenInvitations.filter())
    router.callback_query.register(make_table, MakeTable.filter())
    router.callback_query.register(revoke_all, RevokeAll.filter())
    router.callback_query.register(choose_region, RevokeRegion.filter())
    router.callback_query.register(revoke_one, RevokeOne.filter())
    router.callback_query.register(revoke_of_region, RevokeOfRegion.filter())
    return router


def answers_router() -> Router:
    router = Router(name="whose invitations are taken back")
    router.message.filter(ForAdmins())
    router.message.register(name_region, NamingRegion())
    return router


async def open_screen(message: Message, turn: Turn) -> Answers:
    return show(message, await _screen(turn))


async def back_to_screen(query: CallbackQuery, turn: Turn) -> Answers:
    return show(query, await _screen(turn))


async def make_table(query: CallbackQuery, callback_data: MakeTable, turn: Turn) -> Answers:
    await hold_table(turn.session, turn.campaign)
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


async def choose_region(query: CallbackQuery, callback_data: RevokeRegion, turn: Turn) -> Answers:
    if callback_data.code:
        return show(query, await _region(turn, callback_data.code))
    # Text names a region too, although a command may have come in between.
    await start_draft(turn.session, turn.person, FormKind.INVITE, now=turn.now, step=STEP)
    return show(query, picker(RevokeRegion, callback_data.district))


async def name_region(message: Message, turn: Turn) -> Answers:
    return show(message, await _region(turn, message.text or message.caption or ""))


async def revoke_one(query: CallbackQuery, callback_data: RevokeOne, turn: Turn) -> Answers:
    invitation = await invitation_by_id(turn.session, callback_data.invitation)
    if invitation is None or invitation.region_code is None:
        return show(query, await _screen(turn))
    which = this_one(invitation.id)
    if await revoke(turn.session, which, by=turn.person, now=turn.now):
        note = texts.mass_invitations.revoked(1)
    elif invitation.used_at is not None:
        note = texts.mass_invitations.LINK_IS_USED
    else:
        note = texts.mass_invitations.not_open(await last_revoked(turn.session, which), turn.zone)
    return show(query, await _region(turn, invitation.region_code, note))


async def revoke_of_region(
    query: CallbackQuery, callback_data: RevokeOfRegion, turn: Turn
) -> Answers:
    region = search(RevokeRegion, callback_data.code)
    if not isinstance(region, Region):
        return show(query, region)
    number = await revoke(turn.session, of_region(region.code), by=turn.person, now=turn.now)
    note = texts.mass_invitations.revoked(number) if number else ""
    return show(query, await _region(turn, region.code, note))


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
        button(texts.mass_invitations.REVOKE_ONE, RevokeRegion().pack()),
        button(texts.mass_invitations.revoke_all_button(seen.open_links), RevokeAll().pack()),
    ]
    return Screen(text, rows(*([each] for each in making), taking if seen.open_links else []))


async def _region(turn: Turn, typed: str, note: str = "") -> Screen:
    """The region's open links, each with the button that takes it back."""
    region = search(RevokeRegion, typed)
    if not isinstance(region, Region):
        return region
    links = await open_links(turn.session, region.code, turn.now)
    if not links:
        last = await last_revoked(turn.session, of_region(region.code))
        text = texts.mass_invitations.region_without_links(region, last, turn.zone, note=note)
        return Screen(text, rows([_to_screen()]))
    text = texts.mass_invitations.region_links(region, links[:SHOWN], turn.zone, note=note)
    each = [
        [button(texts.mass_invitations.revoke_button(number), RevokeOne(invitation=link.id).pack())]
        for number, link in enumerate(links[:SHOWN], start=1)
    ]
    every = button(
        texts.mass_invitations.revoke_region_button(len(links)),
        RevokeOfRegion(code=region.code).pack(),
    )
    return Screen(text, rows(*each, [every] if len(links) > 1 else [], [_to_screen()]))


def _to_screen() -> InlineKeyboardButton:
    return button(texts.mass_invitations.BACK, OpenInvitations().pack())
