"""A request for more time, as an admin sees it: to decide, or decided."""

from aiogram.filters.callback_data import CallbackData

from domain.campaigns.extensions import granted_until, locked_request
from domain.regions.directory import region_by_code
from domain.reports.status_queries import region_status
from handlers.callbacks import ExtendRegion, RowId
from handlers.context import Context
from handlers.deadlines import texts
from handlers.deadlines.screens import Seconds, seconds
from handlers.keyboards import MAIN, button, rows
from handlers.notifications import notify_admins
from handlers.responses import Responses, Screen
from models import ExtensionRequest, Person


class ExtendUntil(CallbackData, prefix="extend_until"):
    """`until` is the date that the button names."""

    request: RowId
    until: Seconds


class ExtendReported(ExtendUntil, prefix="extend_reported"):
    """The same below a card that says that the report is submitted."""


class DeclineTime(CallbackData, prefix="decline_extension"):
    request: RowId


async def request_card(context: Context, request: ExtensionRequest, asker: Person) -> Screen:
    """For an admin to decide. A date that has passed is not offered."""
    status = await region_status(context.session, context.campaign, request.region_code)
    until, earliest = request.until, max(context.now, context.campaign.deadline)
    is_over = until is not None and until <= earliest
    text = texts.time_requests.request_card(
        asker, status, request, is_over=is_over, zone=context.zone
    )
    grant = []
    if until is not None and not is_over:
        label = texts.time_requests.grant_button(until, context.zone)
        extend = ExtendReported if status.report_status.reported else ExtendUntil
        grant = [button(label, extend(request=request.id, until=seconds(until)), MAIN)]
    other = button(
        texts.time_requests.OTHER_UNTIL,
        ExtendRegion(year=context.campaign.year, code=request.region_code),
    )
    no = button(texts.time_requests.DECLINE, DeclineTime(request=request.id))
    return Screen(text, rows(grant, [other, no]))


async def undecided(context: Context, request_id: int) -> ExtensionRequest | Screen:
    """The request, locked; or a screen that says why it cannot be decided any more."""
    request = await locked_request(context.session, request_id)
    if request is None:
        return Screen(texts.time_requests.REQUEST_GONE)
    if request.decided_at is not None:
        return await decision(context, request)
    if request.campaign_id != context.campaign.id or context.campaign.closed_at is not None:
        return Screen(texts.time_requests.REQUEST_IS_OVER)
    return request


async def decision(context: Context, request: ExtensionRequest, note: str = "") -> Screen:
    asker = await context.session.get_one(Person, request.person_id)
    decider = await context.session.get_one(Person, request.decided_by)
    text = texts.time_requests.request_decided(
        asker,
        region_by_code(request.region_code),
        request,
        until=await granted_until(context.session, request),
        by=decider.name,
        zone=context.zone,
    )
    return Screen(f"{text} {note}".rstrip())


async def tell_other_admins(context: Context, request: ExtensionRequest) -> Responses:
    """Each of them has the request before them, with buttons."""
    decided = await decision(context, request)
    return await notify_admins(context, decided, but=context.person, silent=True)
