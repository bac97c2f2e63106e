"""How a return looks: asked about, confirmed, refused, and told to the region."""

from dataclasses import dataclass
from typing import Literal

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton

from domain.audit.trail import last_author
from domain.people.people import coordinators
from domain.regions.directory import Region
from domain.reports.review import Mark, mark_of
from domain.reports.state import ReportStatus, report_summary
from handlers.callbacks import (
    OpenEvent,
    OpenRegionReport,
    OpenReport,
    ReturnEvent,
    ReturnReport,
    ReviewEvent,
    RowId,
)
from handlers.context import Context
from handlers.keyboards import button, rows
from handlers.responses import Screen
from handlers.review import texts
from handlers.review.screens import admin_event, admin_report, as_seen, returner
from models import AuditAction, Draft, Event

# The steps of the draft.
COMMENT, CONFIRM = "comment", "confirm"

ReturnAction = Literal["go_on", "send", "edit", "cancel"]


class ReturnForm(CallbackData, prefix="gbform"):
    draft: RowId
    action: ReturnAction


@dataclass(frozen=True, slots=True)
class Target:
    """What goes back: the event, or the region's report as a whole."""

    region: Region
    event: Event | None = None


async def return_screen(context: Context, draft: Draft, target: Target, note: str = "") -> Screen:
    region, event, comment = target.region, target.event, draft.answers.get("comment", "")
    cancel = button(texts.returning.CANCEL, _form(draft, "cancel"))
    if draft.step == COMMENT:
        text = texts.returning.ask(region, event, comment=comment, note=note)
        return Screen(text, rows([cancel]))
    text = texts.returning.confirm(
        region,
        event,
        comment=comment,
        people=await coordinators(context.session, region.code),
        note=note,
    )
    send = button(texts.returning.SEND, _form(draft, "send"))
    edit = button(texts.returning.EDIT_COMMENT, _form(draft, "edit"))
    return Screen(text, rows([send], [edit, cancel]))


def _form(draft: Draft, action: ReturnAction) -> str:
    return ReturnForm(draft=draft.id, action=action).pack()


def return_waits(draft: Draft) -> Screen:
    """A return whose comment is written but not sent, and what can be done with it."""
    go_on = button(texts.returning.GO_ON, _form(draft, "go_on"))
    cancel = button(texts.returning.CANCEL, _form(draft, "cancel"))
    text = texts.returning.waits(comment=draft.answers["comment"])
    return Screen(text, rows([go_on, cancel]))


def other_waits(draft: Draft, waiting: Target, target: Target) -> Screen:
    text = texts.returning.other_waits(
        waiting.region, waiting.event, comment=draft.answers["comment"]
    )
    go_on = button(texts.returning.GO_ON, _door(waiting))
    other = button(texts.returning.RETURN_OTHER, _door(target, instead_of=draft.id))
    return Screen(text, rows([go_on], [other]))


def _door(target: Target, instead_of: int = 0) -> str:
    if target.event is not None:
        return ReturnEvent(event=target.event.id, instead_of=instead_of).pack()
    return ReturnReport(code=target.region.code, instead_of=instead_of).pack()


async def why_not(context: Context, target: Target, *, unsent: str = "") -> Screen | None:
    """Why it cannot be returned now: that has been done, by whom; or there is nothing to."""
    if context.campaign.closed_at is not None:
        text = texts.returning.refused(texts.returning.CAMPAIGN_CLOSED, unsent=unsent)
        return Screen(text, rows([_to_card(target)]))
    if target.event is not None:
        event = target.event
        if mark_of(event) != Mark.RETURNED or event.returned_at is None:
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
    return f"{as_seen(target.event)}-{mark_of(target.event)}{accepted}"


async def what_happened(context: Context, target: Target, before: str) -> str:
    """Told above the comment, once what is to go back is no longer what was seen `before`."""
    by = (await report_summary(context.session, context.campaign, target.region.code)).accepted_by
    event = target.event
    if by is None and event is not None and Mark.CORRECTED in before and mark_of(event) is None:
        by = await last_author(context.session, AuditAction.EVENT_ACCEPTED, event.id)
    return texts.returning.changed_since(accepted_by=by)


def to_coordinators(target: Target, comment: str) -> Screen:
    region, event = target.region, target.event
    if event is not None:
        door = button(texts.returning.OPEN_EVENT, OpenEvent(event=event.id).pack())
    else:
        door = button(texts.returning.OPEN_REPORT, OpenReport().pack())
    return Screen(texts.returning.to_region(region, event, comment=comment), rows([door]))


async def card(context: Context, target: Target, note: str = "") -> Screen:
    if target.event is not None:
        return await admin_event(context, target.event, note=note)
    return await admin_report(context, target.region, note=note)


def _to_card(target: Target) -> InlineKeyboardButton:
    if target.event is not None:
        return button(texts.returning.TO_EVENT, ReviewEvent(event=target.event.id).pack())
    return button(texts.returning.TO_REPORT, OpenRegionReport(code=target.region.code).pack())
