"""/invitations: the links for letters to the regions, as files, and revoking all links."""

from typing import Annotated, Literal

from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery, InlineKeyboardButton, Message
from pydantic import Field

from domain.campaigns.locking import lock_campaign
from domain.people.open_invitations import OF_REGIONS, last_revoked, revoke
from domain.people.regional_invitations import invitation_summary, invite_regions, valid_until
from domain.regions.directory import load_regions
from domain.reports.status_queries import region_statuses
from handlers import phrases
from handlers.callbacks import OpenInvitations, OpenRegionLinks
from handlers.confirmation import ask
from handlers.context import Context
from handlers.invitations import texts
from handlers.keyboards import DANGER, MAIN, button, rows
from handlers.menu import INVITATIONS
from handlers.responses import Responses, Screen, SendInvitations, show
from handlers.routes import command, press

FILES: tuple[Literal["table", "pages", "archive"], ...] = ("table", "pages", "archive")


class MakeTable(CallbackData, prefix="invitation_table"):
    whom: Literal["all", "nobody"]
    # The table that was the newest when the button was shown, so that a second tap, or another
    # admin's, makes no second table.
    last: Annotated[int, Field(ge=0, lt=2**63)]


class RevokeAll(CallbackData, prefix="revoke_all_links"):
    sure: bool = False


async def open_screen(event: Message | CallbackQuery, context: Context) -> Responses:
    return show(event, await _screen(context))


async def make_table(query: CallbackQuery, callback_data: MakeTable, context: Context) -> Responses:
    # One admin at a time: the button's `last` is compared under the lock.
    await lock_campaign(context.session, context.campaign)
    summary = await invitation_summary(context.session, context.now)
    if callback_data.last != summary.version:
        return show(query, await _screen(context), toast=texts.TABLE_IS_MADE)
    regions = load_regions() if callback_data.whom == "all" else summary.unreachable
    if not regions:
        return show(query, await _screen(context), toast=texts.ALL_REACHABLE)
    until = valid_until(context.campaign, context.now)
    codes = [region.code for region in regions]
    tokens = await invite_regions(
        context.session, codes, by=context.person, now=context.now, until=until
    )
    links = {code: context.link(token) for code, token in tokens.items()}
    # An answer for each file: each is stored until it is out, whatever becomes of the others.
    files = [
        SendInvitations(chat_id=context.person.id, what=what, links=links, until=until)
        for what in FILES
    ]
    return [*show(query, await _screen(context)), *files]


async def revoke_all(query: CallbackQuery, callback_data: RevokeAll, context: Context) -> Responses:
    summary = await invitation_summary(context.session, context.now)
    if summary.open_links and not callback_data.sure:
        sure = button(texts.REVOKE_ALL_SURE, RevokeAll(sure=True), DANGER)
        question = texts.confirm_revoking_all(summary)
        return ask(query, context, question, sure, to_invitations())
    number = await revoke(context.session, OF_REGIONS, by=context.person, now=context.now)
    if number:
        note = phrases.links_revoked(number)
    else:
        last = await last_revoked(context.session, OF_REGIONS)
        note = texts.with_revoker(texts.NOTHING_OPEN, last, context.zone)
    return show(query, (await _screen(context)).with_note(note))


async def _screen(context: Context) -> Screen:
    summary = await invitation_summary(context.session, context.now)
    codes = {region.code for region in summary.unreachable}
    text = texts.invitations_screen(
        summary,
        unreported=sum(
            not status.report_status.reported
            for status in await region_statuses(context.session, context.campaign)
            if status.region.code in codes
        ),
        until=valid_until(context.campaign, context.now),
        zone=context.zone,
    )
    everybody = MakeTable(whom="all", last=summary.version)
    buttons = [[button(texts.TABLE_FOR_ALL, everybody, MAIN)]]
    if 0 < len(summary.unreachable) < len(load_regions()):
        nobody = MakeTable(whom="nobody", last=summary.version)
        buttons.append([button(texts.unreachable_button(len(summary.unreachable)), nobody)])
    if summary.open_links:
        buttons.append([button(texts.REVOKE_ONE, OpenRegionLinks())])
        buttons.append([button(texts.revoke_all_button(summary.open_links), RevokeAll())])
    return Screen(text, rows(*buttons))


def to_invitations() -> InlineKeyboardButton:
    return button(texts.BACK, OpenInvitations())


ROUTES = (
    command(INVITATIONS, open_screen),
    press(OpenInvitations, open_screen),
    press(MakeTable, make_table),
    press(RevokeAll, revoke_all),
)
