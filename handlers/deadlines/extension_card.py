"""An extension of a region's deadline: granting it, its card, and cancelling it."""

from dataclasses import replace
from datetime import datetime

from aiogram.types import CallbackQuery

from domain.campaigns.extensions import cancel, extension_of, grant, open_request_of
from domain.campaigns.locking import lock_region
from domain.regions.directory import Region, region_by_code
from handlers import phrases
from handlers.callbacks import OpenReport
from handlers.confirmation import ask
from handlers.context import Context
from handlers.deadlines import texts
from handlers.deadlines.request_card import tell_other_admins
from handlers.deadlines.screens import (
    CancelExtension,
    OpenExtension,
    deadline_screen,
    extension_card,
    seconds,
)
from handlers.forms.texts import BACK
from handlers.keyboards import DANGER, button, rows
from handlers.notifications import Notification, notify_region
from handlers.reply_buttons import reply_to_decision
from handlers.responses import Responses, Screen, show
from handlers.routes import press
from models import AuditEntry, Extension


async def grant_extension(
    context: Context, region: Region, until: datetime, reason: str
) -> tuple[Extension, Notification]:
    """With the messages to the region's coordinators and, if they had asked, to the other admins.
    The region is locked by the caller."""
    request = await open_request_of(context.session, context.campaign, region.code)
    extension, entry = await grant(
        context.session,
        context.campaign,
        region.code,
        until,
        reason,
        by=context.person,
        now=context.now,
        zone=context.zone,
    )
    text = texts.extensions.told_of_extension(region, until, reason, context.zone, request)
    sent = await _tell(context, region, text, entry)
    others = await tell_other_admins(context, request) if request is not None else []
    return extension, replace(sent, responses=[*sent.responses, *others])


async def _tell(context: Context, region: Region, text: str, entry: AuditEntry) -> Notification:
    report = button(phrases.REGION_REPORT, OpenReport())
    told = Screen(text, rows([report], [reply_to_decision(entry)]))
    return await notify_region(context, region, told.kept())


async def open_extension(
    query: CallbackQuery, callback_data: OpenExtension, context: Context
) -> Responses:
    extension = await extension_of(context.session, context.campaign, callback_data.code)
    if extension is None:
        return show(query, await deadline_screen(context), toast=texts.extensions.EXTENSION_GONE)
    return show(query, extension_card(extension, context))


async def cancel_extension(
    query: CallbackQuery, callback_data: CancelExtension, context: Context
) -> Responses:
    await lock_region(context.session, callback_data.code)
    extension = await extension_of(context.session, context.campaign, callback_data.code)
    if extension is None:
        return show(query, await deadline_screen(context), toast=texts.extensions.EXTENSION_GONE)
    if seconds(extension.until) != callback_data.until:
        return show(
            query, extension_card(extension, context), toast=texts.extensions.EXTENSION_CHANGED
        )
    if not callback_data.sure:
        return _confirm(query, extension, callback_data, context)
    region, deadline = region_by_code(extension.region_code), context.campaign.deadline
    entry = await cancel(
        context.session, context.campaign, region.code, by=context.person, now=context.now
    )
    note = texts.extensions.extension_cancelled(region)
    for_region = texts.extensions.told_of_cancelling(region, deadline, context.zone)
    sent = await _tell(context, region, for_region, entry)
    return [*show(query, (await deadline_screen(context)).with_note(note)), *sent.responses]


def _confirm(
    query: CallbackQuery, extension: Extension, pressed: CancelExtension, context: Context
) -> Responses:
    text = texts.extensions.confirm_cancelling(
        extension, context.campaign.deadline, context.zone, context.now
    )
    sure = button(texts.extensions.CANCEL_SURE, pressed.model_copy(update={"sure": True}), DANGER)
    back = button(BACK, OpenExtension(code=extension.region_code))
    return ask(query, context, text, sure, back)


ROUTES = (press(OpenExtension, open_extension), press(CancelExtension, cancel_extension))
