"""A coordinator at the deadline or past it asks for more time: why, and until when."""

from aiogram.types import CallbackQuery

from domain.campaigns.extensions import ask_for_time, has_asked_too_often, open_request_of
from handlers import phrases
from handlers.after_deadline import TIME_ASKED_ALREADY, may_ask_ahead
from handlers.callbacks import AskForTime, OpenReport
from handlers.context import Context
from handlers.deadlines import texts
from handlers.deadlines.asking_questions import (
    TimeAnswers,
    TimeDialog,
    ask_reason,
    ask_to_confirm,
    ask_until,
    choose_reason,
    take_either,
    take_reason,
    take_until,
)
from handlers.deadlines.request_card import request_card
from handlers.forms.dialog import YES_OR_NO, Dialog, Form, Step, always
from handlers.forms.typed import Event
from handlers.keyboards import button, rows
from handlers.notifications import notify_admins
from handlers.reply_buttons import write_to_ministry
from handlers.report_closed import (
    closed,
    lock_own_report,
    own_report_is_accepted,
    own_report_is_closed,
)
from handlers.responses import Responses, Screen, show
from handlers.routes import press
from models import FormKind, Role


async def begin(query: CallbackQuery, context: Context) -> Responses:
    refused = await _refused(context)
    if refused is not None:
        return show(query, refused)
    dialog = await Dialog.unfinished(TIME, context)
    if dialog is None:
        dialog = await Dialog.begin(TIME, context)
    await dialog.activate()
    return await dialog.show(query)


async def _refused(context: Context) -> Screen | None:
    """Why the region cannot ask now, or need not; None if it may."""
    session, campaign, region = context.session, context.campaign, context.region
    is_closed, opening = own_report_is_closed(context), button(phrases.REGION_REPORT, OpenReport())
    if campaign.closed_at is not None or own_report_is_accepted(context):
        return await closed(context)
    if not is_closed and not may_ask_ahead(context):
        return Screen(texts.asking.STILL_TAKEN, rows([opening]))
    waits = await open_request_of(session, campaign, region.code) is not None
    if waits and is_closed:
        return await closed(context)
    if waits:
        return Screen(TIME_ASKED_ALREADY, rows([opening]))
    if await has_asked_too_often(session, campaign, region.code, context.now):
        return Screen(texts.asking.TOO_MANY_ASKED, rows([write_to_ministry()]))
    return None


async def _guard(dialog: TimeDialog) -> Screen | None:
    """Another coordinator may have asked meanwhile, or an admin given the time."""
    refused = await _refused(dialog.context)
    if refused is not None:
        await dialog.close()
    return refused


async def _send(dialog: TimeDialog, event: Event) -> Responses:
    context, reason, until = dialog.context, dialog.answers.reason, dialog.answers.until
    assert reason is not None
    assert until is not None
    await lock_own_report(context)
    refused = await _guard(dialog)
    if refused is not None:
        return show(event, refused)
    if until <= max(context.now, context.deadline):  # the form waited too long
        dialog.set(until=None)
        return await dialog.proceed(event, texts.time_requests.DAY_IS_OVER)
    await dialog.close()
    session, campaign, by, now = context.session, context.campaign, context.person, context.now
    request = await ask_for_time(session, campaign, reason, until, by=by, now=now)
    text = texts.asking.sent(context.region, reason, until, context.zone)
    sent = Screen(text, rows([write_to_ministry()])).kept()
    card = await request_card(context, request, by)
    return [
        *show(event, sent),
        *await notify_admins(context, card),
    ]


def _waits(dialog: TimeDialog) -> Screen | None:
    """That a reason is given and the request not sent, with the buttons to go on or cancel."""
    reason = dialog.answers.reason
    if reason is None:
        return None
    go_on = dialog.button(texts.asking.GO_ON, "show")
    return Screen(texts.asking.waits(reason), rows([go_on, dialog.cancel_button()]))


TIME: Form[TimeAnswers] = Form(
    kind=FormKind.TIME,
    answers=TimeAnswers,
    steps=(
        Step(
            key="reason",
            title=texts.extensions.REASON,
            screen=ask_reason,
            take=take_reason,
            press={"because": choose_reason},
        ),
        Step(key="until", title=texts.extensions.UNTIL, screen=ask_until, take=take_until),
        Step(
            key="confirm",
            screen=ask_to_confirm,
            take=take_either,
            is_due=always,
            words=YES_OR_NO,
        ),
    ),
    roles=frozenset({Role.COORDINATOR}),
    finish=_send,
    cancel=Screen(texts.asking.NOT_SENT),
    guard=_guard,
    waits=_waits,
    of_campaign=True,
)

ROUTES = (press(AskForTime, begin),)
