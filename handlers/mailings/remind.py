"""/remind: an admin reminds regions now, in addition to the automatic reminders."""

from functools import partial

from aiogram.types import CallbackQuery, Message

from domain.mailings.mailings import Recipients, audience_of, recipients_of
from domain.reports.status_queries import region_status
from handlers import menu
from handlers.callbacks import RemindWhom
from handlers.context import Context
from handlers.forms.dialog import YES_OR_NO, Dialog, Form, Step, always
from handlers.forms.typed import Event, Typed
from handlers.keyboards import MAIN, rows
from handlers.mailings import texts
from handlers.mailings.audiences import (
    NAMES,
    AudienceAnswers,
    audience_menu,
    audience_step,
    other_audience,
    take_audience,
    whom_missed,
)
from handlers.mailings.screens import reminder
from handlers.mailings.sending import send, warning
from handlers.responses import Responses, Screen, below
from handlers.routes import command, press
from models import FormKind, MailingKind, ReminderContent, Role

RemindDialog = Dialog[AudienceAnswers]


async def begin(message: Message, context: Context, argument: str) -> Responses:
    dialog = await Dialog.begin(REMIND, context)
    return await (dialog.take(message, Typed(argument)) if argument else dialog.show(message))


async def begin_by_button(
    query: CallbackQuery, callback_data: RemindWhom, context: Context
) -> Responses:
    audience = audience_of(callback_data.whom, callback_data.which)
    dialog = await Dialog.begin(REMIND, context, AudienceAnswers(audience=audience))
    return below(await dialog.show(query))


async def _preview(dialog: RemindDialog, *, named: bool = False) -> Screen:
    """The text as a coordinator gets it, how many do, and «Отправить?». `named`: with the names of
    all whom it will not reach."""
    context, audience = dialog.context, dialog.answers.chosen
    to = await _recipients(dialog)
    if not to.people:
        return _nobody_to_remind(dialog, to, named=named)
    code = to.people[0].region_code
    assert code is not None
    status = await region_status(context.session, context.campaign, code)
    example = reminder(context.campaign, status, zone=context.zone, now=context.now)
    text = texts.remind.preview(
        audience,
        to,
        warning=await warning(dialog, to, MailingKind.REMINDER),
        example=example.text,
        region=status.region,
        named=named,
    )
    confirm = dialog.button(texts.mailing.SEND, "finish", style=MAIN)
    missed = whom_missed(dialog, to, named=named)
    keyboard = rows([confirm], missed, [other_audience(dialog)], [dialog.cancel_button()])
    return Screen(text, keyboard)


def _nobody_to_remind(dialog: RemindDialog, to: Recipients, *, named: bool) -> Screen:
    text = texts.remind.nobody_to_remind(dialog.answers.chosen, to, named=named)
    missed = whom_missed(dialog, to, named=named)
    return Screen(text, rows(missed, [other_audience(dialog)], [dialog.cancel_button()]))


async def _name_missed(dialog: RemindDialog, _: str) -> Screen:
    return await _preview(dialog, named=True)


async def _send(dialog: RemindDialog, event: Event) -> Responses:
    audience = dialog.answers.chosen
    content = ReminderContent(whom=audience.whom, which=audience.which)
    return await send(dialog, event, await _recipients(dialog), content)


async def _recipients(dialog: RemindDialog) -> Recipients:
    context = dialog.context
    return await recipients_of(
        context.session,
        context.campaign,
        dialog.answers.chosen,
        to_remind=True,
    )


REMIND: Form[AudienceAnswers] = Form(
    kind=FormKind.REMIND,
    answers=AudienceAnswers,
    steps=(
        audience_step(partial(audience_menu, question=texts.remind.WHOM)),
        Step(
            key="confirm",
            screen=_preview,
            take=take_audience,
            is_due=always,
            press={NAMES: _name_missed},
            words=YES_OR_NO,
        ),
    ),
    roles=frozenset({Role.ADMIN}),
    finish=_send,
    cancel=Screen(texts.remind.CANCELLED),
    gone=texts.remind.IS_GONE,
)

ROUTES = (
    command(menu.REMIND, begin),
    press(RemindWhom, begin_by_button),
)
