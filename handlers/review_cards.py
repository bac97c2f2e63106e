"""An event and a region's report, as admins see them, with the doors to what they can do."""

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton

from handlers import texts
from handlers.answers import Answers, Screen, button, rows, say
from handlers.doors import (
    BrowseEvents,
    OpenHistory,
    OpenRegionReport,
    OpenRemarks,
    RegionCode,
    RemindWhom,
    ReturnEvent,
    ReturnReport,
    ReviewEvent,
    RowId,
)
from handlers.paging import turning
from handlers.turn import Turn
from models import Event, Person
from reports.deadlines import deadline_of
from reports.events import answers_of, page_of_events
from reports.people import admins
from reports.region_reports import ReportGlance, Standing, glance
from reports.regions import Region, region_by_code
from reports.remarking import remarks_on_region
from reports.reviewing import Mark, mark_of, returned_events, who_returned

DOORS_SHOWN = 8


class AcceptReport(CallbackData, prefix="accept"):
    """`seen` is what the admin saw of the report: what is accepted is what was seen."""

    code: RegionCode
    seen: str


class AcceptCorrection(CallbackData, prefix="fixed"):
    event: RowId
    seen: str


class TurnReport(CallbackData, prefix="rrpage"):
    """A page of the events in a region's report."""

    code: RegionCode
    page: RowId


def as_seen(event: Event) -> str:
    return str(round(event.changed_at.timestamp() * 1000))


async def admin_event(turn: Turn, event: Event, *, note: str = "") -> Screen:
    region = region_by_code(event.region_code)
    author = await turn.session.get_one(Person, event.created_by)
    remarks = await remarks_on_region(turn.session, turn.campaign, region.code)
    about = [each for each in remarks if each.event.id == event.id]
    text = texts.review.event_card(
        event,
        answers_of(event),
        turn.zone,
        region=region,
        author=author,
        returned_by=await returner(turn, event),
        remarks=about,
        note=note,
    )
    odd = [button(texts.review.TO_REMARKS, OpenRemarks().pack())] if about else []
    deciding = []
    if mark_of(event) != Mark.RETURNED:
        deciding.append(button(texts.review.RETURN_EVENT, ReturnEvent(event=event.id).pack()))
    if mark_of(event) == Mark.CORRECTED:
        accept = AcceptCorrection(event=event.id, seen=as_seen(event))
        deciding.append(button(texts.review.ACCEPT_CORRECTION, accept.pack()))
    report = button(texts.review.REGION_REPORT, OpenRegionReport(code=region.code).pack())
    history = OpenHistory(subject="event", id=str(event.id))
    more = [report, button(texts.review.HISTORY, history.pack())]
    return Screen(text, rows(deciding, more, [to_search(), *odd]))


async def returner(turn: Turn, event: Event) -> str:
    """The name of who gave the event back; empty if nobody did."""
    if event.returned_by is None:
        return ""
    return (await turn.session.get_one(Person, event.returned_by)).name


async def admin_report(turn: Turn, region: Region, page: int = 0, *, note: str = "") -> Screen:
    seen = await glance(turn.session, turn.campaign, region.code)
    listing = await page_of_events(turn.session, turn.campaign, region.code, page)
    text = texts.review.report(
        seen,
        listing,
        region=region,
        campaign=turn.campaign,
        deadline=await deadline_of(turn.session, turn.campaign, region.code),
        zone=turn.zone,
        returned=await returned_events(turn.session, turn.campaign, region.code),
        remarks=len(await remarks_on_region(turn.session, turn.campaign, region.code)),
        note=note,
    )
    events = [
        [button(texts.review.event_button(event), ReviewEvent(event=event.id).pack())]
        for event in listing.events
    ]
    pager = turning(
        listing.page, listing.pages, lambda number: TurnReport(code=region.code, page=number)
    )
    history = button(texts.review.HISTORY, OpenHistory(subject="region", id=region.code).pack())
    return Screen(text, rows(*events, pager, _deciding(region, seen), [history, to_search()]))


def _deciding(region: Region, seen: ReportGlance) -> list[InlineKeyboardButton]:
    give_back = button(texts.review.RETURN_REPORT, ReturnReport(code=region.code).pack())
    if not seen.standing.reported:
        remind = RemindWhom(whom="region", which=region.code)
        # Open only for some of its events, it may still go back as a whole.
        whole = seen.standing == Standing.RETURNED and seen.return_comment is None
        return [*([give_back] if whole else []), button(texts.review.REMIND, remind.pack())]
    if seen.accepted_at is not None:
        return [give_back]
    accept = AcceptReport(code=region.code, seen=seen.decision)
    return [button(texts.review.ACCEPT_REPORT, accept.pack()), give_back]


def to_search() -> InlineKeyboardButton:
    return button(texts.review.TO_SEARCH, BrowseEvents().pack())


def event_gone(unsent: str = "") -> Screen:
    """`unsent` is the comment with which it was to go back."""
    text = texts.returning.refused(texts.review.EVENT_GONE, unsent=unsent)
    return Screen(text, rows([to_search()]))


async def tell_returners(turn: Turn, region: Region) -> Answers:
    """The region has submitted its report again: whoever had given something of it back hears
    what became of that; all admins, if that one is no longer among them."""
    returned = await returned_events(turn.session, turn.campaign, region.code)
    seen = await glance(turn.session, turn.campaign, region.code)
    by = await who_returned(turn.session, turn.campaign, region.code)
    if not by:
        return []
    present = await admins(turn.session)
    told = [admin for admin in present if admin.id in by] or present
    text = texts.review.resubmitted(seen, returned, region=region)
    doors = [
        [button(texts.review.event_button(event), ReviewEvent(event=event.id).pack())]
        for event in returned[:DOORS_SHOWN]
    ]
    report = button(texts.review.REGION_REPORT, OpenRegionReport(code=region.code).pack())
    return [say(admin.id, Screen(text, rows(*doors, [report]))) for admin in told]
