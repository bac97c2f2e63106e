"""«Скачать отчёт»: a region's copy of its report, as a file in the form of the annex."""

from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery

from domain.campaigns.campaigns import campaign_of
from domain.reports.status_queries import region_status
from handlers.callbacks import Year
from handlers.context import Context
from handlers.region_report import texts
from handlers.responses import Responses, SendRegionReport, Toast, alert
from handlers.routes import press


class CopyReport(CallbackData, prefix="report_copy"):
    """Of that year, because the receipt of a report is kept longer; of the region whose
    coordinator presses."""

    year: Year


async def copy(query: CallbackQuery, callback_data: CopyReport, context: Context) -> Responses:
    campaign = await campaign_of(context.session, callback_data.year)
    if campaign is None:
        return alert(query, texts.copy.NO_SUCH_YEAR)
    code = context.region.code
    status = await region_status(context.session, campaign, code)
    if not status.events:
        return alert(query, texts.copy.nothing_to_copy(status))
    file = SendRegionReport(chat_id=context.person.id, region_code=code, year=campaign.year)
    return [Toast(query_id=query.id), file]


ROUTES = (press(CopyReport, copy),)
