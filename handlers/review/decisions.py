"""What an admin opens and decides: an event, a region's report."""

from aiogram.types import CallbackQuery

from domain.audit.trail import last_author
from domain.campaigns.locking import lock_region
from domain.regions.directory import Region, region_by_code
from domain.reports.decisions import accept_correction, accept_report
from domain.reports.review import Correction, correction_of, event_by_id
from domain.reports.state import report_summary
from handlers import phrases
from handlers.callbacks import OpenRegionReport, OpenReport, ReviewEvent
from handlers.context import Context
from handlers.keyboards import button, rows
from handlers.notifications import notify_region
from handlers.responses import Responses, Screen, show
from handlers.review import texts
from handlers.review.screens import (
    AcceptCorrection,
    AcceptReport,
    TurnReport,
    admin_event,
    admin_report,
    as_seen,
    event_gone,
)
from handlers.routes import press
from models import AuditAction


async def open_event(
    query: CallbackQuery, callback_data: ReviewEvent, context: Context
) -> Responses:
    event = await event_by_id(context.session, callback_data.event, context.campaign)
    if event is None:
        return show(query, event_gone())
    return show(query, await admin_event(context, event))


async def open_report(
    query: CallbackQuery, callback_data: OpenRegionReport, context: Context
) -> Responses:
    return show(query, await admin_report(context, region_by_code(callback_data.code)))


async def turn_report(
    query: CallbackQuery, callback_data: TurnReport, context: Context
) -> Responses:
    region = region_by_code(callback_data.code)
    return show(query, await admin_report(context, region, callback_data.page))


async def accept(query: CallbackQuery, callback_data: AcceptReport, context: Context) -> Responses:
    region = region_by_code(callback_data.code)
    await lock_region(context.session, region.code)
    seen = await report_summary(context.session, context.campaign, region.code)
    if seen.accepted_at is not None:
        toast = texts.decisions.accepted_already(by=seen.accepted_by or "")
        return show(query, await admin_report(context, region), toast=toast)
    if not seen.report_status.reported or seen.decision != callback_data.seen:
        return show(query, await admin_report(context, region), toast=texts.decisions.CHANGED_SINCE)
    await accept_report(
        context.session, context.campaign, region.code, by=context.person, now=context.now
    )
    mine = show(query, await admin_report(context, region, note=texts.decisions.ACCEPTED_NOTE))
    return [*mine, *await _tell_region(context, region)]


async def accept_event(
    query: CallbackQuery, callback_data: AcceptCorrection, context: Context
) -> Responses:
    event = await event_by_id(context.session, callback_data.event, context.campaign)
    if event is not None:
        await lock_region(context.session, event.region_code)
        event = await event_by_id(context.session, event.id, context.campaign)
    if event is None:
        return show(query, event_gone())
    if correction_of(event) is None:
        already = texts.decisions.correction_accepted_already(
            by=await last_author(context.session, AuditAction.EVENT_ACCEPTED, event.id)
        )
        return show(query, await admin_event(context, event), toast=already)
    if correction_of(event) != Correction.CORRECTED or as_seen(event) != callback_data.seen:
        return show(query, await admin_event(context, event), toast=texts.decisions.CHANGED_SINCE)
    accept_correction(context.session, event, by=context.person, now=context.now)
    return show(query, await admin_event(context, event, note=texts.decisions.CORRECTION_ACCEPTED))


async def _tell_region(context: Context, region: Region) -> Responses:
    text = texts.decisions.region_accepted(region=region, campaign=context.campaign)
    report = rows([button(phrases.REGION_REPORT, OpenReport())])
    return (await notify_region(context, region, Screen(text, report))).responses


ROUTES = (
    press(ReviewEvent, open_event),
    press(OpenRegionReport, open_report),
    press(TurnReport, turn_report),
    press(AcceptReport, accept),
    press(AcceptCorrection, accept_event),
)
