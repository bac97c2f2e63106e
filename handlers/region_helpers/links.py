"""The links by which a region's helpers join: making one for an organisation, revoking it."""

from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery
from pydantic import BaseModel

from domain.people.region_helpers import (
    OPEN_LINKS,
    is_usable,
    link_of,
    make_link,
    page_of_links,
    parse_organisation,
    revoke,
    team_of,
)
from handlers import phrases
from handlers.callbacks import OpenHelpers, RowId
from handlers.confirmation import ask
from handlers.context import Context
from handlers.formatting import until
from handlers.forms.dialog import Dialog, Form, Step
from handlers.forms.typed import Event, Taken, Typed
from handlers.keyboards import DANGER, button, copy_button, page_buttons, rows
from handlers.on_behalf import act_for
from handlers.region_helpers import texts
from handlers.report_closed import lock_own_report
from handlers.responses import Responses, Screen, say, show
from handlers.routes import press
from models import FormKind, Role


class InviteHelper(CallbackData, prefix="invite_helper"):
    pass


class OpenHelperLinks(CallbackData, prefix="helper_links"):
    page: RowId = 0


class RevokeHelperLink(CallbackData, prefix="revoke_helper"):
    link: RowId
    sure: bool = False


class LinkAnswers(BaseModel):
    organisation: str | None = None


LinkDialog = Dialog[LinkAnswers]


async def begin(query: CallbackQuery, context: Context) -> Responses:
    team = await team_of(context.session, context.region.code, context.now)
    if team.links >= OPEN_LINKS:
        return show(query, await links_screen(context, texts.TOO_MANY_LINKS))
    return await (await Dialog.begin(NEW_LINK, context)).show(query)


async def _ask(dialog: LinkDialog) -> Screen:
    return Screen(texts.ASK_ORGANISATION, rows([dialog.cancel_button()]))


async def _take(dialog: LinkDialog, typed: Typed) -> Taken:
    dialog.set(organisation=parse_organisation(typed.words()))
    return ""


async def _make(dialog: LinkDialog, event: Event) -> Responses:
    context, organisation = dialog.context, dialog.answers.organisation or ""
    # One region's links are made one at a time, so that there are no more of them than may be.
    await lock_own_report(context)
    await dialog.close()
    team = await team_of(context.session, context.region.code, context.now)
    if team.links >= OPEN_LINKS:
        return show(event, await links_screen(context, texts.TOO_MANY_LINKS))
    link, token = await make_link(
        context.session,
        context.region.code,
        organisation,
        context.campaign,
        by=context.person,
        now=context.now,
    )
    address, zone = context.link(token), context.own_zone
    forward = texts.to_forward(
        organisation=organisation,
        region=context.region.name,
        year=context.campaign.year,
        last_day=until(context.deadline, context.zone, context.region),
        address=address,
        expires=link.expires_at,
        zone=zone,
    )
    more, helpers = (
        button(texts.INVITE_MORE, InviteHelper()),
        button(phrases.HELPERS, OpenHelpers()),
    )
    buttons = rows([copy_button(phrases.COPY_LINK, address)], [more], [helpers])
    made = Screen(texts.link_made(link, zone), buttons).kept()
    return [*show(event, made), say(context.person.id, Screen(forward))]


async def open_links(
    query: CallbackQuery, callback_data: OpenHelperLinks, context: Context
) -> Responses:
    return show(query, await links_screen(context, page=callback_data.page))


async def revoke_link(
    query: CallbackQuery, callback_data: RevokeHelperLink, context: Context
) -> Responses:
    link = await link_of(context.session, callback_data.link, context.region.code)
    if link is None or not is_usable(link, context.now):
        return show(query, await links_screen(context), toast=texts.LINK_GONE)
    if not callback_data.sure:
        sure = button(texts.REVOKE_SURE, RevokeHelperLink(link=link.id, sure=True), DANGER)
        keep = button(texts.KEEP, OpenHelperLinks())
        return ask(query, context, texts.confirm_revoking(link), sure, keep)
    revoke(context.session, link, by=context.person, now=context.now)
    await context.session.flush()
    return show(query, await links_screen(context, texts.revoked(link)))


async def links_screen(context: Context, note: str = "", page: int = 0) -> Screen:
    listing = await page_of_links(context.session, context.region.code, page, context.now)
    links = [
        [button(texts.link_button(link), RevokeHelperLink(link=link.id))] for link in listing.items
    ]
    pager = page_buttons(listing, lambda number: OpenHelperLinks(page=number))
    back = [button(texts.TO_HELPERS, OpenHelpers())]
    text = texts.links_list(listing, context.own_zone)
    return Screen(text, rows(*links, pager, back)).with_note(note)


async def _guard(dialog: LinkDialog) -> Screen | None:
    await act_for(dialog.context, dialog.draft.region_code or "")
    return None


NEW_LINK: Form[LinkAnswers] = Form(
    kind=FormKind.HELPER,
    answers=LinkAnswers,
    steps=(Step(key="organisation", title=texts.ORGANISATION, screen=_ask, take=_take),),
    roles=frozenset({Role.COORDINATOR, Role.ADMIN}),
    finish=_make,
    cancel=Screen(texts.NOT_INVITED),
    guard=_guard,
)

ROUTES = (
    press(InviteHelper, begin),
    press(OpenHelperLinks, open_links),
    press(RevokeHelperLink, revoke_link),
)
