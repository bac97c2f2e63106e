"""Opening the next year: the dates by the letter's rule, each of which can be changed first."""

from datetime import date, datetime, time
from typing import Literal

from aiogram import Router
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery, InlineKeyboardButton, Message

from handlers import texts
from handlers.access import ForAdmins
from handlers.answers import Answers, Screen, button, columns, rows, say, show
from handlers.asked import Asked
from handlers.doors import (
    OpenCampaign,
    OpenYear,
    RowId,
)
from handlers.turn import Turn
from models import Campaign, Draft, FormKind, MailingKind
from reports.audit import last_author
from reports.campaigns import Season, is_closed, lock_campaign, newest_campaign, season
from reports.dates import parse_day, parse_moment
from reports.deadlines import extended_deadlines
from reports.drafts import draft_by_id, draft_of, resume, start_draft
from reports.mailings import Audience, begin_mailing, reach
from reports.people import admins
from reports.refusal import Refusal
from reports.years import faults, next_year, numbers, open_year

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


async def begin(query: CallbackQuery, callback_data: OpenYear, turn: Turn) -> Answers:
    year = next_year(turn.campaign, turn.now, turn.zone)
    if callback_data.year != year or not is_closed(turn.campaign, turn.now):
        return show(query, await _why_not(turn, callback_data.year))
    draft = await draft_of(turn.session, turn.person, FormKind.CAMPAIGN)
    if draft is None or draft.answers["year"] != year:
        draft = await start_draft(
            turn.session,
            turn.person,
            FormKind.CAMPAIGN,
            now=turn.now,
            step=REVIEW,
            answers=_written(year, season(year, turn.zone)),
        )
    await resume(turn.session, turn.person, draft)
    draft.step = REVIEW
    return show(query, _review(draft, turn))


async def take(message: Message, draft: Draft, turn: Turn) -> Answers:
    year, typed = draft.answers["year"], message.text or message.caption or ""
    if draft.step == REVIEW:
        return show(message, _review(draft, turn, texts.campaigns.PRESS_A_BUTTON))
    try:
        given: date | datetime
        if draft.step == "deadline":
            # Seen from the Week's first day: «28.11» is in that year, «15 января» in the next.
            week_start = datetime.combine(_dates(draft).week_start, time(), turn.zone)
            given = parse_moment(typed, max(turn.now, week_start), turn.zone)
        else:
            given = parse_day(typed, year, turn.now, turn.zone)
    except Refusal as refused:
        return show(message, _question(draft, texts.form.refusal(refused)))
    draft.answers = {**draft.answers, draft.step: given.isoformat()}
    draft.step, draft.version, draft.changed_at = REVIEW, draft.version + 1, turn.now
    return show(message, _review(draft, turn))


async def press(query: CallbackQuery, callback_data: YearStep, turn: Turn) -> Answers:
    draft = await draft_by_id(turn.session, turn.person, callback_data.draft, None)
    if draft is None or draft.form != FormKind.CAMPAIGN:
        return show(query, Screen(texts.campaigns.NOT_OPENED))
    await resume(turn.session, turn.person, draft)
    if draft.version != callback_data.version:
        draft.step = REVIEW
        return show(query, _review(draft, turn), toast=texts.form.FORM_MOVED_ON)
    match callback_data.to:
        case "cancel":
            await turn.session.delete(draft)
            return show(query, Screen(texts.campaigns.NOT_OPENED))
        case "open":
            return await _open(query, draft, turn, sure=False)
        case "sure":
            return await _open(query, draft, turn, sure=True)
        case step:
            draft.step = step
    return show(query, _review(draft, turn) if draft.step == REVIEW else _question(draft))


async def _open(query: CallbackQuery, draft: Draft, turn: Turn, *, sure: bool) -> Answers:
    """Ask, or do it: one admin at a time, and only while no other has."""
    session, before, year = turn.session, turn.campaign, draft.answers["year"]
    await lock_campaign(session, before)
    newest = await newest_campaign(session)
    if newest is not before or before.year >= year or not is_closed(before, turn.now):
        await session.delete(draft)
        return show(query, await _why_not(turn, year))
    if faults(_dates(draft), turn.now, turn.zone):
        return show(query, _review(draft, turn))
    if not sure:
        return show(query, await _confirm(draft, turn))
    await session.delete(draft)
    campaign = await open_year(session, year, _dates(draft), by=turn.person, now=turn.now)
    await _ask_coordinators(campaign, turn)
    opened = texts.campaigns.opened(year, turn.zone, campaign.deadline)
    others = [each for each in await admins(session) if each.id != turn.person.id]
    told = Screen(texts.campaigns.done_by(opened, turn.person.name))
    screen = Screen(opened, rows([_to_campaign(year)]))
    return [*show(query, screen), *(say(each.id, told) for each in others)]


async def _ask_coordinators(campaign: Campaign, turn: Turn) -> None:
    """Whether they still are. They stay so unless they say no."""
    to = await reach(turn.session, campaign, Audience("all"))
    question = {"text": texts.campaigns.still(campaign, turn.zone)}
    await begin_mailing(
        turn.session, campaign, MailingKind.STILL, to, question, by=turn.person, now=turn.now
    )


async def _confirm(draft: Draft, turn: Turn) -> Screen:
    before = turn.campaign
    extended = await extended_deadlines(turn.session, before)
    text = texts.campaigns.confirm_opening(
        draft.answers["year"],
        before.year,
        await reach(turn.session, before, Audience("all")),
        drafts=(await numbers(turn.session, before)).drafts,
        extended=sum(until > turn.now for until in extended.values()),
    )
    yes = _button(draft, "sure", texts.campaigns.OPEN_SURE)
    return Screen(text, rows([yes], [_back(draft)]))


async def _why_not(turn: Turn, year: int) -> Screen:
    """Why that year cannot be opened: another admin has done it, or it is too early."""
    newest = await newest_campaign(turn.session)
    assert newest is not None
    text = texts.campaigns.NOT_YET
    if newest.year >= year:
        by = await last_author(turn.session, "campaign.opened", "campaign", newest.id)
        text = texts.campaigns.opened_already(newest.year, by)
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


def _review(draft: Draft, turn: Turn, note: str = "") -> Screen:
    year, dates = draft.answers["year"], _dates(draft)
    wrong = faults(dates, turn.now, turn.zone)
    text = texts.campaigns.new_year(year, dates, wrong, turn.zone, note=note)
    fields = [_button(draft, to, label) for to, label in texts.campaigns.FIELDS.items()]
    opening = [] if wrong else [_button(draft, "open", texts.campaigns.open_next(year))]
    cancel = _button(draft, "cancel", texts.campaigns.CANCEL)
    return Screen(text, rows(*columns(fields, 2), opening, [cancel]))


def _question(draft: Draft, note: str = "") -> Screen:
    text = texts.campaigns.ask_date(draft.step, draft.answers["year"])
    return Screen(texts.values.with_note(note, text), rows([_back(draft)]))


def _button(draft: Draft, to: str, label: str) -> InlineKeyboardButton:
    step = YearStep.model_validate({"draft": draft.id, "version": draft.version, "to": to})
    return button(label, step.pack())


def _back(draft: Draft) -> InlineKeyboardButton:
    return _button(draft, REVIEW, texts.campaigns.BACK)


def _to_campaign(year: int) -> InlineKeyboardButton:
    return button(texts.campaigns.TO_CAMPAIGN, OpenCampaign(year=year).pack())
