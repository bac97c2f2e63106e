"""A coordinator at the deadline or past it asks for more time: why, and until when."""

from datetime import datetime

from aiogram.types import CallbackQuery
from pydantic import BaseModel

from domain.campaigns.deadlines import deadline_from
from domain.campaigns.extensions import (
    LONGEST_TO_ASK,
    ask_for_time,
    has_asked_too_often,
    open_request_of,
    parse_reason,
)
from domain.refusal import Refusal
from domain.text.dates import is_moment
from handlers import phrases
from handlers.callbacks import AskForTime, OpenReport
from handlers.context import Context
from handlers.deadlines import texts
from handlers.deadlines.request_card import request_card
from handlers.deadlines.screens import change_buttons, day_buttons
from handlers.forms.dialog import YES_OR_NO, Dialog, Form, Step, always
from handlers.forms.texts import PRESS_A_BUTTON
from handlers.forms.typed import Event, Taken, Typed
from handlers.keyboards import MAIN, button, columns, rows
from handlers.notifications import notify_admins
from handlers.reply_buttons import write_to_ministry
from handlers.report_closed import (
    TIME_ASKED_ALREADY,
    closed,
    lock_own_report,
    may_ask_ahead,
    own_report_is_closed,
)
from handlers.responses import Responses, Screen, show
from handlers.routes import press
from models import FormKind, Role


class TimeAnswers(BaseModel):
    reason: str | None = None
    until: datetime | None = None


TimeDialog = Dialog[TimeAnswers]


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
    if not is_closed and not may_ask_ahead(context):
        return Screen(texts.asking.STILL_TAKEN, rows([opening]))
    waits = await open_request_of(session, campaign, region.code) is not None
    if campaign.closed_at is not None or (waits and is_closed):
        return await closed(context)
    if waits:
        return Screen(TIME_ASKED_ALREADY, rows([opening]))
    if await has_asked_too_often(session, region.code, context.now):
        return Screen(texts.asking.TOO_MANY_ASKED, rows([write_to_ministry()]))
    return None


async def _guard(dialog: TimeDialog) -> Screen | None:
    """Another coordinator may have asked meanwhile, or an admin given the time."""
    refused = await _refused(dialog.context)
    if refused is not None:
        await dialog.close()
    return refused


async def _ask_reason(dialog: TimeDialog) -> Screen:
    quick = [
        [dialog.button(reason, "because", str(number))]
        for number, reason in enumerate(texts.asking.REASONS)
    ]
    text = texts.asking.ask_reason(dialog.context.region)
    return Screen(text, rows(*quick, [dialog.cancel_button()]))


async def _take_reason(dialog: TimeDialog, typed: Typed) -> Taken:
    dialog.set(reason=parse_reason(typed.words()))
    return ""


async def _choose_reason(dialog: TimeDialog, number: str) -> Taken:
    reasons = {str(number): reason for number, reason in enumerate(texts.asking.REASONS)}
    if number not in reasons:
        raise Refusal(PRESS_A_BUTTON)
    dialog.set(reason=reasons[number])
    return ""


async def _ask_until(dialog: TimeDialog) -> Screen:
    context = dialog.context
    since = max(context.now, context.deadline)
    changes = change_buttons(dialog, "reason")
    days = day_buttons(dialog, since, context.zone)
    return Screen(texts.asking.ASK_UNTIL, rows(*days, changes, [dialog.cancel_button()]))


async def _take_until(dialog: TimeDialog, typed: Typed) -> Taken:
    context, latest = dialog.context, dialog.context.now + LONGEST_TO_ASK
    words, campaign, present = typed.words(), context.campaign, context.deadline
    until = deadline_from(words, campaign, context.now, context.zone, extended=present)
    if until <= context.deadline:
        raise Refusal(texts.asking.not_later(context.deadline, context.zone))
    if until > latest:
        raise Refusal(texts.asking.too_late(latest, context.zone))
    dialog.set(until=until)
    return ""


async def _take_either(dialog: TimeDialog, typed: Typed) -> Taken:
    """At the confirmation: a date is another date, and words are another reason."""
    context = dialog.context
    is_date = is_moment(typed.words(), context.now, context.zone)
    note = await (_take_until if is_date else _take_reason)(dialog, typed)
    dialog.go("until" if is_date else "reason")
    return note


async def _confirm(dialog: TimeDialog) -> Screen:
    context, answers = dialog.context, dialog.answers
    assert answers.reason is not None
    assert answers.until is not None
    text = texts.asking.confirm(context.region, answers.reason, answers.until, context.zone)
    send = dialog.button(texts.asking.SEND, "finish", style=MAIN)
    changes = columns([*change_buttons(dialog, "reason", "until"), dialog.cancel_button()], 2)
    return Screen(text, rows([send], *changes))


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
            screen=_ask_reason,
            take=_take_reason,
            press={"because": _choose_reason},
        ),
        Step(key="until", title=texts.extensions.UNTIL, screen=_ask_until, take=_take_until),
        Step(
            key="confirm",
            screen=_confirm,
            take=_take_either,
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
