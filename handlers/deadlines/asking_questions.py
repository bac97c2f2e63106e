"""What a coordinator who asks for more time is asked, and how an answer is taken."""

from datetime import datetime

from pydantic import BaseModel

from domain.campaigns.deadlines import deadline_from
from domain.campaigns.extensions import LONGEST_TO_ASK, parse_reason
from domain.refusal import Refusal
from domain.text.dates import is_moment
from handlers.deadlines import texts
from handlers.deadlines.screens import change_buttons, day_buttons
from handlers.forms.dialog import Dialog
from handlers.forms.texts import PRESS_A_BUTTON
from handlers.forms.typed import Taken, Typed
from handlers.keyboards import MAIN, columns, rows
from handlers.responses import Screen


class TimeAnswers(BaseModel):
    reason: str | None = None
    until: datetime | None = None


TimeDialog = Dialog[TimeAnswers]


async def ask_reason(dialog: TimeDialog) -> Screen:
    quick = [
        [dialog.button(reason, "because", str(number))]
        for number, reason in enumerate(texts.asking.REASONS)
    ]
    text = texts.asking.ask_reason(dialog.context.region)
    return Screen(text, rows(*quick, [dialog.cancel_button()]))


async def take_reason(dialog: TimeDialog, typed: Typed) -> Taken:
    dialog.set(reason=parse_reason(typed.words()))
    return ""


async def choose_reason(dialog: TimeDialog, number: str) -> Taken:
    reasons = {str(number): reason for number, reason in enumerate(texts.asking.REASONS)}
    if number not in reasons:
        raise Refusal(PRESS_A_BUTTON)
    dialog.set(reason=reasons[number])
    return ""


async def ask_until(dialog: TimeDialog) -> Screen:
    context = dialog.context
    since = max(context.now, context.deadline)
    changes = change_buttons(dialog, "reason")
    days = day_buttons(dialog, since, context.zone)
    return Screen(texts.asking.ASK_UNTIL, rows(*days, changes, [dialog.cancel_button()]))


async def take_until(dialog: TimeDialog, typed: Typed) -> Taken:
    context, latest = dialog.context, dialog.context.now + LONGEST_TO_ASK
    words, campaign, present = typed.words(), context.campaign, context.deadline
    until = deadline_from(words, campaign, context.now, context.zone, extended=present)
    if until <= context.deadline:
        raise Refusal(texts.asking.not_later(context.deadline, context.zone))
    if until > latest:
        raise Refusal(texts.asking.too_late(latest, context.zone))
    dialog.set(until=until)
    return ""


async def take_either(dialog: TimeDialog, typed: Typed) -> Taken:
    """At the confirmation: a date is another date, and words are another reason."""
    context = dialog.context
    is_date = is_moment(typed.words(), context.now, context.zone)
    note = await (take_until if is_date else take_reason)(dialog, typed)
    dialog.go("until" if is_date else "reason")
    return note


async def ask_to_confirm(dialog: TimeDialog) -> Screen:
    context, answers = dialog.context, dialog.answers
    assert answers.reason is not None
    assert answers.until is not None
    text = texts.asking.confirm(context.region, answers.reason, answers.until, context.zone)
    send = dialog.button(texts.asking.SEND, "finish", style=MAIN)
    changes = columns([*change_buttons(dialog, "reason", "until"), dialog.cancel_button()], 2)
    return Screen(text, rows([send], *changes))
