"""/broadcast: an admin's own message to regions, shown first exactly as they will get it."""

from typing import Any

from aiogram import Router
from aiogram.filters import Filter
from aiogram.types import CallbackQuery, Message

from handlers import texts
from handlers.access import ForAdmins
from handlers.answers import Answers, SayAsWritten, Screen, Toast, alert, say, show
from handlers.asked import Asked
from handlers.audiences import AudienceChoice, Choosing
from handlers.broadcast_screens import (
    BroadcastButton,
    ask_for_message,
    ask_to_send,
    chosen_audience,
)
from handlers.commands import (
    BROADCAST,
    Said,
)
from handlers.doors import ReplyToMinistry
from handlers.mailing_cards import reply_keyboard
from handlers.region_picker import RegionChoice
from handlers.turn import Turn
from handlers.written import content_of
from models import Draft, FormKind, MailingKind
from reports.drafts import draft_by_id, draft_of, resume, start_draft
from reports.mailings import Audience, begin_mailing, reach
from reports.refusal import Refusal


class BroadcastTo(AudienceChoice, prefix="bcto"):
    pass


class BroadcastRegion(RegionChoice, prefix="bcreg"):
    pass


WHOM = Choosing(texts.broadcast.WHOM, BroadcastTo, BroadcastRegion, everyone=True)


class Correcting(Filter):
    """An admin who corrects the message that the draft holds; passes the draft on."""

    async def __call__(self, message: Message, turn: Turn) -> bool | dict[str, Draft]:
        draft = await draft_of(turn.session, turn.person, FormKind.BROADCAST)
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


async def begin(message: Message, turn: Turn, argument: str) -> Answers:
    """Whatever was chosen or written before a command came in between is still there."""
    draft = await draft_of(turn.session, turn.person, FormKind.BROADCAST)
    if draft is None:
        draft = await start_draft(
            turn.session, turn.person, FormKind.BROADCAST, now=turn.now, step="message"
        )
    await resume(turn.session, turn.person, draft)
    if not argument:
        return await _ask(message, draft, turn)
    chosen = WHOM.typed(argument) or await WHOM.not_found(turn, argument)
    return await _chosen(message, draft, chosen, turn)


async def choose(
    query: CallbackQuery, callback_data: BroadcastTo | BroadcastRegion, turn: Turn
) -> Answers:
    draft = await draft_of(turn.session, turn.person, FormKind.BROADCAST)
    if draft is None:
        return alert(query, texts.broadcast.IS_GONE)
    await resume(turn.session, turn.person, draft)  # a command may have come in between
    if isinstance(callback_data, BroadcastRegion):
        return await _chosen(query, draft, WHOM.region_picked(callback_data), turn)
    return await _chosen(query, draft, await WHOM.picked(turn, callback_data), turn)


async def write(message: Message, draft: Draft, turn: Turn) -> Answers:
    """The message itself; or, while it is asked whom it is for, a region or a district."""
    if "audience" not in draft.answers and message.text:
        chosen = WHOM.typed(message.text)
        if chosen is not None:
            return await _chosen(message, draft, chosen, turn)
    return await _written(message, draft, turn)


async def correct(message: Message, draft: Draft, turn: Turn) -> Answers:
    await resume(turn.session, turn.person, draft)
    return await _written(message, draft, turn, note=texts.broadcast.CORRECTED)


async def press(query: CallbackQuery, callback_data: BroadcastButton, turn: Turn) -> Answers:
    draft = await draft_by_id(turn.session, turn.person, callback_data.draft, None)
    if draft is None or draft.form != FormKind.BROADCAST:
        return alert(query, texts.broadcast.IS_GONE)
    await resume(turn.session, turn.person, draft)
    if draft.version != callback_data.version:
        return await _ask(query, draft, turn, toast=texts.broadcast.MOVED_ON)
    audience = chosen_audience(draft)
    match callback_data.action:
        case "cancel":
            await turn.session.delete(draft)
            return show(query, Screen(texts.broadcast.CANCELLED))
        case "change" if audience is not None:
            stays = texts.broadcast.STAYS_FOR_NOW
            return show(query, ask_for_message(draft, audience, note=stays))
        case "send" if audience is not None and "content" in draft.answers:
            return await _send(query, draft, audience, turn)
        case "whom":
            _update(draft, turn, audience=None)
    return await _ask(query, draft, turn)


async def press_in_preview(query: CallbackQuery) -> Answers:
    return alert(query, texts.broadcast.ONLY_A_PREVIEW)


async def _chosen(
    event: Message | CallbackQuery, draft: Draft, chosen: Audience | Screen, turn: Turn
) -> Answers:
    if isinstance(chosen, Screen):
        return show(event, chosen)
    _update(draft, turn, audience={"whom": chosen.whom, "which": chosen.which})
    return await _ask(event, draft, turn)


async def _written(message: Message, draft: Draft, turn: Turn, note: str = "") -> Answers:
    album = message.media_group_id
    if album is not None and album == draft.answers.get("album"):
        return []  # refused with its first picture
    try:
        content = content_of(message)
    except Refusal as refused:
        draft.answers = {**draft.answers, "album": album}
        return show(message, Screen(str(refused)))
    _update(draft, turn, content=content, message=message.message_id)
    return await _ask(message, draft, turn, note=note)


def _update(draft: Draft, turn: Turn, **answers: Any) -> None:
    """None takes an answer away."""
    kept = {key: value for key, value in {**draft.answers, **answers}.items() if value is not None}
    if kept != draft.answers:
        draft.answers, draft.version, draft.changed_at = kept, draft.version + 1, turn.now


async def _ask(
    event: Message | CallbackQuery, draft: Draft, turn: Turn, *, note: str = "", toast: str = ""
) -> Answers:
    """What is still to be said; once everything is, the message itself and «Отправить?»."""
    audience, content = chosen_audience(draft), draft.answers.get("content")
    if audience is None:
        kept = texts.broadcast.MESSAGE_KEPT if content else ""
        return show(event, await WHOM.menu(turn, note=kept), toast)
    if content is None:
        return show(event, ask_for_message(draft, audience), toast)
    preview = SayAsWritten(chat_id=turn.person.id, content=content, keyboard=reply_keyboard())
    asked = say(turn.person.id, await ask_to_send(draft, audience, turn, note))
    if isinstance(event, Message):
        return [preview, asked]
    # Below, so that what is asked stands under the message it is about.
    chosen = show(event, Screen(texts.broadcast.chosen(audience)), toast)
    return [*chosen, preview, asked]


async def _send(query: CallbackQuery, draft: Draft, audience: Audience, turn: Turn) -> Answers:
    to = await reach(turn.session, turn.campaign, audience)
    if not to.people:
        return show(query, await ask_to_send(draft, audience, turn))
    await turn.session.delete(draft)
    await begin_mailing(
        turn.session,
        turn.campaign,
        MailingKind.BROADCAST,
        to,
        {**draft.answers["content"], **draft.answers["audience"]},
        by=turn.person,
        now=turn.now,
        progress_in=query.message.message_id if query.message else None,
    )
    return [Toast(query_id=query.id, text=texts.mailing.SENDING_BEGINS)]
