"""«Ответить министерству»: a coordinator's one line to the admins, from under their message."""

from aiogram import Router
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery, Message

from domain.audit.trail import record
from domain.drafts import active_draft, draft_by_id, draft_of, start_draft
from domain.mailings.sent import mailing_received
from domain.refusal import Refusal
from domain.text.cleaning import clean_line
from handlers import formatting
from handlers.callbacks import ReplyToMinistry, RowId
from handlers.context import Context
from handlers.filters import ForCoordinators
from handlers.forms.asked import Asked
from handlers.forms.waiting import draft_waits
from handlers.keyboards import button, rows
from handlers.mailings import texts
from handlers.notifications import notify_admins
from handlers.responses import Responses, Screen, Toast, alert, say, show
from models import AuditAction, Draft, FormKind, Mailing

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


async def ask(query: CallbackQuery, callback_data: ReplyToMinistry, context: Context) -> Responses:
    """In a message of its own: the ministry's stays to be read."""
    mailing = None
    if callback_data.mailing:
        mailing = await mailing_received(context.session, context.person, callback_data.mailing)
        if mailing is None:
            return alert(query, texts.replies.IS_GONE)
    begun = await draft_of(context.session, context.person, FormKind.REPLY)
    if begun and begun.active and begun.answers["mailing"] == callback_data.mailing:
        return alert(query, texts.replies.ASKED_ALREADY)  # a second tap
    waiting = begun.answers["waiting"] if begun else 0
    interrupted = await active_draft(context.session, context.person)
    if interrupted is not None and interrupted is not begun:
        waiting = interrupted.id
    draft = await start_draft(
        context.session,
        context.person,
        FormKind.REPLY,
        now=context.now,
        step="text",
        answers={"mailing": callback_data.mailing, "waiting": waiting},
    )
    cancel = button(texts.replies.CANCEL, CancelReply(draft=draft.id).pack())
    screen = Screen(texts.replies.ask(mailing, limit=LIMIT), rows([cancel]))
    return [Toast(query_id=query.id), say(query.from_user.id, screen)]


async def pass_on(message: Message, draft: Draft, context: Context) -> Responses:
    try:
        line = clean_line(_text(message), limit=LIMIT)
    except Refusal as refused:
        return show(message, Screen(formatting.refusal(refused)))
    mailing = None
    if draft.answers["mailing"]:
        mailing = await context.session.get(Mailing, draft.answers["mailing"])
    told = texts.replies.answer(
        line,
        by=context.person,
        region=context.region,
        mailing=mailing,
        now=context.now,
        zone=context.zone,
    )
    record(
        context.session,
        AuditAction.MAILING_ANSWERED,
        draft.answers["mailing"],
        now=context.now,
        by=context.person,
        region_code=context.region.code,
    )
    await context.session.delete(draft)
    return [
        *show(message, Screen(texts.replies.PASSED_ON)),
        *await notify_admins(context, Screen(told)),
        *await _what_waits(draft, context),
    ]


async def cancel(query: CallbackQuery, callback_data: CancelReply, context: Context) -> Responses:
    draft = await draft_of(context.session, context.person, FormKind.REPLY)
    if draft is None or draft.id != callback_data.draft:
        return show(query, Screen(texts.replies.CANCELLED_ALREADY))
    await context.session.delete(draft)
    return [
        *show(query, Screen(texts.replies.CANCELLED)),
        *await _what_waits(draft, context),
    ]


def _text(message: Message) -> str:
    if message.text is None:
        raise Refusal(texts.replies.ONLY_TEXT)
    return message.text


async def _what_waits(reply: Draft, context: Context) -> Responses:
    """The event that was being reported when «Ответить министерству» was pressed."""
    draft = await draft_by_id(
        context.session, context.person, reply.answers["waiting"], context.campaign.id
    )
    return [say(context.person.id, draft_waits(draft))] if draft and not draft.active else []
