"""Why a region's report cannot be changed now."""

from domain.campaigns.deadlines import deadline_of, is_closed_for
from domain.campaigns.extensions import open_request_of
from domain.campaigns.locking import lock_report
from domain.people.people import admins
from handlers import phrases
from handlers.callbacks import AskForTime, OpenReport
from handlers.context import Context
from handlers.keyboards import button, rows
from handlers.responses import Screen
from models import RegionReport, ReportState


async def lock_own_report(context: Context) -> None:
    """Before a coordinator changes the report: one change at a time, and what the context knows
    of the report is read anew under the lock."""
    session, campaign, region_code = context.session, context.campaign, context.region.code
    await lock_report(session, campaign, region_code)
    context.report = await session.get(
        RegionReport, (campaign.id, region_code), populate_existing=True
    )
    context.deadline = await deadline_of(session, campaign, region_code)


def is_closed(context: Context) -> bool:
    """Whether nothing of the region's report is taken any more that is sent now."""
    returned = context.report is not None and context.report.state == ReportState.RETURNED
    return is_closed_for(context.campaign, context.deadline, returned=returned, now=context.sent_at)


async def why_closed(context: Context) -> Screen | None:
    """Why nothing of the region's report can be changed now; None if it can."""
    if is_closed(context):
        return await closed(context)
    report = context.report
    if report is None or report.state not in (ReportState.SUBMITTED, ReportState.ZERO):
        return None
    if report.accepted_at is not None:
        return await accepted_screen(context)
    opening = button(phrases.REGION_REPORT, OpenReport())
    return Screen(phrases.REPORT_IS_SUBMITTED, rows([opening]))


async def closed(context: Context) -> Screen:
    """After the deadline, with the way to ask for more time; or the ministry's last word."""
    contact = await admins(context.session)
    if context.campaign.closed_at is not None:
        return Screen(phrases.campaign_closed(context.campaign, zone=context.zone, admins=contact))
    text = phrases.closed(deadline=context.deadline, zone=context.zone, admins=contact)
    if await open_request_of(context.session, context.campaign, context.region.code) is not None:
        return Screen(f"{text}\n\n{phrases.TIME_ASKED_ALREADY}")
    ask = button(phrases.ASK_FOR_TIME, AskForTime())
    return Screen(text, rows([ask]))


async def accepted_screen(context: Context) -> Screen:
    """That the ministry has accepted the report, which ends its changing."""
    return Screen(phrases.report_is_accepted(admins=await admins(context.session)))
