"""An event and a region's report, as admins see them, with the doors to what they can do."""

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton

from domain.campaigns.deadlines import deadline_of
from domain.events.repository import answers_of, page_of_events
from domain.regions.directory import Region, region_by_code
from domain.reports.data_check_queries import remarks_on_region
from domain.reports.review import Correction, correction_of, returned_events
from domain.reports.state import ReportStatus, ReportSummary, report_summary
from handlers import phrases
from handlers.callbacks import (
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
from handlers.context import Context
from handlers.keyboards import button, rows, turning
from handlers.responses import Screen
from handlers.review import texts
from models import Event, Person


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


async def admin_event(context: Context, event: Event, *, note: str = "") -> Screen:
    region = region_by_code(event.region_code)
    author = await context.session.get_one(Person, event.created_by)
    remarks = await remarks_on_region(context.session, context.campaign, region.code)
    about = [each for each in remarks if each.event.id == event.id]
    text = texts.decisions.event_card(
        event,
        answers_of(event),
        context.zone,
        region=region,
        author=author,
        returned_by=await returner(context, event),
        remarks=about,
        note=note,
    )
    odd = [button(texts.decisions.TO_REMARKS, OpenRemarks())] if about else []
    deciding = []
    if correction_of(event) != Correction.RETURNED:
        deciding.append(button(texts.decisions.RETURN_EVENT, ReturnEvent(event=event.id)))
    if correction_of(event) == Correction.CORRECTED:
        accept = AcceptCorrection(event=event.id, seen=as_seen(event))
        deciding.append(button(texts.decisions.ACCEPT_CORRECTION, accept))
    report = button(phrases.REGION_REPORT, OpenRegionReport(code=region.code))
    history = OpenHistory(subject="event", id=str(event.id))
    more = [report, button(texts.decisions.HISTORY, history)]
    return Screen(text, rows(deciding, more, [to_search(), *odd]))


async def returner(context: Context, event: Event) -> str:
    """The name of who gave the event back; empty if nobody did."""
    if event.returned_by is None:
        return ""
    return (await context.session.get_one(Person, event.returned_by)).name


async def admin_report(
    context: Context, region: Region, page: int = 0, *, note: str = ""
) -> Screen:
    seen = await report_summary(context.session, context.campaign, region.code)
    listing = await page_of_events(context.session, context.campaign, region.code, page)
    text = texts.decisions.report(
        seen,
        listing,
        region=region,
        campaign=context.campaign,
        deadline=await deadline_of(context.session, context.campaign, region.code),
        zone=context.zone,
        returned=await returned_events(context.session, context.campaign, region.code),
        remarks=len(await remarks_on_region(context.session, context.campaign, region.code)),
        note=note,
    )
    events = [
        [button(phrases.event_button(event), ReviewEvent(event=event.id))]
        for event in listing.items
    ]
    pager = turning(listing, lambda number: TurnReport(code=region.code, page=number))
    history = button(texts.decisions.HISTORY, OpenHistory(subject="region", id=region.code))
    return Screen(text, rows(*events, pager, _deciding(region, seen), [history, to_search()]))


def _deciding(region: Region, seen: ReportSummary) -> list[InlineKeyboardButton]:
    give_back = button(texts.decisions.RETURN_REPORT, ReturnReport(code=region.code))
    if not seen.report_status.reported:
        remind = RemindWhom(whom="region", which=region.code)
        # Open only for some of its events, it may still go back as a whole.
        whole = seen.report_status == ReportStatus.RETURNED and seen.return_comment is None
        return [*([give_back] if whole else []), button(texts.decisions.REMIND, remind)]
    if seen.accepted_at is not None:
        return [give_back]
    accept = AcceptReport(code=region.code, seen=seen.decision)
    return [button(texts.decisions.ACCEPT_REPORT, accept), give_back]


def to_search() -> InlineKeyboardButton:
    return button(texts.decisions.TO_SEARCH, BrowseEvents())


def event_gone(unsent: str = "") -> Screen:
    """`unsent` is the comment with which it was to go back."""
    text = texts.returning.refused(texts.decisions.EVENT_GONE, unsent=unsent)
    return Screen(text, rows([to_search()]))
