"""«Ответить министерству»: a coordinator's one line to the admins, from under their message."""

from aiogram import Router
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery, Message

from handlers import texts
from handlers.access import ForCoordinators
from handlers.answers import Answers, Screen, Toast, alert, button, rows, say, show
from handlers.asked import Asked
from handlers.cards import draft_waits
from handlers.doors import (
    ReplyToMinistry,
    RowId,
)
from handlers.turn import Turn
from models import Draft, FormKind, Mailing
from reports.audit import record
from reports.drafts import active_draft, draft_by_id, draft_of, start_draft
from reports.lines import clean_line
from reports.mailings_sent import mailing_received
from reports.people import admins
from reports.refusal import Refusal

LIMIT = 500  # characters


class CancelReply(CallbackData, prefix="noreply"):
    draft: RowId


def router() -> Router:
    router = Router(name="answers to the ministry")
    router.message.filter(ForCoordinators())
    router.callback_query.filter(ForCoordinators())
    router.callback_query.register(ask, ReplyToMinistry.filter())
    router.callback_query.register(cancel, CancelReply.filter())
    return router


def answers_router() -> Router:
    router = Router(name="texts of answers to the ministry")
    router.message.filter(ForCoordinators())
    router.message.register(pass_on, Asked(FormKind.REPLY))
    return router


async def ask(query: CallbackQuery, callback_data: ReplyToMinistry, turn: Turn) -> Answers:
    """In a message of its own: the ministry's stays to be read."""
    mailing = None
    if callback_data.mailing:
        mailing = await mailing_received(turn.session, turn.person, callback_data.mailing)
        if mailing is None:
            return alert(query, texts.replies.IS_GONE)
    begun = await draft_of(turn.session, turn.person, FormKind.REPLY)
    if begun and begun.active and begun.answers["mailing"] == callback_data.mailing:
        return alert(query, texts.replies.ASKED_ALREADY)  # a second tap
    waiting = begun.answers["waiting"] if begun else 0
    interrupted = await active_draft(turn.session, turn.person)
    if interrupted is not None and interrupted is not begun:
        waiting = interrupted.id
    draft = await start_draft(
        turn.session,
        turn.person,
        FormKind.REPLY,
        now=turn.now,
        step="text",
        answers={"mailing": callback_data.mailing, "waiting": waiting},
    )
    cancel = button(texts.replies.CANCEL, CancelReply(draft=draft.id).pack())
    screen = Screen(texts.replies.ask(mailing, limit=LIMIT), rows([cancel]))
    return [Toast(query_id=query.id), say(query.from_user.id, screen)]


async def pass_on(message: Message, draft: Draft, turn: Turn) -> Answers:
    try:
        line = clean_line(_text(message), limit=LIMIT)
    except Refusal as refused:
        return show(message, Screen(texts.form.refusal(refused)))
    mailing = None
    if draft.answers["mailing"]:
        mailing = await turn.session.get(Mailing, draft.answers["mailing"])
    told = texts.replies.answer(
        line, by=turn.person, region=turn.region, mailing=mailing, now=turn.now, zone=turn.zone
    )
    record(
        turn.session,
        "mailing.answered",
        now=turn.now,
        by=turn.person,
        subject="mailing",
        subject_id=draft.answers["mailing"],
        region_code=turn.region.code,
    )
    await turn.session.delete(draft)
    return [
        *show(message, Screen(texts.replies.PASSED_ON)),
        *(say(admin.id, Screen(told)) for admin in await admins(turn.session)),
        *await _what_waits(draft, turn),
    ]


async def cancel(query: CallbackQuery, callback_data: CancelReply, turn: Turn) -> Answers:
    draft = await draft_of(turn.session, turn.person, FormKind.REPLY)
    if draft is None or draft.id != callback_data.draft:
        return show(query, Screen(texts.replies.CANCELLED_ALREADY))
    await turn.session.delete(draft)
    return [
        *show(query, Screen(texts.replies.CANCELLED)),
        *await _what_waits(draft, turn),
    ]


def _text(message: Message) -> str:
    if message.text is None:
        raise Refusal(texts.replies.ONLY_TEXT)
    return message.text


async def _what_waits(reply: Draft, turn: Turn) -> Answers:
    """The event that was being reported when «Ответить министерству» was pressed."""
    draft = await draft_by_id(turn.session, turn.person, reply.answers["waiting"], turn.campaign.id)
    return [say(turn.person.id, draft_waits(draft))] if draft and not draft.active else []
