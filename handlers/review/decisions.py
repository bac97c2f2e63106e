"""An admin opens an event or a region's report, and accepts it."""

from aiogram.types import CallbackQuery

from domain.audit.trail import last_author
from domain.campaigns.locking import lock_region
from domain.regions.directory import region_by_code
from domain.reports.decisions import accept_correction, accept_report
from domain.reports.review import Correction, correction_of, event_by_id, region_of_event
from domain.reports.status_queries import region_status
from handlers.accepted import report_accepted
from handlers.callbacks import AcceptReport, ReviewEvent, ReviewReport
from handlers.context import Context
from handlers.notifications import notify_region
from handlers.of_year import event_of_earlier_year
from handlers.responses import Responses, Screen, show
from handlers.review import texts
from handlers.review.screens import (
    AcceptCorrection,
    admin_event,
    admin_report,
    event_deleted,
    event_gone,
    event_version,
    report_is_in,
)
from handlers.routes import press
from models import AuditAction, Event


async def open_event(
    query: CallbackQuery, callback_data: ReviewEvent, context: Context
) -> Responses:
    event = await event_by_id(context.session, callback_data.event, context.campaign)
    if event is None:
        return show(query, await _gone(context, callback_data.event))
    return show(query, await admin_event(context, event))


async def _gone(context: Context, event_id: int) -> Screen:
    """Of one that was deleted this year: with the way to take it back."""
    earlier = await event_of_earlier_year(context, event_id)
    if earlier is not None:
        return earlier
    event = await context.session.get(Event, event_id)
    return event_gone() if event is None else event_deleted(event, context.campaign)


async def open_report(
    query: CallbackQuery, callback_data: ReviewReport, context: Context
) -> Responses:
    region = region_by_code(callback_data.code)
    return show(query, await admin_report(context, region, callback_data.page))


async def accept(query: CallbackQuery, callback_data: AcceptReport, context: Context) -> Responses:
    region = region_by_code(callback_data.code)
    await lock_region(context.session, region.code)
    status = await region_status(context.session, context.campaign, region.code)
    if status.accepted_at is not None:
        toast = texts.decisions.accepted_already(by=status.accepted_by or "")
        return show(query, await admin_report(context, region), toast=toast)
    if not status.report_status.reported or status.decision_version != callback_data.seen:
        return show(query, await admin_report(context, region), toast=texts.decisions.CHANGED_SINCE)
    entry = await accept_report(
        context.session, context.campaign, region.code, by=context.person, now=context.now
    )
    for_region = report_accepted(region, context.campaign, entry)
    return [
        *show(
            query, (await admin_report(context, region)).with_note(texts.decisions.ACCEPTED_NOTE)
        ),
        *(await notify_region(context, region, for_region)).responses,
    ]


async def accept_event(
    query: CallbackQuery, callback_data: AcceptCorrection, context: Context
) -> Responses:
    await lock_region(context.session, region_of_event(callback_data.event))
    event = await event_by_id(context.session, callback_data.event, context.campaign)
    if event is None:
        return show(query, await _gone(context, callback_data.event))
    if correction_of(event) is None:
        already = texts.decisions.correction_accepted_already(
            by=await last_author(context.session, AuditAction.EVENT_ACCEPTED, event.id)
        )
        return show(query, await admin_event(context, event), toast=already)
    if correction_of(event) != Correction.CORRECTED or event_version(event) != callback_data.seen:
        return show(query, await admin_event(context, event), toast=texts.decisions.CHANGED_SINCE)
    if not await report_is_in(context, event):
        return show(query, await admin_event(context, event), toast=texts.decisions.NOT_YET)
    accept_correction(context.session, event, by=context.person, now=context.now)
    accepted = (await admin_event(context, event)).with_note(texts.decisions.CORRECTION_ACCEPTED)
    return show(query, accepted)


ROUTES = (
    press(ReviewEvent, open_event),
    press(ReviewReport, open_report),
    press(AcceptReport, accept),
    press(AcceptCorrection, accept_event),
)
