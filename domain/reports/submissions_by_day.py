"""How many reports were submitted on each day before and after the deadline."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from models import Campaign


@dataclass(frozen=True, slots=True)
class SubmissionsByDay:
    """One year's reports by the day they were submitted. Days are counted from the deadline: it is
    on day 0, the day before is -1. So two years can be compared, although their dates differ."""

    year: int
    deadline: date
    by_day: Mapping[int, int]  # number of reports by day; days without any are left out

    @property
    def total(self) -> int:
        return sum(self.by_day.values())

    def until(self, day: int) -> int:
        """The total by the end of that day."""
        return sum(count for other, count in self.by_day.items() if other <= day)


def count_by_day(campaign: Campaign, moments: Iterable[datetime], zone: tzinfo) -> SubmissionsByDay:
    """Of `moments` of submission. Days are those of `zone`, the ministry's."""
    deadline = campaign.deadline.astimezone(zone).date()
    days = Counter((at.astimezone(zone).date() - deadline).days for at in moments)
    return SubmissionsByDay(campaign.year, deadline, dict(days))
