"""How the reports came in, day by day."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from models import Campaign, RegionReport


@dataclass(frozen=True, slots=True)
class SubmissionsByDay:
    """One year's reports by the day they were submitted. Days are counted from the deadline's,
    which is 0, the day before it -1: so two years can be laid side by side, although the Week
    and the deadline move."""

    year: int
    deadline: date
    by_day: Mapping[int, int]  # day: reports; days without any are not in it

    @property
    def total(self) -> int:
        return sum(self.by_day.values())

    def until(self, day: int) -> int:
        """How many had come in by the end of that day."""
        return sum(count for each, count in self.by_day.items() if each <= day)


async def submissions_by_day(
    session: AsyncSession, campaign: Campaign, zone: tzinfo
) -> SubmissionsByDay:
    """Of all that count as submitted; those that the ministry has returned since are among
    them."""
    moments = await session.scalars(
        select(RegionReport.submitted_at).where(
            RegionReport.campaign_id == campaign.id, RegionReport.submitted_at.is_not(None)
        )
    )
    return count_by_day(campaign, (at for at in moments if at is not None), zone)


def count_by_day(campaign: Campaign, moments: Iterable[datetime], zone: tzinfo) -> SubmissionsByDay:
    """Days are those of `zone`, the ministry's."""
    deadline = campaign.deadline.astimezone(zone).date()
    days = Counter((at.astimezone(zone).date() - deadline).days for at in moments)
    return SubmissionsByDay(campaign.year, deadline, dict(days))
