"""Until when reports are taken: the campaign's deadline, or a later one of a region's own."""

from datetime import UTC, datetime, timedelta, tzinfo

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from domain.audit.trail import record
from domain.text.dates import END_OF_DAY, parse_moment
from models import (
    AuditAction,
    Campaign,
    Extension,
    ExtensionRequest,
    Person,
    ReminderDelivery,
    ReminderKind,
)

LONGEST_TO_REPORT = timedelta(days=183)  # after the Week
DAYS_OFFERED = (1, 3, 7)  # of more time


def has_passed(deadline: datetime, now: datetime) -> bool:
    """A deadline is the whole minute: with «23:59», 23:59:59 is in time."""
    return now >= deadline.replace(second=0, microsecond=0) + timedelta(minutes=1)


def campaign_is_over(campaign: Campaign, now: datetime) -> bool:
    """Whether reports are taken only of the regions that have a later deadline of their own."""
    return campaign.closed_at is not None or has_passed(campaign.deadline, now)


def deadline_from(
    text: str, campaign: Campaign, now: datetime, zone: tzinfo, *, extended: datetime | None = None
) -> datetime:
    """A new deadline as typed, in UTC. «на 3 дня» counts from the campaign's, or from the later
    one to which it was `extended`. Raises Refusal for one that is far later: «10.11», typed on
    the 11th, means yesterday and not the next November."""
    latest = max(campaign.deadline, now) + LONGEST_TO_REPORT
    present = max(campaign.deadline, extended or campaign.deadline)
    return parse_moment(text, now, zone, latest=latest, extends=present).astimezone(UTC)


def offered_deadlines(since: datetime, zone: tzinfo) -> list[datetime]:
    """Ends of the days that are offered as quick answers: so many days after that of `since`."""
    day = since.astimezone(zone).date()
    return [datetime.combine(day + timedelta(days=more), END_OF_DAY, zone) for more in DAYS_OFFERED]


async def deadline_of(session: AsyncSession, campaign: Campaign, region_code: str) -> datetime:
    until = await session.scalar(
        select(Extension.until).where(
            Extension.campaign_id == campaign.id, Extension.region_code == region_code
        )
    )
    return max(campaign.deadline, until or campaign.deadline)


async def extended_deadlines(session: AsyncSession, campaign: Campaign) -> dict[str, datetime]:
    """By region's code, the deadlines that are later than the campaign's."""
    rows = await session.execute(
        select(Extension.region_code, Extension.until).where(
            Extension.campaign_id == campaign.id, Extension.until > campaign.deadline
        )
    )
    return {row.region_code: row.until for row in rows}


async def move_deadline(
    session: AsyncSession,
    campaign: Campaign,
    deadline: datetime,
    *,
    by: Person,
    now: datetime,
    zone: tzinfo,
) -> None:
    """Set the deadline of a campaign that the caller has locked (`lock_campaign`). All open
    requests for an extension are approved. At the new deadline the admins get the list of those
    that have not reported, and these hear of it, even if they did at the old deadline on the same
    day (a day in `zone`)."""
    record(
        session,
        AuditAction.CAMPAIGN_DEADLINE,
        campaign.id,
        now=now,
        by=by,
        before={"deadline": campaign.deadline.isoformat()},
        after={"deadline": deadline.isoformat()},
    )
    campaign.deadline = deadline
    await session.execute(
        delete(ReminderDelivery).where(
            ReminderDelivery.campaign_id == campaign.id,
            ReminderDelivery.kind.in_((ReminderKind.CLOSING, ReminderKind.OVERDUE)),
            ReminderDelivery.on_date == deadline.astimezone(zone).date(),
        )
    )
    await session.execute(
        update(ExtensionRequest)
        .where(ExtensionRequest.campaign_id == campaign.id, ExtensionRequest.decided_at.is_(None))
        .values(decided_at=now, decided_by=by.id, approved=True)
    )
