"""«Таблица (Excel)»: a region's copy of its report, as a file in the form of the annex; and «Файл,
как сдан»: as it was when it was submitted."""

from aiogram.types import CallbackQuery

from domain.campaigns.campaigns import campaign_of
from domain.reports.status_queries import region_status
from domain.reports.submissions import submission_of
from handlers.callbacks import CopyReport, SubmittedFile
from handlers.context import Context
from handlers.region_report import texts
from handlers.responses import Responses, SendRegionReport, SendSubmitted, Toast, alert
from handlers.routes import press
from models import ReportState


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


async def as_submitted(
    query: CallbackQuery, callback_data: SubmittedFile, context: Context
) -> Responses:
    campaign = await campaign_of(context.session, callback_data.year)
    if campaign is None:
        return alert(query, texts.copy.NO_SUCH_YEAR)
    code, number = context.region.code, callback_data.number
    submission = await submission_of(context.session, campaign, code, number)
    if submission is None:
        return alert(query, texts.submitted.NOT_KEPT)
    if submission.state == ReportState.ZERO:
        return alert(query, texts.copy.NO_EVENTS_REPORTED)
    file = SendSubmitted(
        chat_id=context.person.id, region_code=code, year=campaign.year, number=number
    )
    return [Toast(query_id=query.id), file]


ROUTES = (press(CopyReport, copy), press(SubmittedFile, as_submitted))
