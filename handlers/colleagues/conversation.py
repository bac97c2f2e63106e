"""/colleagues: who enters the region's report, inviting one more, and stepping down."""

from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery, Message

from domain.events.authors import authors_of
from domain.people.colleagues import (
    LIFETIME,
    by_coordinators,
    invite_colleague,
    links_of_coordinators,
    may_invite,
)
from domain.people.open_invitations import newest_invitation, revoke
from domain.people.people import is_last_coordinator
from handlers import phrases
from handlers.callbacks import OpenColleagues, OpenReport, RowId
from handlers.colleagues import texts
from handlers.confirmation import ask
from handlers.context import Context
from handlers.keyboards import DANGER, MAIN, button, copy_button, rows
from handlers.leaving import LEAVE_SURE, leave, question
from handlers.menu import COLLEAGUES
from handlers.notifications import notify_admins
from handlers.report_closed import lock_own_report
from handlers.responses import Responses, Screen, say, show
from handlers.routes import command, press
from models import Invitation


class InviteColleague(CallbackData, prefix="invite_colleague"):
    """`newest` is the region's newest link when the button was shown: a second tap makes no second
    link."""

    newest: RowId


class RevokeOwnLink(CallbackData, prefix="revoke_own_link"):
    invitation: RowId


class LeaveRegion(CallbackData, prefix="leave_region"):
    """`region` is the one that it was said of: since then they may have joined another one."""

    region: str
    sure: bool = False


async def open_screen(event: Message | CallbackQuery, context: Context) -> Responses:
    return show(event, await _screen(context))


async def invite(
    query: CallbackQuery, callback_data: InviteColleague, context: Context
) -> Responses:
    await lock_own_report(context)
    session, code = context.session, context.region.code
    if callback_data.newest != await newest_invitation(session, by_coordinators(code)):
        return show(query, await _screen(context, texts.JUST_INVITED))
    if not await may_invite(session, code, context.now):
        return show(query, await _screen(context, texts.TOO_MANY))
    token = await invite_colleague(session, by=context.person, now=context.now)
    return await _invited(query, context, context.link(token))


async def _invited(query: CallbackQuery, context: Context, link: str) -> Responses:
    """With the message to forward, and a word to the admins without a sound."""
    region, by, expires = context.region, context.person, context.now + LIFETIME
    made = Screen(
        texts.invited(expires=expires, zone=context.own_zone),
        rows(
            [copy_button(phrases.COPY_LINK, link)],
            [button(texts.BACK, OpenColleagues())],
        ),
    )
    forward = texts.to_forward(
        by=by,
        region=region,
        year=context.campaign.year,
        link=link,
        expires=expires,
        zone=context.own_zone,
    )
    told = texts.invited_for_admins(region, by, expires=expires, zone=context.zone)
    return [
        *show(query, made),
        say(by.id, Screen(forward)),
        *await notify_admins(context, Screen(told), silent=True),
    ]


async def revoke_own(
    query: CallbackQuery, callback_data: RevokeOwnLink, context: Context
) -> Responses:
    session, person = context.session, context.person
    link = await session.get(Invitation, callback_data.invitation, with_for_update=True)
    if link is None or link.region_code != person.region_code:
        return show(query, await _screen(context))
    if link.created_by != person.id:
        return show(query, await _screen(context, texts.OTHERS_LINK))
    if await revoke(session, Invitation.id == link.id, by=person, now=context.now):
        note = texts.REVOKED
    else:
        note = texts.ALREADY_USED if link.used_at is not None else texts.ALREADY_CLOSED
    return show(query, await _screen(context, note))


async def step_down(
    query: CallbackQuery, callback_data: LeaveRegion, context: Context
) -> Responses:
    code = context.region.code
    if callback_data.sure and callback_data.region == code:
        return await leave(query, context)
    sure = button(LEAVE_SURE, LeaveRegion(region=code, sure=True), DANGER)
    others = [button(texts.STAY, OpenColleagues())]
    if await is_last_coordinator(context.session, context.person):
        newest = await newest_invitation(context.session, by_coordinators(code))
        others.insert(0, button(texts.INVITE, InviteColleague(newest=newest)))
    return ask(query, context, await question(context), sure, *others)


async def _screen(context: Context, note: str = "") -> Screen:
    session, code, person = context.session, context.region.code, context.person
    links = await links_of_coordinators(session, code, context.now)
    authors = await authors_of(session, context.campaign, code)
    text = texts.colleagues(context.region, authors, links, person, context.own_zone)
    newest = await newest_invitation(session, by_coordinators(code))
    inviting = button(texts.INVITE, InviteColleague(newest=newest), MAIN)
    revoking = [
        [button(texts.revoke_button(number), RevokeOwnLink(invitation=link.id))]
        for number, (link, _) in enumerate(links, start=1)
        if link.created_by == person.id
    ]
    leaving = button(texts.LEAVE, LeaveRegion(region=code))
    report = button(phrases.REGION_REPORT, OpenReport())
    keyboard = rows([inviting], *revoking, [report], [leaving])
    return Screen(text, keyboard).with_note(note)


ROUTES = (
    command(COLLEAGUES, open_screen),
    press(OpenColleagues, open_screen),
    press(InviteColleague, invite),
    press(RevokeOwnLink, revoke_own),
    press(LeaveRegion, step_down),
)
