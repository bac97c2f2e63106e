"""The screens of the deadline and of extensions, which lead into one another."""

from datetime import UTC, datetime
from typing import Annotated

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton
from pydantic import Field

from handlers import texts
from handlers.answers import Answers, Screen, button, rows, say
from handlers.doors import ExtendRegion, OpenTimeRequests, RegionCode, RowId
from handlers.paging import turning
from handlers.turn import Turn
from models import Draft, FormKind
from reports.audit import last_author
from reports.drafts import draft_of
from reports.extensions import Given, extensions, open_requests
from reports.people import coordinators
from reports.regions import Region, region_by_code

PAGE = 10

# A moment in a button: seconds since 1970, within the years that a clock can show.
Seconds = Annotated[int, Field(ge=0, lt=2**33)]


class OpenDeadline(CallbackData, prefix="dl"):
    page: RowId = 0
    leave: bool = False  # what was typed for a new one


class ChangeDeadline(CallbackData, prefix="dlask"):
    anew: bool = False


class OpenExtension(CallbackData, prefix="dlext"):
    code: RegionCode


class CancelExtension(CallbackData, prefix="dlcancel"):
    """`until` is what the admin saw: another may have given more time since."""

    code: RegionCode
    until: Seconds
    sure: bool = False


def seconds(at: datetime) -> int:
    """A moment as buttons and drafts hold it."""
    return int(at.timestamp())


def moment_of(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


async def deadline_screen(turn: Turn, page: int = 0, note: str = "") -> Screen:
    given = await extensions(turn.session, turn.campaign)
    pages = max(-(-len(given) // PAGE), 1)
    page = min(max(page, 0), pages - 1)
    shown = given[page * PAGE : (page + 1) * PAGE]
    text = texts.deadlines.overview(
        turn.campaign,
        shown,
        total=len(given),
        page=page,
        pages=pages,
        moved_by=await last_author(turn.session, "campaign.deadline", "campaign", turn.campaign.id),
        zone=turn.zone,
        now=turn.now,
        note=note,
    )
    opening = [
        [button(region_by_code(each.region_code).name, OpenExtension(code=each.region_code).pack())]
        for each in shown
    ]
    pager = turning(page, pages, lambda number: OpenDeadline(page=number))
    return Screen(text, rows(await _changing(turn), *opening, pager, await _requests(turn)))


async def _changing(turn: Turn) -> list[InlineKeyboardButton]:
    if turn.campaign.closed_at is not None:
        return []
    typed = typed_deadline(await draft_of(turn.session, turn.person, FormKind.DEADLINE), turn)
    label = texts.deadlines.resume_change(typed, turn.zone) if typed else texts.deadlines.CHANGE
    return [button(label, ChangeDeadline().pack())]


def typed_deadline(draft: Draft | None, turn: Turn) -> datetime | None:
    """What the admin has typed for a new deadline and not confirmed, if it still can be one."""
    if draft is None or draft.answers.get("until", 0) <= seconds(turn.now):
        return None
    return moment_of(draft.answers["until"])


async def _requests(turn: Turn) -> list[InlineKeyboardButton]:
    waiting = len(await open_requests(turn.session, turn.campaign))
    label = texts.deadlines.requests_button(waiting)
    return [button(label, OpenTimeRequests().pack())] if waiting else []


def extension_card(given: Given, turn: Turn, note: str = "") -> Screen:
    again = button(texts.extensions.EXTEND_AGAIN, ExtendRegion(code=given.region_code).pack())
    cancel = CancelExtension(code=given.region_code, until=seconds(given.until))
    cancelling = button(texts.extensions.CANCEL_EXTENSION, cancel.pack())
    text = texts.extensions.extension_card(given, turn.zone, note=note)
    return Screen(text, rows([again, cancelling], [to_deadline()]))


def to_deadline() -> InlineKeyboardButton:
    return button(texts.deadlines.TO_DEADLINE, OpenDeadline().pack())


async def tell_region(turn: Turn, region: Region, text: str) -> Answers:
    """A message to the region's coordinators; none if it has none."""
    people = await coordinators(turn.session, region.code)
    return [say(person.id, Screen(text)) for person in people]
