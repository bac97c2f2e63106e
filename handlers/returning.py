"""An admin gives an event or a whole report back to its region, with a comment."""

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from handlers import texts
from handlers.access import ForAdmins
from handlers.answers import Answers, alert, show
from handlers.asked import Asked
from handlers.doors import (
    ReturnEvent,
    ReturnReport,
)
from handlers.return_cards import (
    COMMENT,
    CONFIRM,
    ReturnForm,
    Target,
    card,
    other_waits,
    return_screen,
    to_coordinator,
    what_happened,
    what_is_seen,
    why_not,
)
from handlers.review_cards import event_gone
from handlers.turn import Turn
from models import Draft, FormKind
from reports.decisions import parse_comment, return_event, return_report
from reports.drafts import draft_by_id, draft_of, resume, start_draft
from reports.events import lock_region
from reports.people import coordinators
from reports.refusal import Refusal
from reports.regions import region_by_code
from reports.reviewing import event_by_id


def router() -> Router:
    router = Router(name="returning")
    router.message.filter(ForAdmins())
    router.callback_query.filter(ForAdmins())
    router.callback_query.register(begin_event, ReturnEvent.filter())
    router.callback_query.register(begin_report, ReturnReport.filter())
    router.callback_query.register(press, ReturnForm.filter())
    return router


def answers_router() -> Router:
    router = Router(name="returning's answers")
    router.message.filter(ForAdmins())
    router.message.register(answer, Asked(FormKind.RETURN))
    return router


async def begin_event(query: CallbackQuery, callback_data: ReturnEvent, turn: Turn) -> Answers:
    event = await event_by_id(turn.session, callback_data.event, turn.campaign)
    if event is None:
        return show(query, event_gone())
    target = Target(region_by_code(event.region_code), event)
    return await _begin(query, target, callback_data.instead_of, turn)


async def begin_report(query: CallbackQuery, callback_data: ReturnReport, turn: Turn) -> Answers:
    target = Target(region_by_code(callback_data.code))
    return await _begin(query, target, callback_data.instead_of, turn)


async def _begin(query: CallbackQuery, target: Target, instead_of: int, turn: Turn) -> Answers:
    refused = await why_not(turn, target)
    if refused is not None:
        return show(query, refused)
    draft = await draft_of(turn.session, turn.person, FormKind.RETURN)
    waiting = await _target(turn, draft) if draft is not None else None
    if draft is not None and waiting == target:
        await resume(turn.session, turn.person, draft)
        return show(query, await return_screen(turn, draft, target))
    typed = draft is not None and draft.id != instead_of and draft.answers.get("comment")
    if draft is not None and waiting is not None and typed:
        return show(query, other_waits(draft, waiting, target))
    draft = await start_draft(
        turn.session,
        turn.person,
        FormKind.RETURN,
        now=turn.now,
        step=COMMENT,
        answers={"region": target.region.code, "seen": await what_is_seen(turn, target)},
        campaign_id=turn.campaign.id,
        event_id=target.event.id if target.event else None,
    )
    return show(query, await return_screen(turn, draft, target))


async def answer(message: Message, draft: Draft, turn: Turn) -> Answers:
    target = await _target(turn, draft)
    if target is None:
        await turn.session.delete(draft)
        return show(message, event_gone())
    typed = message.text or message.caption
    if typed is None:
        return show(
            message, await return_screen(turn, draft, target, note=texts.returning.NEED_TEXT)
        )
    if typed.strip(" .!").casefold() == texts.returning.CANCEL.casefold():
        return await _leave(message, draft, target, turn)
    try:
        comment = parse_comment(typed)
    except Refusal as refused:
        note = texts.form.refusal(refused)
        return show(message, await return_screen(turn, draft, target, note=note))
    draft.answers = {**draft.answers, "comment": comment}
    draft.step, draft.changed_at = CONFIRM, turn.now
    return show(message, await return_screen(turn, draft, target))


async def press(query: CallbackQuery, callback_data: ReturnForm, turn: Turn) -> Answers:
    draft = await draft_by_id(turn.session, turn.person, callback_data.draft, turn.campaign.id)
    if draft is None or draft.form != FormKind.RETURN:
        return alert(query, texts.returning.DRAFT_GONE)
    target = await _target(turn, draft)
    if target is None:
        await turn.session.delete(draft)
        return show(query, event_gone(unsent=draft.answers.get("comment", "")))
    match callback_data.action:
        case "cancel":
            return await _leave(query, draft, target, turn)
        case "send" if draft.step == CONFIRM:
            return await _send(query, draft, target, turn)
        case "edit":
            draft.step = COMMENT
    await resume(turn.session, turn.person, draft)
    return show(query, await return_screen(turn, draft, target))


async def _send(query: CallbackQuery, draft: Draft, target: Target, turn: Turn) -> Answers:
    await lock_region(turn.session, target.region.code)
    # Read again under the lock: somebody may have decided, or corrected it, just now.
    now_target, comment = await _target(turn, draft), draft.answers["comment"]
    if now_target is None:
        await turn.session.delete(draft)
        return show(query, event_gone(unsent=comment))
    refused = await why_not(turn, now_target, unsent=comment)
    if refused is not None:
        await turn.session.delete(draft)
        return show(query, refused)
    seen, before = await what_is_seen(turn, now_target), draft.answers["seen"]
    if seen != before:
        draft.answers = {**draft.answers, "seen": seen}
        note = await what_happened(turn, now_target, before)
        return show(query, await return_screen(turn, draft, now_target, note=note))
    await turn.session.delete(draft)
    return await _give_back(query, now_target, comment, turn)


async def _give_back(query: CallbackQuery, target: Target, comment: str, turn: Turn) -> Answers:
    region, event = target.region, target.event
    if event is not None:
        await return_event(
            turn.session, turn.campaign, event, comment, by=turn.person, now=turn.now
        )
    else:
        await return_report(
            turn.session, turn.campaign, region.code, comment, by=turn.person, now=turn.now
        )
    people = await coordinators(turn.session, region.code)
    mine = await card(turn, target, note=texts.returning.returned(people))
    told = [
        to_coordinator(person, target, comment, turn)
        for person in people
        if person.blocked_at is None
    ]
    return [*show(query, mine), *told]


async def _target(turn: Turn, draft: Draft) -> Target | None:
    """What the draft is about, as it is now; None if that is no longer there."""
    region = region_by_code(draft.answers["region"])
    if draft.campaign_id != turn.campaign.id:
        return None
    if draft.event_id is None:
        return Target(region)
    event = await event_by_id(turn.session, draft.event_id, turn.campaign)
    return None if event is None else Target(region, event)


async def _leave(
    event: Message | CallbackQuery, draft: Draft, target: Target, turn: Turn
) -> Answers:
    await turn.session.delete(draft)
    return show(event, await card(turn, target))
