"""/extend: a later deadline for one region, with a reason."""

from contextlib import suppress

from aiogram.types import CallbackQuery, Message

from domain.campaigns.extension_line import extension_line
from domain.campaigns.extensions import extension_of, parse_reason
from domain.campaigns.locking import lock_region
from domain.refusal import Refusal
from domain.reports.status_queries import region_status
from handlers.callbacks import ExtendRegion
from handlers.context import Context
from handlers.deadlines import texts
from handlers.deadlines.extension_card import grant_extension
from handlers.deadlines.extension_questions import (
    ExtensionAnswers,
    ExtensionDialog,
    ask_reason,
    ask_to_confirm,
    ask_until,
    ask_which_region,
    reason_of,
    take_only_date,
    take_reason,
    take_until,
    take_which_region,
    until_of,
)
from handlers.deadlines.screens import campaign_closed, extension_card
from handlers.forms.dialog import YES_OR_NO, Dialog, Form, Step, always
from handlers.forms.region_step import region_step
from handlers.forms.typed import Event, Typed
from handlers.keyboards import MAIN, rows
from handlers.menu import EXTEND
from handlers.notifications import notified
from handlers.responses import Responses, Screen, show
from handlers.routes import command, press
from models import FormKind, Role


async def begin(message: Message, context: Context, argument: str) -> Responses:
    closed = await campaign_closed(context)
    if closed is not None:
        return show(message, closed)
    unfinished = await Dialog.unfinished(NEW_EXTENSION, context)
    if unfinished is not None and not argument:
        await unfinished.activate()
        return await unfinished.show(message)
    line = extension_line(argument, context.now, context.zone)
    answers = ExtensionAnswers(said=line.until)
    with suppress(Refusal):  # one that is too long is asked for in its turn
        answers.reason = parse_reason(line.reason)
    dialog = await Dialog.begin(NEW_EXTENSION, context, answers)
    if line.region:
        return await dialog.take(message, Typed(line.region))
    return await dialog.show(message, take_only_date(dialog) if line.until else "")


async def begin_for(
    query: CallbackQuery, callback_data: ExtendRegion, context: Context
) -> Responses:
    closed = await campaign_closed(context)
    if closed is not None:
        return show(query, closed)
    dialog = await Dialog.begin(NEW_EXTENSION, context)
    return await dialog.take(query, Typed(callback_data.code))


async def _grant(dialog: ExtensionDialog, event: Event) -> Responses:
    """Optimistic locking: the admin is asked again if the region's deadline has changed since, or
    its report has been submitted."""
    context, region, until = dialog.context, dialog.answers.chosen_region(), until_of(dialog)
    await lock_region(context.session, region.code)
    extension = await extension_of(context.session, context.campaign, region.code)
    was = extension and extension.until
    if was != dialog.answers.was:
        dialog.set(was=was)
        return await dialog.show(
            event, texts.extensions.extended_meanwhile(extension, context.zone)
        )
    status = await region_status(context.session, context.campaign, region.code)
    if status.report_status.reported and not dialog.answers.reported:
        dialog.set(reported=True)
        return await dialog.show(event, texts.extensions.REPORTED_MEANWHILE)
    if until <= max(context.campaign.deadline, context.now):
        dialog.set(until=None)
        note = texts.extensions.not_later(context.campaign.deadline, context.zone)
        return await dialog.proceed(event, note)
    await dialog.close()
    extension, sent = await grant_extension(context, region, until, reason_of(dialog))
    note = f"{texts.extensions.GRANTED} {notified(sent.reached, sent.blocked)}"
    return [*show(event, extension_card(extension, context).with_note(note)), *sent.responses]


def _waits(dialog: ExtensionDialog) -> Screen | None:
    """That more time was to be given, once it is known to whom and until when."""
    answers = dialog.answers
    if answers.region is None or answers.until is None:
        return None
    go_on = dialog.button(texts.extensions.GO_ON, "show", style=MAIN)
    text = texts.extensions.waits(answers.chosen_region())
    return Screen(text, rows([go_on, dialog.cancel_button()]))


NEW_EXTENSION: Form[ExtensionAnswers] = Form(
    kind=FormKind.EXTEND,
    answers=ExtensionAnswers,
    steps=(
        region_step(take_which_region, screen=ask_which_region),
        Step(key="until", title=texts.extensions.UNTIL, screen=ask_until, take=take_until),
        Step(key="reason", title=texts.extensions.REASON, screen=ask_reason, take=take_reason),
        Step(key="confirm", screen=ask_to_confirm, is_due=always, words=YES_OR_NO),
    ),
    roles=frozenset({Role.ADMIN}),
    finish=_grant,
    cancel=Screen(texts.extensions.NOT_EXTENDED),
    guard=lambda dialog: campaign_closed(dialog.context),
    waits=_waits,
    of_campaign=True,
)

ROUTES = (command(EXTEND, begin), press(ExtendRegion, begin_for))
