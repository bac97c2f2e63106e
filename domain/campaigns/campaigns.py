"""The yearly campaigns: their dates by the ministry's rule, finding and adding one."""

import calendar
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.audit.trail import record
from domain.campaigns.deadlines import has_passed
from models import AuditAction, Campaign, Person

DAYS_TO_REPORT = 14  # from the Week's last day, unless the admins set another deadline


@dataclass(frozen=True, slots=True)
class Season:
    """The dates of one year's Quality Week."""

    week_start: date
    day: date
    week_end: date
    deadline: datetime


def season(year: int, zone: tzinfo) -> Season:
    """The dates of that year by the letter's rule: the Quality Day is November's second
    Thursday, the Week is Monday to Sunday around it."""
    first = date(year, 11, 1)
    day = first + timedelta(days=(calendar.THURSDAY - first.weekday()) % 7 + 7)
    week_end = day + timedelta(days=3)
    last_day = week_end + timedelta(days=DAYS_TO_REPORT)
    return Season(
        week_start=day - timedelta(days=3),
        day=day,
        week_end=week_end,
        deadline=datetime.combine(last_day, time(23, 59), zone),
    )


def season_year(now: datetime, zone: tzinfo) -> int:
    """This year, or the next one if this year's deadline by the rule has passed."""
    year = now.astimezone(zone).year
    return year + 1 if has_passed(season(year, zone).deadline, now) else year


def in_year(year: int | None) -> Select[Campaign]:
    """The campaign of that year; None: the newest."""
    by_year = select(Campaign).order_by(Campaign.year.desc()).limit(1)
    return by_year if year is None else by_year.where(Campaign.year == year)


async def campaign_of(session: AsyncSession, year: int | None) -> Campaign | None:
    """As `in_year`."""
    return await session.scalar(in_year(year))


async def current_campaign(session: AsyncSession) -> Campaign:
    """The newest; one always exists once the bot has started."""
    campaign = await campaign_of(session, None)
    assert campaign is not None
    return campaign


async def campaign_before(session: AsyncSession, campaign: Campaign) -> Campaign | None:
    """That of the latest earlier year there is, to compare with."""
    return await session.scalar(in_year(None).where(Campaign.year < campaign.year))


async def ensure_campaign(session: AsyncSession, now: datetime, zone: tzinfo) -> None:
    """Seed the first campaign, at the first start."""
    if await campaign_of(session, None) is None:
        year = season_year(now, zone)
        await add_campaign(session, year, season(year, zone), by=None, now=now)


async def add_campaign(
    session: AsyncSession, year: int, dates: Season, *, by: Person | None, now: datetime
) -> Campaign:
    """It is the current one from now on if its year is the newest."""
    campaign = Campaign(
        year=year,
        title=f"Неделя качества {year}",
        week_start=dates.week_start,
        week_end=dates.week_end,
        day=dates.day,
        deadline=dates.deadline,
    )
    session.add(campaign)
    await session.flush()
    record(
        session,
        AuditAction.CAMPAIGN_OPENED,
        campaign.id,
        now=now,
        by=by,
        after={"year": year, "deadline": dates.deadline.isoformat()},
    )
    return campaign
