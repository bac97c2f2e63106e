"""An admin gives an event or a whole report back to its region, with a comment."""

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from domain.campaigns.locking import lock_region
from domain.drafts import activate, draft_by_id, draft_of, start_draft
from domain.refusal import Refusal
from domain.regions.directory import region_by_code
from domain.reports.decisions import parse_comment, return_event, return_report
from domain.reports.review import event_by_id
from handlers import formatting, phrases
from handlers.callbacks import ReturnEvent, ReturnReport
from handlers.context import Context
from handlers.filters import ForAdmins
from handlers.forms.asked import Asked
from handlers.notifications import notify_region
from handlers.responses import Responses, alert, show
from handlers.review import texts
from handlers.review.returning_screens import (
    COMMENT,
    CONFIRM,
    ReturnForm,
    Target,
    card,
    other_waits,
    return_screen,
    to_coordinators,
    what_happened,
    what_is_seen,
    why_not,
)
from handlers.review.screens import event_gone
from models import Draft, FormKind


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


async def begin_event(
    query: CallbackQuery, callback_data: ReturnEvent, context: Context
) -> Responses:
    event = await event_by_id(context.session, callback_data.event, context.campaign)
    if event is None:
        return show(query, event_gone())
    target = Target(region_by_code(event.region_code), event)
    return await _begin(query, target, callback_data.instead_of, context)


async def begin_report(
    query: CallbackQuery, callback_data: ReturnReport, context: Context
) -> Responses:
    target = Target(region_by_code(callback_data.code))
    return await _begin(query, target, callback_data.instead_of, context)


async def _begin(
    query: CallbackQuery, target: Target, instead_of: int, context: Context
) -> Responses:
    refused = await why_not(context, target)
    if refused is not None:
        return show(query, refused)
    draft = await draft_of(context.session, context.person, FormKind.RETURN)
    waiting = await _target(context, draft) if draft is not None else None
    if draft is not None and waiting == target:
        await activate(context.session, context.person, draft)
        return show(query, await return_screen(context, draft, target))
    typed = draft is not None and draft.id != instead_of and draft.answers.get("comment")
    if draft is not None and waiting is not None and typed:
        return show(query, other_waits(draft, waiting, target))
    draft = await start_draft(
        context.session,
        context.person,
        FormKind.RETURN,
        now=context.now,
        step=COMMENT,
        answers={"region": target.region.code, "seen": await what_is_seen(context, target)},
        campaign_id=context.campaign.id,
        event_id=target.event.id if target.event else None,
    )
    return show(query, await return_screen(context, draft, target))


async def answer(message: Message, draft: Draft, context: Context) -> Responses:
    target = await _target(context, draft)
    if target is None:
        await context.session.delete(draft)
        return show(message, event_gone())
    typed = message.text or message.caption
    if typed is None:
        return show(
            message, await return_screen(context, draft, target, note=texts.returning.NEED_TEXT)
        )
    if typed.strip(" .!").casefold() == texts.returning.CANCEL.casefold():
        return await _leave(message, draft, target, context)
    try:
        comment = parse_comment(typed)
    except Refusal as refused:
        note = formatting.refusal(refused)
        return show(message, await return_screen(context, draft, target, note=note))
    draft.answers = {**draft.answers, "comment": comment}
    draft.step, draft.changed_at = CONFIRM, context.now
    return show(message, await return_screen(context, draft, target))


async def press(query: CallbackQuery, callback_data: ReturnForm, context: Context) -> Responses:
    draft = await draft_by_id(context.session, context.person, callback_data.draft)
    if draft is None or draft.form != FormKind.RETURN:
        return alert(query, texts.returning.DRAFT_GONE)
    target = await _target(context, draft)
    if target is None:
        await context.session.delete(draft)
        return show(query, event_gone(unsent=draft.answers.get("comment", "")))
    match callback_data.action:
        case "cancel":
            return await _leave(query, draft, target, context)
        case "send" if draft.step == CONFIRM:
            return await _send(query, draft, target, context)
        case "edit":
            draft.step = COMMENT
    await activate(context.session, context.person, draft)
    return show(query, await return_screen(context, draft, target))


async def _send(query: CallbackQuery, draft: Draft, target: Target, context: Context) -> Responses:
    await lock_region(context.session, target.region.code)
    # Read again under the lock: somebody may have decided, or corrected it, just now.
    now_target, comment = await _target(context, draft), draft.answers["comment"]
    if now_target is None:
        await context.session.delete(draft)
        return show(query, event_gone(unsent=comment))
    refused = await why_not(context, now_target, unsent=comment)
    if refused is not None:
        await context.session.delete(draft)
        return show(query, refused)
    seen, before = await what_is_seen(context, now_target), draft.answers["seen"]
    if seen != before:
        draft.answers = {**draft.answers, "seen": seen}
        note = await what_happened(context, now_target, before)
        return show(query, await return_screen(context, draft, now_target, note=note))
    await context.session.delete(draft)
    return await _give_back(query, now_target, comment, context)


async def _give_back(
    query: CallbackQuery, target: Target, comment: str, context: Context
) -> Responses:
    region, event = target.region, target.event
    if event is not None:
        await return_event(
            context.session, context.campaign, event, comment, by=context.person, now=context.now
        )
    else:
        await return_report(
            context.session,
            context.campaign,
            region.code,
            comment,
            by=context.person,
            now=context.now,
        )
    sent = await notify_region(context, region, to_coordinators(target, comment))
    note = f"{texts.returning.RETURNED} {phrases.notified(sent.reached, sent.blocked)}"
    return [*show(query, await card(context, target, note=note)), *sent.responses]


async def _target(context: Context, draft: Draft) -> Target | None:
    """What the draft is about, as it is now; None if that is no longer there."""
    region = region_by_code(draft.answers["region"])
    if draft.campaign_id != context.campaign.id:
        return None
    if draft.event_id is None:
        return Target(region)
    event = await event_by_id(context.session, draft.event_id, context.campaign)
    return None if event is None else Target(region, event)


async def _leave(
    event: Message | CallbackQuery, draft: Draft, target: Target, context: Context
) -> Responses:
    await context.session.delete(draft)
    return show(event, await card(context, target))
