"""How a return looks: asked about, confirmed, refused, and told to the region."""

from dataclasses import dataclass

from aiogram.types import InlineKeyboardButton
from pydantic import BaseModel

from domain.audit.trail import last_author
from domain.people.people import coordinators
from domain.regions.directory import Region, region_by_code
from domain.reports.review import Correction, correction_of, event_by_id
from domain.reports.state import ReportStatus, report_summary
from handlers.callbacks import (
    OpenEvent,
    OpenRegionReport,
    OpenReport,
    ReturnEvent,
    ReturnReport,
    ReviewEvent,
)
from handlers.context import Context
from handlers.forms.dialog import Dialog
from handlers.keyboards import button, rows
from handlers.responses import Screen
from handlers.review import texts
from handlers.review.screens import admin_event, admin_report, as_seen, returner
from models import AuditAction, Event


class ReturnAnswers(BaseModel):
    """`region` is a code; `seen` what the admin had before them (see `what_is_seen`). Which event
    it is stands in the draft; none: the report as a whole."""

    region: str = ""
    seen: str = ""
    comment: str | None = None


ReturnDialog = Dialog[ReturnAnswers]


@dataclass(frozen=True, slots=True)
class Target:
    """What goes back: the event, or the region's report as a whole."""

    region: Region
    event: Event | None = None


async def target_of(dialog: ReturnDialog) -> Target | None:
    """What is to go back, as it is now; None if that is no longer there."""
    region, draft, context = region_by_code(dialog.answers.region), dialog.draft, dialog.context
    if draft.event_id is None:
        return Target(region)
    event = await event_by_id(context.session, draft.event_id, context.campaign)
    return None if event is None else Target(region, event)


async def present_target(dialog: ReturnDialog) -> Target:
    """After the form's guard, which lets nobody go on with what is gone."""
    target = await target_of(dialog)
    assert target is not None
    return target


async def comment_screen(dialog: ReturnDialog, note: str) -> Screen:
    target = await present_target(dialog)
    comment = dialog.answers.comment or ""
    text = texts.returning.ask(target.region, target.event, comment=comment, note=note)
    return Screen(text, rows([dialog.cancel_button()]))


async def confirm_screen(dialog: ReturnDialog, note: str) -> Screen:
    target = await present_target(dialog)
    text = texts.returning.confirm(
        target.region,
        target.event,
        comment=dialog.answers.comment or "",
        people=await coordinators(dialog.context.session, target.region.code),
        note=note,
    )
    send = dialog.button(texts.returning.SEND, "finish")
    edit = dialog.button(texts.returning.EDIT_COMMENT, "ask", "comment")
    return Screen(text, rows([send], [edit, dialog.cancel_button()]))


def return_waits(dialog: ReturnDialog) -> Screen | None:
    """A return whose comment is written but not sent, and what can be done with it."""
    if dialog.answers.comment is None:
        return None
    go_on = dialog.button(texts.returning.GO_ON, "show")
    text = texts.returning.waits(comment=dialog.answers.comment)
    return Screen(text, rows([go_on, dialog.cancel_button()]))


def other_waits(draft_id: int, comment: str, waiting: Target, target: Target) -> Screen:
    """Before another return takes the place of the one that waits with that comment."""
    text = texts.returning.other_waits(waiting.region, waiting.event, comment=comment)
    go_on = button(texts.returning.GO_ON, _door(waiting))
    other = button(texts.returning.RETURN_OTHER, _door(target, instead_of=draft_id))
    return Screen(text, rows([go_on], [other]))


def _door(target: Target, instead_of: int = 0) -> ReturnEvent | ReturnReport:
    if target.event is not None:
        return ReturnEvent(event=target.event.id, instead_of=instead_of)
    return ReturnReport(code=target.region.code, instead_of=instead_of)


async def why_not(context: Context, target: Target, *, unsent: str = "") -> Screen | None:
    """Why it cannot be returned now: that has been done, by whom; or there is nothing to."""
    if context.campaign.closed_at is not None:
        text = texts.returning.refused(texts.returning.CAMPAIGN_CLOSED, unsent=unsent)
        return Screen(text, rows([_to_card(target)]))
    if target.event is not None:
        event = target.event
        if correction_of(event) != Correction.RETURNED or event.returned_at is None:
            return None
        by, at, comment = await returner(context, event), event.returned_at, event.return_comment
    else:
        seen = await report_summary(context.session, context.campaign, target.region.code)
        opened_for_events = (
            seen.report_status == ReportStatus.RETURNED and seen.return_comment is None
        )
        if seen.report_status.reported or opened_for_events:
            return None
        if seen.report_status != ReportStatus.RETURNED or seen.returned_at is None:
            text = texts.returning.refused(texts.returning.NOT_SUBMITTED, unsent=unsent)
            return Screen(text, rows([_to_card(target)]))
        by, at, comment = seen.returned_by or "", seen.returned_at, seen.return_comment
    text = texts.returning.already(by=by, at=at, comment=comment, zone=context.zone, unsent=unsent)
    return Screen(text, rows([_to_card(target)]))


async def what_is_seen(context: Context, target: Target) -> str:
    """What the admin has before them; differs once it is changed, or accepted by another one."""
    seen = await report_summary(context.session, context.campaign, target.region.code)
    if target.event is None:
        return seen.decision
    accepted = "+" if seen.accepted_at else ""
    return f"{as_seen(target.event)}-{correction_of(target.event)}{accepted}"


async def what_happened(context: Context, target: Target, before: str) -> str:
    """Told above the comment, once what is to go back is no longer what was seen `before`."""
    by = (await report_summary(context.session, context.campaign, target.region.code)).accepted_by
    event = target.event
    if (
        by is None
        and event is not None
        and Correction.CORRECTED in before
        and correction_of(event) is None
    ):
        by = await last_author(context.session, AuditAction.EVENT_ACCEPTED, event.id)
    return texts.returning.changed_since(accepted_by=by)


def to_coordinators(target: Target, comment: str) -> Screen:
    region, event = target.region, target.event
    if event is not None:
        door = button(texts.returning.OPEN_EVENT, OpenEvent(event=event.id))
    else:
        door = button(texts.returning.OPEN_REPORT, OpenReport())
    return Screen(texts.returning.to_region(region, event, comment=comment), rows([door]))


async def card(context: Context, target: Target, note: str = "") -> Screen:
    if target.event is not None:
        return await admin_event(context, target.event, note=note)
    return await admin_report(context, target.region, note=note)


def _to_card(target: Target) -> InlineKeyboardButton:
    if target.event is not None:
        return button(texts.returning.TO_EVENT, ReviewEvent(event=target.event.id))
    return button(texts.returning.TO_REPORT, OpenRegionReport(code=target.region.code))
