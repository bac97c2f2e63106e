"""An event and a region's report, as admins see them, with the buttons for what they can do."""

from collections.abc import Sequence

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton

from domain.campaigns.extensions import open_request_of
from domain.events.repository import answers_of, page_of_events
from domain.history.since_decision import (
    ChangedEvent,
    changed_since_acceptance,
    changed_since_return,
)
from domain.proposals.proposals import proposed_by
from domain.regions.directory import Region, region_by_code
from domain.reports.data_check_queries import remarks_on_region
from domain.reports.review import Correction, correction_of, returned_events
from domain.reports.status import RegionStatus
from domain.reports.status_queries import region_status
from domain.reports.submissions import newest_submission
from handlers import phrases
from handlers.callbacks import (
    AcceptReport,
    FindEvents,
    OpenHistory,
    OpenRegion,
    OpenRemarks,
    OpenTimeRequest,
    RemindWhom,
    ReviewEvent,
    ReviewReport,
    RowId,
    StartReturn,
)
from handlers.context import Context
from handlers.keyboards import MAIN, button, columns, page_buttons, rows
from handlers.mended import HISTORY
from handlers.on_behalf import report_button, restore_button
from handlers.papers import papers_for_admin
from handlers.responses import Screen
from handlers.review import texts
from models import Campaign, Event, Person


class AcceptCorrection(CallbackData, prefix="accept_correction"):
    """`seen` is the event's version on the admin's screen: only that one is accepted."""

    event: RowId
    seen: str


def event_version(event: Event) -> str:
    """Version token for optimistic locking."""
    return str(round(event.changed_at.timestamp() * 1000))


async def admin_event(context: Context, event: Event) -> Screen:
    region = region_by_code(event.region_code)
    author = await context.session.get_one(Person, event.created_by)
    remarks = [
        remark
        for remark in await remarks_on_region(context.session, context.campaign, region.code)
        if remark.event.id == event.id
    ]
    reported = await report_is_in(context, event)
    text = texts.decisions.event_card(
        event,
        answers_of(event),
        context.zone,
        author=author,
        returned_by=await returner(context, event),
        reported=reported,
        remarks=remarks,
        mended=await _mended_of(context, event),
        proposed_by=await proposed_by(context.session, event),
    )
    decisions = []
    if correction_of(event) != Correction.RETURNED:
        back = StartReturn(year=context.campaign.year, code=region.code, event=event.id)
        decisions.append(button(texts.decisions.RETURN_EVENT, back))
    if reported and correction_of(event) == Correction.CORRECTED:
        accept = AcceptCorrection(event=event.id, seen=event_version(event))
        decisions.append(button(texts.decisions.ACCEPT_CORRECTION, accept, MAIN))
    report = button(phrases.REGION_REPORT, ReviewReport(code=region.code))
    history = OpenHistory(subject="event", id=str(event.id))
    lists = [to_search()]
    if remarks:
        lists.append(button(texts.decisions.TO_REMARKS, OpenRemarks()))
    return Screen(text, rows(decisions, [report, button(HISTORY, history)], lists))


async def _mended_of(context: Context, event: Event) -> ChangedEvent | None:
    if not event.return_fields:
        return None
    mended = await changed_since_return(context.session, context.campaign, event.region_code)
    return next((each for each in mended if each.number == event.number), None)


async def report_is_in(context: Context, event: Event) -> bool:
    """Whether the report with the event is submitted: before that a correction is not accepted, as
    the region may still be at it."""
    status = await region_status(context.session, context.campaign, event.region_code)
    return status.report_status.reported


async def returner(context: Context, event: Event) -> str:
    """The name of the admin who returned the event; empty if nobody did."""
    if event.returned_by is None:
        return ""
    return (await context.session.get_one(Person, event.returned_by)).name


async def admin_report(context: Context, region: Region, page: int = 0) -> Screen:
    session, campaign = context.session, context.campaign
    status = await region_status(session, campaign, region.code)
    events = await page_of_events(session, campaign, region.code, page)
    returned = await returned_events(session, campaign, region.code)
    request = await open_request_of(session, campaign, region.code)
    text = texts.decisions.report(
        status,
        events,
        region=region,
        campaign=campaign,
        deadline=status.deadline,
        zone=context.zone,
        returned=returned,
        mended=await _mended(context, status, returned),
        since_accepted=await changed_since_acceptance(session, campaign, region.code)
        if status.changed_since_acceptance
        else [],
        remarks=len(await remarks_on_region(session, campaign, region.code)),
        request=request,
    )
    opening = [
        button(texts.decisions.event_button(event), ReviewEvent(event=event.id))
        for event in events.items
    ]
    pager = page_buttons(events, lambda number: ReviewReport(code=region.code, page=number))
    history = button(HISTORY, OpenHistory(subject="region", id=region.code))
    instead = [] if campaign.closed_at else [report_button(region)]
    waits = request is not None and campaign.closed_at is None
    asked = [button(phrases.TIME_REQUEST, OpenTimeRequest(code=region.code))] if waits else []
    papers = papers_for_admin(
        status, campaign.year, await newest_submission(session, campaign, region.code)
    )
    ends = [history, button(texts.decisions.TO_REGION, OpenRegion(code=region.code))]
    return Screen(
        text,
        rows(
            *columns(opening, 4),
            pager,
            _decisions(region, campaign, status),
            instead,
            asked,
            *papers,
            ends,
        ),
    )


async def _mended(
    context: Context, status: RegionStatus, returned: Sequence[Event]
) -> Sequence[ChangedEvent]:
    """What an admin is to look at in a report that was returned and is submitted again."""
    if not status.acceptable or (status.returned_at is None and not returned):
        return []
    return await changed_since_return(context.session, context.campaign, status.region.code)


def _decisions(
    region: Region, campaign: Campaign, status: RegionStatus
) -> list[InlineKeyboardButton]:
    buttons = []
    if status.acceptable:
        accept = AcceptReport(year=campaign.year, code=region.code, seen=status.decision_version)
        buttons.append(button(phrases.ACCEPT_REPORT, accept, MAIN))
    if status.returnable:
        buttons.append(
            button(phrases.RETURN_REPORT, StartReturn(year=campaign.year, code=region.code))
        )
    if not status.report_status.reported:
        remind = RemindWhom(whom="region", which=region.code)
        buttons.append(button(texts.decisions.REMIND, remind))
    return buttons


def to_search() -> InlineKeyboardButton:
    return button(texts.decisions.TO_SEARCH, FindEvents())


def event_deleted(event: Event, campaign: Campaign) -> Screen:
    """To take it back is offered as long as the report can be changed."""
    restore = [] if campaign.closed_at else [restore_button(event)]
    history = button(HISTORY, OpenHistory(subject="event", id=str(event.id)))
    return Screen(texts.decisions.event_deleted(event), rows(restore, [history], [to_search()]))


def event_gone(unsent: str = "") -> Screen:
    """`unsent` is the comment with which the event was to be returned."""
    text = texts.returning.refused(texts.decisions.EVENT_GONE, unsent=unsent)
    gone = Screen(text, rows([to_search()]))
    return gone.kept() if unsent else gone
