"""The screens of the deadline and of extensions, which lead into one another."""

from datetime import datetime, tzinfo
from typing import Annotated, Any

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton
from pydantic import BaseModel, Field

from domain.audit.trail import last_author
from domain.campaigns.deadlines import offered_deadlines
from domain.campaigns.extensions import extensions, open_requests
from domain.drafts import draft_of
from domain.pages import Page
from domain.regions.directory import region_by_code
from handlers import phrases
from handlers.callbacks import ExtendRegion, OpenTimeRequests, RegionCode, RowId
from handlers.context import Context
from handlers.deadlines import texts
from handlers.forms.dialog import Dialog
from handlers.keyboards import button, page_buttons, rows
from handlers.responses import Screen
from models import AuditAction, Draft, Extension, FormKind

PAGE = 10

# A moment in a button: seconds since 1970, within the years that a clock can show.
Seconds = Annotated[int, Field(ge=0, lt=2**33)]


class OpenDeadline(CallbackData, prefix="deadline"):
    page: RowId = 0


class ChangeDeadline(CallbackData, prefix="change_deadline"):
    pass


class OpenExtension(CallbackData, prefix="extension"):
    code: RegionCode


class CancelExtension(CallbackData, prefix="cancel_extension"):
    """`until` is what the admin saw: another may have given more time since."""

    code: RegionCode
    until: Seconds
    sure: bool = False


class DeadlineAnswers(BaseModel):
    """A new deadline for all regions; `was` is the one that the admin saw it replace."""

    until: datetime | None = None
    was: datetime | None = None


def seconds(at: datetime) -> int:
    """A moment as buttons hold it."""
    return int(at.timestamp())


async def deadline_screen(context: Context, number: int = 0) -> Screen:
    """With a page of the regions that have more time."""
    page = Page.of(await extensions(context.session, context.campaign), number, PAGE)
    text = texts.deadline.overview(
        context.campaign,
        page,
        moved_by=await last_author(
            context.session, AuditAction.CAMPAIGN_DEADLINE, context.campaign.id
        ),
        zone=context.zone,
        now=context.now,
    )
    regions = [region_by_code(extension.region_code) for extension in page.items]
    opening = [[button(region.name, OpenExtension(code=region.code))] for region in regions]
    pager = page_buttons(page, lambda number: OpenDeadline(page=number))
    keyboard = rows(await _change_button(context), *opening, pager, await requests_button(context))
    return Screen(text, keyboard)


def change_buttons(dialog: Dialog[Any], *steps: str) -> list[InlineKeyboardButton]:
    """Buttons that ask those questions once more."""
    return [dialog.button(texts.extensions.OTHER[step], "ask", step) for step in steps]


def day_buttons(
    dialog: Dialog[Any], since: datetime, zone: tzinfo
) -> list[list[InlineKeyboardButton]]:
    """Quick answers to until when: some days after `since`."""
    return [
        [dialog.button(texts.extensions.until_day(at.date()), "pick", f"{at:%d.%m.%Y}")]
        for at in offered_deadlines(since, zone)
    ]


async def campaign_closed(context: Context) -> Screen | None:
    """Why no deadline can be changed now; None if it can."""
    if context.campaign.closed_at is None:
        return None
    return (await deadline_screen(context)).with_note(texts.deadline.CAMPAIGN_IS_CLOSED)


async def _change_button(context: Context) -> list[InlineKeyboardButton]:
    if context.campaign.closed_at is not None:
        return []
    draft = await draft_of(context.session, context.person, FormKind.DEADLINE)
    typed = typed_deadline(draft, context)
    label = texts.deadline.resume_change(typed, context.zone) if typed else texts.deadline.CHANGE
    return [button(label, ChangeDeadline())]


def typed_deadline(draft: Draft | None, context: Context) -> datetime | None:
    """What the admin has typed for a new deadline and not confirmed, if it still can be one."""
    if draft is None or draft.campaign_id != context.campaign.id:
        return None
    until = DeadlineAnswers.model_validate(draft.answers).until
    return until if until is not None and until > context.now else None


async def requests_button(context: Context) -> list[InlineKeyboardButton]:
    waiting = len(await open_requests(context.session, context.campaign))
    label = phrases.time_requests_button(waiting)
    return [button(label, OpenTimeRequests())] if waiting else []


def extension_card(extension: Extension, context: Context) -> Screen:
    again = button(
        texts.extensions.EXTEND_AGAIN,
        ExtendRegion(year=context.campaign.year, code=extension.region_code),
    )
    cancel = CancelExtension(code=extension.region_code, until=seconds(extension.until))
    cancelling = button(texts.extensions.CANCEL_EXTENSION, cancel)
    text = texts.extensions.extension_card(extension, context.zone)
    return Screen(text, rows([again], [cancelling], [to_deadline()]))


def to_deadline() -> InlineKeyboardButton:
    return button(texts.deadline.TO_DEADLINE, OpenDeadline())
