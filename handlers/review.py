"""What an admin opens and decides: an event, a region's report."""

from aiogram import Router
from aiogram.types import CallbackQuery

from handlers import texts
from handlers.access import ForAdmins
from handlers.answers import Answers, Screen, button, rows, say, show
from handlers.doors import (
    OpenRegionReport,
    OpenReport,
    ReviewEvent,
)
from handlers.review_cards import (
    AcceptCorrection,
    AcceptReport,
    TurnReport,
    admin_event,
    admin_report,
    as_seen,
    event_gone,
)
from handlers.turn import Turn
from reports.audit import last_author
from reports.decisions import accept_correction, accept_report
from reports.events import lock_region
from reports.people import coordinators
from reports.region_reports import glance
from reports.regions import Region, region_by_code
from reports.reviewing import Mark, event_by_id, mark_of


def router() -> Router:
    router = Router(name="review")
    router.message.filter(ForAdmins())
    router.callback_query.filter(ForAdmins())
    router.callback_query.register(open_event, ReviewEvent.filter())
    router.callback_query.register(open_report, OpenRegionReport.filter())
    router.callback_query.register(turn_report, TurnReport.filter())
    router.callback_query.register(accept, AcceptReport.filter())
    router.callback_query.register(accept_event, AcceptCorrection.filter())
    return router


async def open_event(query: CallbackQuery, callback_data: ReviewEvent, turn: Turn) -> Answers:
    event = await event_by_id(turn.session, callback_data.event, turn.campaign)
    if event is None:
        return show(query, event_gone())
    return show(query, await admin_event(turn, event))


async def open_report(query: CallbackQuery, callback_data: OpenRegionReport, turn: Turn) -> Answers:
    return show(query, await admin_report(turn, region_by_code(callback_data.code)))


async def turn_report(query: CallbackQuery, callback_data: TurnReport, turn: Turn) -> Answers:
    region = region_by_code(callback_data.code)
    return show(query, await admin_report(turn, region, callback_data.page))


async def accept(query: CallbackQuery, callback_data: AcceptReport, turn: Turn) -> Answers:
    region = region_by_code(callback_data.code)
    await lock_region(turn.session, region.code)
    seen = await glance(turn.session, turn.campaign, region.code)
    if seen.accepted_at is not None:
        toast = texts.review.accepted_already(by=seen.accepted_by or "")
        return show(query, await admin_report(turn, region), toast=toast)
    if not seen.standing.reported or seen.decision != callback_data.seen:
        return show(query, await admin_report(turn, region), toast=texts.review.CHANGED_SINCE)
    await accept_report(turn.session, turn.campaign, region.code, by=turn.person, now=turn.now)
    mine = show(query, await admin_report(turn, region, note=texts.review.ACCEPTED_NOTE))
    return [*mine, *await _tell_region(turn, region)]


async def accept_event(
    query: CallbackQuery, callback_data: AcceptCorrection, turn: Turn
) -> Answers:
    event = await event_by_id(turn.session, callback_data.event, turn.campaign)
    if event is not None:
        await lock_region(turn.session, event.region_code)
        event = await event_by_id(turn.session, event.id, turn.campaign)
    if event is None:
        return show(query, event_gone())
    if mark_of(event) is None:
        already = texts.review.correction_accepted_already(
            by=await last_author(turn.session, "event.accepted", "event", event.id)
        )
        return show(query, await admin_event(turn, event), toast=already)
    if mark_of(event) != Mark.CORRECTED or as_seen(event) != callback_data.seen:
        return show(query, await admin_event(turn, event), toast=texts.review.CHANGED_SINCE)
    accept_correction(turn.session, event, by=turn.person, now=turn.now)
    return show(query, await admin_event(turn, event, note=texts.review.CORRECTION_ACCEPTED))


async def _tell_region(turn: Turn, region: Region) -> Answers:
    text = texts.review.region_accepted(region=region, campaign=turn.campaign)
    report = rows([button(texts.report.REGION_REPORT, OpenReport().pack())])
    people = await coordinators(turn.session, region.code)
    return [say(each.id, Screen(text, report)) for each in people if each.blocked_at is None]
