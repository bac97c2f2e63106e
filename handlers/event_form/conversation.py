"""The form of an event: from «Добавить мероприятие» to the receipt, and the correction of one
field of a saved event, which is the same questions asked again."""

from aiogram import Router
from aiogram.filters import Filter
from aiogram.types import CallbackQuery, Message, MessageOriginChannel

from domain.campaigns.locking import lock_report
from domain.drafts import (
    activate,
    active_draft,
    deactivate,
    draft_by_id,
    draft_of,
    start_draft,
    waiting_event,
)
from domain.events import form
from domain.events.fields import FIELDS, LINKS_LIMIT, Field
from domain.events.repository import (
    answers_of,
    change_event,
    event_of,
    recent_place,
    save_event,
    saved_from,
)
from domain.refusal import Refusal
from handlers import formatting, phrases
from handlers.callbacks import DropDraft, EditEvent, NewEvent, ResumeDraft
from handlers.context import Context
from handlers.event_form import texts
from handlers.event_form.event_card import event_card, event_fields, receipt
from handlers.event_form.screens import Action, FormButton, draft_screen, fields_screen
from handlers.filters import ForCoordinators
from handlers.forms.waiting import draft_waits
from handlers.menu import NEW, Said
from handlers.report_closed import why_closed
from handlers.responses import Responses, Screen, say, show
from models import Campaign, Draft, FormKind

# The words on the buttons that every question has.
ACTIONS_TYPED: dict[str, Action] = {
    phrases.BACK.casefold(): "back",
    texts.form.CANCEL.casefold(): "cancel",
    texts.form.SKIP.casefold(): "keep",
    texts.form.DONE.casefold(): "keep",
    texts.form.SAVE.casefold(): "save",
}


class Answering(Filter):
    """A message of someone whose form is open; passes the draft on."""

    async def __call__(self, message: Message, context: Context) -> bool | dict[str, Draft]:
        draft = await active_draft(context.session, context.person)
        if draft is None or draft.campaign_id != context.campaign.id:
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
    event: Message | CallbackQuery, context: Context, callback_data: NewEvent | None = None
) -> Responses:
    waiting = await waiting_event(context.session, context.person, context.campaign.id)
    closed = await why_closed(context)
    if closed is not None:
        return show(event, _with_draft(closed, waiting))
    if waiting is not None and not waiting.answers:  # as a second tap finds it
        await activate(context.session, context.person, waiting)
        return show(event, await draft_screen(context, waiting))
    if waiting is not None and not (callback_data and callback_data.instead_of == waiting.id):
        return show(event, draft_waits(waiting))
    left = await _left_from_earlier_year(context)
    draft = await start_draft(
        context.session,
        context.person,
        FormKind.EVENT,
        now=context.now,
        step=FIELDS[0].key,
        campaign_id=context.campaign.id,
    )
    return [*left, *show(event, await draft_screen(context, draft))]


async def _left_from_earlier_year(context: Context) -> Responses:
    """What the person typed into a form that its year has outlived: it is shown before it goes."""
    old = await draft_of(context.session, context.person, FormKind.EVENT)
    if old is None or old.campaign_id == context.campaign.id or not old.answers:
        return []
    campaign = await context.session.get_one(Campaign, old.campaign_id)
    return [say(context.person.id, Screen(texts.form.left_from(campaign.year, old)))]


async def go_on(query: CallbackQuery, callback_data: ResumeDraft, context: Context) -> Responses:
    draft = await draft_by_id(
        context.session, context.person, callback_data.draft, context.campaign.id
    )
    if draft is None:
        return await _form_is_gone(query, context, callback_data.draft)
    closed = await why_closed(context)
    if closed is not None:
        return show(query, _with_draft(closed, draft))
    await activate(context.session, context.person, draft)
    return show(query, await draft_screen(context, draft))


async def drop(query: CallbackQuery, callback_data: DropDraft, context: Context) -> Responses:
    draft = await draft_by_id(
        context.session, context.person, callback_data.draft, context.campaign.id
    )
    if draft is None:
        return await _form_is_gone(query, context, callback_data.draft)
    await context.session.delete(draft)
    return show(query, Screen(texts.form.DRAFT_DROPPED))


async def edit_saved(query: CallbackQuery, callback_data: EditEvent, context: Context) -> Responses:
    event = await event_of(
        context.session, callback_data.event, context.campaign, context.region.code
    )
    if event is None:
        return show(query, Screen(texts.form.EVENT_GONE))
    closed = await why_closed(context)
    if closed is not None:
        return show(query, closed)
    if callback_data.field not in {each.key for each in FIELDS}:
        return show(query, event_fields(event))
    draft = await start_draft(
        context.session,
        context.person,
        FormKind.EDIT,
        now=context.now,
        step=callback_data.field,
        answers={**answers_of(event), "was": answers_of(event)},
        campaign_id=context.campaign.id,
        event_id=event.id,
    )
    return show(query, await draft_screen(context, draft))


async def answer(message: Message, draft: Draft, context: Context) -> Responses:
    closed = await why_closed(context)
    if closed is not None:
        return show(message, _with_draft(closed, draft))
    meant = _button_meant(message, draft)
    if meant is not None:
        return await _do(message, draft, meant, "", context)
    try:
        note = _take(draft, message)
    except Refusal as refused:
        return show(message, await draft_screen(context, draft, note=formatting.refusal(refused)))
    return await _proceed(message, draft, context, note)


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


async def press(query: CallbackQuery, callback_data: FormButton, context: Context) -> Responses:
    draft = await draft_by_id(
        context.session, context.person, callback_data.draft, context.campaign.id
    )
    if draft is None:
        return await _form_is_gone(query, context, callback_data.draft)
    closed = await why_closed(context)
    if closed is not None:
        return show(query, _with_draft(closed, draft))
    if draft.version != callback_data.version or not draft.active:
        await activate(context.session, context.person, draft)
        return show(query, await draft_screen(context, draft), toast=phrases.FORM_MOVED_ON)
    return await _do(query, draft, callback_data.action, callback_data.value, context)


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
    event: Message | CallbackQuery, draft: Draft, action: Action, value: str, context: Context
) -> Responses:
    """What a button of the form does."""
    leaving = draft.form == FormKind.EDIT and action in ("back", "cancel")
    match action:
        case "save":
            return await _save(event, draft, context)
        case "fields":
            return show(event, fields_screen(draft))
        case "back" | "cancel" if leaving:
            return await _leave_edit(event, draft, context)
        case "back" if form.is_first_question(draft):
            return show(event, await draft_screen(context, draft, note=texts.form.FIRST_QUESTION))
        case "cancel":
            await deactivate(context.session, context.person)
            return show(event, draft_waits(draft))
    try:
        await _act(draft, action, value, context)
    except Refusal as refused:
        return show(event, await draft_screen(context, draft, note=formatting.refusal(refused)))
    return await _proceed(event, draft, context)


async def _act(draft: Draft, action: Action, value: str, context: Context) -> None:
    """Do what the button says, where the draft's step allows it: a press may be forged."""
    asked = form.current_field(draft)
    match action:
        case "pick" if asked is not None and asked.answers != "links":
            form.take_text(draft, await _picked(asked, value, context))
        case "keep" if draft.step != form.REVIEW:
            form.keep_answer(draft)
        case "clear" if asked is not None and asked.answers == "links":
            form.clear_links(draft)
        case "back" if draft.step != form.REVIEW:
            form.go_back(draft)
        case "ask" if value in {each.key for each in FIELDS}:
            form.ask_again(draft, value)


async def _picked(asked: Field, value: str, context: Context) -> str:
    """The text that an offered button stands for; it goes the way of a typed one."""
    if asked.suggest != "recent":
        return value
    event_id = int(value) if value.isdecimal() and len(value) < 10 else 0
    place = await recent_place(context.session, context.region.code, asked.key, event_id)
    if place is None:
        raise Refusal(texts.form.PRESS_A_BUTTON)
    return place


async def _proceed(
    event: Message | CallbackQuery, draft: Draft, context: Context, note: str = ""
) -> Responses:
    """After an answer: the next question or the card; a corrected field is saved at once."""
    draft.changed_at = context.now
    if draft.form == FormKind.EDIT and draft.step == form.REVIEW:
        return await _correct(event, draft, context)
    return show(event, await draft_screen(context, draft, note=note))


async def _correct(event: Message | CallbackQuery, draft: Draft, context: Context) -> Responses:
    """Write what the person changed, and no more, into the saved event."""
    await lock_report(context.session, context.campaign, context.region.code)
    # Asked again under the lock: a colleague may have submitted the report just now.
    closed = await why_closed(context)
    if closed is not None:
        return show(event, closed)
    await context.session.delete(draft)
    saved = await event_of(context.session, draft.event_id, context.campaign, context.region.code)
    if saved is None:
        return show(event, Screen(texts.form.EVENT_GONE))
    given, was = draft.answers, draft.answers["was"]
    corrected = {each.key: given[each.key] for each in FIELDS if given[each.key] != was[each.key]}
    before = change_event(context.session, saved, corrected, by=context.person, now=context.now)
    return show(event, event_card(saved, context.own_zone, note=texts.form.changed(before)))


async def _leave_edit(event: Message | CallbackQuery, draft: Draft, context: Context) -> Responses:
    await context.session.delete(draft)
    saved = await event_of(context.session, draft.event_id, context.campaign, context.region.code)
    return show(
        event, event_card(saved, context.own_zone) if saved else Screen(texts.form.EVENT_GONE)
    )


async def _save(event: Message | CallbackQuery, draft: Draft, context: Context) -> Responses:
    if draft.form == FormKind.EDIT and draft.step == form.REVIEW:
        return await _correct(event, draft, context)  # a submission had come in between
    if draft.step != form.REVIEW:
        return show(event, await draft_screen(context, draft), toast=phrases.FORM_MOVED_ON)
    await lock_report(context.session, context.campaign, context.region.code)
    closed = await why_closed(context)
    if closed is not None:
        return show(event, _with_draft(closed, draft))
    saved = await save_event(
        context.session, draft, context.campaign, by=context.person, now=context.now
    )
    return show(event, receipt(saved, context.own_zone))


async def _form_is_gone(query: CallbackQuery, context: Context, draft_id: int) -> Responses:
    """The draft of a pressed button does not exist: it was saved, or dropped."""
    saved = await saved_from(context.session, draft_id, context.region.code)
    if saved is not None:
        return show(query, receipt(saved, context.own_zone), toast=texts.form.SAVED_ALREADY)
    return show(query, Screen(texts.form.FORM_GONE))


def _with_draft(closed: Screen, draft: Draft | None) -> Screen:
    """Why nothing can change, and what the person had typed, which is kept."""
    if draft is None or draft.form != FormKind.EVENT or not draft.answers:
        return closed
    return Screen(f"{closed.text}\n\n{texts.form.draft_kept(draft)}", closed.keyboard)
