"""«Отчёт региона»: the state of the report, submitting it, opening it again."""

from collections.abc import Sequence

from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message

from domain.campaigns.campaigns import campaign_before
from domain.campaigns.deadlines import has_passed
from domain.campaigns.extensions import open_request_of
from domain.reports.review import has_ignored_comments, returned_events
from domain.reports.state import set_state, was_ever_submitted
from domain.reports.status import RegionStatus
from domain.reports.status_queries import region_status
from handlers import phrases
from handlers.after_deadline import TIME_ASKED_ALREADY, ask_button, may_ask_ahead
from handlers.callbacks import ChangeReport, NewEvent, NewState, OpenEvents, OpenReport
from handlers.confirmation import ask
from handlers.context import Context
from handlers.done_for_region import tell_region_of_report
from handlers.forms.texts import BACK
from handlers.keyboards import MAIN, button, rows
from handlers.menu import REPORT
from handlers.region_news import tell_of_submitting
from handlers.region_report import texts
from handlers.region_report.copy import CopyReport
from handlers.region_report.resubmission import notify_returners
from handlers.reply_buttons import write_to_ministry
from handlers.report_closed import accepted_screen, closed, lock_own_report, own_report_is_closed
from handlers.responses import Responses, Screen, show
from handlers.routes import command, press
from models import ReportState


async def open_report(event: Message | CallbackQuery, context: Context) -> Responses:
    return show(event, await _screen(context))


async def change(query: CallbackQuery, callback_data: ChangeReport, context: Context) -> Responses:
    await lock_own_report(context)
    status = await region_status(context.session, context.campaign, context.region.code)
    state = ReportState(callback_data.to)
    # What is saved can be submitted late; to open the report again is to change it.
    is_late = state != ReportState.OPEN and context.campaign.closed_at is None
    if own_report_is_closed(context) and not is_late:
        return show(query, await _screen(context))
    if context.report is not None and context.report.state == state:
        return show(query, await _changed_screen(context, state), toast=texts.report.NO_CHANGE)
    if status.report_status.reported == (state != ReportState.OPEN):
        return show(query, await _screen(context), toast=texts.report.REPORT_CHANGED)
    fits = state == (ReportState.SUBMITTED if status.events else ReportState.ZERO)
    if state != ReportState.OPEN and (callback_data.seen != status.version or not fits):
        return show(query, await _screen(context), toast=texts.report.REPORT_CHANGED)
    if status.accepted_at is not None:
        accepted = await accepted_screen(context)
        return show(query, await _screen(context, note=accepted.text))
    if state != ReportState.OPEN and not callback_data.sure:
        question = await _question_before(query, context, state, status)
        if question:
            return question
    first_time = not await was_ever_submitted(
        context.session, context.campaign, context.region.code
    )
    await set_state(
        context.session,
        context.campaign,
        context.region.code,
        state,
        by=context.person,
        now=context.now,
        sent_at=context.sent_at,
    )
    await context.session.flush()
    responses = show(query, await _changed_screen(context, state))
    responses += await tell_region_of_report(context, texts.report.DONE_FOR_REGION[state])
    if state != ReportState.OPEN:
        responses += await notify_returners(context, context.region)
    if first_time and state != ReportState.OPEN:
        status = await region_status(context.session, context.campaign, context.region.code)
        responses += await tell_of_submitting(context, status)
    return responses


async def _changed_screen(context: Context, state: ReportState) -> Screen:
    """Also after a second tap. That the report is submitted is a receipt, which is kept."""
    status = await region_status(context.session, context.campaign, context.region.code)
    for_region = context.on_behalf_of is not None
    note = texts.report.report_now(state, late=status.late, for_region=for_region)
    screen = await _screen(context, note=note)
    if state == ReportState.OPEN:
        return screen
    write = [] if for_region else [write_to_ministry()]
    return Screen(screen.text, rows(*screen.buttons, write)).kept()


async def _question_before(
    query: CallbackQuery, context: Context, state: ReportState, status: RegionStatus
) -> Responses:
    """Asked before a report is submitted if that may be a mistake: it has no events, or nothing
    was done about the ministry's comments. Otherwise nothing."""
    back, year = button(BACK, OpenReport()), context.campaign.year
    if state == ReportState.ZERO:
        question = texts.report.confirm_zero(context.region, year, status.drafts)
        sure = button(texts.report.ZERO_SURE, _change("zero", status, year, sure=True), MAIN)
        return ask(query, context, question, sure, back)
    returned = await returned_events(context.session, context.campaign, context.region.code)
    if not has_ignored_comments(status, returned):
        return []
    sure = button(texts.report.SUBMIT_ANYWAY, _change("submitted", status, year, sure=True), MAIN)
    events = button(phrases.MY_EVENTS, OpenEvents())
    return ask(query, context, texts.report.still_returned(returned), sure, events, back)


async def _screen(context: Context, note: str = "") -> Screen:
    """Below a note on what was just done. A closed report has a note of its own, why it is closed
    and what can still be done; after another note that would be out of place."""
    status = await region_status(context.session, context.campaign, context.region.code)
    is_closed = own_report_is_closed(context)
    is_over = has_passed(context.deadline, context.sent_at)
    refused = await closed(context) if is_closed and not note else None
    if context.on_behalf_of and is_over and not (is_closed or note or status.submitted_at):
        note = texts.report.late_for_region(context.deadline, context.zone)
    text = texts.report.report(
        status,
        region=context.region,
        campaign=context.campaign,
        deadline=None if is_closed or is_over else context.deadline,
        zone=context.zone,
        is_closed=is_closed,
        returned=await returned_events(context.session, context.campaign, context.region.code),
    )
    more = refused.buttons if refused else []
    request = await open_request_of(context.session, context.campaign, context.region.code)
    if request is not None and not is_closed:
        text = f"{text}\n\n{TIME_ASKED_ALREADY}"
    elif not (is_closed or context.on_behalf_of) and may_ask_ahead(context):
        more = [[ask_button(context.campaign.year)]]
    keyboard = _keyboard(status, context.campaign.year, is_closed=is_closed, more=more)
    screen = Screen(text, keyboard).with_note(refused.text if refused else note)
    return Screen(screen.text, rows(*screen.buttons, await _earlier_report(context)))


async def _earlier_report(context: Context) -> list[InlineKeyboardButton]:
    """The copy of the report of the year before, if the region had events."""
    before = await campaign_before(context.session, context.campaign)
    if before is None:
        return []
    status = await region_status(context.session, before, context.region.code)
    label = texts.copy.of_year(before.year)
    return [button(label, CopyReport(year=before.year))] if status.events else []


def _keyboard(
    status: RegionStatus,
    year: int,
    *,
    is_closed: bool,
    more: Sequence[list[InlineKeyboardButton]],
) -> InlineKeyboardMarkup:
    """`more` are the rows that a closed report offers, or one at the deadline."""
    events = [button(phrases.MY_EVENTS, OpenEvents())]
    if status.events:
        events.append(button(phrases.DOWNLOAD_REPORT, CopyReport(year=year)))
    if is_closed or status.accepted_at is not None:
        return rows(*more, events)
    if status.report_status.reported:
        return rows([button(phrases.REOPEN_REPORT, _change("open", status, year))], events)
    new = button(phrases.NEW_EVENT, NewEvent(year=year), None if status.events else MAIN)
    if status.events:
        submit = button(phrases.SUBMIT_REPORT, _change("submitted", status, year), MAIN)
        return rows([submit], [new], events, *more)
    zero = button(phrases.ZERO_REPORT, _change("zero", status, year))
    return rows([new], [zero], events, *more)


def _change(to: NewState, status: RegionStatus, year: int, *, sure: bool = False) -> ChangeReport:
    return ChangeReport(year=year, to=to, seen=status.version, sure=sure)


ROUTES = (command(REPORT, open_report), press(OpenReport, open_report), press(ChangeReport, change))
