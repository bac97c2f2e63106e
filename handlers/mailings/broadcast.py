"""/broadcast: an admin's own message to regions, shown first exactly as they will get it."""

from typing import Any

from aiogram import Router
from aiogram.filters import Filter
from aiogram.types import CallbackQuery, Message

from domain.drafts import activate, draft_by_id, draft_of, start_draft
from domain.mailings.mailings import Audience, begin_mailing, recipients_of
from domain.refusal import Refusal
from handlers.callbacks import ReplyToMinistry
from handlers.context import Context
from handlers.filters import ForAdmins
from handlers.forms.asked import Asked
from handlers.mailings import texts
from handlers.mailings.audiences import AudienceChoice, Choosing
from handlers.mailings.broadcast_screens import (
    BroadcastButton,
    ask_for_message,
    ask_to_send,
    chosen_audience,
)
from handlers.mailings.screens import reply_keyboard
from handlers.mailings.written_message import written_message
from handlers.menu import BROADCAST, Said
from handlers.region_picker import RegionChoice
from handlers.responses import Responses, SayAsWritten, Screen, Toast, alert, say, show
from models import BroadcastContent, Draft, FormKind


class BroadcastTo(AudienceChoice, prefix="bcto"):
    pass


class BroadcastRegion(RegionChoice, prefix="bcreg"):
    pass


WHOM = Choosing(texts.broadcast.WHOM, BroadcastTo, BroadcastRegion, everyone=True)


class Correcting(Filter):
    """An admin who corrects the message that the draft holds; passes the draft on."""

    async def __call__(self, message: Message, context: Context) -> bool | dict[str, Draft]:
        draft = await draft_of(context.session, context.person, FormKind.BROADCAST)
        held = draft is not None and draft.answers.get("message") == message.message_id
        return {"draft": draft} if draft and held else False


def router() -> Router:
    router = Router(name="broadcasts")
    router.message.filter(ForAdmins())
    router.edited_message.filter(ForAdmins())
    router.callback_query.filter(ForAdmins())
    router.message.register(begin, Said(BROADCAST))
    router.edited_message.register(correct, Correcting())
    router.callback_query.register(choose, BroadcastTo.filter())
    router.callback_query.register(choose, BroadcastRegion.filter())
    router.callback_query.register(press, BroadcastButton.filter())
    router.callback_query.register(press_in_preview, ReplyToMinistry.filter())
    return router


def answers_router() -> Router:
    router = Router(name="broadcasts' answers")
    router.message.filter(ForAdmins())
    router.message.register(write, Asked(FormKind.BROADCAST))
    return router


async def begin(message: Message, context: Context, argument: str) -> Responses:
    """Whatever was chosen or written before a command came in between is still there."""
    draft = await draft_of(context.session, context.person, FormKind.BROADCAST)
    if draft is None:
        draft = await start_draft(
            context.session, context.person, FormKind.BROADCAST, now=context.now, step="message"
        )
    await activate(context.session, context.person, draft)
    if not argument:
        return await _ask(message, draft, context)
    chosen = WHOM.typed(argument) or await WHOM.not_found(context, argument)
    return await _chosen(message, draft, chosen, context)


async def choose(
    query: CallbackQuery, callback_data: BroadcastTo | BroadcastRegion, context: Context
) -> Responses:
    draft = await draft_of(context.session, context.person, FormKind.BROADCAST)
    if draft is None:
        return alert(query, texts.broadcast.IS_GONE)
    await activate(context.session, context.person, draft)  # a command may have come in between
    if isinstance(callback_data, BroadcastRegion):
        return await _chosen(query, draft, WHOM.region_picked(callback_data), context)
    return await _chosen(query, draft, await WHOM.picked(context, callback_data), context)


async def write(message: Message, draft: Draft, context: Context) -> Responses:
    """The message itself; or, while it is asked whom it is for, a region or a district."""
    if "audience" not in draft.answers and message.text:
        chosen = WHOM.typed(message.text)
        if chosen is not None:
            return await _chosen(message, draft, chosen, context)
    return await _written(message, draft, context)


async def correct(message: Message, draft: Draft, context: Context) -> Responses:
    await activate(context.session, context.person, draft)
    return await _written(message, draft, context, note=texts.broadcast.CORRECTED)


async def press(
    query: CallbackQuery, callback_data: BroadcastButton, context: Context
) -> Responses:
    draft = await draft_by_id(context.session, context.person, callback_data.draft)
    if draft is None or draft.form != FormKind.BROADCAST:
        return alert(query, texts.broadcast.IS_GONE)
    await activate(context.session, context.person, draft)
    if draft.version != callback_data.version:
        return await _ask(query, draft, context, toast=texts.broadcast.MOVED_ON)
    audience = chosen_audience(draft)
    match callback_data.action:
        case "cancel":
            await context.session.delete(draft)
            return show(query, Screen(texts.broadcast.CANCELLED))
        case "change" if audience is not None:
            stays = texts.broadcast.STAYS_FOR_NOW
            return show(query, ask_for_message(draft, audience, note=stays))
        case "send" if audience is not None and "content" in draft.answers:
            return await _send(query, draft, audience, context)
        case "whom":
            _update(draft, context, audience=None)
    return await _ask(query, draft, context)


async def press_in_preview(query: CallbackQuery) -> Responses:
    return alert(query, texts.broadcast.ONLY_A_PREVIEW)


async def _chosen(
    event: Message | CallbackQuery, draft: Draft, chosen: Audience | Screen, context: Context
) -> Responses:
    if isinstance(chosen, Screen):
        return show(event, chosen)
    _update(draft, context, audience={"whom": chosen.whom, "which": chosen.which})
    return await _ask(event, draft, context)


async def _written(message: Message, draft: Draft, context: Context, note: str = "") -> Responses:
    album = message.media_group_id
    if album is not None and album == draft.answers.get("album"):
        return []  # refused with its first picture
    try:
        content = written_message(message).model_dump(mode="json", exclude_defaults=True)
    except Refusal as refused:
        draft.answers = {**draft.answers, "album": album}
        return show(message, Screen(str(refused)))
    _update(draft, context, content=content, message=message.message_id)
    return await _ask(message, draft, context, note=note)


def _update(draft: Draft, context: Context, **answers: Any) -> None:
    """None takes an answer away."""
    kept = {key: value for key, value in {**draft.answers, **answers}.items() if value is not None}
    if kept != draft.answers:
        draft.answers, draft.version, draft.changed_at = kept, draft.version + 1, context.now


async def _ask(
    event: Message | CallbackQuery,
    draft: Draft,
    context: Context,
    *,
    note: str = "",
    toast: str = "",
) -> Responses:
    """What is still to be said; once everything is, the message itself and «Отправить?»."""
    audience, content = chosen_audience(draft), draft.answers.get("content")
    if audience is None:
        kept = texts.broadcast.MESSAGE_KEPT if content else ""
        return show(event, await WHOM.menu(context, note=kept), toast)
    if content is None:
        return show(event, ask_for_message(draft, audience), toast)
    preview = SayAsWritten(chat_id=context.person.id, content=content, keyboard=reply_keyboard())
    asked = say(context.person.id, await ask_to_send(draft, audience, context, note))
    if isinstance(event, Message):
        return [preview, asked]
    # Below, so that what is asked stands under the message it is about.
    chosen = show(event, Screen(texts.broadcast.chosen(audience)), toast)
    return [*chosen, preview, asked]


async def _send(
    query: CallbackQuery, draft: Draft, audience: Audience, context: Context
) -> Responses:
    to = await recipients_of(context.session, context.campaign, audience)
    if not to.people:
        return show(query, await ask_to_send(draft, audience, context))
    await context.session.delete(draft)
    await begin_mailing(
        context.session,
        context.campaign,
        to,
        BroadcastContent(message=draft.answers["content"], **draft.answers["audience"]),
        by=context.person,
        now=context.now,
        progress_in=query.message.message_id if query.message else None,
    )
    return [Toast(query_id=query.id, text=texts.mailing.SENDING_BEGINS)]
