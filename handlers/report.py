"""«Отчёт региона»: where it stands, submitting it, opening it again."""

from collections.abc import Sequence
from typing import Literal

from aiogram import Router
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery, InlineKeyboardMarkup, Message

from handlers import texts
from handlers.access import ForCoordinators
from handlers.answers import Answers, Screen, button, rows, show
from handlers.cards import accepted_screen, why_closed
from handlers.commands import (
    REPORT,
    Said,
)
from handlers.doors import (
    NewEvent,
    OpenEvents,
    OpenReport,
)
from handlers.review_cards import tell_returners
from handlers.turn import Turn
from models import Event, ReportState
from reports.deadlines import report_is_closed
from reports.events import lock_report
from reports.region_reports import ReportGlance, glance, set_state
from reports.reviewing import neglected, returned_events

Target = Literal["submitted", "zero", "open"]


class ChangeReport(CallbackData, prefix="state"):
    """`seen` is the version of the report on the screen: what is submitted is what was seen."""

    to: Target
    seen: str
    sure: bool = False


def router() -> Router:
    router = Router(name="report")
    router.message.filter(ForCoordinators())
    router.callback_query.filter(ForCoordinators())
    router.message.register(open_report, Said(REPORT))
    router.callback_query.register(open_report, OpenReport.filter())
    router.callback_query.register(change, ChangeReport.filter())
    return router


async def open_report(event: Message | CallbackQuery, turn: Turn) -> Answers:
    return show(event, await _screen(turn))


async def change(query: CallbackQuery, callback_data: ChangeReport, turn: Turn) -> Answers:
    await lock_report(turn.session, turn.campaign, turn.region.code)
    seen = await glance(turn.session, turn.campaign, turn.region.code)
    if await _is_closed(turn):
        return show(query, await _screen(turn))
    target = ReportState(callback_data.to)
    if seen.standing.reported == (target != ReportState.OPEN):
        return show(query, await _screen(turn), toast=texts.report.NO_CHANGE)
    fits = target == (ReportState.SUBMITTED if seen.events else ReportState.ZERO)
    if target != ReportState.OPEN and (callback_data.seen != seen.version or not fits):
        return show(query, await _screen(turn), toast=texts.report.REPORT_CHANGED)
    accepted = await accepted_screen(turn)
    if accepted is not None:
        return show(query, await _screen(turn, note=accepted.text))
    if target != ReportState.OPEN and not callback_data.sure:
        doubt = await _doubt(turn, target, seen)
        if doubt is not None:
            return show(query, doubt)
    await set_state(turn.session, turn.campaign, target, by=turn.person, now=turn.now)
    await turn.session.flush()
    told = await tell_returners(turn, turn.region) if target != ReportState.OPEN else []
    return [*show(query, await _screen(turn, note=texts.report.report_now(target))), *told]


async def _doubt(turn: Turn, target: ReportState, seen: ReportGlance) -> Screen | None:
    """What is asked before a report is submitted that may be a slip."""
    if target == ReportState.ZERO:
        return _confirm_zero(seen)
    returned = await returned_events(turn.session, turn.campaign, turn.region.code)
    return _confirm_unchanged(seen, returned) if neglected(seen, returned) else None


async def _screen(turn: Turn, note: str = "") -> Screen:
    seen = await glance(turn.session, turn.campaign, turn.region.code)
    closed = await why_closed(turn) if await _is_closed(turn) else None
    if closed is not None and not note:
        note = closed.text
    text = texts.report.report(
        seen,
        region=turn.region,
        campaign=turn.campaign,
        deadline=turn.deadline,
        zone=turn.zone,
        returned=await returned_events(turn.session, turn.campaign, turn.region.code),
        note=note,
    )
    return Screen(text, _keyboard(seen, closed))


async def _is_closed(turn: Turn) -> bool:
    return await report_is_closed(turn.session, turn.campaign, turn.region.code, turn.now)


def _keyboard(seen: ReportGlance, closed: Screen | None) -> InlineKeyboardMarkup:
    events = button(texts.report.MY_EVENTS, OpenEvents().pack())
    if closed is not None:
        offered = closed.keyboard
        more = offered.inline_keyboard if isinstance(offered, InlineKeyboardMarkup) else []
        return rows([events], *more)
    if seen.accepted_at is not None:
        return rows([events])
    if seen.standing.reported:
        reopen = button(texts.report.REOPEN, _change("open", seen))
        return rows([reopen], [events])
    new = button(texts.report.NEW_EVENT, NewEvent().pack())
    if seen.events:
        hand_in = button(texts.report.SUBMIT, _change("submitted", seen))
    else:
        hand_in = button(texts.report.ZERO_REPORT, _change("zero", seen))
    return rows([hand_in], [events, new])


def _confirm_zero(seen: ReportGlance) -> Screen:
    sure = button(texts.report.ZERO_SURE, _change("zero", seen, sure=True))
    back = button(texts.form.BACK, OpenReport().pack())
    return Screen(texts.report.CONFIRM_ZERO, rows([sure], [back]))


def _confirm_unchanged(seen: ReportGlance, returned: Sequence[Event]) -> Screen:
    sure = button(texts.report.SUBMIT_ANYWAY, _change("submitted", seen, sure=True))
    events = button(texts.report.MY_EVENTS, OpenEvents().pack())
    back = button(texts.form.BACK, OpenReport().pack())
    return Screen(texts.report.still_returned(returned), rows([sure], [events, back]))


def _change(to: Target, seen: ReportGlance, *, sure: bool = False) -> str:
    return ChangeReport(to=to, seen=seen.version, sure=sure).pack()
