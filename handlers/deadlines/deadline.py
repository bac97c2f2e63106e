"""/deadline: until when reports are taken, and moving it for all regions."""

from aiogram.types import CallbackQuery, Message

from domain.audit.trail import last_author
from domain.campaigns.deadlines import deadline_from, extended_deadlines, move_deadline
from domain.campaigns.extension_line import names_region
from domain.campaigns.locking import lock_campaign
from domain.mailings.mailings import Audience, begin_mailing, recipients_of
from domain.refusal import Refusal
from handlers.context import Context
from handlers.deadlines import texts
from handlers.deadlines.screens import (
    ChangeDeadline,
    DeadlineAnswers,
    OpenDeadline,
    campaign_closed,
    deadline_screen,
    typed_deadline,
)
from handlers.forms.dialog import YES_OR_NO, Dialog, Form, Step, always
from handlers.forms.typed import Event, Taken, Typed
from handlers.keyboards import MAIN, rows
from handlers.menu import DEADLINE
from handlers.notifications import notify_admins
from handlers.responses import Responses, Screen, show
from handlers.routes import command, press
from models import AuditAction, FormKind, NoticeContent, Role

DeadlineDialog = Dialog[DeadlineAnswers]


async def open_deadline(message: Message, context: Context, argument: str) -> Responses:
    if not argument:
        return show(message, await deadline_screen(context))
    closed = await campaign_closed(context)
    if closed is not None:
        return show(message, closed)
    dialog = await Dialog.begin(NEW_DEADLINE, context)
    if names_region(argument, context.now, context.zone):
        return await dialog.show(message, texts.deadline.of_one_region(argument))
    return await dialog.take(message, Typed(argument))


async def turn_page(
    query: CallbackQuery, callback_data: OpenDeadline, context: Context
) -> Responses:
    return show(query, await deadline_screen(context, callback_data.page))


async def ask(query: CallbackQuery, context: Context) -> Responses:
    closed = await campaign_closed(context)
    if closed is not None:
        return show(query, closed)
    dialog = await Dialog.unfinished(NEW_DEADLINE, context)
    if dialog is None or typed_deadline(dialog.draft, context) is None:
        dialog = await Dialog.begin(NEW_DEADLINE, context)
    else:
        await dialog.activate()
        dialog.go("confirm")
    return await dialog.show(query)


async def _question(dialog: DeadlineDialog) -> Screen:
    leave = dialog.cancel_button(texts.deadline.LEAVE)
    return Screen(texts.deadline.ASK_DEADLINE, rows([leave]))


async def _take(dialog: DeadlineDialog, typed: Typed) -> Taken:
    context, before = dialog.context, dialog.context.campaign.deadline
    until = deadline_from(typed.words(), context.campaign, context.now, context.zone)
    if until == before:
        raise Refusal(texts.deadline.DEADLINE_IS_SET)
    dialog.set(until=until, was=before)
    return ""


async def _confirm(dialog: DeadlineDialog) -> Screen:
    context, until = dialog.context, dialog.answers.until
    assert until is not None
    session, campaign = context.session, context.campaign
    extended = await extended_deadlines(session, campaign)
    text = texts.deadline.confirm(
        campaign,
        until,
        to=await recipients_of(session, campaign, Audience("all")),
        unreported=len((await recipients_of(session, campaign, Audience("unreported"))).regions),
        ending=sum(own <= until for own in extended.values()),
        zone=context.zone,
    )
    change = dialog.button(texts.deadline.CHANGE_SURE, "finish", style=MAIN)
    other = dialog.button(texts.deadline.OTHER_DATE, "ask", "until")
    keyboard = rows([change], [other, dialog.cancel_button(texts.deadline.LEAVE)])
    return Screen(text, keyboard)


async def _change(dialog: DeadlineDialog, event: Event) -> Responses:
    """Optimistic locking: the admin is asked again if another one has moved the deadline since."""
    context, until, was = dialog.context, dialog.answers.until, dialog.answers.was
    session, campaign, by = context.session, context.campaign, context.person
    assert until is not None
    await lock_campaign(session, campaign)
    closed = await campaign_closed(context)
    if closed is not None:
        return show(event, closed)
    before = campaign.deadline
    if before == until:  # another admin's same wish
        await dialog.close()
        return show(event, await deadline_screen(context), toast=texts.deadline.DEADLINE_IS_SET)
    if before != was:
        dialog.set(was=before)
        author = await last_author(session, AuditAction.CAMPAIGN_DEADLINE, campaign.id)
        note = texts.deadline.changed_meanwhile(campaign, author, context.zone)
        return await dialog.show(event, note)
    if until <= context.now:
        dialog.set(until=None)
        return await dialog.proceed(event, texts.deadline.DATE_IS_OVER)
    await dialog.close()
    await move_deadline(session, campaign, until, by=by, now=context.now, zone=context.zone)
    to = await recipients_of(session, campaign, Audience("all"))
    text = texts.deadline.notice(campaign, before, context.zone)
    notice = NoticeContent(text=text, deadline=until)
    await begin_mailing(session, campaign, to, notice, by=by, now=context.now)
    for_admins = texts.deadline.changed_for_admins(campaign, before, by.name, context.zone)
    screen = (await deadline_screen(context)).with_note(texts.deadline.changed(to))
    return [*show(event, screen), *await notify_admins(context, Screen(for_admins), but=by)]


async def _leave(dialog: DeadlineDialog, event: Event) -> Responses:
    await dialog.close()
    return show(event, await deadline_screen(dialog.context))


NEW_DEADLINE: Form[DeadlineAnswers] = Form(
    kind=FormKind.DEADLINE,
    answers=DeadlineAnswers,
    steps=(
        Step(key="until", title=texts.deadline.TITLE, screen=_question, take=_take),
        Step(key="confirm", screen=_confirm, is_due=always, words=YES_OR_NO),
    ),
    roles=frozenset({Role.ADMIN}),
    finish=_change,
    cancel=_leave,
    guard=lambda dialog: campaign_closed(dialog.context),
    of_campaign=True,
)

ROUTES = (
    command(DEADLINE, open_deadline),
    press(OpenDeadline, turn_page),
    press(ChangeDeadline, ask),
)
