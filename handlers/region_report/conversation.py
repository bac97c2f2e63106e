"""«Отчёт региона»: the state of the report, submitting it, opening it again."""

from collections.abc import Sequence

from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message

from domain.campaigns.campaigns import campaign_before
from domain.campaigns.deadlines import has_passed
from domain.campaigns.extensions import open_request_of
from domain.drafts import waiting_event
from domain.events.authors import authors_of
from domain.reports.review import has_ignored_comments, returned_events
from domain.reports.state import set_state, was_ever_submitted
from domain.reports.status import RegionStatus
from domain.reports.status_queries import region_status
from domain.reports.submissions import newest_submission
from handlers import phrases
from handlers.after_deadline import TIME_ASKED_ALREADY, ask_button, may_ask_ahead
from handlers.callbacks import (
    ChangeReport,
    CopyReport,
    FromFile,
    NewEvent,
    NewState,
    OpenColleagues,
    OpenEvents,
    OpenHelpers,
    OpenReport,
)
from handlers.confirmation import ask
from handlers.context import Context
from handlers.done_for_region import tell_region_of_report
from handlers.formatting import with_note
from handlers.forms.texts import BACK
from handlers.hands import entered_by, is_shared
from handlers.keyboards import MAIN, button, rows
from handlers.menu import REPORT
from handlers.papers import paper_rows
from handlers.proposals_waiting import number_of_proposals, proposals_row
from handlers.region_news import tell_of_submitting
from handlers.region_report import texts
from handlers.region_report.receipt import receipt, receipt_line, submitted_file
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
    return await _after(query, context, state, first_time=first_time)


async def _after(
    query: CallbackQuery, context: Context, state: ReportState, *, first_time: bool
) -> Responses:
    """What whoever changed the report and everybody else hears of that."""
    session, campaign, code = context.session, context.campaign, context.region.code
    responses = show(query, await _changed_screen(context, state))
    done = texts.report.DONE_FOR_REGION[state]
    if state == ReportState.OPEN:
        return responses + await tell_region_of_report(context, done)
    submission = await newest_submission(session, campaign, code)
    responses += submitted_file(context, submission)
    receipt = receipt_line(context, submission)
    responses += await tell_region_of_report(context, f"{done}\n{receipt}")
    responses += await notify_returners(context, context.region)
    if first_time:
        status = await region_status(session, campaign, code)
        responses += await tell_of_submitting(context, status)
    return responses


async def _changed_screen(context: Context, state: ReportState) -> Screen:
    """Also after a second tap. That the report is submitted is a receipt, which is kept."""
    status = await region_status(context.session, context.campaign, context.region.code)
    for_region = context.on_behalf_of is not None
    note = texts.report.report_now(state, late=status.late, for_region=for_region)
    if state == ReportState.OPEN:
        return await _screen(context, note=note)
    submission = await newest_submission(context.session, context.campaign, context.region.code)
    screen = await _screen(context, note=with_note(note, receipt(context, submission)).rstrip())
    write = [] if for_region else [write_to_ministry()]
    return Screen(screen.text, rows(*screen.buttons, write)).kept()


async def _question_before(
    query: CallbackQuery, context: Context, state: ReportState, status: RegionStatus
) -> Responses:
    """Asked before a report is submitted if that may be a mistake: it has no events, nothing was
    done about the ministry's comments, or there are drafts or proposals that are not in it.
    Otherwise nothing."""
    back, year = button(BACK, OpenReport()), context.campaign.year
    waiting = await number_of_proposals(context)
    if state == ReportState.ZERO:
        question = texts.report.confirm_zero(context.region, year, status.drafts)
        question = texts.report.with_proposals(question, waiting)
        sure = button(texts.report.ZERO_SURE, _change("zero", status, year, sure=True), MAIN)
        return ask(query, context, question, sure, back)
    returned = await returned_events(context.session, context.campaign, context.region.code)
    ignored = returned if has_ignored_comments(status, returned) else None
    if ignored is None and not (waiting or status.drafts):
        return []
    sure = button(texts.report.SUBMIT_ANYWAY, _change("submitted", status, year, sure=True), MAIN)
    events = button(phrases.MY_EVENTS, OpenEvents())
    question = texts.report.question_before(ignored, waiting, status.drafts)
    draft = await waiting_event(context.session, context.person, context.campaign.id)
    own = [button(texts.report.TO_DRAFT, NewEvent(year=year))] if draft is not None else []
    return ask(query, context, question, sure, *own, events, *proposals_row(waiting), back)


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
    authors = await authors_of(context.session, context.campaign, context.region.code)
    if is_shared(authors, context.person):
        text = f"{text}\n\n{entered_by(authors, context.person)}"
    more = refused.buttons if refused else []
    request = await open_request_of(context.session, context.campaign, context.region.code)
    if request is not None and not is_closed:
        text = f"{text}\n\n{TIME_ASKED_ALREADY}"
    elif not (is_closed or context.on_behalf_of) and may_ask_ahead(context):
        more = [[ask_button(context.campaign.year)]]
    waiting = await number_of_proposals(context)
    lists = [button(phrases.MY_EVENTS, OpenEvents()), *proposals_row(waiting)]
    year = context.campaign.year
    keyboard = _keyboard(status, year, is_closed=is_closed, lists=lists, more=more)
    screen = Screen(text, keyboard).with_note(refused.text if refused else note)
    submission = await newest_submission(context.session, context.campaign, context.region.code)
    papers = paper_rows(status, year, submission)
    text = texts.report.with_proposals(screen.text, 0 if is_closed else waiting)
    team = [] if is_closed else _team(context)
    earlier = await _earlier_report(context)
    return Screen(text, rows(*screen.buttons, *papers, team, earlier))


def _team(context: Context) -> list[InlineKeyboardButton]:
    helpers = button(phrases.HELPERS, OpenHelpers())
    if context.on_behalf_of:  # an admin has /people and /invite
        return [helpers]
    return [button(phrases.COLLEAGUES, OpenColleagues()), helpers]


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
    lists: list[InlineKeyboardButton],
    more: Sequence[list[InlineKeyboardButton]],
) -> InlineKeyboardMarkup:
    """`lists` is the row of what can be looked through; `more` are the rows that a closed report
    offers, or one at the deadline."""
    if is_closed or status.accepted_at is not None:
        return rows(*more, lists)
    if status.report_status.reported:
        return rows([button(phrases.REOPEN_REPORT, _change("open", status, year))], lists)
    new = button(phrases.NEW_EVENT, NewEvent(year=year), None if status.events else MAIN)
    file = button(phrases.FROM_FILE, FromFile(year=year))
    if status.events:
        submit = button(phrases.SUBMIT_REPORT, _change("submitted", status, year), MAIN)
        return rows([submit], [new], [file], lists, *more)
    zero = button(phrases.ZERO_REPORT, _change("zero", status, year))
    return rows([new], [file], [zero], lists, *more)


def _change(to: NewState, status: RegionStatus, year: int, *, sure: bool = False) -> ChangeReport:
    return ChangeReport(year=year, to=to, seen=status.version, sure=sure)


ROUTES = (command(REPORT, open_report), press(OpenReport, open_report), press(ChangeReport, change))
