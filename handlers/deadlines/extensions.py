"""/extend: a later deadline for one region, with a reason."""

from datetime import datetime

from aiogram.types import CallbackQuery, InlineKeyboardButton, Message

from domain.campaigns.deadlines import deadline_from
from domain.campaigns.extensions import REASON_LENGTH, extension_of
from domain.campaigns.locking import lock_region
from domain.refusal import Refusal
from domain.text.cleaning import clean_line
from handlers.callbacks import ExtendRegion
from handlers.context import Context
from handlers.deadlines import texts
from handlers.deadlines.extension_card import grant_extension
from handlers.deadlines.screens import campaign_closed, extension_card
from handlers.forms.dialog import YES_OR_NO, Dialog, Form, Step, always
from handlers.forms.region_step import RegionAnswers, region_step, take_region
from handlers.forms.typed import Event, Taken, Typed
from handlers.keyboards import MAIN, columns, rows
from handlers.menu import EXTEND
from handlers.notifications import notified
from handlers.responses import Responses, Screen, show
from handlers.routes import command, press
from models import FormKind, Role


class ExtensionAnswers(RegionAnswers):
    """`was` is the end of the region's present extension, as the admin saw it."""

    until: datetime | None = None
    reason: str | None = None
    was: datetime | None = None


ExtensionDialog = Dialog[ExtensionAnswers]


async def begin(message: Message, context: Context, argument: str) -> Responses:
    closed = await campaign_closed(context)
    if closed is not None:
        return show(message, closed)
    unfinished = await Dialog.unfinished(NEW_EXTENSION, context)
    if unfinished is not None and not argument:
        await unfinished.activate()
        return await unfinished.show(message)
    dialog = await Dialog.begin(NEW_EXTENSION, context)
    return await (dialog.take(message, Typed(argument)) if argument else dialog.show(message))


async def begin_for(
    query: CallbackQuery, callback_data: ExtendRegion, context: Context
) -> Responses:
    closed = await campaign_closed(context)
    if closed is not None:
        return show(query, closed)
    dialog = await Dialog.begin(NEW_EXTENSION, context)
    return await dialog.take(query, Typed(callback_data.code))


async def _take_region(dialog: ExtensionDialog, typed: Typed) -> Taken:
    taken = await take_region(dialog, typed)
    if isinstance(taken, Screen):
        return taken
    region = dialog.answers.chosen_region()
    extension = await extension_of(dialog.context.session, dialog.context.campaign, region.code)
    dialog.set(was=extension and extension.until)
    return taken


async def _ask_until(dialog: ExtensionDialog) -> Screen:
    context, region = dialog.context, dialog.answers.chosen_region()
    extension = await extension_of(context.session, context.campaign, region.code)
    text = texts.extensions.ask_until(region, context.campaign.deadline, extension, context.zone)
    keyboard = rows(_changes(dialog, "region"), [dialog.cancel_button()])
    return Screen(text, keyboard)


async def _take_until(dialog: ExtensionDialog, typed: Typed) -> Taken:
    context, deadline = dialog.context, dialog.context.campaign.deadline
    until = deadline_from(
        typed.words(), context.campaign, context.now, context.zone, extended=dialog.answers.was
    )
    if until <= deadline:
        raise Refusal(texts.extensions.not_later(deadline, context.zone))
    dialog.set(until=until)
    return ""


async def _ask_reason(dialog: ExtensionDialog) -> Screen:
    region = dialog.answers.chosen_region()
    text = texts.extensions.ask_reason(region, _until(dialog), dialog.context.zone)
    keyboard = rows(_changes(dialog, "until"), [dialog.cancel_button()])
    return Screen(text, keyboard)


async def _take_reason(dialog: ExtensionDialog, typed: Typed) -> Taken:
    dialog.set(reason=clean_line(typed.words(), limit=REASON_LENGTH))
    return ""


async def _confirm(dialog: ExtensionDialog) -> Screen:
    context, region = dialog.context, dialog.answers.chosen_region()
    extension = await extension_of(context.session, context.campaign, region.code)
    text = texts.extensions.confirm_extension(
        region, _until(dialog), _reason(dialog), extension, context.zone
    )
    grant = dialog.button(texts.extensions.GRANT, "finish", style=MAIN)
    changes = columns([*_changes(dialog, "until", "reason", "region"), dialog.cancel_button()], 2)
    return Screen(text, rows([grant], *changes))


async def _grant(dialog: ExtensionDialog, event: Event) -> Responses:
    """Optimistic locking: the admin is asked again if the region's deadline has changed since."""
    context, region, until = dialog.context, dialog.answers.chosen_region(), _until(dialog)
    await lock_region(context.session, region.code)
    extension = await extension_of(context.session, context.campaign, region.code)
    was = extension and extension.until
    if was != dialog.answers.was:
        dialog.set(was=was)
        return await dialog.show(
            event, texts.extensions.extended_meanwhile(extension, context.zone)
        )
    if until <= max(context.campaign.deadline, context.now):
        dialog.set(until=None)
        note = texts.extensions.not_later(context.campaign.deadline, context.zone)
        return await dialog.proceed(event, note)
    await dialog.close()
    extension, sent = await grant_extension(context, region, until, _reason(dialog))
    note = f"{texts.extensions.GRANTED} {notified(sent.reached, sent.blocked)}"
    return [*show(event, extension_card(extension, context).with_note(note)), *sent.responses]


def _until(dialog: ExtensionDialog) -> datetime:
    assert dialog.answers.until is not None
    return dialog.answers.until


def _reason(dialog: ExtensionDialog) -> str:
    assert dialog.answers.reason is not None
    return dialog.answers.reason


def _changes(dialog: ExtensionDialog, *steps: str) -> list[InlineKeyboardButton]:
    """Buttons that ask those questions once more."""
    return [dialog.button(texts.extensions.OTHER[step], "ask", step) for step in steps]


NEW_EXTENSION: Form[ExtensionAnswers] = Form(
    kind=FormKind.EXTEND,
    answers=ExtensionAnswers,
    steps=(
        region_step(_take_region),
        Step(key="until", title=texts.extensions.UNTIL, screen=_ask_until, take=_take_until),
        Step(key="reason", title=texts.extensions.REASON, screen=_ask_reason, take=_take_reason),
        Step(key="confirm", screen=_confirm, is_due=always, words=YES_OR_NO),
    ),
    roles=frozenset({Role.ADMIN}),
    finish=_grant,
    cancel=Screen(texts.extensions.NOT_EXTENDED),
    guard=lambda dialog: campaign_closed(dialog.context),
    of_campaign=True,
)

ROUTES = (command(EXTEND, begin), press(ExtendRegion, begin_for))
