"""Why a region's report cannot be changed now."""

from domain.campaigns.deadlines import report_is_closed
from domain.campaigns.extensions import open_request_of
from domain.people.people import admins
from domain.reports.state import is_submitted, report_summary
from handlers import phrases
from handlers.callbacks import AskForTime, OpenReport
from handlers.context import Context
from handlers.keyboards import button, rows
from handlers.responses import Screen


async def why_closed(context: Context) -> Screen | None:
    """Why nothing of the region's report can be changed now; None if it can."""
    if await report_is_closed(context.session, context.campaign, context.region.code, context.now):
        return await closed(context)
    if await is_submitted(context.session, context.campaign, context.person.region_code):
        accepted = await accepted_screen(context)
        if accepted is not None:
            return accepted
        report = button(phrases.REGION_REPORT, OpenReport().pack())
        return Screen(phrases.REPORT_IS_SUBMITTED, rows([report]))
    return None


async def closed(context: Context) -> Screen:
    """After the deadline, with the way to ask for more time; or the ministry's last word."""
    contact = await admins(context.session)
    if context.campaign.closed_at is not None:
        return Screen(phrases.campaign_closed(context.campaign, zone=context.zone, admins=contact))
    text = phrases.closed(deadline=context.deadline, zone=context.zone, admins=contact)
    if await open_request_of(context.session, context.campaign, context.region.code) is not None:
        return Screen(f"{text}\n\n{phrases.TIME_ASKED_ALREADY}")
    ask = button(phrases.ASK_FOR_TIME, AskForTime().pack())
    return Screen(text, rows([ask]))


async def accepted_screen(context: Context) -> Screen | None:
    """That the ministry has accepted the report, which ends its changing; None if it has not."""
    seen = await report_summary(context.session, context.campaign, context.region.code)
    if seen.accepted_at is None:
        return None
    contact = await admins(context.session)
    return Screen(phrases.report_is_accepted(admins=contact))
