"""A reminder that a coordinator has put off till the next day, when its hour has come."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from domain.campaigns.campaigns import current_campaign
from domain.campaigns.extensions import open_request_of
from domain.mailings.claims import record_outcome
from domain.mailings.due_reminders import claim_reminders
from domain.mailings.put_off import PutOff, is_told_anyway
from domain.mailings.reminders import Rule, due_on, overdue_on
from domain.people.people import locked_people
from domain.regions.directory import region_by_code
from domain.reports.status import RegionStatus
from domain.reports.status_queries import region_status
from handlers.mailings.screens import reminder
from handlers.responses import Screen
from models import Campaign, DeliveryOutcome, ReminderDelivery, ReminderKind, Role


async def claim_put_off(
    wish: PutOff, rule: Rule, now: datetime, session: AsyncSession
) -> Sequence[tuple[ReminderDelivery, Screen]]:
    """The message, claimed, as it is true now; nothing if there is no need of it any more. What is
    due by itself in the same hour goes out once: whichever process comes first sends it."""
    person_id, code = wish.person_id, wish.region_code
    present = await locked_people(session, [person_id], Role.COORDINATOR)
    if [person.region_code for person in present] != [code]:
        return []
    campaign = await current_campaign(session)
    kind = ReminderKind.PUT_OFF
    claimed = await claim_reminders(session, campaign.id, [person_id], kind, wish.day, now)
    if not claimed:
        return []
    status = await region_status(session, campaign, code)
    instead = await _instead(session, campaign, status, claimed[0], rule, now)
    if instead is not None:
        await record_outcome(session, claimed[0], DeliveryOutcome.SKIPPED)
        claimed = instead
    asked = await open_request_of(session, campaign, code) is not None
    screen = reminder(campaign, status, zone=rule.zone, now=now, time_asked=asked)
    return [(delivery, screen) for delivery in claimed]


async def _instead(
    session: AsyncSession,
    campaign: Campaign,
    status: RegionStatus,
    wish: ReminderDelivery,
    rule: Rule,
    now: datetime,
) -> Sequence[ReminderDelivery] | None:
    """What goes out in place of it, perhaps nothing; None: it does itself."""
    if campaign.closed_at is not None or status.report_status.reported:
        return []
    zone = zone_of(status.region.code)
    for kind, due in ((ReminderKind.REMINDER, due_on), (ReminderKind.OVERDUE, overdue_on)):
        day = due(rule, status.deadline, zone, now)
        if day is not None:
            regular = await claim_reminders(session, campaign.id, [wish.person_id], kind, day, now)
            if regular:
                return regular
    since = datetime.combine(wish.on_date, rule.at, zone)
    return [] if await is_told_anyway(session, wish, since) else None


def zone_of(region_code: str) -> ZoneInfo:
    return ZoneInfo(region_by_code(region_code).time_zone)
