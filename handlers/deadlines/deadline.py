"""/deadline: until when reports are taken, and setting it for all regions."""

from datetime import datetime

from aiogram import Router
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery, Message

from domain.audit.trail import last_author
from domain.campaigns.deadlines import deadline_from, extended_deadlines, move_deadline
from domain.campaigns.locking import lock_campaign
from domain.drafts import activate, draft_of, start_draft
from domain.mailings.mailings import Audience, begin_mailing, recipients_of
from domain.refusal import Refusal
from domain.text.dates import FARTHEST
from handlers import formatting
from handlers.context import Context
from handlers.deadlines import texts
from handlers.deadlines.screens import (
    ChangeDeadline,
    OpenDeadline,
    Seconds,
    deadline_screen,
    moment_of,
    seconds,
    to_deadline,
    typed_deadline,
)
from handlers.filters import ForAdmins
from handlers.forms.asked import Asked
from handlers.keyboards import button, rows
from handlers.menu import DEADLINE, Said
from handlers.notifications import notify_admins
from handlers.responses import Responses, Screen, show
from models import AuditAction, Draft, FormKind, NoticeContent


class SetDeadline(CallbackData, prefix="dlset"):
    """What the admin saw and confirms: the new deadline, and the one that it replaces."""

    until: Seconds
    was: Seconds


def router() -> Router:
    router = Router(name="deadline")
    router.message.filter(ForAdmins())
    router.callback_query.filter(ForAdmins())
    router.message.register(open_deadline, Said(DEADLINE))
    router.callback_query.register(turn_page, OpenDeadline.filter())
    router.callback_query.register(ask, ChangeDeadline.filter())
    router.callback_query.register(change, SetDeadline.filter())
    return router


def answers_router() -> Router:
    router = Router(name="deadline's answers")
    router.message.filter(ForAdmins())
    router.message.register(take, Asked(FormKind.DEADLINE))
    return router


async def open_deadline(message: Message, context: Context, argument: str) -> Responses:
    if not argument:
        return show(message, await deadline_screen(context))
    if context.campaign.closed_at is not None:
        return show(message, await deadline_screen(context, note=texts.deadline.CAMPAIGN_IS_CLOSED))
    return await _take(message, argument, await _start(context), context)


async def turn_page(
    query: CallbackQuery, callback_data: OpenDeadline, context: Context
) -> Responses:
    if callback_data.leave:
        await _forget(context)
    return show(query, await deadline_screen(context, callback_data.page))


async def ask(query: CallbackQuery, callback_data: ChangeDeadline, context: Context) -> Responses:
    if context.campaign.closed_at is not None:
        return show(query, await deadline_screen(context, note=texts.deadline.CAMPAIGN_IS_CLOSED))
    draft = await draft_of(context.session, context.person, FormKind.DEADLINE)
    typed = typed_deadline(draft, context)
    if draft is None or typed is None or callback_data.anew:
        await _start(context)
        return show(query, _question())
    await activate(context.session, context.person, draft)
    return show(query, await _confirm(context, typed))


async def take(message: Message, draft: Draft, context: Context) -> Responses:
    return await _take(message, message.text or message.caption or "", draft, context)


async def change(query: CallbackQuery, callback_data: SetDeadline, context: Context) -> Responses:
    await lock_campaign(context.session, context.campaign)
    campaign, before, until = (
        context.campaign,
        context.campaign.deadline,
        moment_of(callback_data.until),
    )
    if campaign.closed_at is not None:
        return show(query, await deadline_screen(context, note=texts.deadline.CAMPAIGN_IS_CLOSED))
    if seconds(before) == callback_data.until:  # a second tap, or another admin's same wish
        return show(query, await deadline_screen(context), toast=texts.deadline.DEADLINE_IS_SET)
    if seconds(before) != callback_data.was:
        by = await last_author(context.session, AuditAction.CAMPAIGN_DEADLINE, campaign.id)
        note = texts.deadline.changed_meanwhile(campaign, by, context.zone)
        return show(query, await _confirm(context, until, note))
    if not context.now < until <= context.now + FARTHEST:  # the button is an old one
        await _start(context)
        return show(query, _question(texts.deadline.DATE_IS_OVER))
    return await _change(query, before, until, context)


async def _change(
    query: CallbackQuery, before: datetime, until: datetime, context: Context
) -> Responses:
    session, campaign, by = context.session, context.campaign, context.person
    await move_deadline(session, campaign, until, by=by, now=context.now, zone=context.zone)
    await _forget(context)
    to = await recipients_of(session, campaign, Audience("all"))
    notice = NoticeContent(text=texts.deadline.notice(campaign, before, context.zone))
    await begin_mailing(session, campaign, to, notice, by=by, now=context.now)
    told = texts.deadline.changed_for_admins(campaign, before, by.name, context.zone)
    screen = await deadline_screen(context, note=texts.deadline.changed(to))
    return [*show(query, screen), *await notify_admins(context, Screen(told), but=by)]


async def _start(context: Context) -> Draft:
    return await start_draft(
        context.session, context.person, FormKind.DEADLINE, now=context.now, step="until"
    )


async def _forget(context: Context) -> None:
    draft = await draft_of(context.session, context.person, FormKind.DEADLINE)
    if draft is not None:
        await context.session.delete(draft)
        await context.session.flush()


async def _take(message: Message, typed: str, draft: Draft, context: Context) -> Responses:
    try:
        until = deadline_from(typed, context.campaign, context.now, context.zone)
        if seconds(until) == seconds(context.campaign.deadline):
            raise Refusal(texts.deadline.DEADLINE_IS_SET)
    except Refusal as refused:
        return show(message, _question(formatting.refusal(refused)))
    draft.answers = {"until": seconds(until)}
    draft.changed_at = context.now
    return show(message, await _confirm(context, until))


def _question(note: str = "") -> Screen:
    text = formatting.with_note(note, texts.deadline.ASK_DEADLINE)
    return Screen(text, rows([to_deadline()]))


async def _confirm(context: Context, until: datetime, note: str = "") -> Screen:
    to = await recipients_of(context.session, context.campaign, Audience("all"))
    unreported = await recipients_of(context.session, context.campaign, Audience("unreported"))
    extended = await extended_deadlines(context.session, context.campaign)
    text = texts.deadline.confirm(
        context.campaign,
        until,
        to=to,
        unreported=len(unreported.regions),
        ending=sum(own <= until for own in extended.values()),
        zone=context.zone,
        note=note,
    )
    sure = SetDeadline(until=seconds(until), was=seconds(context.campaign.deadline))
    change = button(texts.deadline.CHANGE_SURE, sure.pack())
    other = button(texts.deadline.OTHER_DATE, ChangeDeadline(anew=True).pack())
    leave = button(texts.deadline.LEAVE, OpenDeadline(leave=True).pack())
    return Screen(text, rows([change], [other, leave]))
