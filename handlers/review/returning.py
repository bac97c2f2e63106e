"""An admin gives an event or a whole report back to its region, with a comment."""

from aiogram.types import CallbackQuery

from domain.campaigns.locking import lock_region
from domain.drafts import draft_by_id
from domain.regions.directory import region_by_code
from domain.reports.decisions import parse_comment, return_event, return_report
from domain.reports.review import event_by_id
from handlers import phrases
from handlers.callbacks import ReturnEvent, ReturnReport
from handlers.context import Context
from handlers.forms.dialog import YES_OR_NO, Dialog, Form, Step, always
from handlers.forms.typed import Event, Taken, Typed
from handlers.notifications import notify_region
from handlers.responses import Responses, Screen, alert, show
from handlers.review import texts
from handlers.review.returning_screens import (
    ReturnAnswers,
    ReturnDialog,
    Target,
    card,
    comment_screen,
    confirm_screen,
    other_waits,
    present_target,
    return_waits,
    target_of,
    to_coordinators,
    what_happened,
    what_is_seen,
    why_not,
)
from handlers.review.screens import event_gone
from handlers.routes import press
from models import FormKind, Role


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
    unfinished = await Dialog.unfinished(RETURN, context)
    if unfinished is not None:
        waiting, comment = await target_of(unfinished), unfinished.answers.comment
        if waiting == target:
            await unfinished.activate()
            return await unfinished.show(query)
        draft_id = unfinished.draft.id
        if waiting is not None and comment is not None and draft_id != instead_of:
            return show(query, other_waits(draft_id, comment, waiting, target))
    dialog = await Dialog.begin(
        RETURN,
        context,
        ReturnAnswers(region=target.region.code, seen=await what_is_seen(context, target)),
        event_id=target.event.id if target.event else None,
    )
    return await dialog.show(query)


async def _take_comment(dialog: ReturnDialog, typed: Typed) -> Taken:
    """Also before it is sent: what is typed then is a better comment."""
    dialog.set(comment=parse_comment(typed.words(texts.returning.NEED_TEXT)))
    dialog.go("comment")
    return ""


async def _send(dialog: ReturnDialog, event: Event) -> Responses:
    context, comment = dialog.context, dialog.answers.comment or ""
    await lock_region(context.session, dialog.answers.region)
    # Read again under the lock: somebody may have decided, or corrected it, just now.
    refused = await _guard(dialog)
    if refused is not None:
        return show(event, refused)
    target = await present_target(dialog)
    refused = await why_not(context, target, unsent=comment)
    if refused is not None:
        await dialog.close()
        return show(event, refused)
    seen, before = await what_is_seen(context, target), dialog.answers.seen
    if seen != before:
        dialog.set(seen=seen)
        return await dialog.show(event, await what_happened(context, target, before))
    await dialog.close()
    return await _give_back(event, target, comment, context)


async def _give_back(to: Event, target: Target, comment: str, context: Context) -> Responses:
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
    return [*show(to, await card(context, target, note=note)), *sent.responses]


async def _leave(dialog: ReturnDialog, event: Event) -> Responses:
    target = await present_target(dialog)
    await dialog.close()
    return show(event, await card(dialog.context, target))


async def _guard(dialog: ReturnDialog) -> Screen | None:
    """The region may have deleted the event meanwhile."""
    if await target_of(dialog) is not None:
        return None
    await dialog.close()
    return event_gone(unsent=dialog.answers.comment or "")


async def _gone(query: CallbackQuery, context: Context, draft_id: int) -> Responses:
    """The return was sent or cancelled; or it is an earlier year's, and is dropped now."""
    draft = await draft_by_id(context.session, context.person, draft_id)
    if draft is None or draft.form != FormKind.RETURN:
        return alert(query, texts.returning.DRAFT_GONE)
    await context.session.delete(draft)
    return show(query, event_gone(unsent=draft.answers.get("comment", "")))


RETURN: Form[ReturnAnswers] = Form(
    kind=FormKind.RETURN,
    answers=ReturnAnswers,
    steps=(
        Step(
            key="comment",
            title=texts.returning.COMMENT,
            screen=comment_screen,
            take=_take_comment,
        ),
        Step(
            key="confirm",
            screen=confirm_screen,
            take=_take_comment,
            is_due=always,
            words=YES_OR_NO,
        ),
    ),
    roles=frozenset({Role.ADMIN}),
    finish=_send,
    cancel=_leave,
    gone=_gone,
    guard=_guard,
    waits=return_waits,
    of_campaign=True,
)


ROUTES = (
    press(ReturnEvent, begin_event),
    press(ReturnReport, begin_report),
)
