"""«Отчёт региона»: where it stands, submitting it, opening it again."""

from typing import Literal

from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery, InlineKeyboardMarkup, Message

from domain.reports.review import has_ignored_comments, returned_events
from domain.reports.state import ReportSummary, report_summary, set_state
from handlers import phrases
from handlers.callbacks import NewEvent, OpenEvents, OpenReport
from handlers.confirmation import ask
from handlers.context import Context
from handlers.keyboards import button, rows
from handlers.menu import REPORT
from handlers.region_report import texts
from handlers.region_report.resubmission import tell_returners
from handlers.report_closed import accepted_screen, is_closed, lock_own_report, why_closed
from handlers.responses import Responses, Screen, show
from handlers.routes import command, press
from models import ReportState

Target = Literal["submitted", "zero", "open"]


class ChangeReport(CallbackData, prefix="state"):
    """`seen` is the version of the report on the screen: what is submitted is what was seen."""

    to: Target
    seen: str
    sure: bool = False


async def open_report(event: Message | CallbackQuery, context: Context) -> Responses:
    return show(event, await _screen(context))


async def change(query: CallbackQuery, callback_data: ChangeReport, context: Context) -> Responses:
    await lock_own_report(context)
    seen = await report_summary(context.session, context.campaign, context.region.code)
    if is_closed(context):
        return show(query, await _screen(context))
    target = ReportState(callback_data.to)
    if seen.report_status.reported == (target != ReportState.OPEN):
        return show(query, await _screen(context), toast=texts.NO_CHANGE)
    fits = target == (ReportState.SUBMITTED if seen.events else ReportState.ZERO)
    if target != ReportState.OPEN and (callback_data.seen != seen.version or not fits):
        return show(query, await _screen(context), toast=texts.REPORT_CHANGED)
    if seen.accepted_at is not None:
        accepted = await accepted_screen(context)
        return show(query, await _screen(context, note=accepted.text))
    if target != ReportState.OPEN and not callback_data.sure:
        doubt = await _doubt(query, context, target, seen)
        if doubt:
            return doubt
    await set_state(context.session, context.campaign, target, by=context.person, now=context.now)
    await context.session.flush()
    told = await tell_returners(context, context.region) if target != ReportState.OPEN else []
    return [*show(query, await _screen(context, note=texts.report_now(target))), *told]


async def _doubt(
    query: CallbackQuery, context: Context, target: ReportState, seen: ReportSummary
) -> Responses:
    """What is asked before a report is submitted that may be a slip; nothing if it is none."""
    back = button(phrases.BACK, OpenReport())
    if target == ReportState.ZERO:
        sure = button(texts.ZERO_SURE, _change("zero", seen, sure=True))
        return ask(query, context, texts.CONFIRM_ZERO, sure, back)
    returned = await returned_events(context.session, context.campaign, context.region.code)
    if not has_ignored_comments(seen, returned):
        return []
    sure = button(texts.SUBMIT_ANYWAY, _change("submitted", seen, sure=True))
    events = button(phrases.MY_EVENTS, OpenEvents())
    return ask(query, context, texts.still_returned(returned), sure, events, back)


async def _screen(context: Context, note: str = "") -> Screen:
    seen = await report_summary(context.session, context.campaign, context.region.code)
    closed = await why_closed(context) if is_closed(context) else None
    if closed is not None and not note:
        note = closed.text
    text = texts.report(
        seen,
        region=context.region,
        campaign=context.campaign,
        deadline=context.deadline,
        zone=context.zone,
        returned=await returned_events(context.session, context.campaign, context.region.code),
        note=note,
    )
    return Screen(text, _keyboard(seen, closed))


def _keyboard(seen: ReportSummary, closed: Screen | None) -> InlineKeyboardMarkup:
    events = button(phrases.MY_EVENTS, OpenEvents())
    if closed is not None:
        offered = closed.keyboard
        more = offered.inline_keyboard if isinstance(offered, InlineKeyboardMarkup) else []
        return rows([events], *more)
    if seen.accepted_at is not None:
        return rows([events])
    if seen.report_status.reported:
        reopen = button(texts.REOPEN, _change("open", seen))
        return rows([reopen], [events])
    new = button(phrases.NEW_EVENT, NewEvent())
    if seen.events:
        hand_in = button(texts.SUBMIT, _change("submitted", seen))
    else:
        hand_in = button(texts.ZERO_REPORT, _change("zero", seen))
    return rows([hand_in], [events, new])


def _change(to: Target, seen: ReportSummary, *, sure: bool = False) -> str:
    return ChangeReport(to=to, seen=seen.version, sure=sure).pack()


ROUTES = (command(REPORT, open_report), press(OpenReport, open_report), press(ChangeReport, change))
