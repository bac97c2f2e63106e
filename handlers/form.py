"""The form of an event: from «Добавить мероприятие» to the receipt, and the correction of one
field of a saved event, which is the same questions asked again."""

from aiogram import Router
from aiogram.filters import Filter
from aiogram.types import CallbackQuery, Message, MessageOriginChannel

from handlers import texts
from handlers.access import ForCoordinators
from handlers.answers import Answers, Screen, say, show
from handlers.cards import draft_waits, event_card, event_fields, receipt, why_closed
from handlers.commands import (
    NEW,
    Said,
)
from handlers.doors import (
    DropDraft,
    EditEvent,
    NewEvent,
    ResumeDraft,
)
from handlers.questions import Action, FormButton, draft_screen, fields_screen
from handlers.turn import Turn
from models import Campaign, Draft, FormKind
from reports import form
from reports.drafts import (
    active_draft,
    draft_by_id,
    draft_of,
    put_aside,
    resume,
    start_draft,
    waiting_event,
)
from reports.events import (
    answers_of,
    change_event,
    event_of,
    lock_report,
    recent_place,
    save_event,
    saved_from,
)
from reports.fields import FIELDS, LINKS_LIMIT, Field
from reports.refusal import Refusal

# The words on the buttons that every question has.
ACTIONS_TYPED: dict[str, Action] = {
    texts.form.BACK.casefold(): "back",
    texts.form.CANCEL.casefold(): "cancel",
    texts.form.SKIP.casefold(): "keep",
    texts.form.DONE.casefold(): "keep",
    texts.form.SAVE.casefold(): "save",
}


class Answering(Filter):
    """A message of someone whose form is open; passes the draft on."""

    async def __call__(self, message: Message, turn: Turn) -> bool | dict[str, Draft]:
        draft = await active_draft(turn.session, turn.person)
        if draft is None or draft.campaign_id != turn.campaign.id:
            return False
        return {"draft": draft}


def router() -> Router:
    router = Router(name="form")
    router.message.filter(ForCoordinators())
    router.callback_query.filter(ForCoordinators())
    router.message.register(begin, Said(NEW))
    router.callback_query.register(begin, NewEvent.filter())
    router.callback_query.register(go_on, ResumeDraft.filter())
    router.callback_query.register(drop, DropDraft.filter())
    router.callback_query.register(edit_saved, EditEvent.filter())
    router.callback_query.register(press, FormButton.filter())
    return router


def answers_router() -> Router:
    """What is typed or sent as an answer: comes after every command of every conversation."""
    router = Router(name="form answers")
    router.message.filter(ForCoordinators())
    router.message.register(answer, Answering())
    return router


async def begin(
    event: Message | CallbackQuery, turn: Turn, callback_data: NewEvent | None = None
) -> Answers:
    waiting = await waiting_event(turn.session, turn.person, turn.campaign.id)
    closed = await why_closed(turn)
    if closed is not None:
        return show(event, _with_draft(closed, waiting))
    if waiting is not None and not waiting.answers:  # as a second tap finds it
        await resume(turn.session, turn.person, waiting)
        return show(event, await draft_screen(turn, waiting))
    if waiting is not None and not (callback_data and callback_data.instead_of == waiting.id):
        return show(event, draft_waits(waiting))
    left = await _left_from_earlier_year(turn)
    draft = await start_draft(
        turn.session,
        turn.person,
        FormKind.EVENT,
        now=turn.now,
        step=FIELDS[0].key,
        campaign_id=turn.campaign.id,
    )
    return [*left, *show(event, await draft_screen(turn, draft))]


async def _left_from_earlier_year(turn: Turn) -> Answers:
    """What the person typed into a form that its year has outlived: it is shown before it goes."""
    old = await draft_of(turn.session, turn.person, FormKind.EVENT)
    if old is None or old.campaign_id == turn.campaign.id or not old.answers:
        return []
    campaign = await turn.session.get_one(Campaign, old.campaign_id)
    return [say(turn.person.id, Screen(texts.form.left_from(campaign.year, old)))]


async def go_on(query: CallbackQuery, callback_data: ResumeDraft, turn: Turn) -> Answers:
    draft = await draft_by_id(turn.session, turn.person, callback_data.draft, turn.campaign.id)
    if draft is None:
        return await _form_is_gone(query, turn, callback_data.draft)
    closed = await why_closed(turn)
    if closed is not None:
        return show(query, _with_draft(closed, draft))
    await resume(turn.session, turn.person, draft)
    return show(query, await draft_screen(turn, draft))


async def drop(query: CallbackQuery, callback_data: DropDraft, turn: Turn) -> Answers:
    draft = await draft_by_id(turn.session, turn.person, callback_data.draft, turn.campaign.id)
    if draft is None:
        return await _form_is_gone(query, turn, callback_data.draft)
    await turn.session.delete(draft)
    return show(query, Screen(texts.form.DRAFT_DROPPED))


async def edit_saved(query: CallbackQuery, callback_data: EditEvent, turn: Turn) -> Answers:
    event = await event_of(turn.session, callback_data.event, turn.campaign, turn.region.code)
    if event is None:
        return show(query, Screen(texts.form.EVENT_GONE))
    closed = await why_closed(turn)
    if closed is not None:
        return show(query, closed)
    if callback_data.field not in {each.key for each in FIELDS}:
        return show(query, event_fields(event))
    draft = await start_draft(
        turn.session,
        turn.person,
        FormKind.EDIT,
        now=turn.now,
        step=callback_data.field,
        answers={**answers_of(event), "was": answers_of(event)},
        campaign_id=turn.campaign.id,
        event_id=event.id,
    )
    return show(query, await draft_screen(turn, draft))


async def answer(message: Message, draft: Draft, turn: Turn) -> Answers:
    closed = await why_closed(turn)
    if closed is not None:
        return show(message, _with_draft(closed, draft))
    meant = _button_meant(message, draft)
    if meant is not None:
        return await _do(message, draft, meant, "", turn)
    try:
        note = _take(draft, message)
    except Refusal as refused:
        return show(message, await draft_screen(turn, draft, note=texts.form.refusal(refused)))
    return await _proceed(message, draft, turn, note)


def _take(draft: Draft, message: Message) -> str:
    """Put what the message says into the draft; gives a note on what was made of it."""
    asked = form.current_field(draft)
    text = message.text or message.caption
    if asked is not None and asked.answers == "links":
        return _take_links(draft, asked, message, text or "")
    if draft.step == form.REVIEW:
        raise Refusal(texts.form.PRESS_A_BUTTON)
    if text is None:
        raise Refusal(texts.form.need_text(asked))
    filled = form.take_text(draft, text)
    if len(filled) == 1:
        return ""
    return texts.form.filled_both(**{key: draft.answers[key] for key in filled})


def _take_links(draft: Draft, asked: Field, message: Message, text: str) -> str:
    origin = message.forward_origin
    if isinstance(origin, MessageOriginChannel):
        if origin.chat.username is None:
            raise Refusal(texts.form.PRIVATE_POST)
        # The post itself is the publication; the links within it are not.
        text, attached = "", [f"https://t.me/{origin.chat.username}/{origin.message_id}"]
    else:
        entities = message.entities or message.caption_entities or []
        attached = [entity.url for entity in entities if entity.url]
    if not text and not attached:
        raise Refusal(texts.form.need_text(asked))
    return texts.form.links_taken(form.take_links(draft, text, attached), limit=LINKS_LIMIT)


async def press(query: CallbackQuery, callback_data: FormButton, turn: Turn) -> Answers:
    draft = await draft_by_id(turn.session, turn.person, callback_data.draft, turn.campaign.id)
    if draft is None:
        return await _form_is_gone(query, turn, callback_data.draft)
    closed = await why_closed(turn)
    if closed is not None:
        return show(query, _with_draft(closed, draft))
    if draft.version != callback_data.version or not draft.active:
        await resume(turn.session, turn.person, draft)
        return show(query, await draft_screen(turn, draft), toast=texts.form.FORM_MOVED_ON)
    return await _do(query, draft, callback_data.action, callback_data.value, turn)


def _button_meant(message: Message, draft: Draft) -> Action | None:
    """Some type the word on a button instead of pressing it, and «нет» where there is no link."""
    asked = form.current_field(draft)
    typed = (message.text or "").strip(" .!").casefold()
    no_link_yet = (
        asked is not None and asked.answers == "links" and not draft.answers.get(asked.key)
    )
    if no_link_yet and typed in texts.form.NO_LINKS:
        return "keep"
    return ACTIONS_TYPED.get(typed)


async def _do(
    event: Message | CallbackQuery, draft: Draft, action: Action, value: str, turn: Turn
) -> Answers:
    """What a button of the form does."""
    leaving = draft.form == FormKind.EDIT and action in ("back", "cancel")
    match action:
        case "save":
            return await _save(event, draft, turn)
        case "fields":
            return show(event, fields_screen(draft))
        case "back" | "cancel" if leaving:
            return await _leave_edit(event, draft, turn)
        case "back" if form.is_first_question(draft):
            return show(event, await draft_screen(turn, draft, note=texts.form.FIRST_QUESTION))
        case "cancel":
            await put_aside(turn.session, turn.person)
            return show(event, draft_waits(draft))
    try:
        await _act(draft, action, value, turn)
    except Refusal as refused:
        return show(event, await draft_screen(turn, draft, note=texts.form.refusal(refused)))
    return await _proceed(event, draft, turn)


async def _act(draft: Draft, action: Action, value: str, turn: Turn) -> None:
    """Do what the button says, where the draft's step allows it: a press may be forged."""
    asked = form.current_field(draft)
    match action:
        case "pick" if asked is not None and asked.answers != "links":
            form.take_text(draft, await _picked(asked, value, turn))
        case "keep" if draft.step != form.REVIEW:
            form.keep_answer(draft)
        case "clear" if asked is not None and asked.answers == "links":
            form.clear_links(draft)
        case "back" if draft.step != form.REVIEW:
            form.go_back(draft)
        case "ask" if value in {each.key for each in FIELDS}:
            form.ask_again(draft, value)


async def _picked(asked: Field, value: str, turn: Turn) -> str:
    """The text that an offered button stands for; it goes the way of a typed one."""
    if asked.suggest != "recent":
        return value
    event_id = int(value) if value.isdecimal() and len(value) < 10 else 0
    place = await recent_place(turn.session, turn.region.code, asked.key, event_id)
    if place is None:
        raise Refusal(texts.form.PRESS_A_BUTTON)
    return place


async def _proceed(
    event: Message | CallbackQuery, draft: Draft, turn: Turn, note: str = ""
) -> Answers:
    """After an answer: the next question or the card; a corrected field is saved at once."""
    draft.changed_at = turn.now
    if draft.form == FormKind.EDIT and draft.step == form.REVIEW:
        return await _correct(event, draft, turn)
    return show(event, await draft_screen(turn, draft, note=note))


async def _correct(event: Message | CallbackQuery, draft: Draft, turn: Turn) -> Answers:
    """Write what the person changed, and no more, into the saved event."""
    await lock_report(turn.session, turn.campaign, turn.region.code)
    # Asked again under the lock: a colleague may have submitted the report just now.
    closed = await why_closed(turn)
    if closed is not None:
        return show(event, closed)
    await turn.session.delete(draft)
    saved = await event_of(turn.session, draft.event_id, turn.campaign, turn.region.code)
    if saved is None:
        return show(event, Screen(texts.form.EVENT_GONE))
    given, was = draft.answers, draft.answers["was"]
    corrected = {each.key: given[each.key] for each in FIELDS if given[each.key] != was[each.key]}
    before = change_event(turn.session, saved, corrected, by=turn.person, now=turn.now)
    return show(event, event_card(saved, turn.own_zone, note=texts.form.changed(before)))


async def _leave_edit(event: Message | CallbackQuery, draft: Draft, turn: Turn) -> Answers:
    await turn.session.delete(draft)
    saved = await event_of(turn.session, draft.event_id, turn.campaign, turn.region.code)
    return show(event, event_card(saved, turn.own_zone) if saved else Screen(texts.form.EVENT_GONE))


async def _save(event: Message | CallbackQuery, draft: Draft, turn: Turn) -> Answers:
    if draft.form == FormKind.EDIT and draft.step == form.REVIEW:
        return await _correct(event, draft, turn)  # a submission had come in between
    if draft.step != form.REVIEW:
        return show(event, await draft_screen(turn, draft), toast=texts.form.FORM_MOVED_ON)
    await lock_report(turn.session, turn.campaign, turn.region.code)
    closed = await why_closed(turn)
    if closed is not None:
        return show(event, _with_draft(closed, draft))
    saved = await save_event(turn.session, draft, turn.campaign, by=turn.person, now=turn.now)
    return show(event, receipt(saved, turn.own_zone))


async def _form_is_gone(query: CallbackQuery, turn: Turn, draft_id: int) -> Answers:
    """The draft of a pressed button does not exist: it was saved, or dropped."""
    saved = await saved_from(turn.session, draft_id, turn.region.code)
    if saved is not None:
        return show(query, receipt(saved, turn.own_zone), toast=texts.form.SAVED_ALREADY)
    return show(query, Screen(texts.form.FORM_GONE))


def _with_draft(closed: Screen, draft: Draft | None) -> Screen:
    """Why nothing can change, and what the person had typed, which is kept."""
    if draft is None or draft.form != FormKind.EVENT or not draft.answers:
        return closed
    return Screen(f"{closed.text}\n\n{texts.form.draft_kept(draft)}", closed.keyboard)
