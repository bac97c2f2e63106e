"""/deadline: until when reports are taken, and setting it for all regions."""

from datetime import datetime

from aiogram import Router
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery, Message

from handlers import texts
from handlers.access import ForAdmins
from handlers.answers import Answers, Screen, button, rows, say, show
from handlers.asked import Asked
from handlers.commands import (
    DEADLINE,
    Said,
)
from handlers.deadline_screens import (
    ChangeDeadline,
    OpenDeadline,
    Seconds,
    deadline_screen,
    moment_of,
    seconds,
    to_deadline,
    typed_deadline,
)
from handlers.turn import Turn
from models import Draft, FormKind, MailingKind
from reports.audit import last_author
from reports.campaigns import lock_campaign
from reports.dates import FARTHEST
from reports.deadlines import deadline_from, extended_deadlines, move_deadline
from reports.drafts import draft_of, resume, start_draft
from reports.mailings import Audience, begin_mailing, reach
from reports.people import admins
from reports.refusal import Refusal


class SetDeadline(CallbackData, prefix="dlset"):
    """What the admin saw and confirms: the new deadline, and the one that it replaces."""

    until: Seconds
    was: Seconds


def router() -> Router:
    router = Router(name="deadline")
    router.message.filter(ForAdmins())
    router.callback_query.filter(ForAdmins())
    router.message.register(open_deadline, Said(DEADLINE))
    router.callback_query.register(turn_page, OpenDeadline.filter())
    router.callback_query.register(ask, ChangeDeadline.filter())
    router.callback_query.register(change, SetDeadline.filter())
    return router


def answers_router() -> Router:
    router = Router(name="deadline's answers")
    router.message.filter(ForAdmins())
    router.message.register(take, Asked(FormKind.DEADLINE))
    return router


async def open_deadline(message: Message, turn: Turn, argument: str) -> Answers:
    if not argument:
        return show(message, await deadline_screen(turn))
    if turn.campaign.closed_at is not None:
        return show(message, await deadline_screen(turn, note=texts.deadlines.CAMPAIGN_IS_CLOSED))
    return await _take(message, argument, await _start(turn), turn)


async def turn_page(query: CallbackQuery, callback_data: OpenDeadline, turn: Turn) -> Answers:
    if callback_data.leave:
        await _forget(turn)
    return show(query, await deadline_screen(turn, callback_data.page))


async def ask(query: CallbackQuery, callback_data: ChangeDeadline, turn: Turn) -> Answers:
    if turn.campaign.closed_at is not None:
        return show(query, await deadline_screen(turn, note=texts.deadlines.CAMPAIGN_IS_CLOSED))
    draft = await draft_of(turn.session, turn.person, FormKind.DEADLINE)
    typed = typed_deadline(draft, turn)
    if draft is None or typed is None or callback_data.anew:
        await _start(turn)
        return show(query, _question())
    await resume(turn.session, turn.person, draft)
    return show(query, await _confirm(turn, typed))


async def take(message: Message, draft: Draft, turn: Turn) -> Answers:
    return await _take(message, message.text or message.caption or "", draft, turn)


async def change(query: CallbackQuery, callback_data: SetDeadline, turn: Turn) -> Answers:
    await lock_campaign(turn.session, turn.campaign)
    campaign, before, until = turn.campaign, turn.campaign.deadline, moment_of(callback_data.until)
    if campaign.closed_at is not None:
        return show(query, await deadline_screen(turn, note=texts.deadlines.CAMPAIGN_IS_CLOSED))
    if seconds(before) == callback_data.until:  # a second tap, or another admin's same wish
        return show(query, await deadline_screen(turn), toast=texts.deadlines.DEADLINE_IS_SET)
    if seconds(before) != callback_data.was:
        by = await last_author(turn.session, "campaign.deadline", "campaign", campaign.id)
        note = texts.deadlines.changed_meanwhile(campaign, by, turn.zone)
        return show(query, await _confirm(turn, until, note))
    if not turn.now < until <= turn.now + FARTHEST:  # the button is an old one
        await _start(turn)
        return show(query, _question(texts.deadlines.DATE_IS_OVER))
    return await _change(query, before, until, turn)


async def _change(query: CallbackQuery, before: datetime, until: datetime, turn: Turn) -> Answers:
    session, campaign, by = turn.session, turn.campaign, turn.person
    await move_deadline(session, campaign, until, by=by, now=turn.now, zone=turn.zone)
    await _forget(turn)
    to = await reach(session, campaign, Audience("all"))
    notice = {"text": texts.deadlines.notice(campaign, before, turn.zone)}
    await begin_mailing(session, campaign, MailingKind.NOTICE, to, notice, by=by, now=turn.now)
    told = texts.deadlines.changed_for_admins(campaign, before, by.name, turn.zone)
    others = [each for each in await admins(session) if each.id != by.id]
    screen = await deadline_screen(turn, note=texts.deadlines.changed(to))
    return [*show(query, screen), *(say(each.id, Screen(told)) for each in others)]


async def _start(turn: Turn) -> Draft:
    return await start_draft(
        turn.session, turn.person, FormKind.DEADLINE, now=turn.now, step="until"
    )


async def _forget(turn: Turn) -> None:
    draft = await draft_of(turn.session, turn.person, FormKind.DEADLINE)
    if draft is not None:
        await turn.session.delete(draft)
        await turn.session.flush()


async def _take(message: Message, typed: str, draft: Draft, turn: Turn) -> Answers:
    try:
        until = deadline_from(typed, turn.campaign, turn.now, turn.zone)
        if seconds(until) == seconds(turn.campaign.deadline):
            raise Refusal(texts.deadlines.DEADLINE_IS_SET)
    except Refusal as refused:
        return show(message, _question(texts.form.refusal(refused)))
    draft.answers = {"until": seconds(until)}
    draft.changed_at = turn.now
    return show(message, await _confirm(turn, until))


def _question(note: str = "") -> Screen:
    text = texts.values.with_note(note, texts.deadlines.ASK_DEADLINE)
    return Screen(text, rows([to_deadline()]))


async def _confirm(turn: Turn, until: datetime, note: str = "") -> Screen:
    to = await reach(turn.session, turn.campaign, Audience("all"))
    unreported = await reach(turn.session, turn.campaign, Audience("unreported"))
    extended = await extended_deadlines(turn.session, turn.campaign)
    text = texts.deadlines.confirm(
        turn.campaign,
        until,
        to=to,
        unreported=len(unreported.regions),
        ending=sum(own <= until for own in extended.values()),
        zone=turn.zone,
        note=note,
    )
    sure = SetDeadline(until=seconds(until), was=seconds(turn.campaign.deadline))
    change = button(texts.deadlines.CHANGE_SURE, sure.pack())
    other = button(texts.deadlines.OTHER_DATE, ChangeDeadline(anew=True).pack())
    leave = button(texts.deadlines.LEAVE, OpenDeadline(leave=True).pack())
    return Screen(text, rows([change], [other, leave]))
