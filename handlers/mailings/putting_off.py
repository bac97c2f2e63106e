"""«Напомнить завтра»: a coordinator puts a reminder off till the next day."""

from datetime import datetime

from aiogram.types import CallbackQuery

from domain.campaigns.deadlines import has_passed
from domain.mailings.put_off import put_off
from domain.mailings.reminders import tomorrow_at
from handlers import phrases
from handlers.after_deadline import ask_button
from handlers.callbacks import OpenReport
from handlers.context import Context
from handlers.keyboards import button, rows
from handlers.mailings import texts
from handlers.mailings.screens import PutOff
from handlers.report_closed import campaign_is_closed
from handlers.responses import Responses, Screen, alert, show
from handlers.routes import press
from models import ReportState


async def till_tomorrow(query: CallbackQuery, context: Context) -> Responses:
    """In a message of its own: the reminder stays to be read. A second tap is answered alike."""
    report = button(phrases.REGION_REPORT, OpenReport())
    if context.campaign.closed_at is not None:
        return show(
            query, Screen(campaign_is_closed(context.campaign, context.zone), rows([report]))
        )
    if context.reported:
        return show(query, Screen(texts.reminders.NOTHING_TO_PUT_OFF, rows([report])))
    zone = context.own_zone
    till = tomorrow_at(context.remind_at, zone, context.now)
    if _is_too_late(context, till):
        text = texts.reminders.too_late_to_put_off(
            till, zone, context.deadline, context.zone, context.region
        )
        ask = ask_button(context.campaign.year)
        return show(query, Screen(text, rows([report], [ask])))
    text = texts.reminders.put_off(till, zone)
    if not await put_off(context.session, context.campaign, context.person, till):
        return alert(query, text)
    return show(query, Screen(text))


def _is_too_late(context: Context, till: datetime) -> bool:
    """Whether the deadline comes before. Once it has passed, and of a report that was returned,
    there is no later to be too late for."""
    report = context.report
    returned = report is not None and report.state == ReportState.RETURNED
    ends_before = has_passed(context.deadline, till) and not has_passed(
        context.deadline, context.now
    )
    return ends_before and not returned


ROUTES = (press(PutOff, till_tomorrow),)
