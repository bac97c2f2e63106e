"""The screens of a return: the question for the comment, the confirmation, why it is refused, and
what the region's coordinators get."""

from dataclasses import dataclass

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton
from pydantic import BaseModel

from domain.audit.trail import last_author
from domain.events.fields import FIELDS
from domain.people.people import coordinators
from domain.regions.directory import Region, region_by_code
from domain.reports.review import Correction, correction_of, event_by_id, returned_events
from domain.reports.state import ReportStatus
from domain.reports.status_queries import region_status
from handlers import phrases
from handlers.callbacks import (
    EditEvent,
    MendEvent,
    OpenReport,
    ReviewEvent,
    ReviewReport,
    StartReturn,
)
from handlers.context import Context
from handlers.forms.dialog import Dialog
from handlers.forms.texts import BACK
from handlers.keyboards import MAIN, button, pairs, rows
from handlers.reply_buttons import reply_to_decision
from handlers.responses import Screen
from handlers.review import texts
from handlers.review.screens import admin_event, admin_report, event_version, returner
from models import AuditAction, AuditEntry, Event

EVENTS_SHOWN = 8


class ReturnAnswers(BaseModel):
    """`region` is a code; `seen` the version that the admin had before them (see
    `target_version`). The event is in the draft (`of_event`); without one the whole report is
    returned. `picked` are the keys of the event's fields that are to be corrected, and `fields` the
    same once the admin has gone on. The comment is empty where the fields say it all."""

    region: str = ""
    seen: str = ""
    of_event: bool = False
    picked: list[str] = []
    fields: list[str] | None = None
    comment: str | None = None

    @property
    def words(self) -> str:
        """All that is to be said to the region, in one text."""
        return self.comment or (texts.returning.check(self.fields) if self.fields else "")


ReturnDialog = Dialog[ReturnAnswers]


@dataclass(frozen=True, slots=True)
class Target:
    """What is returned: the event, or without one the region's report as a whole."""

    region: Region
    event: Event | None = None


async def find_target(context: Context, region_code: str, event_id: int | None) -> Target | None:
    """As it is now; None if the event is no longer there."""
    region = region_by_code(region_code)
    if not event_id:
        return Target(region)
    event = await event_by_id(context.session, event_id, context.campaign)
    return Target(region, event) if event and event.region_code == region_code else None


async def target_of(dialog: ReturnDialog) -> Target | None:
    return await find_target(dialog.context, dialog.answers.region, dialog.draft.event_id)


async def present_target(dialog: ReturnDialog) -> Target:
    """Where the form's guard has made sure that it is still there."""
    target = await target_of(dialog)
    assert target is not None
    return target


async def fields_screen(dialog: ReturnDialog) -> Screen:
    """What in the event is to be corrected: each press marks a field or takes the mark away."""
    target = await present_target(dialog)
    picked = dialog.answers.picked
    marks = [
        dialog.button(texts.returning.mark(field, field.key in picked), "mark", field.key)
        for field in FIELDS
    ]
    onward = dialog.button(texts.returning.ONWARD, "onward", style=MAIN)
    text = texts.returning.ask_fields(target.region, target.event)
    return Screen(text, rows(*pairs(marks), [onward, dialog.cancel_button()]))


async def comment_screen(dialog: ReturnDialog) -> Screen:
    target, answers = await present_target(dialog), dialog.answers
    named = answers.fields or ()
    text = texts.returning.ask(
        target.region, target.event, comment=answers.comment or "", fields=named
    )
    without = [dialog.button(texts.returning.NO_COMMENT, "without")] if named else []
    back = [dialog.button(BACK, "back")] if answers.of_event else []
    return Screen(text, rows(without, [*back, dialog.cancel_button()]))


async def confirm_screen(dialog: ReturnDialog) -> Screen:
    target = await present_target(dialog)
    text = texts.returning.confirm(
        target.region,
        target.event,
        comment=dialog.answers.comment or "",
        fields=dialog.answers.fields or (),
        people=await coordinators(dialog.context.session, target.region.code),
    )
    send = dialog.button(texts.returning.SEND, "finish", style=MAIN)
    edit = dialog.button(texts.returning.EDIT_COMMENT, "ask", "comment")
    return Screen(text, rows([send], [edit, dialog.cancel_button()]))


def return_waits(dialog: ReturnDialog) -> Screen | None:
    """That a comment is written and not sent, with the buttons to go on or cancel."""
    if not dialog.answers.words:
        return None
    go_on = dialog.button(texts.returning.GO_ON, "show")
    text = texts.returning.waits(comment=dialog.answers.words)
    return Screen(text, rows([go_on, dialog.cancel_button()]))


def other_waits(draft_id: int, comment: str, waiting: Target, target: Target, year: int) -> Screen:
    """Asks which of two returns to go on with: the unfinished one of that draft, or that of
    `target`."""
    text = texts.returning.other_waits(waiting.region, waiting.event, comment=comment)
    go_on = button(texts.returning.GO_ON, _start(waiting, year))
    other = button(texts.returning.RETURN_OTHER, _start(target, year, instead_of=draft_id))
    return Screen(text, rows([go_on], [other]))


def _start(target: Target, year: int, instead_of: int = 0) -> StartReturn:
    event_id = target.event.id if target.event else 0
    return StartReturn(year=year, code=target.region.code, event=event_id, instead_of=instead_of)


async def refused_return(context: Context, target: Target, *, unsent: str = "") -> Screen | None:
    """Why the target cannot be returned now; None if it can. `unsent` is the comment that the
    admin has written."""
    reason = await _why_not(context, target)
    if reason is None:
        return None
    return Screen(texts.returning.refused(reason, unsent=unsent), rows([_to_card(target)]))


async def _why_not(context: Context, target: Target) -> str | None:
    if context.campaign.closed_at is not None:
        return texts.returning.CAMPAIGN_CLOSED
    if target.event is not None:
        event = target.event
        if correction_of(event) != Correction.RETURNED or event.returned_at is None:
            return None
        by, at, comment = await returner(context, event), event.returned_at, event.return_comment
    else:
        status = await region_status(context.session, context.campaign, target.region.code)
        if status.returnable:
            return None
        if status.report_status != ReportStatus.RETURNED or status.returned_at is None:
            return texts.returning.NOT_SUBMITTED
        by, at, comment = status.returned_by or "", status.returned_at, status.return_comment
    return texts.returning.already(by=by, at=at, comment=comment, zone=context.zone)


async def target_version(context: Context, target: Target) -> str:
    """Version token for optimistic locking: what the region changes and what another admin accepts
    changes it."""
    status = await region_status(context.session, context.campaign, target.region.code)
    if target.event is None:
        return status.decision_version
    accepted = "+" if status.accepted_at else ""
    return f"{event_version(target.event)}-{correction_of(target.event)}{accepted}"


async def changed_since(context: Context, target: Target, seen: str) -> str:
    """Says what has happened since the version `seen`, to be shown above the comment."""
    status = await region_status(context.session, context.campaign, target.region.code)
    by, event = status.accepted_by, target.event
    was_corrected = Correction.CORRECTED in seen
    if by is None and event and was_corrected and correction_of(event) is None:
        by = await last_author(context.session, AuditAction.EVENT_ACCEPTED, event.id)
    return texts.returning.changed_since(accepted_by=by)


async def for_coordinators(
    context: Context, target: Target, comment: str, entry: AuditEntry
) -> Screen:
    """With a button for the event that is returned; of a whole report, for those of its events that
    were returned before. `entry` is that of the return."""
    events = [target.event] if target.event else await _to_mend(context, target.region)
    mending = [
        [button(texts.returning.mend(event), _mending(event), MAIN)]
        for event in events[:EVENTS_SHOWN]
    ]
    report = button(phrases.REGION_REPORT, OpenReport())
    text = texts.returning.to_region(target.region, target.event, comment=comment)
    return Screen(text, rows(*mending, [report], [reply_to_decision(entry)])).kept()


def _mending(event: Event) -> CallbackData:
    """To the questions that the ministry has named; without any, to the choice of one."""
    return MendEvent(event=event.id) if event.return_fields else EditEvent(event=event.id)


async def _to_mend(context: Context, region: Region) -> list[Event]:
    returned = await returned_events(context.session, context.campaign, region.code)
    return [event for event in returned if correction_of(event) == Correction.RETURNED]


async def card(context: Context, target: Target) -> Screen:
    """The event or the report, as the admin sees it."""
    if target.event is not None:
        return await admin_event(context, target.event)
    return await admin_report(context, target.region)


def _to_card(target: Target) -> InlineKeyboardButton:
    if target.event is not None:
        return button(texts.returning.TO_EVENT, ReviewEvent(event=target.event.id))
    return button(texts.returning.TO_REPORT, ReviewReport(code=target.region.code))
