"""What the admins who returned something hear when the region submits again."""

from domain.regions.directory import Region
from domain.reports.review import returned_events, who_returned
from domain.reports.state import report_summary
from handlers import phrases
from handlers.callbacks import OpenRegionReport, ReviewEvent
from handlers.context import Context
from handlers.keyboards import button, rows
from handlers.notifications import notify_admins
from handlers.region_report import texts
from handlers.responses import Responses, Screen

DOORS_SHOWN = 8


async def tell_returners(context: Context, region: Region) -> Responses:
    """The region has submitted its report again: whoever had given something of it back hears
    what became of that; all admins, if that one is no longer among them."""
    returned = await returned_events(context.session, context.campaign, region.code)
    seen = await report_summary(context.session, context.campaign, region.code)
    by = await who_returned(context.session, context.campaign, region.code)
    if not by:
        return []
    text = texts.resubmitted(seen, returned, region=region)
    doors = [
        [button(phrases.event_button(event), ReviewEvent(event=event.id))]
        for event in returned[:DOORS_SHOWN]
    ]
    report = button(phrases.REGION_REPORT, OpenRegionReport(code=region.code))
    return await notify_admins(context, Screen(text, rows(*doors, [report])), preferably=by)
