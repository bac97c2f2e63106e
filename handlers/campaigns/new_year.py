"""Opening the next year: the dates by the letter's rule, each of which can be changed first."""

from datetime import date, datetime, time
from typing import Literal

from aiogram import Router
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery, InlineKeyboardButton, Message

from domain.audit.trail import last_author
from domain.campaigns.campaigns import Season, newest_campaign, season
from domain.campaigns.deadlines import extended_deadlines, is_closed
from domain.campaigns.locking import lock_campaign
from domain.drafts import activate, draft_by_id, draft_of, start_draft
from domain.mailings.mailings import Audience, begin_mailing, recipients_of
from domain.refusal import Refusal
from domain.reports.years import faults, next_year, numbers, open_year
from domain.text.dates import parse_day, parse_moment
from handlers import formatting, phrases
from handlers.callbacks import OpenCampaign, OpenYear, RowId
from handlers.campaigns import texts
from handlers.context import Context
from handlers.filters import ForAdmins
from handlers.forms.asked import Asked
from handlers.keyboards import button, columns, rows
from handlers.notifications import notify_admins
from handlers.responses import Responses, Screen, show
from models import AuditAction, Campaign, Draft, FormKind, YearlyConfirmationContent

REVIEW = "review"


class YearStep(CallbackData, prefix="yearstep"):
    """A button of the form: a date to change, going back, opening (asked, then sure)."""

    draft: RowId
    version: RowId
    to: Literal["week_start", "day", "week_end", "deadline", "review", "open", "sure", "cancel"]


def router() -> Router:
    router = Router(name="new year")
    router.message.filter(ForAdmins())
    router.callback_query.filter(ForAdmins())
    router.callback_query.register(begin, OpenYear.filter())
    router.callback_query.register(press, YearStep.filter())
    return router


def answers_router() -> Router:
    router = Router(name="new year's answers")
    router.message.filter(ForAdmins())
    router.message.register(take, Asked(FormKind.CAMPAIGN))
    return router


async def begin(query: CallbackQuery, callback_data: OpenYear, context: Context) -> Responses:
    year = next_year(context.campaign, context.now, context.zone)
    if callback_data.year != year or not is_closed(context.campaign, context.now):
        return show(query, await _why_not(context, callback_data.year))
    draft = await draft_of(context.session, context.person, FormKind.CAMPAIGN)
    if draft is None or draft.answers["year"] != year:
        draft = await start_draft(
            context.session,
            context.person,
            FormKind.CAMPAIGN,
            now=context.now,
            step=REVIEW,
            answers=_written(year, season(year, context.zone)),
        )
    await activate(context.session, context.person, draft)
    draft.step = REVIEW
    return show(query, _review(draft, context))


async def take(message: Message, draft: Draft, context: Context) -> Responses:
    year, typed = draft.answers["year"], message.text or message.caption or ""
    if draft.step == REVIEW:
        return show(message, _review(draft, context, texts.PRESS_A_BUTTON))
    try:
        given: date | datetime
        if draft.step == "deadline":
            # Seen from the Week's first day: «28.11» is in that year, «15 января» in the next.
            week_start = datetime.combine(_dates(draft).week_start, time(), context.zone)
            given = parse_moment(typed, max(context.now, week_start), context.zone)
        else:
            given = parse_day(typed, year, context.now, context.zone)
    except Refusal as refused:
        return show(message, _question(draft, formatting.refusal(refused)))
    draft.answers = {**draft.answers, draft.step: given.isoformat()}
    draft.step, draft.version, draft.changed_at = REVIEW, draft.version + 1, context.now
    return show(message, _review(draft, context))


async def press(query: CallbackQuery, callback_data: YearStep, context: Context) -> Responses:
    draft = await draft_by_id(context.session, context.person, callback_data.draft)
    if draft is None or draft.form != FormKind.CAMPAIGN:
        return show(query, Screen(texts.NOT_OPENED))
    await activate(context.session, context.person, draft)
    if draft.version != callback_data.version:
        draft.step = REVIEW
        return show(query, _review(draft, context), toast=phrases.FORM_MOVED_ON)
    match callback_data.to:
        case "cancel":
            await context.session.delete(draft)
            return show(query, Screen(texts.NOT_OPENED))
        case "open":
            return await _open(query, draft, context, sure=False)
        case "sure":
            return await _open(query, draft, context, sure=True)
        case step:
            draft.step = step
    return show(query, _review(draft, context) if draft.step == REVIEW else _question(draft))


async def _open(query: CallbackQuery, draft: Draft, context: Context, *, sure: bool) -> Responses:
    """Ask, or do it: one admin at a time, and only while no other has."""
    session, before, year = context.session, context.campaign, draft.answers["year"]
    await lock_campaign(session, before)
    newest = await newest_campaign(session)
    if newest is not before or before.year >= year or not is_closed(before, context.now):
        await session.delete(draft)
        return show(query, await _why_not(context, year))
    if faults(_dates(draft), context.now, context.zone):
        return show(query, _review(draft, context))
    if not sure:
        return show(query, await _confirm(draft, context))
    await session.delete(draft)
    campaign = await open_year(session, year, _dates(draft), by=context.person, now=context.now)
    await _ask_coordinators(campaign, context)
    opened = texts.opened(year, context.zone, campaign.deadline)
    told = Screen(texts.done_by(opened, context.person.name))
    screen = Screen(opened, rows([_to_campaign(year)]))
    return [*show(query, screen), *await notify_admins(context, told, but=context.person)]


async def _ask_coordinators(campaign: Campaign, context: Context) -> None:
    """Whether they still are. They stay so unless they say no."""
    to = await recipients_of(context.session, campaign, Audience("all"))
    question = YearlyConfirmationContent(text=texts.still(campaign, context.zone))
    await begin_mailing(context.session, campaign, to, question, by=context.person, now=context.now)


async def _confirm(draft: Draft, context: Context) -> Screen:
    before = context.campaign
    extended = await extended_deadlines(context.session, before)
    text = texts.confirm_opening(
        draft.answers["year"],
        before.year,
        await recipients_of(context.session, before, Audience("all")),
        drafts=(await numbers(context.session, before)).drafts,
        extended=sum(until > context.now for until in extended.values()),
    )
    yes = _button(draft, "sure", texts.OPEN_SURE)
    return Screen(text, rows([yes], [_back(draft)]))


async def _why_not(context: Context, year: int) -> Screen:
    """Why that year cannot be opened: another admin has done it, or it is too early."""
    newest = await newest_campaign(context.session)
    assert newest is not None
    text = texts.NOT_YET
    if newest.year >= year:
        by = await last_author(context.session, AuditAction.CAMPAIGN_OPENED, newest.id)
        text = texts.opened_already(newest.year, by)
    return Screen(text, rows([_to_campaign(newest.year)]))


def _written(year: int, dates: Season) -> dict[str, int | str]:
    """The dates as the draft holds them."""
    return {
        "year": year,
        "week_start": dates.week_start.isoformat(),
        "day": dates.day.isoformat(),
        "week_end": dates.week_end.isoformat(),
        "deadline": dates.deadline.isoformat(),
    }


def _dates(draft: Draft) -> Season:
    have = draft.answers
    return Season(
        week_start=date.fromisoformat(have["week_start"]),
        day=date.fromisoformat(have["day"]),
        week_end=date.fromisoformat(have["week_end"]),
        deadline=datetime.fromisoformat(have["deadline"]),
    )


def _review(draft: Draft, context: Context, note: str = "") -> Screen:
    year, dates = draft.answers["year"], _dates(draft)
    wrong = faults(dates, context.now, context.zone)
    text = texts.new_year(year, dates, wrong, context.zone, note=note)
    fields = [_button(draft, to, label) for to, label in texts.FIELDS.items()]
    opening = [] if wrong else [_button(draft, "open", texts.open_next(year))]
    cancel = _button(draft, "cancel", texts.CANCEL)
    return Screen(text, rows(*columns(fields, 2), opening, [cancel]))


def _question(draft: Draft, note: str = "") -> Screen:
    text = texts.ask_date(draft.step, draft.answers["year"])
    return Screen(formatting.with_note(note, text), rows([_back(draft)]))


def _button(draft: Draft, to: str, label: str) -> InlineKeyboardButton:
    step = YearStep.model_validate({"draft": draft.id, "version": draft.version, "to": to})
    return button(label, step.pack())


def _back(draft: Draft) -> InlineKeyboardButton:
    return _button(draft, REVIEW, texts.BACK)


def _to_campaign(year: int) -> InlineKeyboardButton:
    return button(texts.TO_CAMPAIGN, OpenCampaign(year=year).pack())
