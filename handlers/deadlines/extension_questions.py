"""What /extend asks, and how an answer is taken."""

from datetime import datetime

from aiogram.types import InlineKeyboardMarkup

from domain.campaigns.deadlines import deadline_from
from domain.campaigns.extensions import extension_of, open_request_of, open_requests, parse_reason
from domain.refusal import Refusal
from domain.reports.status_queries import region_status
from handlers import phrases
from handlers.deadlines import texts
from handlers.deadlines.screens import change_buttons, day_buttons, requests_button
from handlers.formatting import refusal
from handlers.forms.dialog import Dialog
from handlers.forms.region_step import RegionAnswers, ask_region, take_region
from handlers.forms.typed import Taken, Typed
from handlers.keyboards import MAIN, columns, rows
from handlers.responses import Screen


class ExtensionAnswers(RegionAnswers):
    """`was` is the end of the region's present extension, as the admin saw it. `said` is a date
    as typed before the region was known: «на 3 дня» counts from the region's own deadline.
    `asked` says that the reason is the region's own, from its request. `reported`: the admin was
    told that the region's report is submitted."""

    until: datetime | None = None
    reason: str | None = None
    was: datetime | None = None
    said: str = ""
    asked: bool = False
    reported: bool = False


ExtensionDialog = Dialog[ExtensionAnswers]


async def ask_which_region(dialog: ExtensionDialog) -> Screen:
    """Below the requests that wait, which may be what the admin is after."""
    context, screen = dialog.context, await ask_region(dialog)
    waiting = [request for request, _ in await open_requests(context.session, context.campaign)]
    if not waiting:
        return screen
    assert isinstance(screen.keyboard, InlineKeyboardMarkup)
    keyboard = rows(await requests_button(context), *screen.keyboard.inline_keyboard)
    note = f"{texts.time_requests.WAITING}\n{phrases.times_asked(waiting, context.zone)}"
    return Screen(screen.text, keyboard).with_note(note)


async def take_which_region(dialog: ExtensionDialog, typed: Typed) -> Taken:
    taken = await take_region(dialog, typed)
    if isinstance(taken, Screen):
        return taken
    session, campaign = dialog.context.session, dialog.context.campaign
    region, answers = dialog.answers.chosen_region(), dialog.answers
    extension = await extension_of(session, campaign, region.code)
    request = await open_request_of(session, campaign, region.code)
    status = await region_status(session, campaign, region.code)
    dialog.set(was=extension and extension.until, reported=status.report_status.reported)
    if answers.asked or answers.reason is None:
        dialog.set(reason=request and request.reason, asked=request is not None)
    return _take_said(dialog)


def take_only_date(dialog: ExtensionDialog) -> str:
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


async def ask_until(dialog: ExtensionDialog) -> Screen:
    context, region = dialog.context, dialog.answers.chosen_region()
    session, campaign, zone = context.session, context.campaign, context.zone
    extension = await extension_of(session, campaign, region.code)
    request = await open_request_of(session, campaign, region.code)
    reported = texts.extensions.report_is_there(await region_status(session, campaign, region.code))
    text = texts.extensions.ask_until(region, campaign.deadline, extension, request, zone, reported)
    since = max(context.now, campaign.deadline, dialog.answers.was or context.now)
    days = day_buttons(dialog, since, zone)
    return Screen(text, rows(*days, change_buttons(dialog, "region"), [dialog.cancel_button()]))


async def take_until(dialog: ExtensionDialog, typed: Typed) -> Taken:
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


async def ask_reason(dialog: ExtensionDialog) -> Screen:
    region = dialog.answers.chosen_region()
    text = texts.extensions.ask_reason(region, until_of(dialog), dialog.context.zone)
    keyboard = rows(change_buttons(dialog, "until"), [dialog.cancel_button()])
    return Screen(text, keyboard)


async def take_reason(dialog: ExtensionDialog, typed: Typed) -> Taken:
    dialog.set(reason=parse_reason(typed.words()), asked=False)
    return ""


async def ask_to_confirm(dialog: ExtensionDialog) -> Screen:
    context, region = dialog.context, dialog.answers.chosen_region()
    extension = await extension_of(context.session, context.campaign, region.code)
    status = await region_status(context.session, context.campaign, region.code)
    text = texts.extensions.confirm_extension(
        region,
        until_of(dialog),
        reason_of(dialog),
        extension,
        context.zone,
        texts.extensions.report_is_there(status),
    )
    grant = dialog.button(texts.extensions.GRANT, "finish", style=MAIN)
    changes = columns(
        [*change_buttons(dialog, "until", "reason", "region"), dialog.cancel_button()], 2
    )
    return Screen(text, rows([grant], *changes))


def until_of(dialog: ExtensionDialog) -> datetime:
    assert dialog.answers.until is not None
    return dialog.answers.until


def reason_of(dialog: ExtensionDialog) -> str:
    assert dialog.answers.reason is not None
    return dialog.answers.reason
