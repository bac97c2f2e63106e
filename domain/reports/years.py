"""The campaign of a year: its figures, closing it, opening the next one."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from domain.audit.trail import record
from domain.campaigns.campaigns import Season, add_campaign, season_year
from domain.campaigns.deadlines import LONGEST_TO_REPORT, has_passed
from domain.reports.state import ReportStatus
from domain.reports.status_queries import region_statuses
from domain.reports.sums import PartSums, apart
from models import AuditAction, Campaign, Mailing, MailingDelivery, MailingKind, Person, Role


@dataclass(frozen=True, slots=True)
class CampaignFigures:
    """`regions` by status (89 in all), and the sums of their events. `drafts` are
    unfinished events with at least one answer. Of the coordinators who were `asked` whether they
    still are, `confirmed` said yes."""

    regions: Counter[ReportStatus]
    sums: PartSums
    drafts: int
    asked: int
    confirmed: int


async def campaign_figures(session: AsyncSession, campaign: Campaign) -> CampaignFigures:
    statuses = await region_statuses(session, campaign)
    asked, confirmed = (
        await session.execute(
            select(func.count(), func.count(Person.confirmed_at))
            .select_from(MailingDelivery)
            .join(Mailing, Mailing.id == MailingDelivery.mailing_id)
            .join(
                Person,
                (Person.id == MailingDelivery.person_id)
                & (Person.region_code == MailingDelivery.region_code),
            )
            .where(
                Mailing.campaign_id == campaign.id, Mailing.kind == MailingKind.YEARLY_CONFIRMATION
            )
        )
    ).one()
    return CampaignFigures(
        regions=Counter(status.report_status for status in statuses),
        sums=apart((status.part, status.sums) for status in statuses),
        drafts=sum(status.drafts for status in statuses),
        asked=asked,
        confirmed=confirmed,
    )


async def years(session: AsyncSession) -> Sequence[int]:
    """The years of all campaigns, the newest first."""
    return (await session.scalars(select(Campaign.year).order_by(Campaign.year.desc()))).all()


def close(session: AsyncSession, campaign: Campaign, *, by: Person, now: datetime) -> None:
    """Take no more reports, whatever the deadline. The caller has locked the campaign."""
    campaign.closed_at = now
    record(session, AuditAction.CAMPAIGN_CLOSED, campaign.id, now=now, by=by)


def reopen(session: AsyncSession, campaign: Campaign, *, by: Person, now: datetime) -> None:
    """The deadlines hold again. The caller has locked the campaign."""
    campaign.closed_at = None
    record(session, AuditAction.CAMPAIGN_REOPENED, campaign.id, now=now, by=by)


def next_year(campaign: Campaign, now: datetime, zone: tzinfo) -> int:
    """The year that can be opened after that campaign: not one whose deadline has passed."""
    return max(campaign.year + 1, season_year(now, zone))


async def open_year(
    session: AsyncSession, year: int, dates: Season, *, by: Person, now: datetime
) -> Campaign:
    """Add the new current campaign. All coordinators stay, to be asked whether they still are."""
    campaign = await add_campaign(session, year, dates, by=by, now=now)
    await session.execute(
        update(Person).where(Person.role == Role.COORDINATOR).values(confirmed_at=None)
    )
    return campaign


def date_errors(dates: Season, now: datetime, zone: tzinfo) -> list[str]:
    """What is wrong with the dates of a new campaign, in Russian sentences."""
    last_day: date = dates.deadline.astimezone(zone).date()
    checks = (
        (dates.week_end < dates.week_start, "Неделя кончается раньше, чем начинается."),
        (
            not dates.week_start <= dates.day <= dates.week_end,
            "День качества не приходится на Неделю качества.",
        ),
        (last_day <= dates.week_end, "Срок сдачи должен быть позже последнего дня Недели."),
        (
            last_day > dates.week_end + LONGEST_TO_REPORT,
            "Срок сдачи больше чем через полгода после Недели: проверьте год.",
        ),
        (has_passed(dates.deadline, now), "Срок сдачи уже прошёл."),
    )
    return [sentence for wrong, sentence in checks if wrong]
