"""«Письмо (Word)» and «Картинка»: a region's report as a letter to be signed, and on one page."""

from aiogram.types import CallbackQuery

from domain.campaigns.campaigns import campaign_of
from domain.reports.state import ReportStatus
from domain.reports.status_queries import region_status
from handlers.callbacks import RegionPaper
from handlers.context import Context
from handlers.region_report import texts
from handlers.responses import Responses, SendRegionPaper, Toast, alert
from handlers.routes import press


async def paper(query: CallbackQuery, callback_data: RegionPaper, context: Context) -> Responses:
    campaign = await campaign_of(context.session, callback_data.year)
    if campaign is None:
        return alert(query, texts.copy.NO_SUCH_YEAR)
    code = context.region.code
    status = await region_status(context.session, campaign, code)
    if not status.events and status.report_status != ReportStatus.ZERO:
        return alert(query, texts.papers.NOTHING_YET)
    file = SendRegionPaper(
        chat_id=context.person.id, what=callback_data.what, region_code=code, year=campaign.year
    )
    return [Toast(query_id=query.id), file]


ROUTES = (press(RegionPaper, paper),)
