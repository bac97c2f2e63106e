"""/broadcast: an admin's own message to regions, shown first exactly as they will get it."""

from datetime import timedelta
from typing import Any, Literal

from aiogram import Router
from aiogram.filters import Filter
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery, InlineKeyboardButton, Message

from handlers import texts
from handlers.access import ForAdmins
from handlers.answers import Answers, SayAsWritten, Screen, Toast, alert, button, rows, say, show
from handlers.audiences import AudienceChoice, Choosing
from handlers.commands import BROADCAST, ReplyToMinistry, RowId, Said
from handlers.mailing_cards import reply_keyboard
from handlers.region_picker import RegionChoice
from handlers.turn import Turn
from handlers.written import content_of
from models import Draft, FormKind, MailingKind
from reports.drafts import active_draft, draft_by_id, draft_of, resume, start_draft
from reports.mailing_deliveries import mailings_to
from reports.mailings import Audience, begin_mailing, reach
from reports.refusal import Refusal

LATELY = timedelta(hours=12)


class BroadcastTo(AudienceChoice, prefix="bcto"):
    pass


class BroadcastRegion(RegionChoice, prefix="bcreg"):
    pass


class BroadcastButton(CallbackData, prefix="bcast"):
    """Names the draft and its version: an old preview never sends a newer message."""

    draft: RowId
    version: RowId
    action: Literal["send", "change", "whom", "cancel"]


WHOM = Choosing(texts.broadcast.WHOM, BroadcastTo, BroadcastRegion, everyone=True)


class Writing(Filter):
    """An admin whose message is asked for; passes the draft on."""

    async def __call__(self, message: Message, turn: Turn) -> bool | dict[str, Draft]:
        draft = await active_draft(turn.session, turn.person)
        return {"draft": draft} if draft and draft.form == FormKind.BROADCAST else False


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
    router.message.register(write, Writing())
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
    match callback_data.action:
        case "send":
            return await _send(query, draft, turn)
        case "change":
            return show(query, _ask_for_message(draft, note=texts.broadcast.STAYS_FOR_NOW))
        case "whom":
            _update(draft, turn, audience=None)
            return show(query, await WHOM.menu(turn))
        case "cancel":
            await turn.session.delete(draft)
            return show(query, Screen(texts.broadcast.CANCELLED))


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
        return []  # its first picture has been answered already
    try:
        content = content_of(message)
    except Refusal as refused:
        _update(draft, turn, album=album)
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
    audience, content = _audience(draft), draft.answers.get("content")
    if audience is None:
        kept = texts.broadcast.MESSAGE_KEPT if content else ""
        return show(event, await WHOM.menu(turn, note=kept), toast)
    if content is None:
        return show(event, _ask_for_message(draft), toast)
    preview = SayAsWritten(chat_id=turn.person.id, content=content, keyboard=reply_keyboard())
    control = say(turn.person.id, await _control(draft, audience, turn, note))
    if isinstance(event, Message):
        return [preview, control]
    # Below, so that what is asked stands under the message it is about.
    chosen = show(event, Screen(texts.broadcast.chosen(audience)), toast)
    return [*chosen, preview, control]


def _ask_for_message(draft: Draft, note: str = "") -> Screen:
    audience = _audience(draft)
    assert audience is not None
    text = texts.broadcast.ask_for_message(audience, note=note)
    whom = _button(draft, texts.mailing.OTHER_AUDIENCE, "whom")
    return Screen(text, rows([whom, _button(draft, texts.mailing.CANCEL, "cancel")]))


async def _control(draft: Draft, audience: Audience, turn: Turn, note: str) -> Screen:
    to = await reach(turn.session, turn.campaign, audience)
    codes = [region.code for region in to.regions]
    lately = await mailings_to(turn.session, codes, MailingKind.BROADCAST, since=turn.now - LATELY)
    warnings = [
        texts.mailing.sent_before(mailing, author, now=turn.now, zone=turn.zone)
        for mailing, author in lately[:1]
    ]
    send = [_button(draft, texts.mailing.SEND, "send")] if to.people else []
    change = _button(draft, texts.broadcast.CHANGE, "change")
    whom = _button(draft, texts.mailing.OTHER_AUDIENCE, "whom")
    cancel = _button(draft, texts.mailing.CANCEL, "cancel")
    text = texts.broadcast.confirm(audience, to, warning="".join(warnings), note=note)
    return Screen(text, rows(send, [change, whom], [cancel]))


async def _send(query: CallbackQuery, draft: Draft, turn: Turn) -> Answers:
    audience, content = _audience(draft), draft.answers.get("content")
    if audience is None or content is None:
        return await _ask(query, draft, turn)
    to = await reach(turn.session, turn.campaign, audience)
    if not to.people:
        return show(query, await _control(draft, audience, turn, note=""))
    await turn.session.delete(draft)
    await begin_mailing(
        turn.session,
        turn.campaign,
        MailingKind.BROADCAST,
        to,
        {**content, **draft.answers["audience"]},
        by=turn.person,
        now=turn.now,
        progress_in=query.message.message_id if query.message else None,
    )
    return [Toast(query_id=query.id, text=texts.mailing.SENDING_BEGINS)]


def _audience(draft: Draft) -> Audience | None:
    chosen = draft.answers.get("audience")
    return Audience(**chosen) if chosen else None


def _button(
    draft: Draft, label: str, action: Literal["send", "change", "whom", "cancel"]
) -> InlineKeyboardButton:
    data = BroadcastButton(draft=draft.id, version=draft.version, action=action)
    return button(label, data.pack())
