"""/extend: a later deadline for one region, with a reason."""

from contextlib import suppress
from datetime import datetime

from aiogram.types import CallbackQuery, InlineKeyboardMarkup, Message

from domain.campaigns.deadlines import deadline_from
from domain.campaigns.extension_line import extension_line
from domain.campaigns.extensions import extension_of, open_request_of, open_requests, parse_reason
from domain.campaigns.locking import lock_region
from domain.refusal import Refusal
from handlers import phrases
from handlers.callbacks import ExtendRegion
from handlers.context import Context
from handlers.deadlines import texts
from handlers.deadlines.extension_card import grant_extension
from handlers.deadlines.screens import (
    campaign_closed,
    change_buttons,
    day_buttons,
    extension_card,
    requests_button,
)
from handlers.formatting import refusal
from handlers.forms.dialog import YES_OR_NO, Dialog, Form, Step, always
from handlers.forms.region_step import RegionAnswers, ask_region, region_step, take_region
from handlers.forms.typed import Event, Taken, Typed
from handlers.keyboards import MAIN, columns, rows
from handlers.menu import EXTEND
from handlers.notifications import notified
from handlers.responses import Responses, Screen, show
from handlers.routes import command, press
from models import FormKind, Role


class ExtensionAnswers(RegionAnswers):
    """`was` is the end of the region's present extension, as the admin saw it. `said` is a date
    as typed before the region was known: «на 3 дня» counts from the region's own deadline.
    `asked` says that the reason is the region's own, from its request."""

    until: datetime | None = None
    reason: str | None = None
    was: datetime | None = None
    said: str = ""
    asked: bool = False


ExtensionDialog = Dialog[ExtensionAnswers]


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
    return await dialog.show(message, _only_date(dialog) if line.until else "")


async def begin_for(
    query: CallbackQuery, callback_data: ExtendRegion, context: Context
) -> Responses:
    closed = await campaign_closed(context)
    if closed is not None:
        return show(query, closed)
    dialog = await Dialog.begin(NEW_EXTENSION, context)
    return await dialog.take(query, Typed(callback_data.code))


async def _ask_region(dialog: ExtensionDialog) -> Screen:
    """Below the requests that wait, which may be what the admin is after."""
    context, screen = dialog.context, await ask_region(dialog)
    waiting = [request for request, _ in await open_requests(context.session, context.campaign)]
    if not waiting:
        return screen
    assert isinstance(screen.keyboard, InlineKeyboardMarkup)
    keyboard = rows(await requests_button(context), *screen.keyboard.inline_keyboard)
    note = f"{texts.time_requests.WAITING}\n{phrases.times_asked(waiting, context.zone)}"
    return Screen(screen.text, keyboard).with_note(note)


async def _take_region(dialog: ExtensionDialog, typed: Typed) -> Taken:
    taken = await take_region(dialog, typed)
    if isinstance(taken, Screen):
        return taken
    session, campaign = dialog.context.session, dialog.context.campaign
    region, answers = dialog.answers.chosen_region(), dialog.answers
    extension = await extension_of(session, campaign, region.code)
    request = await open_request_of(session, campaign, region.code)
    dialog.set(was=extension and extension.until)
    if answers.asked or answers.reason is None:
        dialog.set(reason=request and request.reason, asked=request is not None)
    return _take_said(dialog)


def _only_date(dialog: ExtensionDialog) -> str:
    """What is said of a date that came without a region."""
    try:
        _parsed(dialog, dialog.answers.said)
    except Refusal as refused:
        dialog.set(said="")
        return refusal(refused)
    return texts.extensions.for_which_region(dialog.answers.said)


def _take_said(dialog: ExtensionDialog) -> str:
    """Once the region is known. Gives why a date cannot be taken."""
    said = dialog.answers.said
    dialog.set(said="")
    try:
        dialog.set(until=_parsed(dialog, said) if said else dialog.answers.until)
    except Refusal as refused:
        return refusal(refused)
    return ""


async def _ask_until(dialog: ExtensionDialog) -> Screen:
    context, region = dialog.context, dialog.answers.chosen_region()
    session, campaign, zone = context.session, context.campaign, context.zone
    extension = await extension_of(session, campaign, region.code)
    request = await open_request_of(session, campaign, region.code)
    text = texts.extensions.ask_until(region, campaign.deadline, extension, request, zone)
    since = max(context.now, campaign.deadline, dialog.answers.was or context.now)
    days = day_buttons(dialog, since, zone)
    return Screen(text, rows(*days, change_buttons(dialog, "region"), [dialog.cancel_button()]))


async def _take_until(dialog: ExtensionDialog, typed: Typed) -> Taken:
    dialog.set(until=_parsed(dialog, typed.words()))
    return ""


def _parsed(dialog: ExtensionDialog, typed: str) -> datetime:
    context, deadline = dialog.context, dialog.context.campaign.deadline
    until = deadline_from(
        typed, context.campaign, context.now, context.zone, extended=dialog.answers.was
    )
    if until <= deadline:
        raise Refusal(texts.extensions.not_later(deadline, context.zone))
    return until


async def _ask_reason(dialog: ExtensionDialog) -> Screen:
    region = dialog.answers.chosen_region()
    text = texts.extensions.ask_reason(region, _until(dialog), dialog.context.zone)
    keyboard = rows(change_buttons(dialog, "until"), [dialog.cancel_button()])
    return Screen(text, keyboard)


async def _take_reason(dialog: ExtensionDialog, typed: Typed) -> Taken:
    dialog.set(reason=parse_reason(typed.words()), asked=False)
    return ""


async def _confirm(dialog: ExtensionDialog) -> Screen:
    context, region = dialog.context, dialog.answers.chosen_region()
    extension = await extension_of(context.session, context.campaign, region.code)
    text = texts.extensions.confirm_extension(
        region, _until(dialog), _reason(dialog), extension, context.zone
    )
    grant = dialog.button(texts.extensions.GRANT, "finish", style=MAIN)
    changes = columns(
        [*change_buttons(dialog, "until", "reason", "region"), dialog.cancel_button()], 2
    )
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


NEW_EXTENSION: Form[ExtensionAnswers] = Form(
    kind=FormKind.EXTEND,
    answers=ExtensionAnswers,
    steps=(
        region_step(_take_region, screen=_ask_region),
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
