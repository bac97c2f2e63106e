"""An admin returns an event or a whole report to its region, with a comment."""

from aiogram.types import CallbackQuery

from domain.campaigns.locking import lock_region
from domain.drafts import draft_by_id
from domain.events.fields import FIELDS
from domain.refusal import Refusal
from domain.reports.decisions import parse_comment, return_event, return_report
from handlers.callbacks import StartReturn
from handlers.context import Context
from handlers.forms.dialog import YES_OR_NO, Dialog, Form, Step, always
from handlers.forms.typed import Event, Taken, Typed
from handlers.keyboards import MAIN, rows
from handlers.notifications import notified, notify_region
from handlers.responses import Responses, Screen, alert, show
from handlers.review import texts
from handlers.review.as_message import send_as_message
from handlers.review.returning_screens import (
    ReturnAnswers,
    ReturnDialog,
    Target,
    card,
    changed_since,
    comment_screen,
    confirm_screen,
    fields_screen,
    find_target,
    for_coordinators,
    other_waits,
    present_target,
    refused_return,
    return_waits,
    target_of,
    target_version,
)
from handlers.review.screens import event_gone
from handlers.routes import press
from models import AuditEntry, FormKind, Role


async def begin(query: CallbackQuery, callback_data: StartReturn, context: Context) -> Responses:
    target = await find_target(context, callback_data.code, callback_data.event)
    if target is None:
        return show(query, event_gone())
    refused = await refused_return(context, target)
    if refused is not None:
        return show(query, refused)
    unfinished = await Dialog.unfinished(RETURN, context)
    if unfinished is not None:
        waiting, unsent = await target_of(unfinished), unfinished.answers.words
        if waiting == target:
            await unfinished.activate()
            return await unfinished.show(query)
        draft_id = unfinished.draft.id
        if waiting is not None and unsent and draft_id != callback_data.instead_of:
            return show(
                query, other_waits(draft_id, unsent, waiting, target, context.campaign.year)
            )
    dialog = await Dialog.begin(
        RETURN,
        context,
        ReturnAnswers(
            region=target.region.code,
            seen=await target_version(context, target),
            of_event=target.event is not None,
        ),
        event_id=target.event.id if target.event else None,
    )
    return await dialog.show(query)


async def _mark(dialog: ReturnDialog, key: str) -> Taken:
    marked = set(dialog.answers.picked) ^ {key}
    dialog.set(picked=[field.key for field in FIELDS if field.key in marked])
    return await fields_screen(dialog)


async def _onward(dialog: ReturnDialog, _: str) -> Taken:
    dialog.set(fields=dialog.answers.picked)
    if dialog.answers.comment == "" and not dialog.answers.picked:
        dialog.set(comment=None)  # now it has to say everything
    return ""


async def _take_at_fields(dialog: ReturnDialog, typed: Typed) -> Taken:
    """What is typed instead of going on is the comment."""
    dialog.set(fields=dialog.answers.picked)
    dialog.go("comment")
    return await dialog.answer_step(typed)


async def _without_comment(dialog: ReturnDialog, _: str) -> Taken:
    if not dialog.answers.fields:
        raise Refusal(texts.returning.NEED_TEXT)
    dialog.set(comment="")
    return ""


async def _take_comment(dialog: ReturnDialog, typed: Typed) -> Taken:
    dialog.set(comment=_comment(typed))
    return ""


async def _add_to_comment(dialog: ReturnDialog, typed: Typed) -> Taken:
    """What is typed at the confirmation."""
    dialog.set(comment=_comment(typed, before=dialog.answers.comment))
    return texts.returning.ADDED


def _comment(typed: Typed, before: str | None = None) -> str:
    said = typed.words(texts.returning.NEED_TEXT)
    return parse_comment(f"{before}\n{said}" if before else said)


async def _send(dialog: ReturnDialog, event: Event) -> Responses:
    context, answers = dialog.context, dialog.answers
    await lock_region(context.session, dialog.answers.region)
    # Read again under the lock: it may have been decided, corrected or deleted just now.
    refused = await _guard(dialog)
    if refused is not None:
        return show(event, refused)
    target = await present_target(dialog)
    refused = await refused_return(context, target, unsent=answers.words)
    if refused is not None:
        as_message = dialog.button(texts.returning.AS_MESSAGE, "message", style=MAIN)
        kept = Screen(refused.text, rows([as_message], *refused.buttons)).kept()
        return dialog.show_screen(event, kept)
    seen, version = answers.seen, await target_version(context, target)
    if version != seen:
        dialog.set(seen=version)
        return await dialog.show(event, await changed_since(context, target, seen))
    await dialog.close()
    entry = await _return(target, answers, context)
    comment = answers.comment or ""
    sent = await notify_region(
        context, target.region, await for_coordinators(context, target, comment, entry)
    )
    note = f"{texts.returning.RETURNED} {notified(sent.reached, sent.blocked)}"
    return [*show(event, (await card(context, target)).with_note(note)), *sent.responses]


async def _return(target: Target, answers: ReturnAnswers, context: Context) -> AuditEntry:
    session, campaign, by, now = context.session, context.campaign, context.person, context.now
    comment, event = answers.comment or None, target.event
    if event is not None:
        named = answers.fields or ()
        return await return_event(session, campaign, event, comment, named, by=by, now=now)
    return await return_report(session, campaign, target.region.code, comment, by=by, now=now)


async def _cancel(dialog: ReturnDialog, event: Event) -> Responses:
    target = await present_target(dialog)
    await dialog.close()
    return show(event, await card(dialog.context, target))


async def _guard(dialog: ReturnDialog) -> Screen | None:
    """The region may have deleted the event meanwhile."""
    if await target_of(dialog) is not None:
        return None
    await dialog.close()
    return event_gone(unsent=dialog.answers.words)


async def _gone(query: CallbackQuery, context: Context, draft_id: int) -> Responses:
    """The return was sent or cancelled; or it is an earlier year's, and is deleted now."""
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
            key="fields",
            title=texts.returning.WHAT_TO_CORRECT,
            screen=fields_screen,
            take=_take_at_fields,
            is_due=lambda answers: answers.of_event and answers.fields is None,
            press={"mark": _mark, "onward": _onward},
        ),
        Step(
            key="comment",
            title=texts.returning.COMMENT,
            screen=comment_screen,
            take=_take_comment,
            press={"without": _without_comment},
        ),
        Step(
            key="confirm",
            screen=confirm_screen,
            take=_add_to_comment,
            is_due=always,
            words=YES_OR_NO,
        ),
    ),
    roles=frozenset({Role.ADMIN}),
    finish=_send,
    cancel=_cancel,
    gone=_gone,
    actions={"message": send_as_message},
    guard=_guard,
    waits=return_waits,
    of_campaign=True,
)


ROUTES = (press(StartReturn, begin),)
