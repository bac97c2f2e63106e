"""Tells the admins who had returned something that the region has submitted its report again."""

from domain.history.since_decision import changed_since_acceptance, changed_since_return
from domain.regions.directory import Region
from domain.reports.review import returned_events, who_returned
from domain.reports.status_queries import region_status
from handlers import phrases
from handlers.callbacks import AcceptReport, OpenHistory, ReviewEvent, ReviewReport
from handlers.context import Context
from handlers.keyboards import MAIN, button, rows
from handlers.mended import HISTORY
from handlers.notifications import notify_admins
from handlers.region_report import texts
from handlers.responses import Responses, Screen

EVENTS_SHOWN = 8


async def notify_returners(context: Context, region: Region) -> Responses:
    """To those who had returned an event or the report; to all admins if none of them is an admin
    any more."""
    returned = await returned_events(context.session, context.campaign, region.code)
    by = await who_returned(context.session, context.campaign, region.code, returned)
    if not by:
        return []
    status = await region_status(context.session, context.campaign, region.code)
    events = [
        [button(phrases.event_button(event), ReviewEvent(event=event.id))]
        for event in returned[:EVENTS_SHOWN]
    ]
    year, seen = context.campaign.year, status.decision_version
    accept = AcceptReport(year=year, code=region.code, seen=seen)
    report = [
        button(phrases.REGION_REPORT, ReviewReport(code=region.code)),
        button(phrases.ACCEPT_REPORT, accept, MAIN),
    ]
    history = [button(HISTORY, OpenHistory(subject="region", id=region.code))]
    mended = await changed_since_return(context.session, context.campaign, region.code)
    text = texts.resubmission.resubmitted(
        status,
        returned,
        mended,
        await changed_since_acceptance(context.session, context.campaign, region.code),
        region=region,
        zone=context.zone,
    )
    screen = Screen(text, rows(*events, report, history)).kept()
    return await notify_admins(context, screen, but=context.person, preferably=by)
